import type { INodeProperties } from 'n8n-workflow';
import type { ApiRequest } from '../shared/engine/types';
import { Problem, type ParameterReader } from '../shared/node/parameters';

const MOST_MEGABYTES = 1_024;

/** An answer is held in memory as a whole. */
export const largestAnswerField: INodeProperties = {
	displayName: 'Largest Answer',
	name: 'largestAnswer',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_MEGABYTES },
	default: 64,
	description: 'The most megabytes that are read of an answer, which is held in memory',
};

/** In bytes. */
export function readLargestAnswer(read: ParameterReader): number | Problem {
	const { largestAnswer = 64 } = read.collection('options');
	const megabytes = Number(largestAnswer);
	if (megabytes > 0 && megabytes <= MOST_MEGABYTES) return Math.round(megabytes * 1024 * 1024);
	return new Problem(
		`Largest Answer is ${String(largestAnswer)}, but has to be between 1 and ${MOST_MEGABYTES}`,
		'Change it under Options.',
	);
}

/** Whether requests may be repeated, and what comes back. */
export const safetyOptions: INodeProperties[] = [
	{
		displayName: 'Idempotency Key Header',
		name: 'idempotencyHeader',
		type: 'string',
		default: '',
		placeholder: 'e.g. Idempotency-Key',
		description:
			'Header in which the API takes a key that tells repetitions. The node makes one key for each request and sends it in every attempt, so that the request is safe to repeat.',
	},
	{
		displayName: 'Include Status and Headers',
		name: 'fullAnswer',
		type: 'boolean',
		default: false,
		description: 'Whether items are {statusCode, headers, body} rather than the body alone',
	},
	largestAnswerField,
	{
		displayName: 'Safe to Repeat',
		name: 'safeToRepeat',
		type: 'options',
		default: 'byMethod',
		description: 'Whether a request may be sent again when nobody knows whether it arrived',
		options: [
			{
				name: 'By Method',
				value: 'byMethod',
				description: 'GET, HEAD, PUT and DELETE are, POST and PATCH are not',
			},
			{ name: 'No', value: 'no', description: 'Report it as an unknown outcome instead' },
			{ name: 'Yes', value: 'yes', description: 'A second arrival does no harm' },
		],
	},
];

/** The request with what the user says of repeating it. */
export function withSafety(
	request: ApiRequest,
	read: ParameterReader,
	resend: boolean,
): ApiRequest | Problem {
	const { safeToRepeat, idempotencyHeader } = read.collection('options');
	const header = typeof idempotencyHeader === 'string' ? idempotencyHeader.trim() : '';
	if (header !== '' && !/^[\w-]+$/.test(header)) {
		return new Problem(`"${header}" is no name of a header`, 'Change Idempotency Key Header.');
	}
	const said = safeToRepeat === 'yes' ? true : safeToRepeat === 'no' ? false : undefined;
	return {
		...request,
		safeToRepeat: said ?? (request.safeToRepeat || resend),
		...(header === '' ? {} : { idempotencyHeader: header }),
	};
}
