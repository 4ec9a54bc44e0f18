import type { Entity } from '../../entity/entity';
import { readId } from '../../locators';

export const blockListEntity: Entity = {
	value: 'blockList',
	one: 'block list entry',
	many: 'block list entries',
	path: '/block-lists-entries',
	key: 'id',
	idField: {
		displayName: 'Entry ID',
		name: 'entryId',
		type: 'string',
		default: '={{ $json.id }}',
		required: true,
		placeholder: 'e.g. 0199b1de-f4a8-71c9-8d72-cf804ea26b91',
		description: 'ID of the entry, as "Get Many" gives it',
	},
	readId: (read) => readId(read, 'entryId', 'Entry ID'),
	shape: {
		usual: ['id', 'bl_value', 'is_domain', 'timestamp_created'],
		fields: ['bl_value', 'id', 'is_domain', 'organization_id', 'timestamp_created'],
	},
};
