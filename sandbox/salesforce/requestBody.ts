import type { VendorRequest } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { Refused } from './refusals';

function unreadable(what: string): Refused {
	return new Refused('JSON_PARSER_ERROR', `${what} at [line:1, column:1]`);
}

/** The body, an object; throws as Salesforce does for anything else. */
export function bodyOf({ body }: Pick<VendorRequest, 'body'>): JsonObject {
	let parsed: unknown;
	try {
		parsed = JSON.parse(body);
	} catch {
		throw unreadable('Unexpected character');
	}
	if (isJsonObject(parsed)) return parsed;
	throw unreadable('Cannot deserialize request: an object is expected');
}

/** The same without a complaint; undefined for what is no object. */
export function bodyIfAny({ body }: Pick<VendorRequest, 'body'>): JsonObject | undefined {
	try {
		const parsed: unknown = JSON.parse(body);
		return isJsonObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** A text that has to be there. */
export function requiredText(body: JsonObject, name: string): string {
	const value = body[name];
	if (typeof value === 'string' && value !== '') return value;
	throw new Refused('MISSING_ARGUMENT', `The ${name} parameter is required`);
}

/** A whole number out of a query; throws when it is out of bounds. */
export function wholeNumber(
	text: string | null,
	name: string,
	{ absent, low, high }: { absent: number; low: number; high: number },
): number {
	if (text === null) return absent;
	const number = text.trim() === '' ? Number.NaN : Number(text);
	if (Number.isInteger(number) && number >= low && number <= high) return number;
	throw new Refused('INVALID_ARGUMENT', `${name} must be a whole number from ${low} to ${high}`);
}
