import { deleteOperation } from '../../entity/delete';
import { getOperation } from '../../entity/get';
import type { Resource } from '../../../shared/node/fields';
import { create } from './create/create';
import { getAll } from './getAll';
import { leadEntity } from './lead';
import { merge } from './merge';
import { move } from './move';
import { update } from './update';
import { updateInterestStatus } from './updateInterestStatus';

export const lead: Resource = {
	name: 'Lead',
	value: 'lead',
	operations: {
		create,
		delete: deleteOperation(leadEntity),
		get: getOperation(leadEntity),
		getAll,
		merge,
		move,
		update,
		updateInterestStatus,
	},
};
