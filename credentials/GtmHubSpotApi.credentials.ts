import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { hubSpotCredentialFields } from '../nodes/HubSpot/credentialFields';
import { fieldOfVendor } from '../nodes/shared/node/credentialFields';

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
				'Token of a private app, or a service key. It needs the scopes of what it is used for, such as crm.objects.contacts.read and crm.objects.contacts.write.',
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
		...hubSpotCredentialFields,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/account-info/v3/details' },
		rules: [fieldOfVendor('HubSpot', 'portalId')],
	};
}
