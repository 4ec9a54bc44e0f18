import type { Resource } from '../../../shared/node/fields';
import { addContacts } from './addContacts';
import { search } from './search';
import { stopContacts } from './stopContacts';

export const sequence: Resource = {
	name: 'Sequence',
	value: 'sequence',
	operations: { addContacts, search, stopContacts },
};
