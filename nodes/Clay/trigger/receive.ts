import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { asObject, asText, parseJson } from '../../shared/engine/body';
import { valueAt } from '../../shared/engine/dataPath';
import type { JsonValue } from '../../shared/engine/types';
import { triggerParameters } from '../../shared/node/host';
import { toItem } from '../../shared/node/operation';
import { ParameterReader } from '../../shared/node/parameters';
import { answer, isTest, type WebhookCall } from '../../shared/node/webhook/call';
import { receiveEvents, type WebhookSource } from '../../shared/node/webhook/receive';
import { contentHash } from '../../shared/store/contentHash';
import { splitEvents } from '../../shared/webhook/events';
import { DEFAULT_HEADER } from './fields';

/** A row is some kilobytes long; n8n itself takes 16 MB. */
const MOST_BYTES = 5 * 1024 * 1024;

/** Takes a call of an HTTP API column, or of a webhook that a run is over. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const read = new ParameterReader(triggerParameters(context), 0);
	const { secret, previousSecret } = await context.getCredentials('gtmWebhookSecretApi');
	const secrets = [secret, previousSecret].map((each) => String(each ?? ''));
	const source =
		read.text('event') === 'run' ? runSource(secrets, isTest(context)) : rowSource(read, secrets);
	return await receiveEvents(context, (call) => ({
		...source,
		greet: () => refusal(context, call),
	}));
}

/** What can be no event. A quote in a cell is enough to break the JSON of an HTTP API column. */
function refusal(
	context: IWebhookFunctions,
	{ rawBody }: WebhookCall,
): IWebhookResponseData | undefined {
	if (rawBody.length > MOST_BYTES) return answer(context, 413, 'The body is larger than 5 MB');
	const text = rawBody.toString().replace(/^\uFEFF/, '');
	if (parseJson(text) !== undefined) return undefined;
	return answer(
		context,
		400,
		'The body is not readable as JSON: a column in it may hold a quote or a line break',
	);
}

/** Clay sends no ID of a call, and calls again when somebody runs the column again (2026-08). */
function rowSource(read: ParameterReader, secrets: string[]): WebhookSource {
	const repeatField = String(read.collection('options').repeatField ?? '').trim();
	return {
		scheme: {
			kind: 'secret',
			header: read.text('header') || DEFAULT_HEADER,
			prefix: '',
			secrets,
		},
		eventsOf: (body) => splitEvents(body, ''),
		itemOf: (row) => {
			const isObject = typeof row === 'object' && row !== null && !Array.isArray(row);
			return toItem(isObject ? row : { value: row });
		},
		...(repeatField === '' ? {} : { keyOf: (row: JsonValue) => keyOf(row, repeatField) }),
	};
}

/** A row without the field is told by all that it holds. */
function keyOf(row: JsonValue, field: string): string {
	const value = asText(valueAt(row, field));
	return value ? `id ${value}` : `row ${contentHash(row)}`;
}

/** Signed over the bytes of the body; neither a time nor an ID of the call is in it (webhooks, 2026-08). */
function runSource(secrets: string[], test: boolean): WebhookSource {
	return {
		scheme: {
			kind: 'hmac',
			header: 'X-Clay-Signature',
			algorithm: 'sha256',
			encoding: 'hex',
			prefix: 'sha256=',
			secrets,
			secretEncoding: 'text',
			signed: '{body}',
			timestampHeader: '',
			toleranceMs: 0,
		},
		// The data of "clay webhooks test" is empty: it shows in the editor, and starts nothing.
		eventsOf: (body) => (test || runIdIn(body) !== undefined ? [body] : []),
		keyOf: (event) => `run ${runIdIn(event) ?? ''}`,
		itemOf: (event) => {
			const { webhookId, createdAt } = asObject(event);
			return toItem({ routineRunId: runIdIn(event) ?? null, webhookId, createdAt });
		},
	};
}

function runIdIn(event: JsonValue): string | undefined {
	return asText(valueAt(event, 'data.routine_run_id'));
}
