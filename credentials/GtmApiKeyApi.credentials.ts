import type {
	IAuthenticate,
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

export class GtmApiKeyApi implements ICredentialType {
	name = 'gtmApiKeyApi';

	displayName = 'API Key (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/ApiRequest/apiRequest.svg',
		dark: 'file:../nodes/ApiRequest/apiRequest.dark.svg',
	};

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-gtm';

	properties: INodeProperties[] = [
		{
			displayName: 'Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Send It In',
			name: 'sendIn',
			type: 'options',
			default: 'header',
			options: [
				{ name: 'Header', value: 'header' },
				{ name: 'Query', value: 'query' },
			],
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: 'X-API-Key',
			required: true,
			description: 'Name of the header or of the query parameter',
		},
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. Token',
			description: 'A word in front of the key, with a space behind it',
			displayOptions: { show: { sendIn: ['header'] } },
		},
		...apiCredentialFields,
		testPathField,
	];

	authenticate: IAuthenticate = async (credentials, request) => {
		const { apiKey, name, sendIn, prefix } = credentials;
		if (sendIn === 'query') {
			return await Promise.resolve({ ...request, qs: { ...request.qs, [String(name)]: apiKey } });
		}
		const value = prefix ? `${String(prefix)} ${String(apiKey)}` : apiKey;
		return await Promise.resolve({
			...request,
			headers: { ...request.headers, [String(name)]: value },
		});
	};

	test: ICredentialTestRequest = credentialTest;
}
