import type { Resource } from '../../shared/node/fields';
import { bulkJob } from './bulkJob';
import { flow } from './flow';
import { organization } from './organization';
import { query } from './query';
import { record } from './record';

/** The first is the one that is chosen at first. */
export const resources: Resource[] = [record, query, bulkJob, organization, flow];
