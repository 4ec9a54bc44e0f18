import type { Resource } from '../../../../../nodes/shared/node/fields';
import { createMany } from './thing/createMany';
import { getAll } from './thing/getAll';

export const resources: Resource[] = [
	{ name: 'Thing', value: 'thing', operations: { create: createMany, getAll } },
];
