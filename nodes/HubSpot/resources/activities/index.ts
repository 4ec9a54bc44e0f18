import type { Resource } from '../../../shared/node/fields';
import type { Operation } from '../../../shared/node/operation';
import { activityKinds, titleOf, type ObjectKind } from '../../objects';
import { create } from '../records/create';
import { deleteRecords } from '../records/delete';
import { getAll } from '../records/getAll';
import { update } from '../records/update';
import { readNewActivity } from './readNew';

/** What can be done with activities of a kind, in the order of n8n's own nodes. */
function activityOperations(kind: ObjectKind): Record<string, Operation> {
	return {
		create: create(kind, (read) => readNewActivity(kind, read)),
		delete: deleteRecords(kind),
		getAll: getAll(kind),
		update: update(kind),
	};
}

/** The kinds of activities as resources of the node. */
export const activityResources: Resource[] = activityKinds.map((kind) => ({
	name: titleOf(kind),
	value: kind.value,
	operations: activityOperations(kind),
}));
