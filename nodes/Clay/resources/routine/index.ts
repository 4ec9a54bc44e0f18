import type { Resource } from '../../../shared/node/fields';
import { getResults } from './getResults';
import { run } from './run';
import { runBatch } from './runBatch';

export const routine: Resource = {
	name: 'Routine',
	value: 'routine',
	operations: { run, runBatch, getResults },
};
