import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { ApiCallback } from '../../../nodes/ApiCallback/ApiCallback.node';
import { Apollo } from '../../../nodes/Apollo/Apollo.node';
import { systemClock } from '../../../nodes/shared/engine/clock';
import {
	SANDBOX_APOLLO_KEY,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../../sandbox';
import type { NodeSetup } from './runNode';
import { WaitingExecution } from './waitingNode';
import { WebhookHost, type Trigger } from './webhookHost';

const MINUTE = 60_000;

type Phones = NonNullable<SandboxOptions['apollo']>['phones'];
type More = Partial<Parameters<typeof WaitingExecution.start>[0]> & {
	credential?: IDataObject;
	baseUrl?: string;
};

/** Apollo's Enrich with Phone in an execution that sleeps, and a receiver for its callbacks. */
export class PhoneRig {
	private readonly folder = mkdtempSync(join(tmpdir(), 'gtm-phone-'));
	private started: Sandbox | undefined;

	private constructor(
		readonly host: WebhookHost,
		readonly receiver: Trigger,
	) {
		this.newStore();
	}

	static async start(): Promise<PhoneRig> {
		const host = await WebhookHost.start();
		return new PhoneRig(host, host.add(new ApiCallback(), {}, {}));
	}

	/** For one test: an Apollo with these people, and an n8n with an empty store and an active receiver. */
	async open(phones: Phones = {}, more: SandboxOptions = {}): Promise<void> {
		await this.close();
		const apollo = { phones, ...more.apollo };
		this.started = await startSandbox({ people: 30, latency: 0, ...more, apollo });
		this.newStore();
		await this.receiver.activate();
	}

	async close(): Promise<void> {
		await this.started?.stop();
		this.started = undefined;
	}

	get sandbox(): Sandbox {
		if (!this.started) throw new Error('The test has not opened the rig');
		return this.started;
	}

	/** What the sandbox knows of callbacks. */
	get phones() {
		return this.sandbox.state().apollo.phones;
	}

	/** "POST /path -> 200" */
	get requests(): string[] {
		return this.sandbox
			.arrivals()
			.map(({ method, path, status }) => `${method} ${path} -> ${status ?? 'none'}`);
	}

	/** Items for the first people. */
	ids(count: number) {
		return this.sandbox
			.people()
			.slice(0, count)
			.map(({ id }) => ({ id }));
	}

	/** The numbers of the first people. */
	numbers(count: number): string[] {
		return this.sandbox
			.people()
			.slice(0, count)
			.map(({ phone }) => phone);
	}

	async delivered(count: number): Promise<void> {
		await until(() => this.phones.delivered >= count);
	}

	/** Another file, as a process that shares nothing with the one before would have. */
	newStore(): void {
		process.env.GTM_STORE_FILE = join(this.folder, `store-${Math.random()}.sqlite`);
	}

	/** Runs until it sleeps or ends; at the sandbox unless told. */
	async enrich(
		items: IDataObject[],
		parameters: IDataObject = {},
		{ credential, baseUrl = this.sandbox.urls.apollo, ...more }: More = {},
	): Promise<WaitingExecution> {
		const gtmApolloApi = { apiKey: SANDBOX_APOLLO_KEY, plan: 'paid', baseUrl, account: baseUrl };
		return await WaitingExecution.start({
			node: new Apollo(),
			parameters: {
				resource: 'person',
				operation: 'enrichPhone',
				simplify: true,
				gtmOptions: { firstWait: 0.01 },
				...parameters,
			} as NodeSetup['parameters'],
			credentials: { gtmApolloApi: { ...gtmApolloApi, ...credential } } as NodeSetup['credentials'],
			items,
			onError: 'continueErrorOutput',
			...more,
		});
	}

	async stop(): Promise<void> {
		await this.close();
		await this.host.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** The clock goes ahead; back again with `jest.restoreAllMocks`. */
export function minutesLater(minutes: number): void {
	const ahead = minutes * MINUTE;
	jest.spyOn(systemClock, 'now').mockImplementation(() => Date.now() + ahead);
}

/** Waits until it is so: for what comes over a socket at a time of its own. */
export async function until(isSo: () => boolean): Promise<void> {
	const end = Date.now() + 30_000;
	while (!isSo()) {
		if (Date.now() > end) throw new Error('What the test waits for did not happen in 30 s');
		await sleep(5);
	}
}
