import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import { Problem } from '../../../shared/node/parameters';
import { connectionPlan } from '../../connection';
import { headersField } from '../rest/fields';
import { pageLimitField } from '../../pagination/fields';
import { largestAnswerField } from '../../safety';
import { byLabel, outputField, recordOptions } from '../rest/getRecords';
import { graphqlFields, readGraphql } from './request';

export const getRecords = listOperation(
	{
		name: 'Get Records',
		action: 'Get the records of a query',
		description: 'Run a query and follow its connection, all pages of it',
		fields: [
			...graphqlFields,
			...listFields,
			{
				displayName: 'Connection Path',
				name: 'connectionPath',
				type: 'string',
				default: '',
				placeholder: 'e.g. data.people',
				description:
					'Where the answer holds the connection with its nodes and pageInfo. Leave empty to have it found.',
			},
			headersField,
			outputField,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: byLabel([
					...recordOptions.filter(({ name }) => name === 'keyPath'),
					largestAnswerField,
					pageLimitField,
				]),
			},
		],
	},
	(read, facts) => {
		const request = readGraphql(read, facts, 'graphql.getRecords');
		if (request instanceof Problem) return request;
		if (!request.safeToRepeat) {
			return new Problem('A mutation is no list', 'Use the operation Send.');
		}
		return connectionPlan(request, read);
	},
);
