import type { Resource } from '../../../shared/node/fields';
import { create } from './create';
import { createOrUpdate } from './createOrUpdate';
import { deleteRecords } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const record: Resource = {
	name: 'Record',
	value: 'record',
	operations: { create, createOrUpdate, delete: deleteRecords, get, getAll, update },
};
