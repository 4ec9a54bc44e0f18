import type { Resource } from '../../../shared/node/fields';
import { getAll } from './getAll';
import { invoke } from './invoke';

export const flow: Resource = { name: 'Flow', value: 'flow', operations: { getAll, invoke } };
