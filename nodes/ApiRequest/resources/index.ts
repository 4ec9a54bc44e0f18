import type { Resource } from '../../shared/node/fields';
import { getRecords as getGraphqlRecords } from './graphql/getRecords';
import { send as sendGraphql } from './graphql/send';
import { getRecords } from './rest/getRecords';
import { send } from './rest/send';

export const resources: Resource[] = [
	{ name: 'REST', value: 'rest', operations: { getRecords, send } },
	{
		name: 'GraphQL',
		value: 'graphql',
		operations: { getRecords: getGraphqlRecords, send: sendGraphql },
	},
];
