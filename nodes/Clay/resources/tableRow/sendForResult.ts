import { randomUUID } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';
import { asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import { rowFailure } from '../../../shared/engine/batch';
import { waitOperation, type Said } from '../../../shared/node/durableWait';
import { answerDeadlineField, callbackUrlField } from '../../../shared/node/durableWaitFields';
import { toItem, type Operation } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { Answered } from '../../../shared/node/requestOperation';
import { WebhookCount } from '../../webhookCount';
import { readRow, rowFields, type Row } from './row';
import { isPage, rowRequest } from './sendRow';

const FIELD = 'callback_url';

/** A row whose result comes back, and where it says to where. */
interface AwaitedRow extends Row {
	callbackField: string;
	/** Whether the user knows the row by this correlation ID: else each time it is another one. */
	isKnown: boolean;
}

const fields: INodeProperties[] = [
	{
		displayName:
			'The table needs an HTTP API column that runs last: method POST, the column of the callback URL as endpoint, and a JSON body with the results. An active workflow with an API Callback node takes them. Let the column show the field message of the answer: a row where it stays empty, because n8n was down or just starting, can be run again.',
		name: 'resultNotice',
		type: 'notice',
		default: '',
	},
	...rowFields,
	{
		displayName: 'Callback URL Field',
		name: 'callbackField',
		type: 'string',
		default: FIELD,
		required: true,
		placeholder: `e.g. ${FIELD}`,
		description:
			'Field of the row that gets the address for its result. Each row has one of its own, which nobody can guess.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [answerDeadlineField, callbackUrlField],
	},
];

function readAwaited(read: ParameterReader): AwaitedRow | Problem {
	let isKnown = true;
	const row = readRow(read, () => {
		isKnown = false;
		return randomUUID();
	});
	if (row instanceof Problem) return row;
	const callbackField = read.text('callbackField');
	return callbackField === '' || callbackField === row.correlationField
		? new Problem(
				'Callback URL Field has to be a field of its own',
				`Fill it with a name such as ${FIELD}.`,
			)
		: { ...row, callbackField, isKnown };
}

/** What a row asks for: without the ID that it has in this run alone. */
function questionOf({ body, correlationField, isKnown }: AwaitedRow): JsonValue {
	const { [correlationField]: id, ...rest } = body;
	return isKnown ? { ...rest, [correlationField]: id } : rest;
}

/** The answer to a row says that it came. Its result is the body of what its column calls. */
function readSaid(answer: Success, [row]: AwaitedRow[]): Array<Said | undefined> {
	if (!row || isPage(answer)) return [undefined];
	return [{ kind: 'waits', id: '', said: { correlationId: row.correlationId } }];
}

/** A result that names another row is none: somebody has mixed up columns. */
function answered(row: AwaitedRow, said: JsonValue | undefined, answer: JsonValue): Answered {
	const told = asText(asObject(answer)[row.correlationField]);
	const sent = asText(asObject(said).correlationId) ?? (row.isKnown ? row.correlationId : told);
	if (told === undefined || told === sent) {
		return { items: [toItem({ correlationId: sent ?? null, result: answer })] };
	}
	const message = `the result that came for ${sent ?? ''} is about ${told}`;
	const advice =
		'In the body of the HTTP API column, take the correlation ID and the endpoint from the same row.';
	return { failure: { ...rowFailure('row-unanswered', message), error: { message, advice } } };
}

const operation = waitOperation<AwaitedRow>({
	name: 'Send and Wait for Result',
	action: 'Send rows to a table and wait for their results',
	description:
		'Send each item as a row, and go on when the HTTP API column of the table has called back for all of them. Waiting holds up nothing, and survives a restart.',
	fields,
	batchSize: 1,
	row: readAwaited,
	keyOf: (row, { counter = '' }) => ({ webhook: counter, row: questionOf(row) }),
	request: ([row], address) => requestOf(row, address),
	readSaid,
	causedByRow: () => false,
	// The whole body of a call is the result of the row whose address was called.
	places: {},
	answered,
});

/** Never sent again where its answer was lost: its result may come all the same. */
function requestOf(row: AwaitedRow | undefined, address: string | undefined): ApiRequest {
	if (!row) throw new Error('A request needs a row');
	const body = { ...row.body, [row.callbackField]: address ?? '' };
	return rowRequest({ ...row, body }, false).request;
}

export const sendForResult: Operation = {
	...operation,
	async run(context) {
		const count = new WebhookCount(context);
		await operation.run({ ...context, client: count.client });
		count.tell();
	},
};
