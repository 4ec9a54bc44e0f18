import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../../shared/node/fields';
import { listOperation } from '../../../shared/node/listOperation';
import type { Facts } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { ApiRequest } from '../../../shared/engine/types';
import { listPlan } from '../../list';
import { faultField } from '../../options';
import { largestAnswerField } from '../../safety';
import { paginationFields, paginationOptions } from '../../pagination/fields';
import { resultCapField } from '../../pagination/windows';
import { withSize } from '../../pagination/read';
import { bodyFields, headersField, queryField, urlField } from './fields';
import { readBody, readRequest } from './request';

export const outputField: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'records',
	options: [
		{ name: 'One Item per Record', value: 'records' },
		{ name: 'One Item per Page', value: 'pages', description: 'Each answer as it came' },
	],
};

const otherHosts: INodeProperties = {
	displayName: 'Follow Links to Other Hosts',
	name: 'otherHosts',
	type: 'boolean',
	default: false,
	description:
		'Whether a next link to another host is followed. No credential, header or body is sent there.',
};

export const recordOptions: INodeProperties[] = [
	{
		displayName: 'Key Path',
		name: 'keyPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. email',
		description: 'A field that tells records apart: those that come a second time are left out',
	},
	{
		displayName: 'Records Path',
		name: 'recordsPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.people',
		description: 'Where the answer holds the list of records. Leave out to have it found.',
	},
];

/** Options stand in the order of the alphabet. */
export function byLabel(options: INodeProperties[]): INodeProperties[] {
	return options.toSorted((a, b) => a.displayName.localeCompare(b.displayName));
}

/** The request of a list's first page. */
export function readListRequest(
	read: ParameterReader,
	facts: Facts,
	operation: string,
): ApiRequest | Problem {
	const request = readRequest(read, facts, operation);
	if (request instanceof Problem) return request;
	const body = readBody(read);
	if (body instanceof Problem) return body;
	if (body.file) {
		return new Problem('A list cannot be asked for with a file', 'Choose another Body.');
	}
	return withSize({ ...request, ...body, safeToRepeat: true, readOnly: true }, read);
}

/** How a list is asked for. */
export const listRequestFields: INodeProperties[] = [
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		default: 'GET',
		options: [
			{ name: 'GET', value: 'GET' },
			{ name: 'POST', value: 'POST', description: 'For searches: nothing may be written by it' },
		],
	},
	urlField,
];

export const listOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: byLabel([...recordOptions, ...paginationOptions, largestAnswerField, otherHosts]),
};

export const getRecords = listOperation(
	{
		name: 'Get Records',
		action: 'Get the records of a list',
		description: 'Read a list, all pages of it',
		fields: [
			...listRequestFields,
			...listFields,
			...paginationFields,
			queryField,
			headersField,
			...bodyFields,
			outputField,
			resultCapField,
			faultField,
			listOptions,
		],
	},
	(read, facts) => {
		const request = readListRequest(read, facts, 'rest.getRecords');
		return request instanceof Problem ? request : listPlan(request, read);
	},
);
