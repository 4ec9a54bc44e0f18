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
import type { VendorAccess } from '../shared/node/openClient';
import { getCompanyFilters, getPeopleFilters } from './lookup/filters';
import { placeOf } from './place';
import { resources } from './resources';
import { testWebhook } from './testWebhook';
import { clayAccess } from './vendor';

export class Clay implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clay',
		name: 'clay',
		icon: { light: 'file:clay.svg', dark: 'file:clay.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send rows to tables, run routines and search in Clay: nothing twice, within its limits',
		defaults: { name: 'Clay' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'gtmClayApi',
				required: true,
				displayOptions: { hide: { resource: ['tableRow'] } },
			},
			{
				name: 'gtmClayWebhookApi',
				required: true,
				testedBy: 'clayWebhookTest',
				displayOptions: { show: { resource: ['tableRow'] } },
			},
		],
		webhooks: wakeWebhooks,
		properties: [...resourceFields(resources), ...settingsFields],
	};

	methods = {
		credentialTest: { clayWebhookTest: testWebhook },
		loadOptions: { getCompanyFilters, getPeopleFilters },
	};

	webhook = wakeUp;

	async execute(this: IExecuteFunctions, response?: EngineResponse) {
		const place = placeOf(this);
		const facts: VendorAccess['facts'] = (credential) => ({
			...clayAccess.facts(credential),
			place,
		});
		return await execute.call(this, { ...clayAccess, facts, resources }, response);
	}
}
