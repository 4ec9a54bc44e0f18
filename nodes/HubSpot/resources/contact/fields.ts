import type { INodeProperties } from 'n8n-workflow';

export const propertiesToReturn: INodeProperties = {
	displayName: 'Properties to Return',
	name: 'propertiesToReturn',
	type: 'string',
	default: '',
	placeholder: 'e.g. email, firstname, lifecyclestage',
	description:
		'Internal names, separated by commas. Leave empty for those that HubSpot returns by itself.',
};
