import type { Resource } from '../../../shared/node/fields';
import type { Operation } from '../../../shared/node/operation';
import { recordKinds, type ObjectKind } from '../../objects';
import { create } from './create';
import { createOrUpdate } from './createOrUpdate';
import { deleteRecords } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { merge } from './merge';
import { search } from './search';
import { update } from './update';

/** What can be done with records of a kind, in the order of n8n's own nodes. */
export function recordOperations(kind: ObjectKind): Record<string, Operation> {
	return {
		create: create(kind),
		createOrUpdate: createOrUpdate(kind),
		delete: deleteRecords(kind),
		get: get(kind),
		getAll: getAll(kind),
		...(kind.merges ? { merge: merge(kind) } : {}),
		search: search(kind),
		update: update(kind),
	};
}

const LABELS: Record<string, string> = { customObject: 'Custom Object' };

/** The kinds of records as resources of the node. */
export const recordResources: Resource[] = recordKinds.map((kind) => ({
	name: LABELS[kind.value] ?? kind.value.charAt(0).toUpperCase() + kind.value.slice(1),
	value: kind.value,
	operations: recordOperations(kind),
}));
