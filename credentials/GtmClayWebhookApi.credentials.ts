import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { accountField, baseUrlField } from '../nodes/shared/node/credentialFields';

/** Its test is the node's own: a request would write a row, and use one up of those there may be. */
export class GtmClayWebhookApi implements ICredentialType {
	name = 'gtmClayWebhookApi';

	displayName = 'Clay Webhook (GTM) API';

	icon: Icon = {
		light: 'file:../nodes/Clay/clay.svg',
		dark: 'file:../nodes/Clay/clay.dark.svg',
	};

	documentationUrl = 'https://university.clay.com/docs/webhook-integration-guide';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL',
			name: 'secretUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. https://api.clay.com/v3/sources/webhook/…',
			description:
				'Address of a webhook source of a table in Clay. Whoever knows it can add rows, so it is kept as a secret.',
		},
		{
			displayName: 'Auth Token',
			name: 'authToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Token of the webhook, where it asks for one. Clay shows it once.',
		},
		{
			displayName: 'Without a Lifetime Limit',
			name: 'unlimited',
			type: 'boolean',
			default: false,
			description:
				'Whether the table deletes its rows by itself, as it can on Enterprise plans: its webhook then has no limit of 50,000 rows',
		},
		{
			displayName: 'Rows Received Before',
			name: 'rowsBefore',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How many rows the webhook has received from elsewhere. They count among the 50,000 that it takes in its lifetime, and nothing in Clay tells them.',
			displayOptions: { show: { unlimited: [false] } },
		},
		{
			...baseUrlField('https://api.clay.com'),
			description: 'Where the webhook has to be. Change it only for a proxy or a sandbox.',
		},
		accountField(
			'Name of the workspace. Its webhooks share one rate limit: credentials with the same name count together.',
		),
	];
}
