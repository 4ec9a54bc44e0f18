import type { INodeProperties } from 'n8n-workflow';
import { accountField } from '../shared/node/credentialFields';

/** Summer '26 (versions, 2026-08). A version is supported for at least three years. */
export const API_VERSION = 'v67.0';

/** What all Salesforce credentials have beside what they log in with. */
export const salesforceCredentialFields: INodeProperties[] = [
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'string',
		default: API_VERSION,
		placeholder: `e.g. ${API_VERSION}`,
		description: 'Three come out each year; each is supported for at least three years',
	},
	{
		displayName: 'Share of Daily Calls (%)',
		name: 'dailyShare',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 80,
		description:
			'Nodes stop when the org has used this share of its API calls of 24 hours, by whomever, so that something is left for others',
	},
	{
		displayName: 'Share of One Execution (%)',
		name: 'executionShare',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 25,
		description: 'The most that one execution may use of the API calls of 24 hours',
	},
	accountField(
		'Name of the org in the log. Leave empty to have the ID of the org, by which all its credentials share its limits.',
		'e.g. mycompany',
	),
];
