import type { IDataObject } from 'n8n-workflow';
import { asObject, recordsOf } from '../../../shared/engine/body';
import { idOf, keysetPages } from '../../../shared/engine/pages/keyset';
import type { JsonValue } from '../../../shared/engine/types';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { toItem } from '../../../shared/node/operation';
import { Problem, readLimit, type ParameterReader } from '../../../shared/node/parameters';
import { SEARCH_CAP, SEARCH_PAGE_SIZE, SEARCH_QUOTAS } from '../../vendor';
import { propertiesToReturn } from './fields';
import { filtersField } from './searchFields';

type Filter = { [field: string]: JsonValue };

/** CRM search, 2026-03-30: 6 filters in a group, 5 groups, 3,000 characters of query. */
const MOST_FILTERS = 6;
const MOST_GROUPS = 5;
const LONGEST_QUERY = 3_000;

/** Operators that take no value, a list of values, or two values; all others take one. */
const WITHOUT_VALUE = new Set(['HAS_PROPERTY', 'NOT_HAS_PROPERTY']);
const WITH_LIST = new Set(['IN', 'NOT_IN']);

function readFilter(filter: IDataObject): Filter | Problem {
	const propertyName = String(filter.propertyName ?? '').trim();
	const operator = String(filter.operator ?? 'EQ');
	const value = String(filter.value ?? '').trim();
	if (propertyName === '') {
		return new Problem(
			'A filter has no property',
			'Enter its internal name, or remove the filter.',
		);
	}
	if (WITHOUT_VALUE.has(operator)) return { propertyName, operator };
	if (value === '') {
		return new Problem(
			`The filter on ${propertyName} has no value`,
			'Enter a value, or choose "Is Known" or "Is Unknown".',
		);
	}
	if (WITH_LIST.has(operator)) {
		// Texts are compared in lower case, options of a choice as they are (CRM search, 2026-03-30):
		// which of them the property is, the search does not need to know.
		const values = value.split(',').map((each) => each.trim());
		const both = [...values, ...values.map((each) => each.toLowerCase())];
		return { propertyName, operator, values: [...new Set(both.filter(Boolean))] };
	}
	if (operator !== 'BETWEEN') return { propertyName, operator, value };
	const highValue = String(filter.highValue ?? '').trim();
	return highValue === ''
		? new Problem(`The filter on ${propertyName} has no upper value`, 'Enter the upper value.')
		: { propertyName, operator, value, highValue };
}

function readGroups(read: ParameterReader): Filter[][] | Problem {
	const filters: Filter[] = [];
	for (const each of read.list('filters', 'filter')) {
		const filter = readFilter(each);
		if (filter instanceof Problem) return filter;
		filters.push(filter);
	}
	const any = read.text('combine') === 'any';
	const most = any ? MOST_GROUPS : MOST_FILTERS;
	if (filters.length > most) {
		return new Problem(
			`There are ${filters.length} filters, but HubSpot takes ${most} in one search`,
			'Remove filters, or search in several steps.',
		);
	}
	if (filters.length === 0) return [];
	return any ? filters.map((filter) => [filter]) : [filters];
}

/** Goes on behind the last record of a full window: the same filters, and a higher id. */
function behind(groups: Filter[][], id: string | undefined): Filter[][] {
	if (id === undefined) return groups;
	const higher = { propertyName: 'hs_object_id', operator: 'GT', value: id };
	return groups.length === 0 ? [[higher]] : groups.map((group) => [...group, higher]);
}

export const search = listOperation(
	{
		name: 'Search',
		action: 'Search contacts',
		description: 'Find contacts by their properties, also more than the 10,000 of one search',
		fields: [...listFields, ...filtersField, propertiesToReturn],
	},
	(read, { objects }) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const groups = readGroups(read);
		if (groups instanceof Problem) return groups;
		const query = read.text('query');
		if (query.length > LONGEST_QUERY) {
			return new Problem(
				`The text has ${query.length} characters, but HubSpot takes ${LONGEST_QUERY}`,
				'Shorten Text.',
			);
		}
		const properties = read.names('propertiesToReturn');
		// The keyset needs one filter in each group: a full group ends at the cap, and says so.
		const canPass = groups.every((group) => group.length < MOST_FILTERS);
		return {
			limit,
			style: keysetPages({
				at: 'paging.next.after',
				cap: SEARCH_CAP,
				keyOf: (row) => (canPass ? idOf(row) : undefined),
				request: ({ after, cursor }) => ({
					operation: 'contact.search',
					method: 'POST',
					path: `${objects}/contacts/search`,
					body: {
						filterGroups: behind(groups, after).map((filters) => ({ filters })),
						sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
						limit: Math.min(limit, SEARCH_PAGE_SIZE),
						...(query === '' ? {} : { query }),
						...(properties.length > 0 ? { properties } : {}),
						...(cursor === undefined ? {} : { after: cursor }),
					},
					safeToRepeat: true,
					quotas: SEARCH_QUOTAS,
					records: Math.min(limit, SEARCH_PAGE_SIZE),
				}),
			}),
			read: (data) => {
				const { total } = asObject(data);
				return {
					rows: recordsOf(data, 'results'),
					...(typeof total === 'number' ? { total } : {}),
				};
			},
			keyOf: idOf,
			toItem: (row) => toItem(asObject(row)),
		};
	},
);
