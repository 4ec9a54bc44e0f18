import type { IDataObject } from 'n8n-workflow';
import { asObject, parseJson } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { nearestText } from '../../shared/node/nearest';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { plainDomain } from '../identity';
import { MOST_DOMAINS } from '../limits';
import type { Filter } from './known';

/** What a filter asks for. */
type Value = string[] | string | boolean | { min?: string; max?: string };

/** The filters of a search, by their names. */
export type Asked = Map<string, Value>;

/** The filters of one item, or what has to be changed: none that Apollo would ignore, none empty. */
export function readFilters(read: ParameterReader, known: Filter[]): Asked | Problem {
	const asked: Asked = new Map();
	const more = additional(read);
	if (more instanceof Problem) return more;
	for (const [key, value] of [...Object.entries(read.collection('filters')), ...more]) {
		const problem = add(asked, key, value, known);
		if (problem) return problem;
	}
	return asked;
}

/** Additional Filters: an object, or a text that is one. */
function additional(read: ParameterReader): Array<[string, IDataObject[string]]> | Problem {
	const given = read.any('additionalFilters');
	if (given === undefined || given === null || given === '') return [];
	const value = typeof given === 'string' ? parseJson(given) : (given as JsonValue);
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	if (isObject) return Object.entries(value) as Array<[string, IDataObject[string]]>;
	return new Problem(
		'Additional Filters is no JSON object',
		'Write names and values in braces, such as {"organization_ids": ["5e66b6381e05b4008c8331b8"]}.',
	);
}

/** "person_titles[]" and "revenue_range[min]" are as good as the plain names. */
function add(
	asked: Asked,
	key: string,
	given: IDataObject[string],
	known: Filter[],
): Problem | undefined {
	const [, name = key, bound] = /^(\w+)(?:\[(|min|max)\])?$/.exec(key) ?? [];
	const filter = known.find((each) => each.name === name);
	if (!filter) return unknown(key, known);
	if (!isRangeOf(filter) && (bound || holdsObject(given))) return noList(filter);
	const value = valueOf(filter, bound ? { [bound]: given } : given);
	if (value instanceof Problem) return value;
	const before = asked.get(name);
	const isRange = typeof before === 'object' && !Array.isArray(before);
	if (before !== undefined && !isRange) {
		return new Problem(`The filter ${name} is set twice`, 'Set it in one place only.');
	}
	asked.set(name, isRange && typeof value === 'object' ? { ...before, ...value } : value);
	return undefined;
}

function unknown(key: string, known: Filter[]): Problem {
	// "titles" is near to person_titles, once what all of them begin with is left out.
	const bare = known.map(({ name }) => ({ name, label: withoutBeginning(name) }));
	const near = nearestText(key, known) || nearestText(key, bare);
	const names = known.map(({ name }) => name).sort();
	return new Problem(
		`"${key}" is no filter of this search: Apollo would ignore it, and find everybody`,
		near || `Apollo knows these: ${names.join(', ')}.`,
	);
}

function withoutBeginning(name: string): string {
	return name.replace(/^(q_)?(organization|person|contact|currently)_/, '');
}

function valueOf({ kind, label, name }: Filter, given: IDataObject[string]): Value | Problem {
	switch (kind) {
		case 'flag':
			return given === true || given === 'true';
		case 'text': {
			const text = wordsOf(given).join(' ');
			return text === '' ? empty(label) : text;
		}
		case 'numbers':
			return rangeOf(name, given, /^\d+$/, 'whole numbers, such as {"min": 1000000}');
		case 'days':
			return rangeOf(name, given, /^\d{4}-\d\d-\d\d$/, 'days, such as {"min": "2026-01-31"}');
		default: {
			const words = wordsOf(given).map((word) => (kind === 'domains' ? plainDomain(word) : word));
			if (words.length === 0) return empty(label);
			return kind === 'domains' && words.length > MOST_DOMAINS ? tooMany(label, words) : words;
		}
	}
}

function isRangeOf({ kind }: Filter): boolean {
	return kind === 'numbers' || kind === 'days';
}

/** An object, or a list that has one: "[object Object]" is nothing to look for. */
function holdsObject(given: IDataObject[string]): boolean {
	return Array.isArray(given)
		? given.some(holdsObject)
		: typeof given === 'object' && given !== null;
}

function noList({ label }: Filter): Problem {
	return new Problem(
		`The filter "${label}" is an object`,
		'Give it a text, or a list of texts: choose the field of the object that is meant.',
	);
}

/** Left out, it would find everybody. */
function empty(label: string): Problem {
	return new Problem(`The filter "${label}" is empty`, 'Fill it, or remove it.');
}

function tooMany(label: string, { length }: string[]): Problem {
	return new Problem(
		`The filter "${label}" has ${length} domains, but Apollo takes ${MOST_DOMAINS} in a search`,
		'Search in several steps: one input item for each part of the domains.',
	);
}

function rangeOf(
	name: string,
	given: IDataObject[string],
	form: RegExp,
	such: string,
): Value | Problem {
	const { min, max, ...rest } = asObject(given as JsonValue);
	const bounds = Object.entries({ min, max }).filter(([, bound]) => bound !== undefined);
	const isRight =
		bounds.length > 0 &&
		Object.keys(rest).length === 0 &&
		bounds.every(([, bound]) => form.test(String(bound)));
	if (isRight) return Object.fromEntries(bounds.map(([bound, value]) => [bound, String(value)]));
	return new Problem(`The filter ${name} is no range`, `It takes min, max or both: ${such}.`);
}

/** A list, or a text with a value in each line: a comma may be part of a place or a title. */
function wordsOf(value: IDataObject[string]): string[] {
	const values: string[] = Array.isArray(value)
		? value.map((each) => String(each ?? ''))
		: String(value ?? '').split(/[\n;]/);
	return values.map((word) => word.trim()).filter(Boolean);
}

/** What proxies and servers commonly take of an address. */
const LONGEST_QUERY = 8_000;

/**
 * Filters and paging as a request carries them: in the query, as Apollo documents it, or where that
 * is too long in the body, as Apollo's own command line sends them (apollo-io-cli, 2026-08).
 */
export function carried(
	asked: Asked,
	paging: { page: number; per_page: number },
): Pick<ApiRequest, 'query' | 'body'> {
	const query = { ...queryOf(asked), ...paging };
	const { length } = encodeURIComponent(JSON.stringify(query));
	return length <= LONGEST_QUERY
		? { query }
		: { body: { ...Object.fromEntries(asked), ...paging } };
}

function queryOf(asked: Asked): NonNullable<ApiRequest['query']> {
	const query: NonNullable<ApiRequest['query']> = {};
	for (const [name, value] of asked) {
		if (Array.isArray(value)) query[`${name}[]`] = value;
		else if (typeof value !== 'object') query[name] = value;
		else for (const [bound, limit] of Object.entries(value)) query[`${name}[${bound}]`] = limit;
	}
	return query;
}
