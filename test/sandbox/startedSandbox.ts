import type { Sandbox, SandboxOptions } from '../../sandbox';
import {
	SANDBOX_APOLLO_KEY,
	SANDBOX_HUBSPOT_TOKEN,
	SANDBOX_SALESFORCE_TOKEN,
	startSandbox,
} from '../../sandbox';

export interface Heard {
	status: number;
	headers: Headers;
	text: string;
	/** The parsed body; undefined where it is not JSON. */
	json: unknown;
}

async function heard(response: Response): Promise<Heard> {
	const text = await response.text();
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		json = undefined;
	}
	return { status: response.status, headers: response.headers, text, json };
}

/** Callers of a running sandbox, for tests that read like a transcript. */
export interface Callers {
	sandbox: Sandbox;
	apollo(call: string, body?: unknown, headers?: Record<string, string>): Promise<Heard>;
	hubspot(call: string, body?: unknown, headers?: Record<string, string>): Promise<Heard>;
	/** At the org's own address; paths in full. */
	salesforce(call: string, body?: unknown, headers?: Record<string, string>): Promise<Heard>;
}

const running: Sandbox[] = [];

/** `call` is the method and the path, e.g. 'GET /auth/health'. */
function caller(base: string, usual: Record<string, string>): Callers['apollo'] {
	return async (call, body, headers = {}) => {
		const [method, path] = call.split(' ');
		const sent = { 'content-type': 'application/json', ...usual, ...headers };
		const payload = typeof body === 'string' ? body : JSON.stringify(body);
		return await heard(await fetch(`${base}${path}`, { method, headers: sent, body: payload }));
	};
}

export async function started(options: SandboxOptions = {}): Promise<Callers> {
	const sandbox = await startSandbox({ seed: 7, people: 40, latency: 0, ...options });
	running.push(sandbox);
	return {
		sandbox,
		apollo: caller(sandbox.urls.apollo, { 'x-api-key': SANDBOX_APOLLO_KEY }),
		hubspot: caller(sandbox.urls.hubspot, { authorization: `Bearer ${SANDBOX_HUBSPOT_TOKEN}` }),
		salesforce: caller(sandbox.urls.salesforce, {
			authorization: `Bearer ${SANDBOX_SALESFORCE_TOKEN}`,
		}),
	};
}

export async function stopAll(): Promise<void> {
	await Promise.all(running.splice(0).map(async (sandbox) => await sandbox.stop()));
}
