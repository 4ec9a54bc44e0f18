import type { IncomingMessage, ServerResponse } from 'node:http';

import { readFaultPlan } from '../faults/readFaultPlan';
import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import { readBody } from '../http/listen';
import { sendAnswer } from '../http/sendAnswer';
import { isJsonObject } from '../json';
import type { HeldContact } from '../world';
import type { SandboxControl } from './sandboxControl';

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

type Handler = (control: SandboxControl, url: URL, body: unknown) => unknown;

const HANDLERS: Record<string, Handler> = {
	'GET /state': (control) => control.state(),
	'GET /arrivals': (control) => control.arrivals(),
	'GET /contacts': (control, url) =>
		control.contacts().map((contact) => narrowed(contact, url.searchParams.get('fields'))),
	'GET /emails': (control) => control.emails(),
	'GET /people': (control) => control.people(),
	'POST /faults': (control, _url, body) => {
		control.setFaults(readFaultPlan(body, control.seed));
		return { ok: true };
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
};

async function answerTo(control: SandboxControl, message: IncomingMessage): Promise<VendorAnswer> {
	const url = new URL(message.url ?? '/', 'http://sandbox');
	const handler = HANDLERS[`${message.method} ${url.pathname}`];
	if (handler === undefined) return jsonAnswer(404, { error: 'Not found' });
	try {
		return jsonAnswer(200, handler(control, url, bodyOf(await readBody(message))));
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
