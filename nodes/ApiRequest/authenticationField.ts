import type { INodeProperties } from 'n8n-workflow';

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
