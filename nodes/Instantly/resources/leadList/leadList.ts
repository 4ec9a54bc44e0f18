import type { Entity } from '../../entity/entity';
import { leadListField, readId } from '../../locators';

export const leadListEntity: Entity = {
	value: 'leadList',
	one: 'lead list',
	many: 'lead lists',
	path: '/lead-lists',
	key: 'id',
	idField: leadListField(),
	readId: (read) => readId(read, 'leadList', 'Lead List'),
	shape: {
		usual: ['id', 'name', 'has_enrichment_task', 'owned_by', 'timestamp_created'],
		fields: [
			'has_enrichment_task',
			'id',
			'name',
			'organization_id',
			'owned_by',
			'timestamp_created',
		],
	},
};
