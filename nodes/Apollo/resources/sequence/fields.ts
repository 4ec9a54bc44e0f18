import type { INodeProperties } from 'n8n-workflow';
import { locatorField } from '../../../shared/node/locatorField';

export const sequenceField = locatorField({
	displayName: 'Sequence',
	name: 'sequenceId',
	description: 'The sequence in Apollo',
	searchListMethod: 'getSequences',
	placeholder: 'e.g. 66e9e215ece19801b219997f',
});

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
