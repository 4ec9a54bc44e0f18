import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { accountField, baseUrlField, fieldOfVendor } from '../nodes/shared/node/credentialFields';

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
		baseUrlField('https://api.clay.com/public/v0'),
		accountField(
			'Name of the workspace. Credentials with the same name share its rate limit. Leave empty if there is one key.',
		),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'clay-api-key': '={{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/me' },
		rules: [fieldOfVendor('Clay', 'workspace')],
	};
}
