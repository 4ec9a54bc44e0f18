import type { INodeProperties } from 'n8n-workflow';
import { locatorField } from '../../../shared/node/locatorField';
import { DEPENDS } from '../../lookup/depends';

/** An object of the org, picked from a list or told by its API name. */
export const objectField = locatorField({
	displayName: 'Object',
	name: 'objectType',
	description: 'What the records are: any standard or custom object of the org',
	searchListMethod: 'getObjects',
	by: 'By API Name',
	placeholder: 'e.g. Contact or Invoice__c',
});

/** A record of the object, picked from a list or told by its ID. */
export const recordField = locatorField({
	displayName: 'Record ID',
	name: 'recordId',
	description: 'The record in Salesforce',
	searchListMethod: 'getRecords',
	placeholder: 'e.g. 0035g00000AbCdEAAV',
});

/** Whether fields are for new records, for either, or for records that exist. */
export type MapperMode = 'add' | 'upsert' | 'update';

/** Values by API names; their list comes from the org. */
export function mapperField(mode: MapperMode): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description: 'Fields to set. Fields beyond those shown are added below them.',
		typeOptions: {
			loadOptionsDependsOn: [...DEPENDS, 'operation', 'bulkOperation'],
			resourceMapper: {
				resourceMapperMethod: 'getFields',
				mode,
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				multiKeyMatch: false,
				allowEmptyValues: true,
				...(mode === 'add'
					? {}
					: {
							matchingFieldsLabels: {
								title: 'Field to Match On',
								description: 'The field by which the record is found in Salesforce',
								hint: 'The record with the same value is the one that is changed',
							},
						}),
			},
		},
	};
}

export const emptyValuesField: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	default: 'skip',
	description: 'What to do with a field whose value is empty for an item',
	options: [
		{
			name: 'Clear the Field',
			value: 'clear',
			description: 'What the field holds in Salesforce is removed',
		},
		{ name: 'Leave the Field as It Is', value: 'skip', description: 'The field is not sent' },
	],
};

export const onlyFillField: INodeProperties = {
	displayName: 'Only Fill Empty Fields',
	name: 'onlyFillEmpty',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep what a record holds already, and to set only fields that are empty in Salesforce. The records are read before they are written.',
};

/** Parents that are known by an ID of another system. */
export const parentsField: INodeProperties = {
	displayName: 'Parents by External ID',
	name: 'parents',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add parent',
	default: {},
	description:
		'Records that this one belongs to, named by an external ID instead of their Record ID',
	options: [
		{
			displayName: 'Parent',
			name: 'parent',
			values: [
				{
					displayName: 'Relationship Name or ID',
					name: 'relationship',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'getRelationships', loadOptionsDependsOn: DEPENDS },
					default: '',
					description:
						'Such as Account or Invoice__r. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				{
					displayName: 'External ID Field',
					name: 'parentField',
					type: 'string',
					default: '',
					placeholder: 'e.g. Ext__c',
					description: 'API name of the field of the parent that holds its external ID',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'External ID of the parent. A parent without it is left out.',
				},
				{
					displayName: 'Parent Object',
					name: 'parentType',
					type: 'string',
					default: '',
					placeholder: 'e.g. Contact',
					description:
						'API name, only where the relationship leads to several objects, such as Who',
				},
			],
		},
	],
};

export const fieldsToReturn: INodeProperties = {
	displayName: 'Field Names or IDs to Return',
	name: 'fieldsToReturn',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getFieldNames', loadOptionsDependsOn: DEPENDS },
	default: [],
	description:
		'Exactly these are returned. Leave empty for the usual ones, or for all without Simplify. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const withDeletedField: INodeProperties = {
	displayName: 'Include Deleted',
	name: 'withDeleted',
	type: 'boolean',
	default: false,
	description: 'Whether to return deleted and archived records too',
};
