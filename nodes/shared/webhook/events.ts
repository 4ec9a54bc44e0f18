import { createHash } from 'node:crypto';
import { asText } from '../engine/body';
import { valueAt } from '../engine/dataPath';
import type { JsonValue } from '../engine/types';

/** The events of one call: those of the list at the path, or the body itself. */
export function splitEvents(body: JsonValue, path: string): JsonValue[] {
	const found = valueAt(body, path);
	if (Array.isArray(found)) return found;
	return [body];
}

/** In the order in which they happened; those that do not say so stay where they are, at the end. */
export function inOrder(events: JsonValue[], path: string): JsonValue[] {
	const timeOf = (event: JsonValue) => {
		const value = valueAt(event, path);
		const time = typeof value === 'number' ? value : Date.parse(asText(value) ?? '');
		return Number.isNaN(time) ? Infinity : time;
	};
	return path === '' ? events : events.toSorted((a, b) => compare(timeOf(a), timeOf(b)));
}

function compare(a: number, b: number): number {
	return a < b ? -1 : Number(a > b);
}

/**
 * What tells an event from others: the value at the path, else a hash of all that it holds, in which
 * the order of keys does not count.
 */
export function eventKey(event: JsonValue, path: string): string {
	const value = path === '' ? undefined : asText(valueAt(event, path));
	if (value !== undefined && value !== '') return `id ${value}`;
	return `hash ${createHash('sha256').update(canonical(event)).digest('base64url')}`;
}

function canonical(value: JsonValue | undefined): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
	const entries = Object.entries(value)
		.filter(([, each]) => each !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`);
	return `{${entries.join()}}`;
}
