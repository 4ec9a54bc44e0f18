import { requestOperation } from '../../../shared/node/requestOperation';
import { Problem } from '../../../shared/node/parameters';
import { readAnswered } from '../../answer';
import { safetyOptions, withSafety } from '../../safety';
import { headersField } from '../rest/fields';
import { graphqlFields, readGraphql } from './request';

export const send = requestOperation(
	{
		name: 'Send',
		action: 'Send a query or mutation',
		description: 'Run one query or mutation for each item',
		fields: [
			...graphqlFields,
			headersField,
			{
				displayName: 'Split Into Items',
				name: 'split',
				type: 'boolean',
				default: false,
				description: 'Whether a list in the answer becomes one item for each of its records',
			},
			{
				displayName: 'Records Path',
				name: 'recordsPath',
				type: 'string',
				default: '',
				placeholder: 'e.g. data.people',
				description: 'Where the answer holds the list',
				displayOptions: { show: { split: [true] } },
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: safetyOptions,
			},
		],
	},
	(read, facts, resend) => {
		const plain = readGraphql(read, facts, 'graphql.send');
		if (plain instanceof Problem) return plain;
		const request = withSafety(plain, read, resend);
		return request instanceof Problem ? request : { request, read: readAnswered(read) };
	},
);
