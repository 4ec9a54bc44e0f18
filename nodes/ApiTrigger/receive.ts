import type {
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '../shared/engine/body';
import { systemClock } from '../shared/engine/clock';
import type { JsonValue } from '../shared/engine/types';
import { KEPT_MS, seenEventsAt, type SeenEvents } from '../shared/store/seenEvents';
import {
	eventKey,
	inOrder,
	isContentKey,
	splitEvents,
	type EventCall,
} from '../shared/webhook/events';
import type { SignedRequest } from '../shared/webhook/signature';
import { refusalOf, signedRequest } from './authentication';
import { FORGET_AFTER_HOURS } from './fields';
import { handshakeAnswer, unsignedHandshake } from './handshake';
import { itemMaker } from './items';

/** So long a call waits for another one that has taken on the same event. */
const BUSY_WAIT_MS = 5_000;
const BUSY_STEP_MS = 50;
/** Where the items carry their keys from the call to the execution. */
const KEYS = '$gtmEventKey';

/**
 * Takes a call: 401 and no run where it is not signed as it should be, 200 at once where it is.
 * Events that have come before are left out.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (context.getWebhookName() === 'setup') {
		const greeted = unsignedHandshake(context, { beside: 'nothing' });
		return greeted ?? answer(context, 405, 'Events are taken with another method');
	}
	const request = signedRequest(context);
	const greeted = unsignedHandshake(context, { beside: 'events' });
	if (greeted) return greeted;
	const refusal = await refusalOf(context, request);
	if (refusal) return answer(context, refusal.status, refusal.message);
	const handshake = handshakeAnswer(context);
	if (handshake) return handshake;

	const events = eventsOf(context, bodyOf(context, request));
	const itemOf = itemMaker(context, request);
	if (context.getNodeParameter('dropRepeats') !== true || isTest(context)) {
		return { workflowData: [events.map((event) => ({ json: itemOf(event) }))] };
	}
	const path = textOf(context, 'eventId');
	const call = callOf(context, request);
	const keyed = events.map((event, place) => ({ event, key: eventKey(event, path, call, place) }));
	const fresh = await taken(
		context,
		keyed.map(({ key }) => key),
	);
	if (!(fresh instanceof Set)) return fresh;
	const items: INodeExecutionData[] = [];
	for (const { event, key } of keyed) {
		// The same event twice in one call is one event.
		if (fresh.delete(key)) items.push({ json: { ...itemOf(event), [KEYS]: key } });
	}
	if (items.length === 0) return { webhookResponse: { message: 'Known already' } };
	return { workflowData: [items] };
}

/** Takes on the events of these keys that nobody has; or answers that the sender has to try again. */
async function taken(
	context: IWebhookFunctions,
	keys: string[],
): Promise<Set<string> | IWebhookResponseData> {
	const source = sourceOf(context);
	const forgetMs = forgetAfterMs(context);
	const claimed = store().claim(source, keys, systemClock.now(), (key) =>
		isContentKey(key) ? forgetMs : KEPT_MS,
	);
	if (!claimed.ok) {
		context.logger.error(
			`${context.getNode().name}: events cannot be remembered: ${claimed.message}`,
		);
		return answer(context, 503, 'The event cannot be remembered: try again later');
	}
	const { fresh, busy } = claimed.value;
	if (busy.length > 0 && !(await becomeKnown(source, busy))) {
		// Whoever took them on may have ended before the run: the sender's next try finds out.
		store().release(source, fresh);
		return answer(context, 503, 'The same event is being taken on: try again later');
	}
	return new Set(fresh);
}

function eventsOf(context: IWebhookFunctions, body: JsonValue): JsonValue[] {
	if (context.getNodeParameter('split') !== true) return [body];
	return inOrder(splitEvents(body, textOf(context, 'eventsPath')), textOf(context, 'timePath'));
}

/** What tells an event beside its body: the sender's ID of the call, its method and its query. */
function callOf(context: IWebhookFunctions, { headers, method }: SignedRequest): EventCall {
	const header = textOf(context, 'eventIdHeader').toLowerCase();
	const isStandard = context.getNodeParameter('authentication') === 'standard';
	const standard = isStandard ? (headers['webhook-id'] ?? headers['svix-id']) : undefined;
	const id = header === '' ? standard : headers[header];
	return { method, query: context.getQueryData() as JsonValue, ...(id ? { id } : {}) };
}

function forgetAfterMs(context: IWebhookFunctions): number {
	const hours = Number(context.getNodeParameter('forgetAfter', FORGET_AFTER_HOURS));
	return (hours >= 0 ? hours : FORGET_AFTER_HOURS) * 3_600_000;
}

/** The execution exists: only now its events count as seen. */
export function confirmSeen(context: IExecuteFunctions): INodeExecutionData[][] {
	const keys: string[] = [];
	const items = context.getInputData().map((item, place): INodeExecutionData => {
		const { [KEYS]: key, ...json } = item.json;
		if (typeof key === 'string') keys.push(key);
		return { ...item, json, pairedItem: { item: place } };
	});
	if (keys.length > 0) confirm(context, keys);
	return [items];
}

/** In queue mode a worker confirms what a main or webhook process has taken on. */
function confirm(context: IExecuteFunctions, keys: string[]): void {
	const { file } = store();
	const confirmed = store().confirm(sourceOf(context), keys);
	const { name } = context.getNode();
	if (!confirmed.ok) {
		context.logger.error(
			`${name}: events cannot be marked as seen in ${file}, and may start the workflow again: ${confirmed.message}`,
		);
	} else if (confirmed.value < keys.length) {
		context.logger.error(
			`${name}: ${keys.length - confirmed.value} of ${keys.length} events are not in ${file}, so they may start the workflow again. In queue mode, main, webhook and worker processes have to share this folder: mount one volume there, or point GTM_STORE_FILE at it in all of them.`,
		);
	}
}

function sourceOf(context: IWebhookFunctions | IExecuteFunctions): string {
	return `${context.getWorkflow().id ?? ''}/${context.getNode().id}`;
}

/** While somebody listens in the editor, a repeat is what they want to see. */
function isTest(context: IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
}

function store(): SeenEvents {
	const folder = process.env.N8N_USER_FOLDER || homedir();
	return seenEventsAt(process.env.GTM_STORE_FILE || join(folder, '.n8n', 'gtm', 'store.sqlite'));
}

async function becomeKnown(source: string, keys: string[]): Promise<boolean> {
	const end = systemClock.monotonic() + BUSY_WAIT_MS;
	for (;;) {
		const known = store().known(source, keys);
		if (known.ok && known.value.length === keys.length) return true;
		if (systemClock.monotonic() >= end) return false;
		await systemClock.sleep(BUSY_STEP_MS);
	}
}

/**
 * From the bytes: n8n has parsed them too, but leaves texts and numbers as it likes. A call without a
 * body, which is all that a GET is, is one event without fields.
 */
function bodyOf(context: IWebhookFunctions, { rawBody }: SignedRequest): JsonValue {
	const parsed = parseJson(rawBody.toString());
	if (parsed !== undefined) return parsed;
	const told = context.getBodyData() as JsonValue | undefined;
	return told === undefined || told === '' ? {} : told;
}

function textOf(context: IWebhookFunctions, name: string): string {
	return String(context.getNodeParameter(name, '')).trim();
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 503) response.setHeader('retry-after', '5');
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}
