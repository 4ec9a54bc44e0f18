import type { Resource } from '../../../shared/node/fields';
import { runQuery } from './runQuery';
import { search } from './search';

export const query: Resource = { name: 'Query', value: 'query', operations: { runQuery, search } };
