import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox, SandboxOptions } from '../../sandbox';
import {
	SANDBOX_CLAY_KEY,
	SANDBOX_CLAY_OPEN_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_TOKEN,
} from '../../sandbox';
import type { Heard } from './startedSandbox';
import { started } from './startedSandbox';

type Headers = Record<string, string>;

/** Clay as somebody without our client calls it. */
export interface ClayCallers {
	sandbox: Sandbox;
	/** The public API: "GET /me". */
	api(call: string, body?: unknown, headers?: Headers): Promise<Heard>;
	/** A row to the source with a token; a text is sent as it is. */
	row(body: unknown, headers?: Headers): Promise<Heard>;
	/** A row to the source without one. */
	openRow(body: unknown): Promise<Heard>;
}

async function call(url: string, method: string, headers: Headers, body: unknown): Promise<Heard> {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const response = await fetch(url, {
		method,
		headers: { 'content-type': 'application/json', ...headers },
		body: method === 'GET' ? undefined : text,
	});
	const answer = await response.text();
	let json: unknown;
	try {
		json = JSON.parse(answer);
	} catch {
		json = undefined;
	}
	return { status: response.status, headers: response.headers, text: answer, json };
}

export async function startedClay(options: SandboxOptions = {}): Promise<ClayCallers> {
	const { sandbox } = await started(options);
	const { clay } = sandbox.urls;
	const source = `${clay}/v3/sources/webhook`;
	return {
		sandbox,
		api: async (named, body, headers = {}) => {
			const [method = 'GET', path = ''] = named.split(' ');
			const sent = { 'clay-api-key': SANDBOX_CLAY_KEY, ...headers };
			return await call(`${clay}/public/v0${path}`, method, sent, body);
		},
		row: async (body, headers = { 'x-clay-webhook-auth': SANDBOX_CLAY_WEBHOOK_TOKEN }) =>
			await call(`${source}/${SANDBOX_CLAY_WEBHOOK_PATH}`, 'POST', headers, body),
		openRow: async (body) =>
			await call(`${source}/${SANDBOX_CLAY_OPEN_WEBHOOK_PATH}`, 'POST', {}, body),
	};
}

/** What was called, in the order of arrival. */
export interface Received {
	method: string;
	path: string;
	headers: Record<string, unknown>;
	body: string;
}

/** Somebody that Clay calls. */
export async function listening(status = 200) {
	const calls: Received[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8');
		request.on('data', (part: string) => (body += part));
		request.on('end', () => {
			const { method = '', url: path = '', headers } = request;
			calls.push({ method, path, headers, body });
			response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		calls,
		url: `http://127.0.0.1:${port}`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
