import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { explain } from '../engine/explain';
import type { Failure } from '../engine/client';
import { encodeResume } from '../engine/pages/resume';
import type { ItemResult } from './results';

type Bad = Exclude<ItemResult, { kind: 'done' }>;

/**
 * The item that stands for a failed one on the error output. n8n moves an item there only when its
 * keys are error, message and details, and merges it over the input item (seen in n8n 2.41).
 */
export function errorItem(result: Bad, vendor: string): IDataObject {
	if (result.kind === 'bad-input') {
		const { message, description } = result.problem;
		return { error: message, message: description, details: { reason: 'bad-input' } };
	}
	const { message, description } = explain(result.failure, vendor);
	return { error: message, message: description, details: detailsOf(result) };
}

function detailsOf(result: Extract<ItemResult, { kind: 'failed' }>): IDataObject {
	const { failure, resume } = result;
	const { error } = failure;
	const details: IDataObject = {
		reason: failure.reason,
		outcome: failure.processed === 'unknown' ? 'unknown' : 'not done',
	};
	if (failure.status > 0) details.status = failure.status;
	if (error.code) details.code = error.code;
	if (error.fields?.length) details.fields = error.fields;
	if (error.scopes?.length) details.scopes = error.scopes;
	if (error.requestId) details.requestId = error.requestId;
	if (failure.attempts.length > 0) details.attempts = failure.attempts;
	if (failure.retryAt !== undefined) details.retryAt = new Date(failure.retryAt).toISOString();
	if (failure.logId > 0) details.logRow = failure.logId;
	if (resume !== undefined) details.resumeFrom = encodeResume(resume);
	return details;
}

/** The error that stops the workflow. `done` says what had been achieved before. */
export function stopError(
	node: INode,
	itemIndex: number,
	result: Bad,
	vendor: string,
	done: string,
): NodeApiError | NodeOperationError {
	if (result.kind === 'bad-input') {
		const { message, description } = result.problem;
		return new NodeOperationError(node, message, {
			description: `${description} ${done}`.trim(),
			itemIndex,
			failure: { cause: 'configuration-invalid' },
		});
	}
	const { failure } = result;
	const { message, description } = explain(failure, vendor);
	const response: JsonObject = { message, reason: failure.reason };
	return new NodeApiError(node, response, {
		message,
		description: `${description} ${done}`.trim(),
		itemIndex,
		httpCode: failure.status > 0 ? String(failure.status) : '',
		...failureField(failure),
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
