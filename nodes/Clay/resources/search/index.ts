import type { Resource } from '../../../shared/node/fields';
import { companies } from './companies';
import { people } from './people';

export const search: Resource = {
	name: 'Search',
	value: 'search',
	operations: { people, companies },
};
