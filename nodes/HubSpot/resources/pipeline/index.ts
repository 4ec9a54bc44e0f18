import type { Resource } from '../../../shared/node/fields';
import { getAll } from './getAll';

export const pipeline: Resource = { name: 'Pipeline', value: 'pipeline', operations: { getAll } };
