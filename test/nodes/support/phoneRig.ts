import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { ApiCallback } from '../../../nodes/ApiCallback/ApiCallback.node';
import { Apollo } from '../../../nodes/Apollo/Apollo.node';
import { systemClock } from '../../../nodes/shared/engine/clock';
import { SANDBOX_APOLLO_KEY } from '../../../sandbox';
import type { NodeSetup } from './runNode';
import { WaitingExecution } from './waitingNode';
import { WebhookHost, type Trigger } from './webhookHost';

const MINUTE = 60_000;

type More = Partial<Parameters<typeof WaitingExecution.start>[0]> & { credential?: IDataObject };

/** Apollo's Enrich with Phone in an execution that sleeps, and a receiver for its callbacks. */
export class PhoneRig {
	private readonly folder = mkdtempSync(join(tmpdir(), 'gtm-phone-'));

	private constructor(
		readonly host: WebhookHost,
		readonly receiver: Trigger,
	) {
		this.newStore();
	}

	/** With a store of its own. */
	static async start(): Promise<PhoneRig> {
		const host = await WebhookHost.start();
		const rig = new PhoneRig(host, host.add(new ApiCallback(), {}, {}));
		await rig.receiver.activate();
		return rig;
	}

	/** Another file, as a process that shares nothing with the one before would have. */
	newStore(): void {
		process.env.GTM_STORE_FILE = join(this.folder, `store-${Math.random()}.sqlite`);
	}

	async enrich(
		baseUrl: string,
		items: IDataObject[],
		parameters: IDataObject = {},
		{ credential, ...more }: More = {},
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
