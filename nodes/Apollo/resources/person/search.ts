import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObject, recordsOf } from '../../../shared/engine/body';
import { idOf } from '../../../shared/engine/pages/keyset';
import { pageNumbers } from '../../../shared/engine/pages/pageNumber';
import type { JsonValue, QueryValue } from '../../../shared/engine/types';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { toItem } from '../../../shared/node/operation';
import { Problem, readLimit } from '../../../shared/node/parameters';
import { DISPLAY_CAP, PAGE_SIZE } from '../../vendor';

/** Employees, in Apollo's form of a range; from small to large, as people look for them. */
const COMPANY_SIZES: Array<[name: string, value: string]> = [
	['1 to 10', '1,10'],
	['11 to 20', '11,20'],
	['21 to 50', '21,50'],
	['51 to 100', '51,100'],
	['101 to 200', '101,200'],
	['201 to 500', '201,500'],
	['501 to 1,000', '501,1000'],
	['1,001 to 2,000', '1001,2000'],
	['2,001 to 5,000', '2001,5000'],
	['5,001 to 10,000', '5001,10000'],
	['More Than 10,000', '10001,10000000'],
];

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Company Domains',
			name: 'q_organization_domains_list',
			type: 'string',
			typeOptions: { multipleValues: true },
			default: [],
			placeholder: 'e.g. example.com',
			description: 'Domains of current employers',
		},
		{
			displayName: 'Company Locations',
			name: 'organization_locations',
			type: 'string',
			typeOptions: { multipleValues: true },
			default: [],
			placeholder: 'e.g. Austin, Texas',
			description: 'Cities, states or countries of the headquarters',
		},
		{
			displayName: 'Company Sizes',
			name: 'organization_num_employees_ranges',
			type: 'multiOptions',
			default: [],
			description: 'How many employees the company has',
			options: COMPANY_SIZES.map(([name, value]) => ({ name, value })),
		},
		{
			displayName: 'Job Titles',
			name: 'person_titles',
			type: 'string',
			typeOptions: { multipleValues: true },
			default: [],
			placeholder: 'e.g. Head of Sales',
			description: 'Titles to look for',
		},
		{
			displayName: 'Keywords',
			name: 'q_keywords',
			type: 'string',
			default: '',
			placeholder: 'e.g. logistics',
			description: 'Words that the person or the company has to match',
		},
		{
			displayName: 'Person Locations',
			name: 'person_locations',
			type: 'string',
			typeOptions: { multipleValues: true },
			default: [],
			placeholder: 'e.g. London',
			description: 'Where the people live: cities, states or countries',
		},
		{
			displayName: 'Seniorities',
			name: 'person_seniorities',
			type: 'multiOptions',
			default: [],
			description: 'Levels of the people in their companies',
			options: [
				{ name: 'C-Suite', value: 'c_suite' },
				{ name: 'Director', value: 'director' },
				{ name: 'Entry', value: 'entry' },
				{ name: 'Founder', value: 'founder' },
				{ name: 'Head', value: 'head' },
				{ name: 'Intern', value: 'intern' },
				{ name: 'Manager', value: 'manager' },
				{ name: 'Owner', value: 'owner' },
				{ name: 'Partner', value: 'partner' },
				{ name: 'Senior', value: 'senior' },
				{ name: 'VP', value: 'vp' },
			],
		},
	],
};

/** Filters that Apollo takes as one text; all others are lists. */
const SINGLE = new Set(['q_keywords']);
/** What proxies and servers commonly take; Apollo documents filters as query parameters (2026-08). */
const LONGEST_QUERY = 8_000;

const LABELS = new Map(
	filters.options?.map((field) => [field.name, 'displayName' in field ? field.displayName : '']),
);

/** Filters as Apollo's query has them: lists as `name[]`. Unknown names would be ignored by Apollo. */
function filterQuery(chosen: IDataObject): Record<string, QueryValue> | Problem {
	const query: Record<string, QueryValue> = {};
	for (const [name, value] of Object.entries(chosen)) {
		const words = wordsOf(value).map((word) => (/domains/.test(name) ? plainDomain(word) : word));
		if (words.length === 0) {
			// Left out, it would find everybody.
			return new Problem(
				`The filter "${LABELS.get(name) ?? name}" is empty`,
				'Fill it, or remove it.',
			);
		}
		if (SINGLE.has(name)) query[name] = words.join(' ');
		else query[`${name}[]`] = words;
	}
	const { length } = encodeURIComponent(JSON.stringify(query));
	return length <= LONGEST_QUERY
		? query
		: new Problem(
				`The filters have ${length} characters, but a request takes ${LONGEST_QUERY}`,
				'Search in several steps, with fewer values in each.',
			);
}

/** A list, or a text with a value in each line: a comma may be part of a place or a title. */
function wordsOf(value: IDataObject[string]): string[] {
	const values = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\n;]/);
	return values.map((word) => word.trim()).filter(Boolean);
}

function plainDomain(text: string): string {
	return text
		.replace(/^https?:\/\//i, '')
		.replace(/^www\./i, '')
		.replace(/[/?#].*$/, '');
}

function readPeople(data: JsonValue | undefined) {
	const { total_entries: total } = asObject(data);
	return { rows: recordsOf(data, 'people'), ...(typeof total === 'number' ? { total } : {}) };
}

export const search = listOperation(
	{
		name: 'Search',
		action: 'Search people',
		description: 'Find people by title, place and company. Costs no credits, gives no emails.',
		fields: [...listFields, filters],
	},
	(read) => {
		const limit = readLimit(read);
		if (limit instanceof Problem) return limit;
		const query = filterQuery(read.collection('filters'));
		if (query instanceof Problem) return query;
		return {
			limit,
			style: pageNumbers({
				cap: DISPLAY_CAP,
				size: PAGE_SIZE,
				request: (page) => ({
					operation: 'person.search',
					method: 'POST',
					path: '/mixed_people/api_search',
					query: { ...query, page, per_page: PAGE_SIZE },
					safeToRepeat: true,
					quotas: ['people-search'],
					records: PAGE_SIZE,
					keyFields: { page: String(page) },
				}),
			}),
			read: readPeople,
			keyOf: idOf,
			toItem: (row) => toItem(asObject(row)),
		};
	},
);
