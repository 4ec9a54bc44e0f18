import type { Resource } from '../../../shared/node/fields';
import { getApiUsage } from './getApiUsage';
import { getDetails } from './getDetails';

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: { getApiUsage, getDetails },
};
