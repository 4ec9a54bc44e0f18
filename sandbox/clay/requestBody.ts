import type { VendorRequest } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { invalid } from './refusals';

/** The body, which has to be a JSON object with no other fields than these. */
export function bodyOf(request: VendorRequest, fields: readonly string[]): JsonObject {
	const value = parsed(request);
	if (!isJsonObject(value)) throw invalid('body must be an object');
	return withOnly(value, fields, 'body');
}

/** Every object of the API is closed (OpenAPI, additionalProperties, 2026-08). */
export function withOnly(value: unknown, fields: readonly string[], where: string): JsonObject {
	if (!isJsonObject(value)) throw invalid(`${where} must be an object`);
	const unknown = Object.keys(value).find((name) => !fields.includes(name));
	if (unknown !== undefined) throw invalid(`unrecognized key "${unknown}" in ${where}`);
	return value;
}

export function parsed({ body, headers }: VendorRequest): unknown {
	if (body === '') return {};
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
		throw invalid('content-type must be application/json');
	}
	try {
		return JSON.parse(body);
	} catch {
		throw invalid('body is not valid JSON');
	}
}

export function textIn(value: unknown, where: string, longest = Infinity): string {
	if (typeof value === 'string' && value !== '' && value.length <= longest) return value;
	throw invalid(`${where} must be a string of 1 to ${longest} characters`);
}

export function wholeIn(value: unknown, where: string, usual: number, most: number): number {
	if (value === undefined) return usual;
	if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) {
		return value;
	}
	throw invalid(`${where} must be an integer from 1 to ${most}`);
}

export function listIn(value: unknown, where: string, least: number, most: number): unknown[] {
	if (Array.isArray(value) && value.length >= least && value.length <= most) return value;
	throw invalid(`${where} must be a list of ${least} to ${most}`);
}
