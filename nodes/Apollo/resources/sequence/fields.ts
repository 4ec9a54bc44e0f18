import type { INodeProperties } from 'n8n-workflow';

export const sequenceField: INodeProperties = {
	displayName: 'Sequence',
	name: 'sequenceId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The sequence in Apollo',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'getSequences', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 66e9e215ece19801b219997f',
		},
	],
};

export const contactIdField: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '={{ $json.id }}',
	required: true,
	placeholder: 'e.g. 66e34b81740c50074e3d1bd4',
	description:
		'ID of a contact of the team. People have to be made contacts first, with Contact: Create.',
};
