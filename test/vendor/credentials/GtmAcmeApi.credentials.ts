import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import {
	accountField,
	baseUrlField,
	fieldOfVendor,
} from '../../../nodes/shared/node/credentialFields';

export class GtmAcmeApi implements ICredentialType {
	name = 'gtmAcmeApi';

	displayName = 'Acme (GTM) API';

	documentationUrl = 'https://docs.acme.example';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		baseUrlField('https://api.acme.example/v1'),
		accountField('Name of the Acme account. Credentials with the same name share its limit.'),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'x-api-key': '={{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/me' },
		rules: [fieldOfVendor('Acme', 'account_id')],
	};
}
