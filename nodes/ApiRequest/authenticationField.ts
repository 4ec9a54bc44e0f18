import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** Which credential is used. */
export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	default: 'none',
	options: [
		{ name: 'API Key', value: 'apiKey' },
		{ name: 'Basic', value: 'basic' },
		{ name: 'Bearer Token', value: 'bearer' },
		{ name: 'None', value: 'none' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
};

/** The credential that belongs to each choice. */
export const apiCredentials: INodeCredentialDescription[] = [
	{
		name: 'gtmApiKeyApi',
		required: true,
		displayOptions: { show: { authentication: ['apiKey'] } },
	},
	{
		name: 'gtmBasicAuthApi',
		required: true,
		displayOptions: { show: { authentication: ['basic'] } },
	},
	{
		name: 'gtmBearerTokenApi',
		required: true,
		displayOptions: { show: { authentication: ['bearer'] } },
	},
	{
		name: 'gtmOAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
];
