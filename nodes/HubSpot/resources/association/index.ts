import type { Resource } from '../../../shared/node/fields';
import { create } from './create';
import { deleteAssociations } from './delete';
import { getAll } from './getAll';
import { getLabels } from './getLabels';

export const association: Resource = {
	name: 'Association',
	value: 'association',
	operations: { create, delete: deleteAssociations, getLabels, getAll },
};
