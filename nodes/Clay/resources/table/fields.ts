import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../../shared/node/fields';
import { simplifyField } from '../../../shared/node/view';

/** The operators of a query (OpenAPI, 2026-08). */
const OPERATORS = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Contain', value: 'not_contains' },
	{ name: 'Ends With', value: 'ends_with' },
	{ name: 'Equal', value: '=' },
	{ name: 'Is Empty', value: 'is_empty' },
	{ name: 'Is Not Empty', value: 'is_not_empty' },
	{ name: 'Less Than', value: '<' },
	{ name: 'Less Than or Equal', value: '<=' },
	{ name: 'More Than', value: '>' },
	{ name: 'More Than or Equal', value: '>=' },
	{ name: 'None Of', value: 'not_in' },
	{ name: 'Not Equal', value: '!=' },
	{ name: 'One Of', value: 'in' },
	{ name: 'Starts With', value: 'starts_with' },
];

const column: INodeProperties = {
	displayName: 'Column',
	name: 'field',
	type: 'string',
	default: '',
	placeholder: 'e.g. Email',
	description: 'Name or ID of a column',
};

const show = (...by: string[]) => ({ displayOptions: { show: { queryBy: by } } });

export const queryFields: INodeProperties[] = [
	...listFields,
	{
		displayName: 'Query By',
		name: 'queryBy',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		options: [
			{ name: 'Fields', value: 'fields', description: 'Rows of one table' },
			{
				name: 'JSON',
				value: 'json',
				description: 'A whole query: with joins of up to five tables, groups and totals',
			},
		],
	},
	{
		displayName: 'Table ID',
		name: 'tableId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. t_0abcDEF123',
		description: 'The table has to be enabled for queries in Clay; its API has no list of tables',
		...show('fields'),
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'string',
		default: '',
		placeholder: 'e.g. Email, Company',
		description:
			'Names of up to 20 columns, with a comma between two of them. Leave empty for all.',
		...show('fields'),
	},
	{
		displayName: 'Combine Filters',
		name: 'combine',
		type: 'options',
		default: 'and',
		options: [
			{ name: 'Match All', value: 'and' },
			{ name: 'Match Any', value: 'or' },
		],
		...show('fields'),
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add filter',
		...show('fields'),
		options: [
			{
				displayName: 'Filter',
				name: 'filter',
				values: [
					column,
					{
						displayName: 'Operator',
						name: 'op',
						type: 'options',
						default: '=',
						options: OPERATORS,
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Of One Of and None Of, several with a semicolon between them',
						displayOptions: { hide: { op: ['is_empty', 'is_not_empty'] } },
					},
					{
						displayName: 'Value Is a Number',
						name: 'isNumber',
						type: 'boolean',
						default: false,
						displayOptions: { hide: { op: ['is_empty', 'is_not_empty'] } },
					},
				],
			},
		],
	},
	{
		displayName: 'Sort By',
		name: 'sort',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add sort',
		description: 'A sorted query gives 100 rows at most: Clay has no further pages of it',
		...show('fields'),
		options: [
			{
				displayName: 'Sort',
				name: 'by',
				values: [
					column,
					{
						displayName: 'Direction',
						name: 'direction',
						type: 'options',
						default: 'asc',
						options: [
							{ name: 'Ascending', value: 'asc' },
							{ name: 'Descending', value: 'desc' },
						],
					},
				],
			},
		],
	},
	{
		displayName: 'Query (JSON)',
		name: 'queryJson',
		type: 'json',
		typeOptions: { rows: 5 },
		default: '{\n  "tables": [{ "id": "" }]\n}',
		description: 'The object "query" of POST /tables/query in the public API of Clay',
		...show('json'),
	},
	simplifyField,
];
