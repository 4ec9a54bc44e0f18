import type { INodeProperties } from 'n8n-workflow';
import { objectTypeField } from '../../objectType';

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

export const fromType = objectTypeField(
	'From Object Type',
	'fromObjectType',
	'What the one record is',
);
export const toType = objectTypeField('To Object Type', 'toObjectType', 'What the other record is');
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
