import type { Placed } from '../../../shared/node/operation';
import type { PropertyDefinition } from '../../lookup/definitions';
import type { Properties } from '../../record';
import type { RecordRow } from './rows';
import type { Scene } from './scene';

/** A day with a time of day, as dates of n8n's editor, of Luxon and of JavaScript are written. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const ZONE = /(Z|[+-]\d\d:?\d\d)$/;

/**
 * Times as the properties take them. A property for days refuses a time of day, so the day alone is
 * sent (HubSpot takes it as midnight UTC); a time without a zone is taken as UTC. Which of the two a
 * property is, only its definition tells: that is read when a time is among the values.
 */
export async function fitTimes(
	{ definitions }: Scene,
	rows: Array<Placed<RecordRow>>,
): Promise<Array<Placed<RecordRow>>> {
	const fitted: typeof rows = [];
	for (const row of rows) {
		const { type, properties } = row.value;
		const hasTime = Object.values(properties).some((value) => TIME.test(value));
		const known = hasTime ? await definitions.load(type) : [];
		const fit = hasTime ? fitAll(properties, known) : properties;
		fitted.push({ ...row, value: { ...row.value, properties: fit } });
	}
	return fitted;
}

function fitAll(properties: Properties, known: PropertyDefinition[]): Properties {
	const typeOf = new Map(known.map(({ name, type }) => [name, type]));
	return Object.fromEntries(
		Object.entries(properties).map(([name, value]) => [name, fitTime(value, typeOf.get(name))]),
	);
}

function fitTime(value: string, type: string | undefined): string {
	if (!TIME.test(value)) return value;
	if (type === 'date') return value.slice(0, 10);
	return type === 'datetime' && !ZONE.test(value) ? `${value}Z` : value;
}
