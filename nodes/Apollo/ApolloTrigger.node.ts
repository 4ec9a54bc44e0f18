import type {
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { executeTrigger } from '../shared/node/polling/execute';
import { poll } from '../shared/node/polling/poll';
import { pollSettings } from '../shared/node/polling/settings';
import { triggerFields } from './polling/fields';
import { apolloPolling } from './polling/lists';

export class ApolloTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Apollo Trigger',
		name: 'apolloTrigger',
		icon: { light: 'file:apollo.svg', dark: 'file:apollo.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") + ": " + $parameter["resource"] }}',
		description:
			'Starts the workflow when contacts or accounts in Apollo are created or changed, once for each event',
		defaults: { name: 'Apollo Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmApolloApi', required: true }],
		properties: [...triggerFields, ...pollSettings],
	};

	async poll(this: IPollFunctions) {
		return await poll(this, apolloPolling);
	}

	async execute(this: IExecuteFunctions) {
		return await executeTrigger(this, apolloPolling);
	}
}
