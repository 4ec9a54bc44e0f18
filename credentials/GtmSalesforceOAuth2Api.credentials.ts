import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { salesforceCredentialFields } from '../nodes/Salesforce/credentialFields';
import { environmentFields, LOGIN_URL } from '../nodes/Salesforce/login';

export class GtmSalesforceOAuth2Api implements ICredentialType {
	name = 'gtmSalesforceOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Salesforce (GTM) OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Salesforce/salesforce.svg',
		dark: 'file:../nodes/Salesforce/salesforce.dark.svg',
	};

	documentationUrl = 'https://help.salesforce.com/s/articleView?id=xcloud.external_client_apps.htm';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'pkce',
		},
		...environmentFields,
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `=${LOGIN_URL}/services/oauth2/authorize`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `=${LOGIN_URL}/services/oauth2/token`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: 'api refresh_token',
			description: 'What the credential may do, with spaces between: the same as in the app',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		...salesforceCredentialFields,
	];
}
