import type { Resource } from '../../../shared/node/fields';
import { getAll } from './getAll';

export const property: Resource = { name: 'Property', value: 'property', operations: { getAll } };
