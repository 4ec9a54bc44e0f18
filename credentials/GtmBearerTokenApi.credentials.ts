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

export class GtmBearerTokenApi implements ICredentialType {
	name = 'gtmBearerTokenApi';

	displayName = 'Bearer Token (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/ApiRequest/apiRequest.svg',
		dark: 'file:../nodes/ApiRequest/apiRequest.dark.svg',
	};

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-gtm';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		...apiCredentialFields,
		testPathField,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } },
	};

	test: ICredentialTestRequest = credentialTest;
}
