import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class GtmClayApi implements ICredentialType {
	name = 'gtmClayApi';

	displayName = 'Clay (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/Clay/clay.svg',
		dark: 'file:../nodes/Clay/clay.dark.svg',
	};

	documentationUrl = 'https://developers.clay.com/public-api/authentication';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Key for the public API from Settings > Account > API Keys in Clay. It is shown once, and acts for one user in one workspace. Rows are sent to tables by webhook, with a credential of their own.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.clay.com/public/v0',
			description: 'Where requests go. Change it only for a proxy or a sandbox.',
		},
		{
			displayName: 'Account',
			name: 'account',
			type: 'string',
			default: '',
			placeholder: 'e.g. sales-team',
			description:
				'Name of the workspace. Credentials with the same name share its rate limit. Leave empty if there is one key.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'clay-api-key': '={{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/me' },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'workspace',
					value: undefined,
					message: 'There is something else than Clay at the base URL',
				},
			},
		],
	};
}
