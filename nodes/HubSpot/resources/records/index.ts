import type { Resource } from '../../../shared/node/fields';
import type { Operation } from '../../../shared/node/operation';
import { withAdvice } from '../../advised';
import { recordKinds, titleOf, type ObjectKind } from '../../objects';
import { adviceOnUnknownType } from '../../objectType';
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

/** The kinds of records as resources of the node. */
export const recordResources: Resource[] = recordKinds.map((kind) => ({
	name: titleOf(kind),
	value: kind.value,
	operations: kind.path === '' ? typeAdvised(recordOperations(kind)) : recordOperations(kind),
}));

/** A custom object's type is the user's to name, and to correct. */
function typeAdvised(operations: Record<string, Operation>): Record<string, Operation> {
	return Object.fromEntries(
		Object.entries(operations).map(([name, operation]) => [
			name,
			withAdvice(operation, adviceOnUnknownType),
		]),
	);
}
