import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { confirmSeen } from '../shared/node/webhook/seen';
import { getLabels } from './lookup/labels';
import { getCampaigns } from './lookup/search';
import { webhookFields } from './webhook/fields';
import { isRegistered, register, unregister } from './webhook/hooks';
import { receive } from './webhook/receive';

export class InstantlyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instantly Trigger',
		name: 'instantlyTrigger',
		icon: { light: 'file:instantly.svg', dark: 'file:instantly.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ ($parameter["events"] || []).join(", ") }}',
		description: 'Starts the workflow with replies and other events of Instantly, each event once',
		defaults: { name: 'Instantly Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmInstantlyApi', required: true }],
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

	methods = { loadOptions: { getLabels }, listSearch: { getCampaigns } };

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
