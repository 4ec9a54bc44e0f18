import type { VendorRequest } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { validationError } from './refusals';

function parsed(request: VendorRequest): unknown {
	try {
		return JSON.parse(request.body);
	} catch {
		throw validationError('Invalid input JSON on line 1, column 1: the body is not JSON');
	}
}

export function bodyOf(request: VendorRequest): JsonObject {
	const body = parsed(request);
	if (!isJsonObject(body)) {
		throw validationError('Invalid input JSON on line 1, column 1: an object is expected');
	}
	return body;
}

export function listBodyOf(request: VendorRequest): unknown[] {
	const body = parsed(request);
	if (!Array.isArray(body)) {
		throw validationError('Invalid input JSON on line 1, column 1: an array is expected');
	}
	return body;
}

/** A text that has to be there; throws as HubSpot does when it is not. */
export function requiredText(body: JsonObject, name: string): string {
	const value = body[name];
	if (typeof value === 'string' && value !== '') return value;
	throw validationError(
		`Invalid input JSON on line 1, column 1. Some required fields were not set: [${name}]`,
	);
}

/** A whole number in a query or body; throws when it is out of bounds. */
export function boundedNumber(
	value: unknown,
	name: string,
	{ absent, low, high }: { absent: number; low: number; high: number },
): number {
	if (value === undefined || value === null) return absent;
	const number = value === '' ? Number.NaN : Number(value);
	if (!Number.isInteger(number) || number < low || number > high) {
		throw validationError(
			`Invalid ${name} ${String(value)}: it must be a whole number from ${low} to ${high}`,
		);
	}
	return number;
}
