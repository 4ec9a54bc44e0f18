import type { Resource } from '../../../shared/node/fields';
import { abort } from './abort';
import { get } from './get';
import { ingest } from './ingest';
import { query } from './query';

export const bulkJob: Resource = {
	name: 'Bulk Job',
	value: 'bulkJob',
	operations: { abort, get, ingest, query },
};
