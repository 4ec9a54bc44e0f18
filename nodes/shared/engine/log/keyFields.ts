import { valueAt } from '../dataPath';
import type { ApiRequest, JsonValue } from '../types';
import { excerpt } from './excerpt';

/** What a name like this holds belongs into no log, whoever picks it. */
const SECRET_NAME = /passw|secret|token|authorization|api[-_ ]?key|credential|cookie/i;
/** Values of one path, and the characters of one: a row is a line to look up, and no copy. */
const MOST_VALUES = 20;
const LONGEST_VALUE = 100;

/**
 * The fields by which a row of this request can be found: the operation's own, and what lies at the
 * paths that the user picked ("inputs.*.id"), in the body or else in the query. `clean` takes out what
 * is secret, before long values are cut: a secret cut in two would be no secret.
 */
export function keyFieldsOf(
	{ keyFields = {}, body, query }: Pick<ApiRequest, 'keyFields' | 'body' | 'query'>,
	paths: readonly string[] = [],
	clean: (text: string) => string = (text) => text,
): Record<string, string> {
	const fields = { ...keyFields };
	for (const path of paths) {
		if (SECRET_NAME.test(path)) continue;
		const inBody = plainValues(valuesAt(body, path));
		const values = inBody.length > 0 ? inBody : plainValues([...queryValues(query?.[path])]);
		if (values.length > 0) fields[path] = joined(values, clean);
	}
	return fields;
}

function valuesAt(data: JsonValue | undefined, path: string): Array<JsonValue | undefined> {
	const star = path.split('.').indexOf('*');
	if (star < 0) return [valueAt(data, path)];
	const parts = path.split('.');
	const list = valueAt(data, parts.slice(0, star).join('.'));
	if (!Array.isArray(list)) return [];
	const rest = parts.slice(star + 1).join('.');
	return list.flatMap((each) => valuesAt(each, rest));
}

function queryValues(value: NonNullable<ApiRequest['query']>[string] | undefined): JsonValue[] {
	if (value === undefined) return [];
	return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** Texts, numbers and booleans; an object says nothing in a line. */
function plainValues(values: Array<JsonValue | undefined>): string[] {
	return values.flatMap((value) =>
		value === undefined || value === null || typeof value === 'object' ? [] : [String(value)],
	);
}

function joined(values: string[], clean: (text: string) => string): string {
	const shown = values
		.slice(0, MOST_VALUES)
		.map((value) => excerpt(value, clean).slice(0, LONGEST_VALUE));
	const more = values.length - shown.length;
	return more > 0 ? `${shown.join(',')} and ${more} more` : shown.join(',');
}
