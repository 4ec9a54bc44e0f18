import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { explain, isoTime, type Advice, type Explanation } from '../engine/explain';
import type { Failure } from '../engine/client';
import type { LogSink } from '../engine/log/row';
import { redactError } from '../engine/outcome';
import { encodeResume, type Resume } from '../engine/pages/resume';
import { logHint } from './hints';
import type { ItemResult } from './results';

type Bad = Exclude<ItemResult, { kind: 'done' }>;

/** What failures are put into words with. */
export interface Words {
	/** The vendor's name. */
	vendor: string;
	advice?: Advice;
	/** The last one to see a text before it leaves: takes out what is secret. */
	redact(text: string): string;
}

/**
 * The item that stands for a failed one. n8n moves an item to the error output only when its keys
 * are error, message and details, and merges it over the input item (seen in n8n 2.41): fields of
 * the input that have these names are kept under `details.input`. Where the item stays on the main
 * output (`keepsInput`), the input stands in it, so that it says which one failed.
 */
export function errorItem(
	result: Bad,
	words: Words,
	input: IDataObject,
	keepsInput: boolean,
): IDataObject {
	const hidden = Object.entries(input).filter(([name]) => OWN_FIELDS.has(name));
	const kept = hidden.length > 0 ? { input: Object.fromEntries(hidden) } : {};
	const under = keepsInput ? input : {};
	if (result.kind === 'bad-input') {
		const { message, description } = result.problem;
		const details = { reason: 'bad-input', ...kept };
		return {
			...under,
			error: words.redact(message),
			message: words.redact(description),
			details,
		};
	}
	const { message, description } = explained(result.failure, words);
	const details = { ...detailsOf(result, words), ...kept };
	return { ...under, error: message, message: description, details };
}

function explained(failure: Failure, { vendor, advice, redact }: Words): Explanation {
	const { message, description } = explain(failure, vendor, advice);
	return { message: redact(message), description: redact(description) };
}

const OWN_FIELDS = new Set(['error', 'message', 'details']);

function detailsOf(
	{ failure, resume }: Extract<ItemResult, { kind: 'failed' }>,
	{ redact }: Words,
): IDataObject {
	// An error that belongs to one row of an answer has not been through the client.
	const error = redactError(failure.error, redact);
	const details: IDataObject = {
		reason: failure.reason,
		outcome: failure.processed === 'unknown' ? 'unknown' : 'not done',
	};
	if (failure.status > 0) details.status = failure.status;
	if (error.existingId) details.existingId = error.existingId;
	if (error.code) details.code = error.code;
	if (error.fields?.length) details.fields = error.fields;
	if (error.scopes?.length) details.scopes = error.scopes;
	if (error.requestId) details.requestId = error.requestId;
	if (failure.attempts.length > 0) details.attempts = failure.attempts;
	const retryAt = isoTime(failure.retryAt);
	if (retryAt !== undefined) details.retryAt = retryAt;
	if (failure.logId > 0) details.logRow = failure.logId;
	if (resume !== undefined) details.resumeFrom = wordFor(resume, redact);
	return details;
}

/** The error that stops the workflow. `done` says what had been achieved before. */
export function stopError(
	node: INode,
	itemIndex: number,
	result: Bad,
	words: Words,
	done: string,
): NodeApiError | NodeOperationError {
	if (result.kind === 'bad-input') {
		const { message, description } = result.problem;
		return new NodeOperationError(node, words.redact(message), {
			description: `${words.redact(description)} ${done}`.trim(),
			itemIndex,
			failure: { cause: 'configuration-invalid' },
		});
	}
	const { failure } = result;
	const { message, description } = explained(failure, words);
	const read = readBefore(result, words);
	const response: JsonObject = { message, reason: failure.reason };
	const error = new NodeApiError(node, response, {
		message,
		description: `${description} ${read}${done}`.trim(),
		itemIndex,
		httpCode: failure.status > 0 ? String(failure.status) : '',
		...failureField(failure),
	});
	// n8n puts a text of its own in the place of one that holds a word such as ECONNRESET.
	error.message = message;
	return error;
}

/** The error that stops the workflow because the log does not work. `done` says what had been achieved. */
export function unloggedError(
	node: INode,
	lost: number,
	log: Pick<LogSink, 'lastError'> | undefined,
	done: string,
): NodeOperationError {
	const message = logHint(lost, log?.lastError ?? '')?.message ?? '';
	const error = new NodeOperationError(node, message, {
		description: `${done} Mend the log, or set "When the API Log Fails" to "Add a Hint".`,
	});
	// n8n puts a text of its own in the place of one that holds a word such as EEXIST.
	error.message = message;
	return error;
}

/** n8n drops what a stopped node has read: the error tells how to get it, and how to go on. */
function readBefore(
	{ items, resume }: Extract<ItemResult, { kind: 'failed' }>,
	{ redact }: Words,
): string {
	if (resume === undefined || items.length === 0) return '';
	const read = items.length === 1 ? '1 record' : `${items.length} records`;
	return `${read} had been read: set On Error to continue to keep them, and put ${wordFor(resume, redact)} into Resume From to go on behind them. `;
}

/** A next link may hold the key, which the client puts in anew; a record's own key may be one. */
function wordFor(resume: Resume, redact: Words['redact']): string {
	const { cursor, lastKey } = resume;
	return encodeResume({
		...resume,
		...(typeof cursor === 'string' ? { cursor: redact(cursor) } : {}),
		...(lastKey === undefined ? {} : { lastKey: redact(lastKey) }),
	});
}

/** n8n's own words for a failure, which its back-off reads. */
function failureField({ reason, retryAt }: Failure) {
	switch (reason) {
		case 'unauthorized':
		case 'missing-scope':
			return { failure: { cause: 'credential-invalid' as const } };
		case 'quota-exhausted':
			return {
				failure: {
					cause: 'quota-exhausted' as const,
					...(retryAt === undefined ? {} : { resetsAtEpochMs: retryAt }),
				},
			};
		case 'rate-limited':
		case 'held-too-often':
			return { failure: { cause: 'rate-limited' as const } };
		case 'retries-used-up':
		case 'retry-budget-used-up':
			return { failure: { cause: 'temporarily-unavailable' as const } };
		default:
			return {};
	}
}
