import type { INodeProperties } from 'n8n-workflow';
import { recordRequest } from '../../entity/entity';
import { recordOperation } from '../../entity/record';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { instantlyRequest } from '../../vendor';
import { leadListEntity } from './leadList';

const moreField: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [
		{
			displayName: 'Enrich Added Leads',
			name: 'has_enrichment_task',
			type: 'boolean',
			default: true,
			description: 'Whether each lead that is added is enriched. It costs credits.',
		},
		{
			displayName: 'Owner ID',
			name: 'owned_by',
			type: 'string',
			default: '',
			placeholder: 'e.g. 0199b1de-b064-7d85-9f3e-8b4c0a6e2d57',
			description: 'ID of the user who owns the list',
		},
	],
};

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Trade fair visitors',
	description: 'Name of the lead list',
};

function bodyOf(read: ParameterReader): { [field: string]: JsonValue } {
	const name = read.text('name');
	const { has_enrichment_task: enrich, owned_by: owner } = read.collection('additionalFields');
	return {
		...(name === '' ? {} : { name }),
		...(typeof enrich === 'boolean' ? { has_enrichment_task: enrich } : {}),
		...(typeof owner === 'string' && owner.trim() !== '' ? { owned_by: owner.trim() } : {}),
	};
}

export const create = recordOperation(
	{
		name: 'Create',
		action: 'Create a lead list',
		description: 'Create lead lists, one request for each',
		fields: [{ ...nameField, required: true }, moreField],
	},
	leadListEntity.shape,
	(read, resend) => {
		const body = bodyOf(read);
		if (body.name === undefined) {
			return new Problem('Name is empty', 'Enter the name of the new lead list.');
		}
		return instantlyRequest({
			operation: 'leadList.create',
			method: 'POST',
			path: leadListEntity.path,
			body,
			// Two lists may have the same name.
			safeToRepeat: resend,
			records: 1,
		});
	},
);

export const update = recordOperation(
	{
		name: 'Update',
		action: 'Update a lead list',
		description: 'Change the name, the owner or the enrichment of lead lists',
		fields: [
			leadListEntity.idField,
			{ ...nameField, displayName: 'New Name', description: 'Leave empty to keep the name' },
			moreField,
		],
	},
	leadListEntity.shape,
	(read) => {
		const id = leadListEntity.readId(read);
		if (id instanceof Problem) return id;
		const body = bodyOf(read);
		if (Object.keys(body).length === 0) {
			return new Problem('There is nothing to change', 'Enter a new name, or add a field.');
		}
		return recordRequest(leadListEntity, 'update', id, {
			method: 'PATCH',
			body,
			safeToRepeat: true,
		});
	},
);
