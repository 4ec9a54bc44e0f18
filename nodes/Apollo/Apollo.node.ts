import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../shared/node/executor';
import { resourceFields } from '../shared/node/fields';
import { settingsFields } from '../shared/node/settings';
import { resources } from './resources';
import { connectApollo } from './vendor';

export class Apollo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Apollo',
		name: 'apollo',
		icon: { light: 'file:apollo.svg', dark: 'file:apollo.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Search and enrich people in Apollo: all pages, in batches, within its limits',
		defaults: { name: 'Apollo' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmApolloApi', required: true }],
		properties: [...resourceFields(resources), ...settingsFields],
	};

	async execute(this: IExecuteFunctions) {
		return await execute.call(this, {
			credential: 'gtmApolloApi',
			connect: connectApollo,
			facts: () => ({}),
			resources,
		});
	}
}
