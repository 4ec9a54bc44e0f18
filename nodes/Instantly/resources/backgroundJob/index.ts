import { getOperation } from '../../entity/get';
import type { Resource } from '../../../shared/node/fields';
import { backgroundJobEntity } from './backgroundJob';
import { waitFor } from './waitFor';

export const backgroundJob: Resource = {
	name: 'Background Job',
	value: 'backgroundJob',
	operations: { get: getOperation(backgroundJobEntity), waitFor },
};
