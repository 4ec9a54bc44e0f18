import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { Clay } from '../../../nodes/Clay/Clay.node';
import {
	SANDBOX_CLAY_KEY,
	SANDBOX_CLAY_ROUTINE,
	SANDBOX_CLAY_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_TOKEN,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { runNode, type NodeRun, type NodeSetup } from './runNode';
import type { Rest } from './setup';

/** First Wait is short, so that no test waits for a back-off of seconds. */
const FAST = { gtmOptions: { firstWait: 0.01 } };

/** Rows of a table. */
export const SEND = { resource: 'tableRow', operation: 'send' };

/** A run, looked at quickly. */
export const RUN = {
	resource: 'routine',
	operation: 'run',
	routineId: SANDBOX_CLAY_ROUTINE,
	options: { firstLook: 0.01 },
};

/** The credentials for the server at this address, which stands for https://api.clay.com. */
export function clayCredentials(baseUrl: string) {
	return {
		gtmClayApi: {
			apiKey: SANDBOX_CLAY_KEY,
			baseUrl: `${baseUrl}/public/v0`,
			account: baseUrl,
		},
		gtmClayWebhookApi: {
			secretUrl: `${baseUrl}/v3/sources/webhook/${SANDBOX_CLAY_WEBHOOK_PATH}`,
			authToken: SANDBOX_CLAY_WEBHOOK_TOKEN,
			baseUrl,
			account: baseUrl,
			rowsBefore: 0,
			unlimited: false,
		},
	};
}

/** Runs the Clay node against the server at this address; `credential` changes both of its own. */
export async function runClay(
	baseUrl: string,
	parameters: IDataObject,
	items: IDataObject[],
	{ credential, ...setup }: Rest = {},
): Promise<NodeRun> {
	const { gtmClayApi, gtmClayWebhookApi } = clayCredentials(baseUrl);
	return await runNode({
		node: new Clay(),
		parameters: { ...FAST, ...parameters } as NodeSetup['parameters'],
		credentials: {
			gtmClayApi: { ...gtmClayApi, ...credential },
			gtmClayWebhookApi: { ...gtmClayWebhookApi, ...credential },
		} as NodeSetup['credentials'],
		items,
		...setup,
	});
}

/** A Clay of its own for each test, and the node pointed at it. */
export class ClayRig {
	private constructor(readonly sandbox: Sandbox) {}

	static async start(options: SandboxOptions = {}): Promise<ClayRig> {
		return new ClayRig(await startSandbox({ people: 0, latency: 0, ...options }));
	}

	async run(parameters: IDataObject, items: IDataObject[], rest: Rest = {}): Promise<NodeRun> {
		return await runClay(this.sandbox.urls.clay, parameters, items, rest);
	}

	/** Requests as the sandbox saw them: "POST /path -> 200", without what all paths have. */
	requests(): string[] {
		return this.sandbox
			.arrivals()
			.map(({ method, path, status }) => `${method} ${shortPath(path)} -> ${status ?? 'none'}`);
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}
}

function shortPath(path: string): string {
	return path
		.replace('/public/v0', '')
		.replace(encodeURIComponent(SANDBOX_CLAY_ROUTINE), '{id}')
		.replace(SANDBOX_CLAY_WEBHOOK_PATH, '{webhook}');
}

/** A store of its own for each test file. */
export function ownStore() {
	const folder = mkdtempSync(join(tmpdir(), 'gtm-clay-store-'));
	const file = join(folder, 'store.sqlite');
	process.env.GTM_STORE_FILE = file;
	return {
		file,
		/** All bytes that it holds, also those that are not in the database yet. */
		bytes: () =>
			readdirSync(folder)
				.map((name) => readFileSync(join(folder, name), 'latin1'))
				.join(''),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** n8n ends and is started again: what the process knew is gone. */
export function restartProcess(): void {
	Reflect.deleteProperty(globalThis, Symbol.for('n8n-nodes-gtm.v1'));
}
