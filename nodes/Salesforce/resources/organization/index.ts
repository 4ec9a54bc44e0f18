import type { Resource } from '../../../shared/node/fields';
import { getLimits } from './getLimits';
import { getObjectFields } from './getObjectFields';

export const organization: Resource = {
	name: 'Organization',
	value: 'organization',
	operations: { getLimits, getObjectFields },
};
