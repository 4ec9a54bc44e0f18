import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { JsonValue } from '../shared/engine/types';
import { answer, type WebhookCall } from '../shared/node/webhook/call';
import { receiveEvents, type WebhookSource } from '../shared/node/webhook/receive';
import { KEPT_MS } from '../shared/store/seenEvents';
import {
	eventKey,
	inOrder,
	isContentKey,
	splitEvents,
	type EventCall,
} from '../shared/webhook/events';
import { schemeOf } from './authentication';
import { FORGET_AFTER_HOURS } from './fields';
import { handshakeAnswer, unsignedHandshake } from './handshake';
import { itemMaker } from './items';

/** Takes a call: a handshake is answered, and what a sender has signed are events. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (context.getWebhookName() === 'setup') {
		const greeted = unsignedHandshake(context, { beside: 'nothing' });
		return greeted ?? answer(context, 405, 'Events are taken with another method');
	}
	const greeted = unsignedHandshake(context, { beside: 'events' });
	if (greeted) return greeted;
	const scheme = await schemeOf(context);
	return await receiveEvents(context, (call) => ({
		scheme,
		greet: () => handshakeAnswer(context),
		eventsOf: (body) => eventsOf(context, body),
		itemOf: itemMaker(context, call),
		...(context.getNodeParameter('dropRepeats') === true ? repeats(context, call) : {}),
	}));
}

function eventsOf(context: IWebhookFunctions, body: JsonValue): JsonValue[] {
	if (context.getNodeParameter('split') !== true) return [body];
	return inOrder(splitEvents(body, textOf(context, 'eventsPath')), textOf(context, 'timePath'));
}

/** What tells events apart, and for how long. */
function repeats(
	context: IWebhookFunctions,
	call: WebhookCall,
): Pick<WebhookSource, 'keyOf' | 'keptMs'> {
	const path = textOf(context, 'eventId');
	const came = callOf(context, call);
	const forgetMs = forgetAfterMs(context);
	return {
		keyOf: (event, place) => eventKey(event, path, came, place),
		keptMs: (key) => (isContentKey(key) ? forgetMs : KEPT_MS),
	};
}

/** What tells an event beside its body: the sender's ID of the call, its method and its query. */
function callOf(context: IWebhookFunctions, { headers, method, query }: WebhookCall): EventCall {
	const header = textOf(context, 'eventIdHeader').toLowerCase();
	const isStandard = context.getNodeParameter('authentication') === 'standard';
	const standard = isStandard ? (headers['webhook-id'] ?? headers['svix-id']) : undefined;
	const id = header === '' ? standard : headers[header];
	return { method, query, ...(id ? { id } : {}) };
}

function forgetAfterMs(context: IWebhookFunctions): number {
	const hours = Number(context.getNodeParameter('forgetAfter', FORGET_AFTER_HOURS));
	return (hours >= 0 ? hours : FORGET_AFTER_HOURS) * 3_600_000;
}

function textOf(context: IWebhookFunctions, name: string): string {
	return String(context.getNodeParameter(name, '')).trim();
}
