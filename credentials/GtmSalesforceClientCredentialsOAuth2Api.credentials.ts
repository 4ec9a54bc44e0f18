import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { salesforceCredentialFields } from '../nodes/Salesforce/credentialFields';

export class GtmSalesforceClientCredentialsOAuth2Api implements ICredentialType {
	name = 'gtmSalesforceClientCredentialsOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Salesforce Client Credentials (GTM) OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Salesforce/salesforce.svg',
		dark: 'file:../nodes/Salesforce/salesforce.dark.svg',
	};

	documentationUrl =
		'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'clientCredentials',
		},
		{
			displayName: 'Domain',
			name: 'domain',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://mycompany.my.salesforce.com',
			description:
				'The My Domain address of the org: Salesforce gives these tokens at no other. The app needs a user to run as.',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{ $self["domain"].replace(/\\/+$/, "") }}/services/oauth2/token',
		},
		{
			displayName: 'Scope',
			name: 'scope',
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
