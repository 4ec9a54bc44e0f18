import type { INodeProperties } from 'n8n-workflow';
import { recordRequest } from '../../entity/entity';
import { recordOperation } from '../../entity/record';
import { Problem } from '../../../shared/node/parameters';
import { leadFields, readLeadFields } from './fields';
import { leadEntity } from './lead';

const emptyField: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	default: 'skip',
	description: 'What to do with a lead field whose value is empty for an item',
	options: [
		{ name: 'Clear the Field', value: 'clear', description: 'What the lead holds is removed' },
		{ name: 'Leave the Field as It Is', value: 'skip', description: 'The field is not sent' },
	],
};

export const update = recordOperation(
	{
		name: 'Update',
		action: 'Update a lead',
		description: 'Change fields and custom variables of leads, one request for each',
		fields: [leadEntity.idField, ...leadFields, emptyField],
	},
	leadEntity.shape,
	(read) => {
		const id = leadEntity.readId(read);
		if (id instanceof Problem) return id;
		const empty = read.text('emptyValues') === 'clear' ? null : undefined;
		const fields = readLeadFields(read, empty);
		if (fields instanceof Problem) return fields;
		if (Object.keys(fields).length === 0) {
			return new Problem('There is nothing to change', 'Add a field or a custom variable.');
		}
		return recordRequest(leadEntity, 'update', id, {
			method: 'PATCH',
			body: fields,
			safeToRepeat: true,
		});
	},
);
