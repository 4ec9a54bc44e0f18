import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';

/** What credentials of any API have beside their secret. */
export const apiCredentialFields: INodeProperties[] = [
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://api.example.com/v1',
		description:
			'Where the API is: nodes then need only the path. Leave empty to enter whole URLs in the nodes.',
	},
	{
		displayName: 'Account',
		name: 'account',
		type: 'string',
		default: '',
		placeholder: 'e.g. my-company',
		description:
			'Name of the account. Credentials with the same name share its limit, and the log shows it.',
	},
	{
		displayName: 'Requests per Window',
		name: 'rateLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'The limit of the account: so many requests in a window, over all nodes and executions. With 0 only what the API itself tells is kept.',
	},
	{
		displayName: 'Window (Seconds)',
		name: 'rateWindow',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long a window is',
		displayOptions: { hide: { rateLimit: [0] } },
	},
];

export const testPathField: INodeProperties = {
	displayName: 'Test Path',
	name: 'testPath',
	type: 'string',
	default: '/',
	placeholder: 'e.g. /me',
	description:
		'A path behind the base URL that answers when the credential is right: n8n asks it once when the credential is saved',
};

/** Asks the test path. */
export const credentialTest: ICredentialTestRequest = {
	request: { baseURL: '={{$credentials.baseUrl}}', url: '={{$credentials.testPath}}' },
};
