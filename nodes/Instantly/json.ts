import { parseJson } from '../shared/engine/body';
import type { JsonValue } from '../shared/engine/types';
import { Problem, type ParameterReader } from '../shared/node/parameters';

type JsonObject = { [name: string]: JsonValue | undefined };

/** The object of a JSON field: empty where the field is, and a problem for anything else. */
export function readObject(
	read: ParameterReader,
	name: string,
	label: string,
	such: string,
): JsonObject | Problem {
	const value = readJson(read, name);
	if (value === undefined) return {};
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	return new Problem(
		`${label} is no JSON object`,
		`Write names and values in braces, such as ${such}.`,
	);
}

/** The list of a JSON field. */
export function readList(
	read: ParameterReader,
	name: string,
	label: string,
	such: string,
): JsonValue[] | Problem {
	const value = readJson(read, name);
	if (value === undefined) return [];
	if (Array.isArray(value)) return value;
	return new Problem(`${label} is no JSON list`, `Write a list in brackets, such as ${such}.`);
}

/** Undefined for an empty field, null for what cannot be read. */
function readJson(read: ParameterReader, name: string): JsonValue | undefined {
	const given = read.any(name);
	if (given === undefined || given === null || given === '') return undefined;
	if (typeof given !== 'string') return given as JsonValue;
	return given.trim() === '' ? undefined : (parseJson(given) ?? null);
}
