import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { parseJson } from '../../engine/body';
import type { JsonValue } from '../../engine/types';
import type { SignedRequest } from '../../webhook/signature';

/** A call to a webhook as it came. Its `url` is the address that the sender has called. */
export interface WebhookCall extends SignedRequest {
	query: JsonValue;
}

export function readCall(context: IWebhookFunctions): WebhookCall {
	const request = context.getRequestObject();
	const headers: Record<string, string | undefined> = {};
	for (const [name, value] of Object.entries(context.getHeaderData())) {
		headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
	}
	return {
		rawBody: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
		headers,
		method: request.method,
		url: addressOf(context),
		query: context.getQueryData() as JsonValue,
	};
}

/** Behind a proxy the request's own host and path are others than the sender knows: its query is not. */
function addressOf(context: IWebhookFunctions): string {
	// The first knows that a test has an address of its own; an older n8n has only the second (seen in 2.41).
	const address =
		context.getWebhookResourceUrl?.('default') ?? context.getNodeWebhookUrl('default') ?? '';
	const asked = context.getRequestObject().originalUrl ?? '';
	const start = asked.indexOf('?');
	return start < 0 ? address : `${address}${asked.slice(start)}`;
}

/**
 * From the bytes: n8n has parsed them too, but leaves texts and numbers as it likes. A call without a
 * body, which is all that a GET is, is one event without fields.
 */
export function bodyOf(context: IWebhookFunctions, { rawBody }: WebhookCall): JsonValue {
	const parsed = parseJson(rawBody.toString().replace(/^\uFEFF/, ''));
	if (parsed !== undefined) return parsed;
	const told = context.getBodyData() as JsonValue | undefined;
	return told === undefined || told === '' ? {} : told;
}

/** While somebody listens in the editor. */
export function isTest(context: IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
}

/** Answers a call that starts nothing. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 503) response.setHeader('retry-after', '5');
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}
