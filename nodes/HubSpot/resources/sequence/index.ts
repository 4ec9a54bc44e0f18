import type { Resource } from '../../../shared/node/fields';
import { enrollContact } from './enroll';
import { getAll } from './getAll';

export const sequence: Resource = {
	name: 'Sequence',
	value: 'sequence',
	operations: { enrollContact, getAll },
};
