import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../../../../nodes/shared/node/executor';
import { resourceFields } from '../../../../nodes/shared/node/fields';
import { settingsFields } from '../../../../nodes/shared/node/settings';
import { resources } from './resources';
import { connectAcme } from './vendor';

export class Acme implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Acme GTM',
		name: 'acme',
		icon: { light: 'file:acme.svg', dark: 'file:acme.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and write things in Acme',
		defaults: { name: 'Acme GTM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmAcmeApi', required: true }],
		properties: [...resourceFields(resources), ...settingsFields],
	};

	async execute(this: IExecuteFunctions) {
		return await execute.call(this, {
			credential: 'gtmAcmeApi',
			connect: connectAcme,
			facts: () => ({}),
			resources,
		});
	}
}
