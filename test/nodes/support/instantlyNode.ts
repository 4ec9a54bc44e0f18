import type { IDataObject } from 'n8n-workflow';
import { Instantly } from '../../../nodes/Instantly/Instantly.node';
import {
	SANDBOX_INSTANTLY_KEY,
	startSandbox,
	type InstantlyOptions,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import { runNode, type NodeRun, type NodeSetup } from './runNode';
import type { Rest } from './setup';

/** First Wait is short, so that no test waits for a back-off of seconds. */
const FAST = { gtmOptions: { firstWait: 0.01 }, waitOptions: { firstLook: 0 } };

/** Runs the Instantly node against the server at this address. */
export async function runInstantly(
	baseUrl: string,
	parameters: IDataObject,
	items: IDataObject[],
	{ credential, ...setup }: Rest = {},
): Promise<NodeRun> {
	return await runNode({
		node: new Instantly(),
		parameters: { resource: 'lead', ...FAST, ...parameters } as NodeSetup['parameters'],
		credentials: {
			gtmInstantlyApi: instantlyCredential(baseUrl, credential),
		} as NodeSetup['credentials'],
		items,
		...setup,
	});
}

export function instantlyCredential(baseUrl: string, more: IDataObject = {}): IDataObject {
	return { apiKey: SANDBOX_INSTANTLY_KEY, baseUrl, account: baseUrl, ...more };
}

type FaultRules = Exclude<NonNullable<SandboxOptions['faults']>, string>['rules'];

/** A sandbox of its own for each test, and the node pointed at it. */
export class InstantlyRig {
	private constructor(readonly sandbox: Sandbox) {}

	static async start(
		instantly: InstantlyOptions = {},
		...rules: FaultRules
	): Promise<InstantlyRig> {
		const faults = { seed: 1, rules };
		return new InstantlyRig(await startSandbox({ people: 0, latency: 0, instantly, faults }));
	}

	get url(): string {
		return this.sandbox.urls.instantly;
	}

	async run(parameters: IDataObject, items: IDataObject[], rest: Rest = {}): Promise<NodeRun> {
		return await runInstantly(this.url, parameters, items, {
			onError: 'continueErrorOutput',
			...rest,
		});
	}

	/** IDs of the records that there are at the start, or by now. */
	ids(name: Parameters<Sandbox['instantly']['records']>[0]): string[] {
		return this.records(name).map(({ id }) => id);
	}

	records(name: Parameters<Sandbox['instantly']['records']>[0]) {
		return this.sandbox.instantly.records(name);
	}

	get state() {
		return this.sandbox.state().instantly;
	}

	/** Requests as the sandbox saw them: "POST /leads/add -> 200", without the version. */
	requests(): string[] {
		return this.sandbox
			.arrivals()
			.map(
				({ method, path, status }) =>
					`${method} ${path.replace('/api/v2', '')} -> ${status ?? 'none'}`,
			);
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}
}

/** A resource locator's value. */
export const by = (value: string) => ({ __rl: true, mode: 'id', value });
