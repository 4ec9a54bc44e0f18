import type { Resource } from '../../shared/node/fields';
import { create } from './contact/create';
import { createOrUpdate } from './contact/createOrUpdate';
import { getAll } from './contact/getAll';
import { search } from './contact/search';

export const resources: Resource[] = [
	{ name: 'Contact', value: 'contact', operations: { create, createOrUpdate, getAll, search } },
];
