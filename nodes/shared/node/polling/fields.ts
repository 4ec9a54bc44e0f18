import type { INodeProperties } from 'n8n-workflow';

/** Whether the first poll of a trigger gives what exists already. */
export const beginField: INodeProperties = {
	displayName: 'Begin With',
	name: 'begin',
	type: 'options',
	default: 'now',
	description: 'What the first poll gives',
	options: [
		{ name: 'All Records That Exist', value: 'all' },
		{ name: 'Records From Now On', value: 'now' },
	],
};
