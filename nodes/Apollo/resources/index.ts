import type { Resource } from '../../shared/node/fields';
import { enrich } from './person/enrich';
import { search } from './person/search';

export const resources: Resource[] = [
	{ name: 'Person', value: 'person', operations: { search, enrich } },
];
