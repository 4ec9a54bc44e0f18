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
import { authenticationField, hubSpotCredentials } from './authentication';
import { getCustomObjectTypes } from './lookup/objectTypes';
import { getProperties } from './lookup/properties';
import { triggerFields } from './polling/fields';
import { hubSpotPolling } from './polling/lists';

export class HubSpotTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HubSpot GTM Trigger',
		name: 'hubSpotTrigger',
		icon: { light: 'file:hubspot.svg', dark: 'file:hubspot.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") + ": " + $parameter["resource"] }}',
		description:
			'Starts the workflow when HubSpot records are created or changed, once for each event',
		defaults: { name: 'HubSpot GTM Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: hubSpotCredentials,
		properties: [authenticationField, ...triggerFields, ...pollSettings],
	};

	methods = {
		loadOptions: { getProperties },
		listSearch: { getCustomObjectTypes },
	};

	async poll(this: IPollFunctions) {
		return await poll(this, hubSpotPolling);
	}

	async execute(this: IExecuteFunctions) {
		return await executeTrigger(this, hubSpotPolling);
	}
}
