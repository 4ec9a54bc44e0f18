import { Client } from '../../../nodes/shared/engine/client';
import { systemClock } from '../../../nodes/shared/engine/clock';
import { Gate } from '../../../nodes/shared/engine/gate/gate';
import { createRedactor } from '../../../nodes/shared/engine/log/redact';
import type { LogSink } from '../../../nodes/shared/engine/log/row';
import { createTransport } from '../../../nodes/shared/engine/transport';
import { connectionTo, read, SECRET } from '../../engine/support/testVendor';
import { FaultServer, reply } from '../server/faultServer';
import { SETTINGS } from './scene';

const WARM_UP = 500;

export interface LogCost {
	/** Median milliseconds of a round without the log, and with it. */
	plainMs: number;
	loggedMs: number;
	/** How much longer the calls take with the log. */
	percent: number;
	/** What arrived after the warm-up. */
	arrivals: FaultServer['arrivals'];
}

/** How many calls are made with the log, and as many without: in rounds, so many at once. */
export interface LogCostPlan {
	calls: number;
	rounds: number;
	inFlight: number;
	/** How long the server takes for each. */
	latencyMs: number;
}

/** What the log costs, of real calls to a server on 127.0.0.1. `warm` is called before the rounds. */
export async function logCost(
	{ calls, rounds, inFlight, latencyMs }: LogCostPlan,
	sink: LogSink,
	warm: () => void = () => undefined,
): Promise<LogCost> {
	const server = await FaultServer.start(systemClock);
	server.afterwards({ ...reply(200, { id: 1 }), delayMs: latencyMs });
	try {
		const run = async (count: number, log?: LogSink) =>
			await timeOf(server.url, { count, inFlight, ...(log ? { log } : {}) });
		await run(WARM_UP, sink);
		await run(WARM_UP);
		server.arrivals.length = 0;
		warm();
		const logged: number[] = [];
		const plain: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			// First in one round, second in the next: a machine that slows down does so for both.
			if (round % 2) logged.push(await run(calls / rounds, sink));
			plain.push(await run(calls / rounds));
			if (round % 2 === 0) logged.push(await run(calls / rounds, sink));
		}
		const [plainMs, loggedMs] = [median(plain), median(logged)];
		return {
			plainMs,
			loggedMs,
			percent: (loggedMs / plainMs - 1) * 100,
			arrivals: server.arrivals,
		};
	} finally {
		await server.close();
	}
}

/** Milliseconds that so many calls take. */
async function timeOf(
	url: string,
	{ count, inFlight, log }: { count: number; inFlight: number; log?: LogSink },
): Promise<number> {
	const client = new Client(
		{
			connection: connectionTo(url),
			transport: createTransport(),
			gate: new Gate(),
			clock: systemClock,
			redact: createRedactor([SECRET]),
			run: { execution: 'execution-1', workflow: 'workflow-1', node: 'Acme' },
			...(log ? { log } : {}),
		},
		SETTINGS,
	);
	let left = count;
	const worker = async () => {
		for (; left > 0; await client.send(read())) left -= 1;
	};
	const began = performance.now();
	await Promise.all(Array.from({ length: inFlight }, worker));
	return performance.now() - began;
}

function median(values: number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.ceil(middle - 0.5)] ?? 0)) / 2;
}
