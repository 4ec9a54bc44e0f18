import { asObject, asText, parseJson } from '../body';
import type { Resume } from './walk';

/** A place as one word, which a user copies from an error item into the node. */
export function encodeResume({ cursor, lastKey }: Resume): string {
	return Buffer.from(JSON.stringify({ cursor, lastKey })).toString('base64url');
}

/** The place that a word stands for; undefined when it was not made by `encodeResume`. */
export function decodeResume(text: string): Resume | undefined {
	const place = asObject(parseJson(Buffer.from(text.trim(), 'base64url').toString()));
	const { cursor } = place;
	if (typeof cursor !== 'string' && typeof cursor !== 'number') return undefined;
	const lastKey = asText(place.lastKey);
	return { cursor, ...(lastKey === undefined ? {} : { lastKey }) };
}
