import type {
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { confirmSeen } from '../shared/node/webhook/seen';
import { testSecret } from '../shared/node/webhook/testSecret';
import { fields } from './fields';
import { receive } from './receive';

export class ApiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'API Trigger',
		name: 'apiTrigger',
		icon: { light: 'file:apiTrigger.svg', dark: 'file:apiTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["authentication"] }}',
		description: 'Starts the workflow with signed events of any API, each of them once',
		defaults: { name: 'API Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'gtmWebhookSecretApi',
				required: true,
				testedBy: 'webhookSecretTest',
				displayOptions: { show: { authentication: ['secret', 'hmac', 'standard'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: '={{ $parameter["httpMethod"] }}',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
			{
				// Senders ask for a word of theirs back with an unsigned GET, whatever events come with.
				name: 'setup',
				httpMethod: '={{ $parameter["httpMethod"] === "GET" ? "HEAD" : "GET,HEAD" }}',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
				ndvHideUrl: true,
			},
		],
		properties: fields,
	};

	methods = { credentialTest: { webhookSecretTest: testSecret } };

	/** The user enters the address at the sender: there is nothing to register, and nothing to remove. */
	webhookMethods = {
		default: {
			checkExists: async () => await Promise.resolve(true),
			create: async () => await Promise.resolve(true),
			delete: async () => await Promise.resolve(true),
		},
		setup: {
			checkExists: async () => await Promise.resolve(true),
			create: async () => await Promise.resolve(true),
			delete: async () => await Promise.resolve(true),
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await receive(this);
	}

	async execute(this: IExecuteFunctions) {
		return await Promise.resolve(confirmSeen(this));
	}
}
