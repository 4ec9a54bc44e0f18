import type { INodeProperties } from 'n8n-workflow';

function typeField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'getObjectTypes', searchable: true },
			},
			{
				displayName: 'By Name or ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. companies or 2-1001',
			},
		],
	};
}

function idField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 151',
		description,
	};
}

export const fromType = typeField('From Object Type', 'fromObjectType', 'What the one record is');
export const toType = typeField('To Object Type', 'toObjectType', 'What the other record is');
export const fromId = idField('From Record ID', 'fromRecordId', 'ID of the one record');
export const toId = idField('To Record ID', 'toRecordId', 'ID of the other record');

/** Two records. */
export const pairFields: INodeProperties[] = [fromType, fromId, toType, toId];

export const labelsField: INodeProperties = {
	displayName: 'Label Names or IDs',
	name: 'labels',
	type: 'multiOptions',
	typeOptions: {
		loadOptionsMethod: 'getAssociationLabels',
		loadOptionsDependsOn: ['authentication', 'fromObjectType.value', 'toObjectType.value'],
	},
	default: [],
	description:
		'What the two records are to each other. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};
