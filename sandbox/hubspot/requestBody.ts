import type { VendorRequest } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { validationError } from './refusals';

export function bodyOf(request: VendorRequest): JsonObject {
	let body: unknown;
	try {
		body = JSON.parse(request.body);
	} catch {
		throw validationError('Invalid input JSON on line 1, column 1: the body is not JSON');
	}
	if (!isJsonObject(body)) {
		throw validationError('Invalid input JSON on line 1, column 1: an object is expected');
	}
	return body;
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
