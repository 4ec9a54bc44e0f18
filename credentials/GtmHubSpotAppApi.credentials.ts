import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { hubSpotCredentialFields } from '../nodes/HubSpot/credentialFields';
import { fieldOfVendor } from '../nodes/shared/node/credentialFields';

export class GtmHubSpotAppApi implements ICredentialType {
	name = 'gtmHubSpotAppApi';

	displayName = 'HubSpot App (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/HubSpot/hubspot.svg',
		dark: 'file:../nodes/HubSpot/hubspot.dark.svg',
	};

	documentationUrl = 'https://developers.hubspot.com/docs/api-reference/latest/webhooks/guide';

	properties: INodeProperties[] = [
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 4010012',
			description: 'Number of the legacy public app, as it stands in its settings',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the Auth tab of the app: HubSpot signs its webhooks with it',
		},
		{
			displayName: 'Developer API Key',
			name: 'developerApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Key of the developer account that the app belongs to. It registers the webhooks, and opens no data of any account.',
		},
		// Nothing of an app is of one account.
		...hubSpotCredentialFields.filter(({ name }) => name !== 'account'),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { qs: { hapikey: '={{$credentials.developerApiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '=/webhooks/{{$credentials.apiVersion}}/{{$credentials.appId}}/subscriptions',
		},
		rules: [fieldOfVendor('HubSpot', 'results')],
	};
}
