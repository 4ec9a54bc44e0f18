import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { apiCredentialFields } from '../nodes/shared/node/credentialFields';

export class GtmOAuth2Api implements ICredentialType {
	name = 'gtmOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'GTM OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/ApiRequest/apiRequest.svg',
		dark: 'file:../nodes/ApiRequest/apiRequest.dark.svg',
	};

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-gtm';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			default: 'pkce',
			options: [
				{ name: 'Authorization Code', value: 'authorizationCode' },
				{ name: 'Authorization Code with PKCE', value: 'pkce' },
				{ name: 'Client Credentials', value: 'clientCredentials' },
			],
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. contacts.read offline_access',
			description: 'What the credential may do, with spaces between',
		},
		...apiCredentialFields,
	];
}
