import type { INodeProperties } from 'n8n-workflow';

const withoutValue = ['HAS_PROPERTY', 'NOT_HAS_PROPERTY'];

const filterFields: INodeProperties[] = [
	{
		displayName: 'Property Name or ID',
		name: 'propertyName',
		type: 'options',
		typeOptions: {
			loadOptionsMethod: 'getProperties',
			loadOptionsDependsOn: ['authentication', 'resource', 'objectType.value'],
		},
		default: '',
		description:
			'What is compared. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		default: 'EQ',
		options: [
			{ name: 'Contains Word', value: 'CONTAINS_TOKEN' },
			{ name: 'Does Not Contain Word', value: 'NOT_CONTAINS_TOKEN' },
			{ name: 'Equals', value: 'EQ' },
			{ name: 'Greater Than', value: 'GT' },
			{ name: 'Greater Than or Equal', value: 'GTE' },
			{ name: 'Is Between', value: 'BETWEEN' },
			{ name: 'Is Known', value: 'HAS_PROPERTY' },
			{ name: 'Is None Of', value: 'NOT_IN' },
			{ name: 'Is One Of', value: 'IN' },
			{ name: 'Is Unknown', value: 'NOT_HAS_PROPERTY' },
			{ name: 'Less Than', value: 'LT' },
			{ name: 'Less Than or Equal', value: 'LTE' },
			{ name: 'Not Equal', value: 'NEQ' },
		],
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		description:
			'What to compare with; several values separated by commas for "Is One Of" and "Is None Of"',
		displayOptions: { hide: { operator: withoutValue } },
	},
	{
		displayName: 'Upper Value',
		name: 'highValue',
		type: 'string',
		default: '',
		displayOptions: { show: { operator: ['BETWEEN'] } },
	},
];

/** What a search looks for, and in which order its records come. */
export const searchFields: INodeProperties[] = [
	{
		displayName: 'Filter Groups',
		name: 'filterGroups',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add group',
		default: {},
		description: 'A record has to match all filters of a group, and one of the groups',
		options: [
			{
				displayName: 'Group',
				name: 'group',
				values: [
					{
						displayName: 'Filters',
						name: 'filters',
						type: 'fixedCollection',
						typeOptions: { multipleValues: true },
						placeholder: 'Add filter',
						default: {},
						options: [{ displayName: 'Filter', name: 'filter', values: filterFields }],
					},
				],
			},
		],
	},
	{
		displayName: 'Text',
		name: 'query',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.com',
		description: "Text to look for in HubSpot's default searchable properties",
	},
	{
		displayName: 'Sort By Name or ID',
		name: 'sortBy',
		type: 'options',
		typeOptions: {
			loadOptionsMethod: 'getSortProperties',
			loadOptionsDependsOn: ['authentication', 'resource', 'objectType.value'],
		},
		default: '',
		description:
			'Record ID, in the order of creation, gives more than the 10,000 records of one search. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Sort Direction',
		name: 'sortDirection',
		type: 'options',
		default: 'ASCENDING',
		options: [
			{ name: 'Ascending', value: 'ASCENDING' },
			{ name: 'Descending', value: 'DESCENDING' },
		],
		displayOptions: { hide: { sortBy: [''] } },
	},
];
