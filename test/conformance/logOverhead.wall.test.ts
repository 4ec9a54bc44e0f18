import { Client } from '../../nodes/shared/engine/client';
import { systemClock } from '../../nodes/shared/engine/clock';
import { Gate } from '../../nodes/shared/engine/gate/gate';
import { defaultLogFile, logAt } from '../../nodes/shared/engine/log/handles';
import { createRedactor } from '../../nodes/shared/engine/log/redact';
import type { LogSink } from '../../nodes/shared/engine/log/row';
import { createTransport } from '../../nodes/shared/engine/transport';
import { connectionTo, read, SECRET } from '../engine/support/testVendor';
import { ownLog } from '../nodes/support/setup';
import { recordFigure } from './figures';
import { FaultServer, reply } from './server/faultServer';
import { SETTINGS } from './support/scene';

const CALLS = 10_000;
const ROUNDS = 10;
const IN_FLIGHT = 10;
/** A fast API over the internet: vendors take longer. */
const LATENCY_MS = 50;
const MOST_PERCENT = 5;

const log = ownLog();
let server: FaultServer;
beforeAll(async () => {
	server = await FaultServer.start(systemClock);
	server.afterwards({ ...reply(200, { id: 1 }), delayMs: LATENCY_MS });
});
afterAll(async () => {
	await server.close();
	log.remove();
});

/** Milliseconds that so many calls take. */
async function run(calls: number, sink?: LogSink): Promise<number> {
	const client = new Client(
		{
			connection: connectionTo(server.url),
			transport: createTransport(),
			gate: new Gate(),
			clock: systemClock,
			redact: createRedactor([SECRET]),
			run: { execution: 'execution-1', workflow: 'workflow-1', node: 'Acme' },
			...(sink ? { log: sink } : {}),
		},
		SETTINGS,
	);
	let left = calls;
	const worker = async () => {
		for (; left > 0; await client.send(read())) left -= 1;
	};
	const began = performance.now();
	await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
	return performance.now() - began;
}

function median(values: number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.ceil(middle - 0.5)] ?? 0)) / 2;
}

test('101. 10,000 calls with the log and 10,000 without: every row is there, for under 5 % more time', async () => {
	const sink = logAt(defaultLogFile(process.env));
	await run(500, sink);
	await run(500);
	server.arrivals.length = 0;
	const before = log.rows().length;

	const logged: number[] = [];
	const plain: number[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		// First in one round, second in the next: a machine that slows down does so for both.
		if (round % 2) logged.push(await run(CALLS / ROUNDS, sink));
		plain.push(await run(CALLS / ROUNDS));
		if (round % 2 === 0) logged.push(await run(CALLS / ROUNDS, sink));
	}

	const rows = log.rows().slice(before);
	expect(rows).toHaveLength(CALLS);
	expect(rows.filter(({ outcome }) => outcome === 'done')).toHaveLength(CALLS);
	expect(server.arrivals).toHaveLength(2 * CALLS);
	const spans = new Set(server.arrivals.map(({ headers }) => headers.traceparent?.split('-')[2]));
	expect(rows.filter(({ span_id }) => !spans.has(String(span_id)))).toEqual([]);

	const percent = (median(logged) / median(plain) - 1) * 100;
	recordFigure('log-overhead', percent);
	console.log(
		`10,000 calls of ${LATENCY_MS} ms, ${IN_FLIGHT} in flight: ${Math.round(median(plain) * ROUNDS)} ms without the log, ` +
			`${Math.round(median(logged) * ROUNDS)} ms with it: ${percent.toFixed(1)} % more`,
	);
	expect(percent).toBeLessThan(MOST_PERCENT);
}, 600_000);
