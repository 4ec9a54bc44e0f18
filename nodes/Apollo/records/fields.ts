import type { INodeProperties } from 'n8n-workflow';
import { locatorField } from '../../shared/node/locatorField';
import type { RecordKind } from './kinds';

/** Values by Apollo's names of the fields; the team's own fields come from its account. */
export function mapperField({ one }: RecordKind): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description: `What to set of the ${one}. Fields beyond those shown are added below them.`,
		typeOptions: {
			loadOptionsDependsOn: ['resource', 'operation', 'ifExists'],
			resourceMapper: {
				resourceMapperMethod: 'getFields',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				multiKeyMatch: false,
				allowEmptyValues: true,
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
		{ name: 'Clear the Field', value: 'clear', description: 'What the field holds is removed' },
		{ name: 'Leave the Field as It Is', value: 'skip', description: 'The field is not sent' },
	],
};

/** A record, picked from a list or told by its ID. */
export function recordField({ one, value }: RecordKind, label: string): INodeProperties {
	const field = locatorField({
		displayName: label,
		name: `${value}Id`,
		description: `The ${one} in Apollo`,
		searchListMethod: 'getRecords',
		placeholder: 'e.g. 66e34b81740c50074e3d1bd4',
	});
	return { ...field, default: { mode: 'id', value: '={{ $json.id }}' } };
}

/** The team's labels, which its users call lists, by their names. */
export const labelNamesField: INodeProperties = {
	displayName: 'Label Names or IDs',
	name: 'labels',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getLabelNames', loadOptionsDependsOn: ['resource'] },
	default: [],
	description:
		'Labels (lists) that the records are added to, by their names. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** An update takes a record off all other labels (update a contact, 2026-08). */
export const allLabelsField: INodeProperties = {
	...labelNamesField,
	description:
		'Labels (lists) that the contact has afterwards, by their names: it loses all others. Leave empty to keep its labels as they are. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};
