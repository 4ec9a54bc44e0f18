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
import { authenticationField, salesforceCredentials } from './authentication';
import { getFieldNames, getFilterFields } from './lookup/fieldNames';
import { getObjects } from './lookup/objects';
import { triggerFields } from './polling/fields';
import { salesforcePolling } from './polling/lists';

export class SalesforceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Salesforce GTM Trigger',
		name: 'salesforceTrigger',
		icon: { light: 'file:salesforce.svg', dark: 'file:salesforce.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when Salesforce records are created, changed or deleted, once for each event',
		defaults: { name: 'Salesforce GTM Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: salesforceCredentials,
		properties: [authenticationField, ...triggerFields, ...pollSettings],
	};

	methods = {
		loadOptions: { getFieldNames, getFilterFields },
		listSearch: { getObjects },
	};

	async poll(this: IPollFunctions) {
		return await poll(this, salesforcePolling);
	}

	async execute(this: IExecuteFunctions) {
		return await executeTrigger(this, salesforcePolling);
	}
}
