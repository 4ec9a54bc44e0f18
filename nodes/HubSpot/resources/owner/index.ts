import type { Resource } from '../../../shared/node/fields';
import { getAll } from './getAll';

export const owner: Resource = { name: 'Owner', value: 'owner', operations: { getAll } };
