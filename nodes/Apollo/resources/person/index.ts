import type { Resource } from '../../../shared/node/fields';
import { enrich } from './enrich';
import { enrichPhone } from './enrichPhone';
import { search } from './search';

export const person: Resource = {
	name: 'Person',
	value: 'person',
	operations: { search, enrich, enrichPhone },
};
