import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

export const hubSpotCredentials: INodeCredentialDescription[] = [
	{
		name: 'gtmHubSpotApi',
		required: true,
		displayOptions: { show: { authentication: ['token'] } },
	},
	{
		name: 'gtmHubSpotOAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
];

export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	default: 'token',
	options: [
		{ name: 'OAuth2', value: 'oAuth2' },
		{ name: 'Token', value: 'token', description: 'Of a private app, or a service key' },
	],
};
