import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';

/** The address of a vendor, which is known. */
export function baseUrlField(url: string): INodeProperties {
	return {
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: url,
		description: 'Where requests go. Change it only for a proxy or a sandbox.',
	};
}

/** By what name credentials share limits. `description` says whose name that is, and which limits. */
export function accountField(
	description: string,
	placeholder = 'e.g. sales-team',
): INodeProperties {
	return {
		displayName: 'Account',
		name: 'account',
		type: 'string',
		default: '',
		placeholder,
		description,
	};
}

/** A rule of a credential's test: a good answer without this field comes from somebody else. */
export function fieldOfVendor(vendor: string, field: string) {
	return {
		type: 'responseSuccessBody' as const,
		properties: {
			key: field,
			value: undefined,
			message: `There is something else than ${vendor} at the base URL`,
		},
	};
}

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
	accountField(
		'Name of the account. Credentials with the same name share its limit, and the log shows it.',
		'e.g. my-company',
	),
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
