import type { Entity } from '../../entity/entity';
import { leadLabelField, readId } from '../../locators';

export const leadLabelEntity: Entity = {
	value: 'leadLabel',
	one: 'lead label',
	many: 'lead labels',
	path: '/lead-labels',
	key: 'id',
	idField: leadLabelField(),
	readId: (read) => readId(read, 'leadLabel', 'Lead Label'),
	shape: {
		usual: [
			'id',
			'label',
			'interest_status',
			'interest_status_label',
			'description',
			'use_with_ai',
			'timestamp_created',
		],
		fields: [
			'created_by',
			'description',
			'id',
			'interest_status',
			'interest_status_label',
			'label',
			'organization_id',
			'timestamp_created',
			'use_with_ai',
		],
	},
};
