import { readItems, type Facts, type Operation } from '../../../shared/node/operation';
import { sendBatch } from '../../../shared/node/batchOperation';
import { sendEach, type RequestPlan } from '../../../shared/node/requestOperation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { answerAs, answerFields, readAnswered } from '../../answer';
import { faultField } from '../../options';
import { together, togetherFields } from '../../together';
import { safetyOptions, withSafety } from '../../safety';
import { bodyFields, headersField, queryField, urlField } from './fields';
import { readBody, readRequest } from './request';

function requestPlan(read: ParameterReader, facts: Facts, resend: boolean): RequestPlan | Problem {
	const plain = readRequest(read, facts, 'rest.send');
	if (plain instanceof Problem) return plain;
	const request = withSafety(plain, read, resend);
	if (request instanceof Problem) return request;
	const sent = readBody(read);
	if (sent instanceof Problem) return sent;
	const { file, ...body } = sent;
	return {
		request: { ...request, ...body, answerAs: answerAs(read) },
		...(file ? { content: file } : {}),
		read: readAnswered(read),
	};
}

export const send: Operation = {
	name: 'Send',
	action: 'Send a request',
	description: 'Send one request for each item, or one for many items together',
	fields: [
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			default: 'GET',
			options: ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'].map((name) => ({
				name,
				value: name,
			})),
		},
		urlField,
		queryField,
		headersField,
		...togetherFields,
		...bodyFields.map((field) => ({
			...field,
			displayOptions: {
				...field.displayOptions,
				show: { ...field.displayOptions?.show, together: [false] },
			},
		})),
		...answerFields,
		faultField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: safetyOptions,
		},
	],
	async run(context) {
		const { facts, settings, itemIndexes, reader } = context;
		const [first] = itemIndexes;
		if (first !== undefined && reader(first).flag('together')) {
			return await sendBatch(context, together);
		}
		await sendEach(
			context,
			await readItems(context, (read) => requestPlan(read, facts, settings.resendCreates)),
		);
	},
};
