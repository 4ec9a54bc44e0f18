import type {
	EngineResponse,
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { wakeUp, wakeWebhooks } from '../shared/node/durableWaitSleep';
import { execute } from '../shared/node/executor';
import { resourceFields } from '../shared/node/fields';
import { settingsFields } from '../shared/node/settings';
import { resources } from './resources';
import {
	getEmailAccounts,
	getLabelNames,
	getLabels,
	getRecords,
	getSequences,
	getStages,
	getUsers,
} from './lookup/choices';
import { getFields } from './lookup/fields';
import { apolloAccess } from './vendor';

export class Apollo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Apollo',
		name: 'apollo',
		icon: { light: 'file:apollo.svg', dark: 'file:apollo.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Search, enrich and write in Apollo: all pages, in batches, within limits and credits',
		defaults: { name: 'Apollo' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gtmApolloApi', required: true }],
		webhooks: wakeWebhooks,
		properties: [...resourceFields(resources), ...settingsFields],
	};

	methods = {
		resourceMapping: { getFields },
		loadOptions: { getEmailAccounts, getLabelNames, getLabels, getStages, getUsers },
		listSearch: { getRecords, getSequences },
	};

	webhook = wakeUp;

	async execute(this: IExecuteFunctions, response?: EngineResponse) {
		return await execute.call(this, { ...apolloAccess, resources }, response);
	}
}
