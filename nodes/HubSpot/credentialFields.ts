import type { INodeProperties } from 'n8n-workflow';

/** What both HubSpot credentials have beside their secret. */
export const hubSpotCredentialFields: INodeProperties[] = [
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		default: '2026-03',
		description: 'HubSpot supports a dated version for 18 months, and v3 until September 2027',
		options: [
			{ name: '2026-03', value: '2026-03' },
			{
				name: '2026-09',
				value: '2026-09',
				description: "Enforces the account's validation rules for properties on every write",
			},
			{ name: 'V3', value: 'v3', description: 'Unsupported from September 2027' },
		],
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: 'https://api.hubapi.com',
		description: 'Where requests go. Change it only for a proxy or a sandbox.',
	},
	{
		displayName: 'Account',
		name: 'account',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12345678',
		description:
			'Name or ID of the HubSpot account. Credentials with the same name share its daily and search limits.',
	},
];
