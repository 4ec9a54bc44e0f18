import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientParts, type ClientSettings } from '../../../nodes/shared/engine/client';
import { Gate } from '../../../nodes/shared/engine/gate/gate';
import { createRedactor } from '../../../nodes/shared/engine/log/redact';
import { createTransport } from '../../../nodes/shared/engine/transport';
import type { Transport, WireOutcome, WireRequest } from '../../../nodes/shared/engine/types';
import type { Connection } from '../../../nodes/shared/engine/vendor';
import { FakeClock } from '../../engine/support/fakeClock';
import { connectionTo } from '../../engine/support/testVendor';
import { FaultServer } from '../server/faultServer';

const MINUTE = 60_000;
const SEEN_MS = 30;

/** As a node has them. */
export const SETTINGS: ClientSettings = {
	retries: 5,
	firstWaitMs: 1_000,
	longestWaitMs: 5 * MINUTE,
	longestHoldMs: 65 * MINUTE,
	stopWhenLimited: false,
	deadline: Infinity,
	timeoutMs: 60_000,
	retryBudget: { share: 0.2, least: 50 },
	trace: true,
};

interface Change {
	settings?: Partial<ClientSettings>;
	connection?: Partial<Connection>;
	parts?: Partial<ClientParts>;
}

let scenes = 0;

/** Clients of one scripted server, over real sockets and on a fake clock. */
export class Scene {
	/** Names the clients' rows in the log. */
	readonly execution = `execution-${(scenes += 1)}`;
	readonly gate: Gate;
	private readonly real = createTransport();
	private readonly transport: Transport = {
		send: async (request, signal) => await this.send(request, signal),
	};

	private constructor(
		readonly clock: FakeClock,
		readonly server: FaultServer,
	) {
		this.gate = new Gate(clock);
	}

	static async start(clock = new FakeClock()): Promise<Scene> {
		clock.autoAdvance();
		return new Scene(clock, await FaultServer.start(clock));
	}

	client({ settings = {}, connection = {}, parts = {} }: Change = {}): Client {
		const connected = connectionTo(this.server.url, connection);
		return new Client(
			{
				connection: connected,
				transport: this.transport,
				gate: this.gate,
				clock: this.clock,
				redact: createRedactor(connected.secrets),
				run: { execution: this.execution, workflow: 'workflow-1', node: 'Acme' },
				...parts,
			},
			{ ...SETTINGS, ...settings },
		);
	}

	async close(): Promise<void> {
		await this.server.close();
	}

	/** Time stands still while the transport works; its own time-out is the fake clock's. */
	private async send(request: WireRequest, signal?: AbortSignal): Promise<WireOutcome> {
		const answered = new AbortController();
		const late = new AbortController();
		const either = AbortSignal.any([late.signal, ...(signal ? [signal] : [])]);
		const sending = this.real.send({ ...request, timeoutMs: MINUTE }, either);
		void this.clock.sleep(request.timeoutMs, answered.signal).then(async () => {
			if (answered.signal.aborted) return;
			late.abort();
			// The server has to see that the client has gone before time goes on.
			await this.clock.busy(sending.then(async () => await sleep(SEEN_MS)));
		});
		const outcome = await this.clock.busy(sending);
		answered.abort();
		const timedOut = outcome.kind === 'failure' && late.signal.aborted && !signal?.aborted;
		return timedOut ? { ...outcome, fault: 'timeout' } : outcome;
	}
}

/** Gives each test of a file a scene of its own. */
export function eachTest(use: (scene: Scene) => void): void {
	let own: Scene;
	beforeEach(async () => {
		own = await Scene.start();
		use(own);
	});
	afterEach(async () => await own.close());
}
