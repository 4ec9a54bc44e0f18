import type { INodeProperties } from 'n8n-workflow';
import { type ParameterReader, Problem } from '../shared/node/parameters';
import type { FaultRule } from './innerFault';

/** Errors that an API hides in an answer of status 200. */
export const faultField: INodeProperties = {
	displayName: 'Errors Inside a 200',
	name: 'innerError',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add rule',
	description: 'How an answer with a good status says that it is an error all the same',
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				{
					displayName: 'It Is an Error If the Field',
					name: 'is',
					type: 'options',
					default: 'there',
					options: [
						{
							name: 'Has a Value',
							value: 'there',
						},
						{
							name: 'Is',
							value: 'equal',
						},
						{
							name: 'Is Not',
							value: 'different',
						},
					],
				},
				{
					displayName: 'Message Path',
					name: 'messageAt',
					type: 'string',
					default: '',
					placeholder: 'e.g. error',
					description: 'The field that says what went wrong',
				},
				{
					displayName: 'Path',
					name: 'path',
					type: 'string',
					default: '',
					placeholder: 'e.g. ok',
					description: 'The field that tells it',
				},
				{
					displayName: 'Treat As',
					name: 'status',
					type: 'options',
					default: 400,
					description: 'The status that would say the same',
					options: [
						{
							name: 'Bad Input (400)',
							value: 400,
						},
						{
							name: 'Expired Credential (401)',
							value: 401,
						},
						{
							name: 'Fault of the Provider (500)',
							value: 500,
						},
						{
							name: 'Over the Limit (429)',
							value: 429,
						},
					],
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. true',
					description: "For 'Is' and 'Is Not'",
				},
			],
		},
	],
};

/** The rule of the first item: what an answer means is the same for all. */
export function readFaultRule(read: ParameterReader): FaultRule | undefined | Problem {
	const { rule } = read.collection('innerError');
	if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return undefined;
	const { path = '', is = 'there', value = '', messageAt = '', status = 400 } = rule as FaultRule;
	if (String(path).trim() === '') {
		return new Problem('The rule under "Errors Inside a 200" has no path', 'Enter it, e.g. ok.');
	}
	return {
		path: String(path).trim(),
		is,
		value: String(value),
		messageAt: String(messageAt).trim(),
		status: Number(status),
	};
}
