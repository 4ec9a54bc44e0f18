import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { receiveAnswer } from '../shared/node/durableWaitReceive';
import { list, unlist } from './listing';

export class ApiCallback implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'API Callback',
		name: 'apiCallback',
		icon: { light: 'file:apiCallback.svg', dark: 'file:apiCallback.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'takes answers that come later',
		description: 'Takes the answers that nodes of this n8n wait for, and wakes them up',
		defaults: { name: 'API Callback' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
		],
		properties: [
			{
				displayName:
					'Activate a workflow with this node once: nodes that ask for something whose answer comes later, such as "Enrich with Phone", find its address by themselves. It starts no execution of its own.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
		],
	};

	webhookMethods = {
		default: {
			// Listed anew at each start: n8n may have another address by then.
			checkExists: async () => await Promise.resolve(false),
			async create(this: IHookFunctions) {
				return await Promise.resolve(list(this));
			},
			async delete(this: IHookFunctions) {
				return await Promise.resolve(unlist(this));
			},
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await receiveAnswer(this);
	}
}
