import type { Entity } from '../../entity/entity';
import { readId } from '../../locators';

export const backgroundJobEntity: Entity = {
	value: 'backgroundJob',
	one: 'background job',
	many: 'background jobs',
	path: '/background-jobs',
	key: 'id',
	idField: {
		displayName: 'Job ID',
		name: 'jobId',
		type: 'string',
		default: '={{ $json.job_id }}',
		required: true,
		placeholder: 'e.g. 0199b1df-27db-74fc-90a5-f2b371d59ec4',
		description: 'ID of the job, as the operation that has begun it gives it',
	},
	readId: (read) => readId(read, 'jobId', 'Job ID'),
	shape: {
		usual: ['id', 'type', 'status', 'progress', 'entity_id', 'entity_type', 'data', 'updated_at'],
		fields: [
			'created_at',
			'data',
			'entity_id',
			'entity_type',
			'id',
			'progress',
			'status',
			'type',
			'updated_at',
			'user_id',
			'workspace_id',
		],
	},
};
