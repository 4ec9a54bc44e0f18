import { asArray, asObject, asText } from '../../shared/engine/body';
import { idOf } from '../../shared/engine/pages/keyset';
import { timeIn } from '../../shared/engine/polling/times';
import type { JsonValue } from '../../shared/engine/types';

/** A new value of a property. */
export interface Change {
	/** Tells it, together with its time, from all others. */
	key: string;
	/** ms since 1970. */
	time: number;
	/** As the item tells of it. */
	shown: { [field: string]: JsonValue };
}

/** The changes of these properties that a record's history tells, the earliest first. */
export function changesIn(record: JsonValue, properties: string[]): Change[] {
	const histories = asObject(asObject(record).propertiesWithHistory);
	const id = idOf(record) ?? '';
	return properties
		.flatMap((property) => changesOf(id, property, asArray(histories[property])))
		.sort((a, b) => a.time - b.time);
}

/** HubSpot gives the values of a property with the latest first (object APIs, 2026-03). */
function changesOf(id: string, property: string, history: JsonValue[]): Change[] {
	const entries = history.map(asObject);
	const valueAt = (place: number) => asText(entries[place]?.value) || null;
	const changes = entries.flatMap((entry, place): Change[] => {
		const time = timeIn(entry.timestamp);
		const newValue = valueAt(place);
		const oldValue = valueAt(place + 1);
		// Written once more, a value is not a new one.
		if (time === undefined || newValue === oldValue) return [];
		const { sourceType, sourceId, sourceLabel, updatedByUserId } = entry;
		return [
			{
				key: JSON.stringify([id, property, newValue]),
				time,
				shown: {
					property,
					oldValue,
					newValue,
					changedAt: new Date(time).toISOString(),
					source: sourceType ?? null,
					sourceId: sourceId ?? null,
					sourceLabel: sourceLabel ?? null,
					updatedByUserId: updatedByUserId ?? null,
				},
			},
		];
	});
	return changes.reverse();
}
