import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../shared/node/executor';
import { resourceFields } from '../shared/node/fields';
import { settingsFields } from '../shared/node/settings';
import { resources } from './resources';
import { connectHubSpot, hubSpotFacts } from './vendor';

export class HubSpot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HubSpot GTM',
		name: 'hubSpot',
		icon: { light: 'file:hubspot.svg', dark: 'file:hubspot.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and write HubSpot in batches: each record once, within its limits',
		defaults: { name: 'HubSpot GTM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmHubSpotApi', required: true }],
		properties: [...resourceFields(resources), ...settingsFields],
	};

	async execute(this: IExecuteFunctions) {
		return await execute.call(this, {
			credential: 'gtmHubSpotApi',
			connect: connectHubSpot,
			facts: hubSpotFacts,
			resources,
		});
	}
}
