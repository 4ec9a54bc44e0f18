import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../shared/node/executor';
import { resourceFields } from '../shared/node/fields';
import { settingsFields } from '../shared/node/settings';
import {
	getAccounts,
	getCampaigns,
	getLabelStatuses,
	getLeadLabels,
	getLeadLists,
} from './lookup/search';
import { resources } from './resources';
import { instantlyAccess } from './vendor';

export class Instantly implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instantly',
		name: 'instantly',
		icon: { light: 'file:instantly.svg', dark: 'file:instantly.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Add leads in bulk and run campaigns in Instantly: each lead once, within its limits',
		defaults: { name: 'Instantly' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmInstantlyApi', required: true }],
		properties: [...resourceFields(resources), ...settingsFields],
	};

	methods = {
		listSearch: { getAccounts, getCampaigns, getLabelStatuses, getLeadLabels, getLeadLists },
	};

	async execute(this: IExecuteFunctions) {
		return await execute.call(this, { ...instantlyAccess, resources });
	}
}
