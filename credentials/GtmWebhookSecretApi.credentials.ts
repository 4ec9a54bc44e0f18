import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class GtmWebhookSecretApi implements ICredentialType {
	name = 'gtmWebhookSecretApi';

	displayName = 'Webhook Secret (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/ApiTrigger/apiTrigger.svg',
		dark: 'file:../nodes/ApiTrigger/apiTrigger.dark.svg',
	};

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-gtm';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The secret that the sender signs with, or sends',
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'While the secret is being changed: both are accepted',
		},
		{
			displayName: 'Secret Encoding',
			name: 'encoding',
			type: 'options',
			default: 'text',
			description: 'How the secret is written. Standard Webhooks need no choice.',
			options: [
				{ name: 'Base64', value: 'base64' },
				{ name: 'Hex', value: 'hex' },
				{ name: 'Text', value: 'text' },
			],
		},
	];
}
