import { asText } from '../engine/body';
import { valueAt } from '../engine/dataPath';
import type { JsonValue } from '../engine/types';
import { contentHash } from '../store/contentHash';

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

/** What an event came with: of a GET request it is all that there is. */
export interface EventCall {
	/** The sender's ID of the whole call, as in the header webhook-id. */
	id?: string;
	method: string;
	query: JsonValue;
}

const HASH = 'hash ';

/**
 * What tells an event from others: the value at the path, else the ID of its call with its place in
 * it, else a hash of all that it holds, in which the order of keys does not count.
 */
export function eventKey(
	event: JsonValue,
	path: string,
	{ id = '', method = '', query = {} }: Partial<EventCall> = {},
	place = 0,
): string {
	const value = path === '' ? undefined : asText(valueAt(event, path));
	if (value !== undefined && value !== '') return `id ${value}`;
	if (id !== '') return `call ${place} ${id}`;
	return `${HASH}${contentHash({ event, method, query })}`;
}

/** Whether nothing but its content tells the event: another one may hold the same. */
export function isContentKey(key: string): boolean {
	return key.startsWith(HASH);
}
