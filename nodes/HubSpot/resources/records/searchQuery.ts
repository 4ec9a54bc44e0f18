import type { IDataObject } from 'n8n-workflow';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { propertyText } from '../../record';
import { RECORD_ID } from './rows';

export type Filter = { [field: string]: JsonValue };

/** What a search asks for. */
export interface SearchQuery {
	/** A record matches all filters of one of these. */
	groups: Filter[][];
	text: string;
	/** Undefined for the order of IDs. */
	sort?: { propertyName: string; direction: string };
}

/** CRM search, 2026-03-30: filters in a group, groups, filters in all, characters of text and body. */
const MOST_FILTERS = 6;
const MOST_GROUPS = 5;
const MOST_IN_ALL = 18;
const LONGEST_TEXT = 3_000;
export const LONGEST_BODY = 3_000;

/** Operators that take no value, a list of values, or two values; all others take one. */
const WITHOUT_VALUE = new Set(['HAS_PROPERTY', 'NOT_HAS_PROPERTY']);
const WITH_LIST = new Set(['IN', 'NOT_IN']);

/** Reads and checks the search of one item; `always`: filters that each result has to match. */
export function readSearch(read: ParameterReader, always: Filter[]): SearchQuery | Problem {
	const groups = readGroups(read, always);
	if (groups instanceof Problem) return groups;
	const text = read.text('query');
	if (text.length > LONGEST_TEXT) {
		return new Problem(
			`The text has ${text.length} characters, but HubSpot takes ${LONGEST_TEXT}`,
			'Shorten Text.',
		);
	}
	const propertyName = read.text('sortBy');
	const direction = read.text('sortDirection') || 'ASCENDING';
	const isById = propertyName === '' || propertyName === RECORD_ID;
	if (isById && (propertyName === '' || direction === 'ASCENDING')) return { groups, text };
	return { groups, text, sort: { propertyName, direction } };
}

/** The keyset needs one filter more in each group: without room for it, a search ends at the cap. */
export function hasRoom(groups: Filter[][]): boolean {
	const all = groups.reduce((sum, group) => sum + group.length + 1, 0);
	return all <= MOST_IN_ALL && groups.every((group) => group.length < MOST_FILTERS);
}

/** Goes on behind the last record of a full window: the same filters, and a higher ID. */
export function behind(groups: Filter[][], id: string | undefined): Filter[][] {
	if (id === undefined) return groups;
	const higher = { propertyName: RECORD_ID, operator: 'GT', value: id };
	return groups.length === 0 ? [[higher]] : groups.map((group) => [...group, higher]);
}

function readGroups(read: ParameterReader, always: Filter[]): Filter[][] | Problem {
	const groups: Filter[][] = [];
	for (const { filters } of read.list('filterGroups', 'group')) {
		const group: Filter[] = [];
		for (const entry of entriesOf(filters)) {
			const filter = readFilter(entry);
			if (filter instanceof Problem) return filter;
			group.push(filter);
		}
		if (group.length > 0) groups.push([...group, ...always]);
	}
	if (groups.length === 0 && always.length > 0) groups.push(always);
	return tooMany(groups) ?? groups;
}

function tooMany(groups: Filter[][]): Problem | undefined {
	const many = (count: number, what: string, most: number) =>
		new Problem(
			`There are ${count} ${what}, but HubSpot takes ${most} in one search`,
			'Remove some, or search in several steps.',
		);
	if (groups.length > MOST_GROUPS) return many(groups.length, 'filter groups', MOST_GROUPS);
	const largest = Math.max(0, ...groups.map((group) => group.length));
	if (largest > MOST_FILTERS) return many(largest, 'filters in a group', MOST_FILTERS);
	const all = groups.flat().length;
	return all > MOST_IN_ALL ? many(all, 'filters', MOST_IN_ALL) : undefined;
}

function entriesOf(filters: IDataObject[string]): IDataObject[] {
	const entries = filters && typeof filters === 'object' && 'filter' in filters && filters.filter;
	return Array.isArray(entries)
		? entries.flatMap((entry) =>
				typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? [entry] : [],
			)
		: [];
}

function readFilter(filter: IDataObject): Filter | Problem {
	const propertyName = String(filter.propertyName ?? '').trim();
	const operator = String(filter.operator ?? 'EQ');
	if (propertyName === '') {
		return new Problem('A filter has no property', 'Choose one, or remove the filter.');
	}
	if (WITHOUT_VALUE.has(operator)) return { propertyName, operator };
	const isList = WITH_LIST.has(operator);
	const values = readValues(propertyName, filter.value, isList);
	if (values instanceof Problem) return values;
	if (values.length === 0) {
		return new Problem(
			`The filter on ${propertyName} has no value`,
			'Enter a value, or choose "Is Known" or "Is Unknown".',
		);
	}
	if (isList) {
		// Texts are compared in lower case, options of a choice as they are (CRM search, 2026-03-30):
		// which of them the property is, the search does not need to know.
		const both = [...values, ...values.map((each) => each.toLowerCase())];
		return { propertyName, operator, values: [...new Set(both)] };
	}
	const value = values.join(',');
	if (operator !== 'BETWEEN') return { propertyName, operator, value };
	const upper = readValues(propertyName, filter.highValue);
	if (upper instanceof Problem) return upper;
	return upper.length === 0
		? new Problem(`The filter on ${propertyName} has no upper value`, 'Enter the upper value.')
		: { propertyName, operator, value, highValue: upper.join(',') };
}

/**
 * The value of a filter as texts: those of a list as they are, a text on request at its commas. Empty
 * ones are left out.
 */
function readValues(
	propertyName: string,
	given: IDataObject[string],
	splits = false,
): string[] | Problem {
	const values: string[] = [];
	for (const each of Array.isArray(given) ? given : [given]) {
		const text = propertyText(propertyName, each);
		if (text instanceof Problem) return text;
		values.push(...(splits && !Array.isArray(given) ? text.split(',') : [text]));
	}
	return values.map((value) => value.trim()).filter(Boolean);
}
