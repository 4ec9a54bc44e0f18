import type { IDataObject } from 'n8n-workflow';
import { messageOf } from '../shared/engine/errorFacts';
import type { JsonValue, QueryValue } from '../shared/engine/types';
import { type ParameterReader, Problem } from '../shared/node/parameters';
import { addValue } from './url';

/** Name and value pairs of a fixed collection; those without a name are left out. */
export function pairsOf(read: ParameterReader, name: string): Array<[string, unknown]> {
	return read
		.list(name, 'parameter')
		.map((pair): [string, unknown] => [String(pair.name ?? '').trim(), pair.value])
		.filter(([key]) => key !== '');
}

/** A value in a query or a header; undefined values, as of a missing field, are left out. */
export function plainOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function readQuery(
	read: ParameterReader,
	start: Record<string, QueryValue>,
): Record<string, QueryValue> {
	const query = { ...start };
	for (const [name, value] of pairsOf(read, 'query')) {
		for (const each of Array.isArray(value) ? value : [value]) {
			const text = plainOf(each);
			if (text !== undefined) addValue(query, name, text);
		}
	}
	return query;
}

/** A token (RFC 9110 5.6.2). */
export function isHeaderName(text: string): boolean {
	return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}

/** Headers that belong to the connection, or that another part of the request decides. */
const NOT_YOURS = /^(host|content-length|transfer-encoding|connection)$/;

export function readHeaders(read: ParameterReader): Record<string, string> | Problem {
	const headers: Record<string, string> = {};
	for (const [name, value] of pairsOf(read, 'headers')) {
		const key = name.toLowerCase();
		const text = plainOf(value);
		if (text === undefined) continue;
		if (!isHeaderName(key)) {
			return new Problem(`"${name}" is no name of a header`, 'Change it under Headers.');
		}
		if (NOT_YOURS.test(key)) {
			return new Problem(`The header "${name}" is set by the node itself`, 'Remove it.');
		}
		if (/\p{Cc}/u.test(text) || !isLatin1(text)) {
			return new Problem(
				`The value of the header "${name}" holds a sign that no header can carry`,
				'Change it, or send it encoded.',
			);
		}
		headers[key] = text;
	}
	return headers;
}

/** Header values are bytes: one for each sign. */
function isLatin1(text: string): boolean {
	return Buffer.from(text, 'latin1').toString('latin1') === text;
}

/** A JSON parameter: a text, or what an expression gives. */
export function readJson(
	read: ParameterReader,
	name: string,
	label: string,
): JsonValue | undefined | Problem {
	const value = read.any(name);
	if (typeof value !== 'string') return asJson(value);
	if (value.trim() === '') return undefined;
	try {
		return JSON.parse(value) as JsonValue;
	} catch {
		return new Problem(
			`${label} is not JSON: ${whereIn(value)}`,
			'Correct it. An expression that gives an object needs no quotes around it: {{ $json }}.',
		);
	}
}

/** Fewer signs than a secret has: what of one would be shown is no piece to begin with. */
const SHOWN = 7;

/** Where a text stops being JSON, as line and column, and what stands there. */
function whereIn(text: string): string {
	let least = 0;
	let most = text.length;
	// The longest beginning that more text could still make JSON.
	while (least < most) {
		const middle = Math.ceil((least + most) / 2);
		if (canGoOn(text.slice(0, middle))) least = middle;
		else most = middle - 1;
	}
	const before = text.slice(0, least).split('\n');
	const column = (before.at(-1)?.length ?? 0) + 1;
	const here = least >= text.length ? 'it ends too early' : `"${text.slice(least, least + SHOWN)}"`;
	return `line ${before.length}, column ${column}: ${here}`;
}

/** Whether a text is the beginning of JSON: it is JSON, or the parser misses what comes behind it. */
function canGoOn(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch (error) {
		const message = messageOf(error);
		if (/end of JSON|Unterminated/i.test(message)) return true;
		const place = /position (\d+)/.exec(message)?.[1];
		return place !== undefined && Number(place) >= text.length;
	}
}

/** What an expression gave, as JSON would carry it: dates as texts, nothing that JSON cannot hold. */
export function asJson(value: unknown): JsonValue | undefined {
	if (value === undefined) return undefined;
	return JSON.parse(JSON.stringify(value)) as JsonValue;
}

/** A record as an item: what is no object stands under "value". */
export function itemOf(row: JsonValue): IDataObject {
	if (row !== null && typeof row === 'object' && !Array.isArray(row)) return row as IDataObject;
	return { value: row as IDataObject[string] };
}
