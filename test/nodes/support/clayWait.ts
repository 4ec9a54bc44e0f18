import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { ApiCallback } from '../../../nodes/ApiCallback/ApiCallback.node';
import { Clay } from '../../../nodes/Clay/Clay.node';
import { systemClock } from '../../../nodes/shared/engine/clock';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { clayCredentials } from './clay';
import type { NodeSetup } from './runNode';
import { WaitingExecution } from './waitingNode';
import { WebhookHost, type Trigger } from './webhookHost';

const MINUTE = 60_000;

type More = Partial<Parameters<typeof WaitingExecution.start>[0]> & { credential?: IDataObject };

/** As a user sets the HTTP API column up. */
export const COLUMN = {
	endpoint: '{{callback_url}}',
	body: '{"correlation_id": "{{correlation_id}}", "title": "{{job_title}}", "found": {{found}}}',
};

/** Send and Wait for Result in an execution that sleeps, a Clay that calls back, and its receiver. */
export class ClayWaitRig {
	private constructor(
		readonly sandbox: Sandbox,
		readonly host: WebhookHost,
		readonly receiver: Trigger,
	) {}

	/** Without limits of the pace, unless told. */
	static async start(options: SandboxOptions = {}): Promise<ClayWaitRig> {
		const { clay, ...more } = options;
		const sandbox = await startSandbox({
			people: 20,
			latency: 0,
			...more,
			clay: {
				...clay,
				webhook: { burst: 10_000, ...clay?.webhook },
				enrichment: { minMs: 0, maxMs: 20, ...clay?.enrichment },
			},
		});
		sandbox.clay.setColumn(COLUMN);
		const host = await WebhookHost.start();
		const receiver = host.add(new ApiCallback(), {}, {});
		await receiver.activate();
		return new ClayWaitRig(sandbox, host, receiver);
	}

	emails(count = this.sandbox.people().length) {
		return this.sandbox
			.people()
			.slice(0, count)
			.map(({ email }) => ({ email }));
	}

	titles(count = this.sandbox.people().length): string[] {
		return this.sandbox
			.people()
			.slice(0, count)
			.map(({ title }) => title);
	}

	/** What the column has been answered. */
	get answers(): Record<string, number> {
		return this.sandbox.state().clay.column.byStatus;
	}

	/** Runs until it sleeps or ends. */
	async send(
		items: IDataObject[],
		parameters: IDataObject = {},
		{ credential, ...more }: More = {},
	): Promise<WaitingExecution> {
		const { gtmClayWebhookApi } = clayCredentials(this.sandbox.urls.clay);
		return await WaitingExecution.start({
			node: new Clay(),
			parameters: {
				resource: 'tableRow',
				operation: 'sendForResult',
				gtmRateLimit: 'off',
				gtmOptions: { firstWait: 0.01 },
				...parameters,
			} as NodeSetup['parameters'],
			credentials: {
				gtmClayWebhookApi: { ...gtmClayWebhookApi, ...credential },
			} as NodeSetup['credentials'],
			items,
			onError: 'continueErrorOutput',
			...more,
		});
	}

	/** Calls an address as Clay does. */
	async call(url: string, body: string): Promise<number> {
		const headers = { 'content-type': 'application/json' };
		return (await fetch(url, { method: 'POST', headers, body })).status;
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
		await this.host.stop();
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
