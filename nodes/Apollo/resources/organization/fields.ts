import type { INodeProperties } from 'n8n-workflow';
import { creditCeilingField } from '../../../shared/node/credits';

export const organizationIdField: INodeProperties = {
	displayName: 'Organization ID',
	name: 'organizationId',
	type: 'string',
	default: '={{ $json.id }}',
	required: true,
	placeholder: 'e.g. 5e66b6381e05b4008c8331b8',
	description: 'ID of the company in Apollo, as Search gives it',
};

export const creditOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [creditCeilingField],
};
