import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { locatorField } from '../../../shared/node/locatorField';
import type { ObjectKind } from '../../objects';
import { objectTypeField } from '../../objectType';

/** Which custom object a record is of; kinds that have a path of their own need no such field. */
export function typeFields({ path }: ObjectKind): INodeProperties[] {
	if (path !== '') return [];
	return [
		locatorField({
			displayName: 'Object Type',
			name: 'objectType',
			description: 'The custom object that the records are of',
			searchListMethod: 'getCustomObjectTypes',
			by: 'By Name or ID',
			placeholder: 'e.g. cars or 2-1001',
		}),
	];
}

/** A record, picked from a list or told by its ID. */
export function recordField(
	displayName: string,
	name: string,
	{ one }: ObjectKind,
	description = `The ${one} in HubSpot`,
): INodeProperties {
	return locatorField({
		displayName,
		name,
		description,
		searchListMethod: 'getRecords',
		placeholder: 'e.g. 151',
	});
}

export const propertiesToReturn: INodeProperties = {
	displayName: 'Property Names or IDs to Return',
	name: 'propertiesToReturn',
	type: 'multiOptions',
	typeOptions: {
		loadOptionsMethod: 'getProperties',
		loadOptionsDependsOn: ['authentication', 'resource', 'objectType.value'],
	},
	default: [],
	description:
		'Exactly these are returned. Leave empty for the usual ones, or without Simplify for those that HubSpot chooses. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const onlyFillField: INodeProperties = {
	displayName: 'Only Fill Empty Fields',
	name: 'onlyFillEmpty',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep what a record holds already, and to set only properties that are empty in HubSpot. The records are read before they are written.',
};

const categories: INodePropertyOptions[] = [
	{ name: 'HubSpot Defined', value: 'HUBSPOT_DEFINED' },
	{ name: 'Integrator Defined', value: 'INTEGRATOR_DEFINED' },
	{ name: 'User Defined', value: 'USER_DEFINED' },
];

const toObjectType: INodeProperties = {
	...objectTypeField('To Object Type', 'toObjectType', 'What the other record is'),
	// An association without a record is left out.
	required: false,
};

/** Other records that the written one is associated with. */
export const associationsField: INodeProperties = {
	displayName: 'Associations',
	name: 'associations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add association',
	default: {},
	description: 'Other records to associate the record with',
	options: [
		{
			displayName: 'Association',
			name: 'association',
			values: [
				toObjectType,
				{
					displayName: 'Record ID',
					name: 'recordId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 151',
					description: 'ID of the other record. An association without it is left out.',
				},
				{
					displayName: 'Association Type ID',
					name: 'typeId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 279',
					description:
						'Leave empty for the association without a label. A label takes the place of those that the two records have already.',
				},
				{
					displayName: 'Association Category',
					name: 'category',
					type: 'options',
					default: 'HUBSPOT_DEFINED',
					description:
						'Who has defined the association type; labels of the account are user defined',
					options: categories,
				},
			],
		},
	],
};
