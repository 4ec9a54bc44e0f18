import type {
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { confirmSeen } from '../shared/node/webhook/seen';
import { testSecret } from '../shared/node/webhook/testSecret';
import { triggerFields } from './trigger/fields';
import { receive } from './trigger/receive';

/** Whether the call is held until the workflow is done. */
const HOLDS = '$parameter["event"] === "row" && $parameter["respond"] === "lastNode"';

export class ClayTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clay Trigger',
		name: 'clayTrigger',
		icon: { light: 'file:clay.svg', dark: 'file:clay.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] === "run" ? "routine run finished" : "row of a table" }}',
		description: 'Starts the workflow with rows of a table, or when a routine run is finished',
		defaults: { name: 'Clay Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmWebhookSecretApi', required: true, testedBy: 'webhookSecretTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: `={{ ${HOLDS} ? "lastNode" : "onReceived" }}`,
				// Without any, n8n answers at once with JSON, as a cell needs it.
				responseData: `={{ ${HOLDS} ? "firstEntryJson" : "" }}`,
				path: 'webhook',
			},
		],
		properties: triggerFields,
	};

	methods = { credentialTest: { webhookSecretTest: testSecret } };

	/** The user enters the address in Clay, which has no endpoint for it. */
	webhookMethods = {
		default: {
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
