import type { INodeProperties } from 'n8n-workflow';
import { accountField, baseUrlField } from '../shared/node/credentialFields';

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
	baseUrlField('https://api.hubapi.com'),
	accountField(
		'Name or ID of the HubSpot account. Credentials with the same name share its daily and search limits.',
		'e.g. 12345678',
	),
];
