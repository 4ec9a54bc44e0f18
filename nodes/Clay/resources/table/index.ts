import type { Resource } from '../../../shared/node/fields';
import { query } from './query';

export const table: Resource = {
	name: 'Table',
	value: 'table',
	operations: { query },
};
