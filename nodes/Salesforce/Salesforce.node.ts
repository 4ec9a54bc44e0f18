import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../shared/node/executor';
import { resourceFields } from '../shared/node/fields';
import { settingsFields } from '../shared/node/settings';
import { authenticationField, salesforceCredentials } from './authentication';
import { salesforceAccess } from './connection';
import {
	getFieldNames,
	getFilterFields,
	getKeyFields,
	getRelationships,
	getSortFields,
} from './lookup/fieldNames';
import { getFields } from './lookup/fields';
import { getFlows } from './lookup/flows';
import { getObjects } from './lookup/objects';
import { getRecords } from './lookup/records';
import { resources } from './resources';

export class Salesforce implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Salesforce GTM',
		name: 'salesforce',
		icon: { light: 'file:salesforce.svg', dark: 'file:salesforce.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and write Salesforce in few calls: each record once, within its limits',
		defaults: { name: 'Salesforce GTM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: salesforceCredentials,
		properties: [authenticationField, ...resourceFields(resources), ...settingsFields],
	};

	methods = {
		resourceMapping: { getFields },
		loadOptions: {
			getFieldNames,
			getFilterFields,
			getKeyFields,
			getRelationships,
			getSortFields,
		},
		listSearch: { getFlows, getObjects, getRecords },
	};

	async execute(this: IExecuteFunctions) {
		return await execute.call(this, { ...salesforceAccess, resources });
	}
}
