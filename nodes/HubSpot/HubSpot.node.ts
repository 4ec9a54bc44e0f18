import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { authenticationField, hubSpotCredentials } from './authentication';
import { execute } from '../shared/node/executor';
import { resourceFields } from '../shared/node/fields';
import { settingsFields } from '../shared/node/settings';
import { getAssociationLabels } from './lookup/associationLabels';
import { getFields } from './lookup/fields';
import { getLists, getWritableLists } from './lookup/lists';
import { getCustomObjectTypes, getObjectTypes } from './lookup/objectTypes';
import { getOwners, getUsers } from './lookup/owners';
import { getPipelines, getStages } from './lookup/pipelines';
import { getProperties, getSortProperties } from './lookup/properties';
import { getRecords } from './lookup/records';
import { getSequences } from './lookup/sequences';
import { resources } from './resources';
import { hubSpotAccess } from './vendor';

export class HubSpot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HubSpot GTM',
		name: 'hubSpot',
		icon: { light: 'file:hubspot.svg', dark: 'file:hubspot.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and write HubSpot in batches: each record once, within its limits',
		defaults: { name: 'HubSpot GTM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: hubSpotCredentials,
		properties: [authenticationField, ...resourceFields(resources), ...settingsFields],
	};

	methods = {
		resourceMapping: { getFields },
		loadOptions: { getAssociationLabels, getProperties, getSortProperties },
		listSearch: {
			getCustomObjectTypes,
			getLists,
			getObjectTypes,
			getOwners,
			getPipelines,
			getRecords,
			getSequences,
			getStages,
			getUsers,
			getWritableLists,
		},
	};

	async execute(this: IExecuteFunctions) {
		return await execute.call(this, { ...hubSpotAccess, resources });
	}
}
