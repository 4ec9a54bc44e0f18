import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { resourceFields } from '../shared/node/fields';
import { executeLog } from './execute';
import { resources } from './resources';

export class ApiLog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'API Log',
		name: 'apiLog',
		icon: { light: 'file:apiLog.svg', dark: 'file:apiLog.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read what the APIs answered to the nodes of this package, and how they fared',
		defaults: { name: 'API Log' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: resourceFields(resources),
	};

	async execute(this: IExecuteFunctions) {
		return await executeLog.call(this, resources);
	}
}
