import type { INodeProperties } from 'n8n-workflow';

export const propertiesField: INodeProperties = {
	displayName: 'Properties',
	name: 'properties',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add property',
	default: {},
	description: 'Values to set, by the internal names of the properties in HubSpot',
	options: [
		{
			displayName: 'Property',
			name: 'property',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. firstname',
					description: 'Internal name of the property',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'Value to set. An empty value clears the property.',
				},
			],
		},
	],
};

export const propertiesToReturn: INodeProperties = {
	displayName: 'Properties to Return',
	name: 'propertiesToReturn',
	type: 'string',
	default: '',
	placeholder: 'e.g. email, firstname, lifecyclestage',
	description:
		'Internal names, separated by commas. Leave empty for those that HubSpot returns by itself.',
};
