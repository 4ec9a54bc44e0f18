import type { IDataObject } from 'n8n-workflow';
import { asArray, asObject, asText } from '../../shared/engine/body';
import type { JsonValue } from '../../shared/engine/types';
import { type ParameterReader, Problem } from '../../shared/node/parameters';
import { ANY_OBJECT, PROPERTY_CHANGE, subscribable } from './eventTypes';

/** What a subscription asks for. */
export interface Wanted {
	/** "contact.propertyChange". */
	eventType: string;
	/** Of property changes. */
	propertyName?: string;
	/** Of object.* events: "0-1", "2-1001". */
	objectTypeId?: string;
}

/** A subscription that an app has. */
export interface Subscription extends Wanted {
	id: string;
	/** A paused one sends nothing. */
	active: boolean;
}

/** Two subscriptions with the same key ask for the same events. */
export function keyOf({ eventType, propertyName = '', objectTypeId = '' }: Wanted): string {
	return [eventType, propertyName, objectTypeId].join(' ');
}

/** The subscriptions that are chosen in the node, each once; or what is wrong with them. */
export function readWanted(read: ParameterReader): Wanted[] | Problem {
	const wanted = new Map<string, Wanted>();
	for (const row of read.list('events', 'event')) {
		const chosen = readRow(row);
		if (chosen instanceof Problem) return chosen;
		for (const each of chosen) wanted.set(keyOf(each), each);
	}
	if (read.problem) return read.problem;
	return wanted.size > 0
		? [...wanted.values()]
		: new Problem('No events are chosen', 'Add an object and its events to Events.');
}

function readRow(row: IDataObject): Wanted[] | Problem {
	const kind = subscribable.find(({ value }) => value === row.objectType);
	if (!kind) {
		return new Problem(
			`HubSpot has no events of "${String(row.objectType)}"`,
			'Choose another Object in Events.',
		);
	}
	const chosen = namesIn(row.events);
	const unknown = chosen.find((name) => !kind.events.some(({ value }) => value === name));
	if (unknown !== undefined || chosen.length === 0) {
		const what = unknown === undefined ? 'No event is chosen' : `There is no event "${unknown}"`;
		return new Problem(`${what} for ${kind.name}`, `Choose events for ${kind.name} in Events.`);
	}
	const typed = readObjectTypeId(row);
	if (typed instanceof Problem) return typed;
	const properties = namesIn(row.properties);
	if (chosen.includes(PROPERTY_CHANGE) && properties.length === 0) {
		return new Problem(
			`No property is named for Property Changed of ${kind.name}`,
			'Enter the internal names of the properties, with commas between them.',
		);
	}
	return chosen.flatMap((event): Wanted[] => {
		const base = { eventType: `${String(kind.value)}.${event}`, ...typed };
		return event === PROPERTY_CHANGE
			? properties.map((propertyName) => ({ ...base, propertyName }))
			: [base];
	});
}

function readObjectTypeId(row: IDataObject): { objectTypeId?: string } | Problem {
	if (row.objectType !== ANY_OBJECT) return {};
	const objectTypeId = String(row.objectTypeId ?? '').trim();
	return /^\d+-\d+$/.test(objectTypeId)
		? { objectTypeId }
		: new Problem(
				`The object type ID is ${objectTypeId === '' ? 'empty' : `"${objectTypeId}"`}`,
				'Enter an ID such as 0-1 or 2-1001 for Other Object in Events.',
			);
}

/** A list, or a text with commas between the names. */
function namesIn(value: unknown): string[] {
	const names = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return [...new Set(names.map((name) => name.trim()).filter(Boolean))];
}

/** The subscriptions in HubSpot's answer. */
export function readSubscriptions(data: JsonValue | undefined): Subscription[] {
	return asArray(asObject(data).results).flatMap((each) => {
		const fields = asObject(each);
		const id = asText(fields.id);
		const eventType = asText(fields.eventType);
		if (id === undefined || eventType === undefined) return [];
		const subscription: Subscription = { id, eventType, active: fields.active === true };
		for (const name of ['propertyName', 'objectTypeId'] as const) {
			const value = asText(fields[name]);
			if (value) subscription[name] = value;
		}
		return [subscription];
	});
}
