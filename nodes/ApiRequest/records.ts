import { asObject } from '../shared/engine/body';
import { valueAt } from '../shared/engine/dataPath';
import { findRows } from '../shared/engine/detect/rows';
import type { JsonValue } from '../shared/engine/types';

/**
 * The records of a page: at the path, or where they are found by themselves. An empty body and null
 * are an empty page. Throws, with what there is instead, where there is no list.
 */
export function recordsAt(data: JsonValue | undefined, path: string | undefined): JsonValue[] {
	if (data === undefined) return [];
	const where = path ?? findRows(data);
	if (where === undefined) throw new Error(`there is no list in it; ${keysOf(data)}`);
	const value = valueAt(data, where);
	if (Array.isArray(value)) return value;
	if (value === null) return [];
	if (value === undefined)
		throw new Error(`there is nothing at "${where}"; ${keysAround(data, where)}`);
	if (typeof value !== 'object')
		throw new Error(`"${where}" is no list, but ${JSON.stringify(value)}`);
	// Some APIs give records by their IDs: {"7": {…}, "9": {…}}.
	const entries = Object.values(value);
	if (entries.length > 0 && entries.every(isObject)) return entries as JsonValue[];
	throw new Error(`"${where}" is no list, but an object; ${keysOf(value)}`);
}

function isObject(value: JsonValue | undefined): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of the deepest part of the path that is there. */
function keysAround(data: JsonValue, path: string): string {
	const parts = path.split('.');
	for (let count = parts.length - 1; count > 0; count -= 1) {
		const at = parts.slice(0, count).join('.');
		const value = valueAt(data, at);
		if (value !== undefined && isObject(value)) return `${keysOf(value)} (in "${at}")`;
	}
	return keysOf(data);
}

const MOST_KEYS = 12;

function keysOf(value: JsonValue): string {
	if (Array.isArray(value)) return `it is a list of ${value.length}`;
	const keys = Object.keys(asObject(value));
	if (keys.length === 0) return 'it has no keys';
	const more = keys.length > MOST_KEYS ? ', …' : '';
	return `keys here are ${keys.slice(0, MOST_KEYS).join(', ')}${more}`;
}
