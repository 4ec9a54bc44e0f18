import type { Resource } from '../../../shared/node/fields';
import { enrich } from './enrich';
import { get } from './get';
import { getJobPostings } from './getJobPostings';
import { search } from './search';

export const organization: Resource = {
	name: 'Organization',
	value: 'organization',
	operations: { enrich, get, getJobPostings, search },
};
