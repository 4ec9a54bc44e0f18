import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { asObject, parseJson } from '../shared/engine/body';
import { systemClock } from '../shared/engine/clock';
import type { JsonValue } from '../shared/engine/types';
import { seenEventsAt, type SeenEvents } from '../shared/store/seenEvents';
import { eventKey, inOrder, splitEvents } from '../shared/webhook/events';
import { verify, type Scheme, type SignedRequest } from '../shared/webhook/signature';

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
	const request = signedRequest(context);
	const refusal = await refusalOf(context, request);
	if (refusal) return answer(context, refusal.status, refusal.message);
	const handshake = handshakeOf(context, request);
	if (handshake !== undefined) return { webhookResponse: handshake };

	const body = bodyOf(context, request);
	const events = eventsOf(context, body);
	const more = detailsOf(context);
	if (context.getNodeParameter('dropRepeats') !== true || isTest(context)) {
		return { workflowData: [events.map((event) => ({ json: itemOf(event, more) }))] };
	}
	const path = String(context.getNodeParameter('eventId', '')).trim();
	const keyed = events.map((event) => ({ event, key: eventKey(event, path) }));
	const source = sourceOf(context);
	const claimed = store().claim(
		source,
		keyed.map(({ key }) => key),
		systemClock.now(),
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
	const left = new Set(fresh);
	const items: INodeExecutionData[] = [];
	for (const { event, key } of keyed) {
		// The same event twice in one call is one event.
		if (left.delete(key)) items.push({ json: { ...itemOf(event, more), [KEYS]: key } });
	}
	if (items.length === 0) return { webhookResponse: { message: 'Known already' } };
	return { workflowData: [items] };
}

function eventsOf(context: IWebhookFunctions, body: JsonValue): JsonValue[] {
	if (context.getNodeParameter('split') !== true) return [body];
	const text = (name: string) => String(context.getNodeParameter(name, '')).trim();
	return inOrder(splitEvents(body, text('eventsPath')), text('timePath'));
}

/** The execution exists: only now its events count as seen. */
export function confirmSeen(context: IExecuteFunctions): INodeExecutionData[][] {
	const keys: string[] = [];
	const items = context.getInputData().map((item, place): INodeExecutionData => {
		const { [KEYS]: key, ...json } = item.json;
		if (typeof key === 'string') keys.push(key);
		return { ...item, json, pairedItem: { item: place } };
	});
	if (keys.length > 0) store().confirm(sourceOf(context), keys);
	return [items];
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

function signedRequest(context: IWebhookFunctions): SignedRequest {
	const request = context.getRequestObject();
	const headers: Record<string, string | undefined> = {};
	for (const [name, value] of Object.entries(context.getHeaderData())) {
		headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
	}
	return {
		rawBody: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
		headers,
		method: request.method,
		// Behind a proxy the request's own address is another one than the sender knows.
		url: context.getNodeWebhookUrl('default') ?? '',
	};
}

interface Refused {
	status: number;
	message: string;
}

async function refusalOf(
	context: IWebhookFunctions,
	request: SignedRequest,
): Promise<Refused | undefined> {
	const kind = context.getNodeParameter('authentication');
	if (kind === 'none') return undefined;
	const credential = await context.getCredentials('gtmWebhookSecretApi');
	const scheme = schemeOf(context, String(kind), credential);
	if (scheme.secrets.every((secret) => secret === '')) {
		return { status: 401, message: 'No secret is set for this webhook' };
	}
	const verdict = verify(request, scheme, systemClock.now());
	return verdict.ok ? undefined : { status: 401, message: verdict.message };
}

function schemeOf(
	context: IWebhookFunctions,
	kind: string,
	credential: ICredentialDataDecryptedObject,
): Scheme {
	const text = (name: string) => String(context.getNodeParameter(name, ''));
	const secrets = [credential.secret, credential.previousSecret].map((each) => String(each ?? ''));
	if (kind === 'standard') return { kind, secrets };
	const header = text('header').trim();
	if (kind === 'secret') return { kind, header, prefix: text('prefix'), secrets };
	const algorithm = text('algorithm');
	const encoding = text('encoding');
	const secretEncoding = credential.encoding;
	return {
		kind: 'hmac',
		header,
		prefix: text('prefix'),
		algorithm: algorithm === 'sha1' || algorithm === 'sha512' ? algorithm : 'sha256',
		encoding: encoding === 'base64' || encoding === 'base64url' ? encoding : 'hex',
		secrets,
		secretEncoding:
			secretEncoding === 'base64' || secretEncoding === 'hex' ? secretEncoding : 'text',
		signed: text('signed') || '{body}',
		timestampHeader: text('timestampHeader').trim(),
		toleranceMs: Number(context.getNodeParameter('tolerance', 300)) * 1_000,
	};
}

/** Some senders ask for a word of theirs back before they send events. */
function handshakeOf(context: IWebhookFunctions, { method }: SignedRequest): unknown {
	if (method === 'HEAD') return '';
	const { challenge } = context.getBodyData();
	const query = asObject(context.getQueryData() as JsonValue);
	const asked = query['hub.challenge'] ?? query.challenge ?? query.validationToken;
	if (typeof asked === 'string') return asked;
	return typeof challenge === 'string' && context.getBodyData().type === 'url_verification'
		? { challenge }
		: undefined;
}

/** From the bytes: n8n has parsed them too, but leaves texts and numbers as it likes. */
function bodyOf(context: IWebhookFunctions, { rawBody }: SignedRequest): JsonValue {
	const parsed = parseJson(rawBody.toString());
	if (parsed !== undefined) return parsed;
	return context.getBodyData() as JsonValue;
}

/** What the call held besides its events. */
function detailsOf(context: IWebhookFunctions): IDataObject {
	const query = context.getQueryData() as IDataObject;
	return Object.keys(query).length > 0 ? { query } : {};
}

function itemOf(event: JsonValue, more: IDataObject): IDataObject {
	const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
	const body = isObject ? (event as IDataObject) : { value: event as IDataObject[string] };
	return Object.keys(more).length > 0 ? { ...body, ...more } : body;
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 503) response.setHeader('retry-after', '5');
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}
