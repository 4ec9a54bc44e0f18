import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { confirmSeen } from '../shared/node/webhook/seen';
import { testSecret } from '../shared/node/webhook/testSecret';
import { byNode, inHubSpot, webhookFields } from './webhook/fields';
import { isRegistered, register, unregister } from './webhook/hooks';
import { receive } from './webhook/receive';

export class HubSpotWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HubSpot GTM Webhook Trigger',
		name: 'hubSpotWebhookTrigger',
		icon: { light: 'file:hubspot.svg', dark: 'file:hubspot.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["managedBy"] === "hubSpot" ? "all events of the app" : ($parameter["events"]["event"] || []).map((each) => each.objectType).join(", ") }}',
		description: 'Starts the workflow with the webhooks of a HubSpot app, each event once',
		defaults: { name: 'HubSpot GTM Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'gtmHubSpotAppApi', required: true, displayOptions: byNode },
			{
				name: 'gtmWebhookSecretApi',
				required: true,
				testedBy: 'webhookSecretTest',
				displayOptions: inHubSpot,
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
		],
		properties: webhookFields,
	};

	methods = { credentialTest: { webhookSecretTest: testSecret } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions) {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions) {
				return await register(this);
			},
			async delete(this: IHookFunctions) {
				return await unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await receive(this);
	}

	async execute(this: IExecuteFunctions) {
		return await Promise.resolve(confirmSeen(this));
	}
}
