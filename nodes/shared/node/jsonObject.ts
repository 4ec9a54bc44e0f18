import { parseJson } from '../engine/body';
import type { JsonValue } from '../engine/types';
import { Problem, type ParameterReader } from './parameters';

export type JsonObject = { [name: string]: JsonValue | undefined };

/**
 * The object of a JSON parameter, whether it was written as text or is what an expression gives: empty
 * where the parameter is, and a problem for anything else. `such` is an example of it.
 */
export function readJsonObject(
	read: ParameterReader,
	name: string,
	label: string,
	such: string,
): JsonObject | Problem {
	const given = read.any(name);
	if (given === undefined || given === null || given === '') return {};
	const value = typeof given === 'string' ? parseJson(given) : plain(given);
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	return new Problem(
		`${label} is no JSON object`,
		`Write names and values in braces, such as ${such}. An expression that gives an object needs no quotes around it: {{ $json }}.`,
	);
}

/** What an expression gave, as JSON carries it: dates as texts. */
function plain(value: unknown): JsonValue | undefined {
	return parseJson(JSON.stringify(value) ?? '');
}
