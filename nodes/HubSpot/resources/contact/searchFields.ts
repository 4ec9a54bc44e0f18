import type { INodeProperties } from 'n8n-workflow';

/** What a search looks for. */
export const filtersField: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Filter',
				name: 'filter',
				values: [
					{
						displayName: 'Property',
						name: 'propertyName',
						type: 'string',
						default: '',
						placeholder: 'e.g. lifecyclestage',
						description: 'Internal name of the property',
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
						displayOptions: { hide: { operator: ['HAS_PROPERTY', 'NOT_HAS_PROPERTY'] } },
					},
					{
						displayName: 'Upper Value',
						name: 'highValue',
						type: 'string',
						default: '',
						displayOptions: { show: { operator: ['BETWEEN'] } },
					},
				],
			},
		],
	},
	{
		displayName: 'Combine Filters',
		name: 'combine',
		type: 'options',
		noDataExpression: true,
		default: 'all',
		options: [
			{ name: 'All Must Match', value: 'all' },
			{ name: 'Any May Match', value: 'any' },
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
];
