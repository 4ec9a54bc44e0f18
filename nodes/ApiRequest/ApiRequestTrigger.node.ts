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
import { apiCredentials, authenticationField } from './authenticationField';
import { faultField } from './options';
import { paginationFields } from './pagination/fields';
import { trackingFields } from './polling/fields';
import { apiPolling } from './polling/plan';
import { bodyFields, headersField, queryField } from './resources/rest/fields';
import { listOptions, listRequestFields } from './resources/rest/getRecords';

export class ApiRequestTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'API Request Trigger',
		name: 'apiRequestTrigger',
		icon: { light: 'file:apiRequest.svg', dark: 'file:apiRequest.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["url"] }}',
		description: 'Starts the workflow with the new records of any REST API, each of them once',
		defaults: { name: 'API Request Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: apiCredentials,
		properties: [
			authenticationField,
			...listRequestFields,
			...trackingFields,
			...paginationFields,
			queryField,
			headersField,
			...bodyFields,
			faultField,
			listOptions,
			...pollSettings,
		],
	};

	async poll(this: IPollFunctions) {
		return await poll(this, apiPolling);
	}

	async execute(this: IExecuteFunctions) {
		return await executeTrigger(this, apiPolling);
	}
}
