import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { asObject } from '../shared/engine/body';
import type { JsonValue } from '../shared/engine/types';

/** Words are some dozens of signs long, and validation tokens some hundreds. */
const LONGEST_WORD = 4_096;

/**
 * What a sender that asks for a word of its own back gets, before it sends events; undefined where
 * this call is an event. Nothing of it starts a run.
 */
export function handshakeAnswer(context: IWebhookFunctions): IWebhookResponseData | undefined {
	if (context.getRequestObject().method === 'HEAD') return sendText(context, '');
	const word = wordIn(context, ['hub.challenge', 'challenge', 'validationToken']);
	if (word !== undefined) return sendText(context, word);
	// n8n has no body for a call that has none.
	const { challenge, type } = asObject(context.getBodyData() as JsonValue | undefined);
	return typeof challenge === 'string' && type === 'url_verification'
		? { webhookResponse: { challenge } }
		: undefined;
}

/**
 * The same for a call that nobody has signed. Where events are GET calls, too, only the name that
 * nothing else has (hub.challenge, as WebSub and Meta send it) is a handshake.
 */
export function unsignedHandshake(
	context: IWebhookFunctions,
	{ beside }: { beside: 'events' | 'nothing' },
): IWebhookResponseData | undefined {
	const { method } = context.getRequestObject();
	if (beside === 'nothing' && method === 'HEAD') return sendText(context, '');
	if (method !== 'GET') return undefined;
	const names = beside === 'events' ? [] : ['challenge', 'validationToken'];
	const word = wordIn(context, ['hub.challenge', ...names]);
	return word === undefined ? undefined : sendText(context, word);
}

function wordIn(context: IWebhookFunctions, names: string[]): string | undefined {
	const query = asObject(context.getQueryData() as JsonValue);
	return names
		.map((name) => query[name])
		.find((word) => typeof word === 'string' && word.length <= LONGEST_WORD) as string | undefined;
}

/** As plain text: anybody may ask, and a browser would run a script that n8n itself answers with. */
function sendText(context: IWebhookFunctions, text: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.setHeader('content-type', 'text/plain; charset=utf-8');
	response.setHeader('x-content-type-options', 'nosniff');
	response.status(200).send(text);
	return { noWebhookResponse: true };
}
