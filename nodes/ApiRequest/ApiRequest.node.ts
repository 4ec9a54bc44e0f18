import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { execute } from '../shared/node/executor';
import { resourceFields } from '../shared/node/fields';
import { settingsFields } from '../shared/node/settings';
import { apiCredentials, authenticationField } from './authenticationField';
import { resources } from './resources';
import { apiAccess, apiAdvice } from './vendor';

export class ApiRequest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'API Request',
		name: 'apiRequest',
		icon: { light: 'file:apiRequest.svg', dark: 'file:apiRequest.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["url"] }}',
		description:
			'Call any REST or GraphQL API: all pages, within its limits, each record once, nothing hidden',
		defaults: { name: 'API Request' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: apiCredentials,
		properties: [authenticationField, ...resourceFields(resources), ...settingsFields],
	};

	async execute(this: IExecuteFunctions) {
		return await execute.call(this, { ...apiAccess, advice: apiAdvice, resources });
	}
}
