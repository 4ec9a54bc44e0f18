import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import {
	apiCredentialFields,
	credentialTest,
	testPathField,
} from '../nodes/shared/node/credentialFields';

export class GtmBasicAuthApi implements ICredentialType {
	name = 'gtmBasicAuthApi';

	displayName = 'Basic Auth (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/ApiRequest/apiRequest.svg',
		dark: 'file:../nodes/ApiRequest/apiRequest.dark.svg',
	};

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-gtm';

	properties: INodeProperties[] = [
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
		},
		...apiCredentialFields,
		testPathField,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: { username: '={{$credentials.user}}', password: '={{$credentials.password}}' },
		},
	};

	test: ICredentialTestRequest = credentialTest;
}
