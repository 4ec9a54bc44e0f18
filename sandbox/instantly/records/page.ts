import type { JsonObject } from '../../json';
import { badRequest } from '../refusals';
import type { InstantlyRecord } from './record';

/** In a page, of any list (API v2, 2026-11). */
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 10;

export interface PageQuery {
	limit?: unknown;
	starting_after?: unknown;
}

/**
 * A page behind a cursor that only this list has given. A page with records always names the next one,
 * although that may be empty (conventions of the starter kit, 2026-11).
 */
export function pageOf(
	records: readonly InstantlyRecord[],
	{ limit: given, starting_after: after }: PageQuery,
	cursorOf: (record: InstantlyRecord) => string = ({ id }) => id,
): JsonObject {
	const limit = limitIn(given);
	const start = startIn(records, after, cursorOf);
	const items = records.slice(start, start + limit);
	const last = items.at(-1);
	return { items, ...(last === undefined ? {} : { next_starting_after: cursorOf(last) }) };
}

function limitIn(given: unknown): number {
	if (given === undefined || given === null) return DEFAULT_LIMIT;
	const limit = given === '' ? Number.NaN : Number(given);
	if (!Number.isInteger(limit)) throw badRequest('querystring/limit must be integer');
	if (limit < 1) throw badRequest('querystring/limit must be >= 1');
	if (limit > MAX_LIMIT) throw badRequest(`querystring/limit must be <= ${MAX_LIMIT}`);
	return limit;
}

function startIn(
	records: readonly InstantlyRecord[],
	after: unknown,
	cursorOf: (record: InstantlyRecord) => string,
): number {
	if (after === undefined || after === null) return 0;
	const place = records.findIndex((record) => cursorOf(record) === after);
	if (place < 0) throw badRequest('Invalid starting_after');
	return place + 1;
}

/** The two parameters out of a query. */
export function pagingIn(query: URLSearchParams): PageQuery {
	const { limit, starting_after } = Object.fromEntries(query);
	return { limit, starting_after };
}
