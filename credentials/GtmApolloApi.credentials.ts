import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { accountField, baseUrlField, fieldOfVendor } from '../nodes/shared/node/credentialFields';

export class GtmApolloApi implements ICredentialType {
	name = 'gtmApolloApi';

	displayName = 'Apollo (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/Apollo/apollo.svg',
		dark: 'file:../nodes/Apollo/apollo.dark.svg',
	};

	documentationUrl = 'https://docs.apollo.io/docs/create-api-key';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Key from Settings > Integrations > API in Apollo. A master key opens everything; any other key needs access to each endpoint that is used, such as mixed_people/api_search for searching people.',
		},
		{
			displayName: 'Plan',
			name: 'plan',
			type: 'options',
			default: 'paid',
			description: "Decides which of Apollo's rate limits are kept from the first request on",
			options: [
				{ name: 'Basic or Professional', value: 'paid' },
				{ name: 'Free', value: 'free' },
				{ name: 'Organization', value: 'organization' },
			],
		},
		baseUrlField('https://api.apollo.io/api/v1'),
		accountField(
			'Name of the Apollo team. Credentials with the same name share its rate limits. Leave empty if there is one key.',
		),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'x-api-key': '={{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/auth/health' },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'is_logged_in',
					value: false,
					message: 'Apollo does not know this API key',
				},
			},
			fieldOfVendor('Apollo', 'is_logged_in'),
		],
	};
}
