import type { INodeProperties } from 'n8n-workflow';
import type { JsonValue } from '../../shared/engine/types';
import { listFields } from '../../shared/node/fields';
import { readJsonObject } from '../../shared/node/jsonObject';
import { Problem, readLimit, type ParameterReader } from '../../shared/node/parameters';
import { decodeResume, type Resume } from '../../shared/engine/pages/resume';
import { SEARCH_PAGE } from '../vendor';
import { filterValue, type FilterField } from './filterFields';
import { searchAt, type Search } from './iterator';

export type Source = 'people' | 'companies';

/** What an item asks for. */
export interface Asked {
	source: Source;
	mode: 'filters-mode' | 'query-mode';
	/** Of the request that begins the search. */
	body: { [name: string]: JsonValue };
	limit: number;
	pageSize: number;
	/** Where an earlier run stopped. */
	start?: { resume: Resume; search: Search };
}

/** The fields of a search. `loadOptionsMethod` lists what it can be narrowed by. */
export function searchFields(loadOptionsMethod: string): INodeProperties[] {
	return [
		...listFields,
		{
			displayName: 'Search By',
			name: 'searchBy',
			type: 'options',
			noDataExpression: true,
			default: 'filters',
			options: [
				{ name: 'Filters', value: 'filters' },
				{ name: 'JSON', value: 'json', description: 'Filters as one JSON object' },
				{
					name: 'Query (Beta)',
					value: 'query',
					description: "A query in the language of Clay's advanced search",
				},
			],
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			default: {},
			placeholder: 'Add filter',
			description: 'What each result has to match',
			displayOptions: { show: { searchBy: ['filters'] } },
			options: [
				{
					displayName: 'Filter',
					name: 'filter',
					values: [
						{
							displayName: 'Field Name or ID',
							name: 'field',
							type: 'options',
							typeOptions: { loadOptionsMethod },
							default: '',
							description:
								'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. Growth Engineer; Head of Growth',
							description: 'Where the field takes several values, put a semicolon between them',
						},
					],
				},
			],
		},
		{
			displayName: 'Filters (JSON)',
			name: 'filtersJson',
			type: 'json',
			typeOptions: { rows: 5 },
			default: '{}',
			placeholder: 'e.g. {"job_title_keywords": ["growth engineer"]}',
			displayOptions: { show: { searchBy: ['json'] } },
		},
		{
			displayName: 'Query',
			name: 'query',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			description:
				"The whole query. Clay's reference of the language is at GET /search/query-mode/reference of its API.",
			displayOptions: { show: { searchBy: ['query'] } },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Page Size',
					name: 'pageSize',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: SEARCH_PAGE },
					default: SEARCH_PAGE,
					description:
						'Results in one request. Smaller plans allow fewer than 500; a lost answer loses so many.',
				},
			],
		},
	];
}

/** The filters of an item as it has them, before it is known which values they take. */
export interface Written {
	field: string;
	value: unknown;
}

export function writtenFilters(read: ParameterReader): Written[] {
	if (read.text('searchBy') !== 'filters') return [];
	return read
		.list('filters', 'filter')
		.map(({ field, value }) => ({ field: String(field ?? '').trim(), value }));
}

/** What an item asks for, or what is wrong with it. `known`: what Clay says of its filters, if asked. */
export function readAsked(
	read: ParameterReader,
	source: Source,
	known: FilterField[] | undefined,
): Asked | Problem {
	const limit = readLimit(read);
	if (limit instanceof Problem) return limit;
	const pageSize = Number(read.collection('options').pageSize ?? SEARCH_PAGE);
	if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > SEARCH_PAGE) {
		return new Problem(
			`Page Size is ${String(pageSize)}, but has to be a whole number from 1 to ${SEARCH_PAGE}`,
			'Change Page Size in the options of this node.',
		);
	}
	const start = readStart(read);
	if (start instanceof Problem) return start;
	const what = read.text('searchBy') === 'query' ? readQuery(read) : readBody(read, source, known);
	if (what instanceof Problem) return what;
	return { source, limit, pageSize, ...what, ...(start ? { start } : {}) };
}

function readQuery(read: ParameterReader): Pick<Asked, 'mode' | 'body'> | Problem {
	const query = read.text('query');
	return query === ''
		? new Problem('Query is empty', "Fill it with a query of Clay's advanced search.")
		: { mode: 'query-mode', body: { query } };
}

function readBody(
	read: ParameterReader,
	source: Source,
	known: FilterField[] | undefined,
): Pick<Asked, 'mode' | 'body'> | Problem {
	const mode = 'filters-mode';
	if (read.text('searchBy') === 'json') {
		const such = '{"job_title_keywords": ["growth engineer"]}';
		const filters = readJsonObject(read, 'filtersJson', 'Filters', such);
		return filters instanceof Problem ? filters : { mode, body: { source_type: source, filters } };
	}
	const filters: { [name: string]: JsonValue } = {};
	for (const { field, value } of writtenFilters(read)) {
		const filter = filterValue(field, value, known);
		if (filter instanceof Problem) return filter;
		if (Object.hasOwn(filters, field)) {
			return new Problem(`The filter ${field} is set twice`, 'Set it once, with all its values.');
		}
		filters[field] = filter;
	}
	return { mode, body: { source_type: source, filters } };
}

function readStart(read: ParameterReader): Asked['start'] | Problem {
	const text = read.text('resumeFrom');
	if (text === '') return undefined;
	const resume = decodeResume(text);
	const search = resume && searchAt(String(resume.cursor));
	return resume && search
		? { resume, search }
		: new Problem(
				`Resume From is "${text}", which is not a place where a search stopped`,
				'Use the value of "resumeFrom" of an earlier error item, or leave it empty.',
			);
}
