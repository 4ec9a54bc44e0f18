import { asObject, asText } from '../body';
import type { JsonValue } from '../types';
import type { Resume } from './walk';

/** A place as one word, which a user copies from an error item into the node. */
export function encodeResume({ cursor, lastKey }: Resume): string {
	return Buffer.from(JSON.stringify({ cursor, lastKey })).toString('base64url');
}

/** The place that a word stands for; undefined when it was not made by `encodeResume`. */
export function decodeResume(text: string): Resume | undefined {
	const place = asObject(parse(Buffer.from(text.trim(), 'base64url').toString()));
	const { cursor } = place;
	if (typeof cursor !== 'string' && typeof cursor !== 'number') return undefined;
	const lastKey = asText(place.lastKey);
	return { cursor, ...(lastKey === undefined ? {} : { lastKey }) };
}

function parse(text: string): JsonValue | undefined {
	try {
		return JSON.parse(text) as JsonValue;
	} catch {
		// Not a word of ours: the caller says so in its own words.
		return undefined;
	}
}
