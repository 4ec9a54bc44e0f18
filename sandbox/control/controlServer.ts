import type { IncomingMessage, ServerResponse } from 'node:http';

import { readFaultPlan } from '../faults/readFaultPlan';
import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import { readBody } from '../http/listen';
import { sendAnswer } from '../http/sendAnswer';
import { isJsonObject } from '../json';
import type { ObjectName } from '../hubspot/types/objectType';
import { typeNamed } from '../hubspot/types/objectTypes';
import type { DeliveryOptions } from '../hubspot/webhooks/delivery';
import type { RecordName as InstantlyRecordName } from '../instantly/records/record';
import { RECORD_NAMES } from '../instantly/records/record';
import type { InstantlyEvent } from '../instantly/webhooks/delivery';
import type { SalesforceObjectName } from '../salesforce/schema/sobjectNames';
import { sobjectNamed } from '../salesforce/schema/sobjects';
import type { HttpColumn } from '../clay/webhooks/httpColumn';
import type { HeldContact } from '../world';
import type { SandboxControl } from './sandboxControl';
import type { WebhookEvent } from './webhookDelivery';

/** `?fields=email,company` narrows the properties; `id` is always there. */
function narrowed(contact: HeldContact, fields: string | null): HeldContact {
	if (fields === null) return contact;
	const wanted = fields.split(',').filter((name) => contact.properties[name] !== undefined);
	const entries = wanted.map((name) => [name, contact.properties[name]]);
	return { id: contact.id, properties: Object.fromEntries(entries) };
}

function bodyOf(text: string): unknown {
	return text.trim() === '' ? {} : JSON.parse(text);
}

function objectIn(url: URL): ObjectName {
	const type = typeNamed(url.searchParams.get('type') ?? '');
	if (type === undefined) throw new Error('Name a type, such as ?type=deals');
	return type.name;
}

function sobjectIn(url: URL): SalesforceObjectName {
	const type = sobjectNamed(url.searchParams.get('type') ?? '');
	if (type === undefined) throw new Error('Name an object, such as ?type=Lead');
	return type.name;
}

function eventIn(value: unknown): WebhookEvent {
	if (isJsonObject(value) && typeof value.subscriptionType === 'string') {
		return { ...value, subscriptionType: value.subscriptionType };
	}
	throw new Error('An event needs a subscriptionType');
}

function recordsIn(url: URL): InstantlyRecordName {
	const name = RECORD_NAMES.find((each) => each === url.searchParams.get('type'));
	if (name === undefined) throw new Error('Name a kind, such as ?type=leads');
	return name;
}

function instantlyEventIn(value: unknown): InstantlyEvent {
	if (isJsonObject(value) && typeof value.event_type === 'string') {
		return { ...value, event_type: value.event_type };
	}
	throw new Error('An event needs an event_type');
}

/** Only what a caller from outside has a use for. */
function optionsIn(value: unknown): DeliveryOptions {
	if (!isJsonObject(value)) return {};
	const { signatures, retryDelayMs } = value;
	const all = ['v1', 'v3'] as const;
	return {
		...(Array.isArray(signatures)
			? { signatures: all.filter((each) => signatures.includes(each)) }
			: {}),
		...(typeof retryDelayMs === 'number' ? { retryDelayMs } : {}),
	};
}

function columnIn(body: unknown): HttpColumn | undefined {
	if (!isJsonObject(body) || typeof body.endpoint !== 'string') return undefined;
	const { endpoint, headers, body: text, keep } = body;
	const named = isJsonObject(headers)
		? Object.entries(headers).map(([name, value]) => [name, String(value)])
		: [];
	return {
		endpoint,
		headers: Object.fromEntries(named),
		...(typeof text === 'string' ? { body: text } : {}),
		...(typeof keep === 'string' ? { keep } : {}),
	};
}

type Handler = (control: SandboxControl, url: URL, body: unknown) => unknown;

const HANDLERS: Record<string, Handler> = {
	'GET /state': (control) => control.state(),
	'GET /arrivals': (control) => control.arrivals(),
	'GET /contacts': (control, url) =>
		control.contacts().map((contact) => narrowed(contact, url.searchParams.get('fields'))),
	'GET /records': (control, url) => control.records(objectIn(url)),
	'GET /salesforce/records': (control, url) => control.salesforceRecords(sobjectIn(url)),
	'GET /instantly/records': (control, url) => control.instantly.records(recordsIn(url)),
	'POST /instantly/events': async (control, _url, body) => {
		if (!isJsonObject(body) || !Array.isArray(body.events)) {
			throw new Error('Send {"events": [{"event_type": "reply_received", …}]}');
		}
		return await control.instantly.deliver(body.events.map(instantlyEventIn));
	},
	'GET /emails': (control) => control.emails(),
	'GET /people': (control) => control.people(),
	'GET /clay/rows': (control) => control.clay.rows(),
	'POST /clay/column': (control, _url, body) => {
		control.clay.setColumn(columnIn(body));
		return { ok: true };
	},
	'POST /clay/rerun': (control, _url, body) => {
		const isPart = isJsonObject(body) && body.which === 'unanswered';
		return { rows: control.clay.runAgain(isPart ? 'unanswered' : 'all') };
	},
	'POST /faults': (control, _url, body) => {
		control.setFaults(readFaultPlan(body, control.seed));
		return { ok: true };
	},
	'POST /webhooks': async (control, _url, body) => {
		if (!isJsonObject(body) || !Array.isArray(body.events)) {
			throw new Error('Send {"events": [{"subscriptionType": "contact.creation", …}]}');
		}
		return await control.deliverWebhooks(body.events.map(eventIn), optionsIn(body.options));
	},
	'POST /reset': (control) => {
		control.reset();
		return { ok: true };
	},
	'POST /credits': (control, _url, body) => {
		if (!isJsonObject(body) || typeof body.credits !== 'number') {
			throw new Error('Send {"credits": number}');
		}
		control.setCredits(body.credits);
		return { ok: true };
	},
	'POST /salesforce/usage': (control, _url, body) => {
		if (!isJsonObject(body) || typeof body.used !== 'number') {
			throw new Error('Send {"used": number}');
		}
		control.setSalesforceUsage(body.used);
		return { ok: true };
	},
};

async function answerTo(control: SandboxControl, message: IncomingMessage): Promise<VendorAnswer> {
	const url = new URL(message.url ?? '/', 'http://sandbox');
	const handler = HANDLERS[`${message.method} ${url.pathname}`];
	if (handler === undefined) return jsonAnswer(404, { error: 'Not found' });
	try {
		const body = bodyOf(await readBody(message));
		return jsonAnswer(200, await handler(control, url, body));
	} catch (error) {
		return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
	}
}

/** Lets another process ask and steer; it is no part of either vendor. */
export function controlListener(control: SandboxControl) {
	return (message: IncomingMessage, response: ServerResponse): void => {
		answerTo(control, message).then(
			(answer) => sendAnswer(response, answer),
			() => response.destroy(),
		);
	};
}
