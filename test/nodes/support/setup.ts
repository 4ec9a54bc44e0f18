import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import {
	SANDBOX_APOLLO_KEY,
	SANDBOX_HUBSPOT_TOKEN,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { Apollo } from '../../../nodes/Apollo/Apollo.node';
import { ApiRequest } from '../../../nodes/ApiRequest/ApiRequest.node';
import { HubSpot } from '../../../nodes/HubSpot/HubSpot.node';
import { runNode, type NodeRun, type NodeSetup } from './runNode';

export type Rest = Partial<
	Pick<NodeSetup, 'onError' | 'retryOnFail' | 'maxTries' | 'stopAfterMs' | 'stopWhen' | 'binary'>
> & {
	credential?: IDataObject;
};

/** Runs the HubSpot node against the server at this address. */
export async function runHubSpot(
	baseUrl: string,
	parameters: IDataObject,
	items: IDataObject[],
	{ credential, ...setup }: Rest = {},
): Promise<NodeRun> {
	const gtmHubSpotApi = {
		accessToken: SANDBOX_HUBSPOT_TOKEN,
		plan: 'professional',
		apiVersion: '2026-03',
		baseUrl,
		account: baseUrl,
		...credential,
	};
	return await runNode({
		node: new HubSpot(),
		parameters: { resource: 'contact', ...FAST, ...parameters } as NodeSetup['parameters'],
		credentials: { gtmHubSpotApi } as NodeSetup['credentials'],
		items,
		...setup,
	});
}

/** Runs the Apollo node against the server at this address. */
export async function runApollo(
	baseUrl: string,
	parameters: IDataObject,
	items: IDataObject[],
	{ credential, ...setup }: Rest = {},
): Promise<NodeRun> {
	const gtmApolloApi = {
		apiKey: SANDBOX_APOLLO_KEY,
		plan: 'paid',
		baseUrl,
		account: baseUrl,
		...credential,
	};
	return await runNode({
		node: new Apollo(),
		parameters: { resource: 'person', ...FAST, ...parameters } as NodeSetup['parameters'],
		credentials: { gtmApolloApi } as NodeSetup['credentials'],
		items,
		...setup,
	});
}

/** Runs the API Request node; `credentials` by their type. */
export async function runApi(
	parameters: IDataObject,
	items: IDataObject[] = [{}],
	{
		credentials = {},
		...setup
	}: Omit<Rest, 'credential'> & {
		credentials?: Record<string, IDataObject>;
	} = {},
): Promise<NodeRun> {
	return await runNode({
		node: new ApiRequest(),
		parameters: { resource: 'rest', ...FAST, ...parameters } as NodeSetup['parameters'],
		credentials: credentials as NodeSetup['credentials'],
		items,
		...setup,
	});
}

/** A sandbox of its own for each test, and the two nodes pointed at it. */
export class Rig {
	private constructor(readonly sandbox: Sandbox) {}

	static async start(options: SandboxOptions = {}): Promise<Rig> {
		return new Rig(await startSandbox({ people: 0, latency: 0, ...options }));
	}

	async hubSpot(parameters: IDataObject, items: IDataObject[], rest: Rest = {}): Promise<NodeRun> {
		return await runHubSpot(this.sandbox.urls.hubspot, parameters, items, rest);
	}

	async apollo(parameters: IDataObject, items: IDataObject[], rest: Rest = {}): Promise<NodeRun> {
		return await runApollo(this.sandbox.urls.apollo, parameters, items, rest);
	}

	/** Requests as the sandbox saw them: "POST /path -> 200". */
	requests(): string[] {
		return this.sandbox
			.arrivals()
			.map(({ method, path, status }) => `${method} ${path} -> ${status ?? 'none'}`);
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}
}

/** First Wait is short, so that no test waits for a back-off of seconds. */
const FAST = { gtmOptions: { firstWait: 0.01 } };

export const json = (items: INodeExecutionData[] | undefined) =>
	(items ?? []).map((item) => item.json);

/** A log file of its own for each test file. */
export function ownLog() {
	const folder = mkdtempSync(join(tmpdir(), 'gtm-log-'));
	const file = join(folder, 'api-log.sqlite');
	process.env.GTM_LOG_FILE = file;
	return {
		rows(): Array<Record<string, unknown>> {
			const database = new DatabaseSync(file, { readOnly: true });
			const rows = database.prepare('SELECT * FROM api_log ORDER BY id').all();
			database.close();
			return rows;
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

export const contact = (number: number) => ({
	email: `person${number}@company.example`,
	firstname: `First ${number}`,
});

export { mapped } from './mapped';
