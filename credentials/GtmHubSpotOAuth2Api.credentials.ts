import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { hubSpotCredentialFields } from '../nodes/HubSpot/credentialFields';

const SCOPES = [
	'oauth',
	'crm.objects.companies.read',
	'crm.objects.companies.write',
	'crm.objects.contacts.read',
	'crm.objects.contacts.write',
	'crm.objects.deals.read',
	'crm.objects.deals.write',
	'crm.objects.owners.read',
	'crm.schemas.companies.read',
	'crm.schemas.contacts.read',
	'crm.schemas.deals.read',
];

export class GtmHubSpotOAuth2Api implements ICredentialType {
	name = 'gtmHubSpotOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'HubSpot (GTM) OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/HubSpot/hubspot.svg',
		dark: 'file:../nodes/HubSpot/hubspot.dark.svg',
	};

	documentationUrl =
		'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/oauth/working-with-oauth';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'App URL',
			name: 'appUrl',
			type: 'string',
			default: 'https://app.hubspot.com',
			description: 'Where you sign in; https://app-eu1.hubspot.com for accounts in the EU',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: '={{$self["appUrl"]}}/oauth/authorize',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			// OAuth v1 ends on 2027-02-16 (changelog, 2026-08).
			default: '={{$self["baseUrl"]}}/oauth/2026-03/token',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: SCOPES.join(' '),
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
		...hubSpotCredentialFields,
	];

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/account-info/v3/details' },
	};
}
