import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class GtmHubSpotApi implements ICredentialType {
	name = 'gtmHubSpotApi';

	displayName = 'HubSpot Token (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/HubSpot/hubspot.svg',
		dark: 'file:../nodes/HubSpot/hubspot.dark.svg',
	};

	documentationUrl =
		'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. pat-eu1-…',
			description:
				'Token of a private app, or a service key. It needs the scopes crm.objects.contacts.read and, for writing, crm.objects.contacts.write.',
		},
		{
			displayName: 'Plan',
			name: 'plan',
			type: 'options',
			default: 'free',
			description: "Decides which of HubSpot's rate limits are kept from the first request on",
			options: [
				{ name: 'Enterprise', value: 'enterprise' },
				{ name: 'Free or Starter', value: 'free' },
				{ name: 'Professional', value: 'professional' },
			],
		},
		{
			displayName: 'API Limit Increases',
			name: 'apiLimitIncrease',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 2 },
			default: 0,
			description: 'How many API limit increases the account has bought',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			default: '2026-03',
			description: 'HubSpot supports a dated version for 18 months, and v3 until September 2027',
			options: [
				{ name: '2026-03', value: '2026-03' },
				{
					name: '2026-09',
					value: '2026-09',
					description: "Enforces the account's validation rules for properties on every write",
				},
				{ name: 'V3', value: 'v3', description: 'Unsupported from September 2027' },
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.hubapi.com',
			description: 'Where requests go. Change it only for a proxy or a sandbox.',
		},
		{
			displayName: 'Account',
			name: 'account',
			type: 'string',
			default: '',
			placeholder: 'e.g. 12345678',
			description:
				'Name or ID of the HubSpot account. Credentials with the same name share its daily and search limits.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/account-info/v3/details' },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'portalId',
					value: undefined,
					message: 'There is something else than HubSpot at the base URL',
				},
			},
		],
	};
}
