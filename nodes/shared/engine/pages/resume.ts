import { createHash } from 'node:crypto';

import { asObject, asText, parseJson } from '../body';
import type { Cursor, PageStyle } from './style';

/** Where to go on. */
export interface Resume {
	/** Of which list: a place in one list is none in another. */
	of: string;
	cursor: Cursor;
	/** How many rows stand before it. */
	before: number;
	/** The last row that was read: finds the place again when the cursor has expired. */
	lastKey?: string;
}

/** Tells lists apart by what their first page asks for. */
export function markOf({ first, request }: PageStyle): string {
	const { method, path, query, body } = request(first);
	const asked = JSON.stringify([method, path, query, body]);
	return createHash('sha256').update(asked).digest('base64url').slice(0, 12);
}

/** A place as one word, which a user copies from an error item into the node. */
export function encodeResume({ of, cursor, before, lastKey }: Resume): string {
	return Buffer.from(JSON.stringify({ of, cursor, before, lastKey })).toString('base64url');
}

/** The place that a word stands for; undefined when it was not made by `encodeResume`. */
export function decodeResume(text: string): Resume | undefined {
	const place = asObject(parseJson(Buffer.from(text.trim(), 'base64url').toString()));
	const { of, cursor, before } = place;
	if (typeof cursor !== 'string' && typeof cursor !== 'number') return undefined;
	if (typeof of !== 'string' || typeof before !== 'number') return undefined;
	const lastKey = asText(place.lastKey);
	return { of, cursor, before, ...(lastKey === undefined ? {} : { lastKey }) };
}
