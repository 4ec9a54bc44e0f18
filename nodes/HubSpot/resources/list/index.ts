import type { Resource } from '../../../shared/node/fields';
import { addRecords, removeRecords } from './changeMembers';
import { create } from './create';
import { getAll } from './getAll';
import { getMembers } from './getMembers';

export const list: Resource = {
	name: 'List',
	value: 'list',
	operations: { addRecords, create, getAll, getMembers, removeRecords },
};
