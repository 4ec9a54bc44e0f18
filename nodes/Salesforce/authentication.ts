import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import type { ParameterReader } from '../shared/node/parameters';

/** How a node logs in, and the credential for it. */
const WAYS = [
	{
		name: 'Client Credentials',
		value: 'clientCredentials',
		description: 'As an app, with a user whom the app runs as',
		credential: 'gtmSalesforceClientCredentialsOAuth2Api',
	},
	{
		name: 'JWT',
		value: 'jwt',
		description: 'As a user who has approved the app before, by a private key',
		credential: 'gtmSalesforceJwtApi',
	},
	{
		name: 'OAuth2',
		value: 'oAuth2',
		description: 'As the user who connects the credential',
		credential: 'gtmSalesforceOAuth2Api',
	},
];

export const salesforceCredentials: INodeCredentialDescription[] = WAYS.map(
	({ value, credential }) => ({
		name: credential,
		required: true,
		displayOptions: { show: { authentication: [value] } },
	}),
);

export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	default: 'oAuth2',
	options: WAYS.map(({ name, value, description }) => ({ name, value, description })),
};

/** The type of credential that the node has chosen. */
export function credentialOf(read: ParameterReader): string {
	const chosen = read.text('authentication');
	const way = WAYS.find(({ value }) => value === chosen);
	return way?.credential ?? 'gtmSalesforceOAuth2Api';
}
