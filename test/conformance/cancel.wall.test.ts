import { systemClock } from '../../nodes/shared/engine/clock';
import { read } from '../engine/support/testVendor';
import { contact, runHubSpot } from '../nodes/support/setup';
import { mapped } from '../nodes/support/mapped';
import { recordFigure } from './figures';
import { FaultServer, reply } from './server/faultServer';
import { realClient } from './support/onRealTime';

const MOST_MS = 250;
let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

const held = { ...reply(429, {}, { 'retry-after': '30' }) };

async function after(ms: number): Promise<void> {
	await systemClock.sleep(ms);
}

test('75. stopped during a hold of 30 s, 20 in the queue: all settle within 250 ms, nothing more is sent', async () => {
	server.afterwards(held);
	const stop = new AbortController();
	const client = realClient(server.url, { signal: stop.signal });
	const running = Promise.all(Array.from({ length: 20 }, async () => await client.send(read())));
	await after(500);
	const sends = server.arrivals.length;
	const stopped = systemClock.monotonic();
	stop.abort();
	const outcomes = await running;
	const ms = systemClock.monotonic() - stopped;
	recordFigure('cancel-ms', ms);
	expect(ms).toBeLessThanOrEqual(MOST_MS);
	expect(outcomes.map((outcome) => !outcome.ok && outcome.reason)).toEqual(
		Array(20).fill('cancelled'),
	);
	await after(500);
	expect(server.arrivals).toHaveLength(sends);
});

test.each([
	['a back-off of 20 s', reply(500, {}, { 'retry-after': '20' })],
	['an answer that does not come', { ...reply(200), stall: 'answer' as const }],
	['a body that stands still', { ...reply(200), stall: 'body' as const }],
])('75b. stopped during %s: settles within 250 ms', async (_, told) => {
	server.afterwards(told);
	const stop = new AbortController();
	const running = realClient(server.url, { signal: stop.signal }).send(read());
	await after(300);
	const stopped = systemClock.monotonic();
	stop.abort();
	expect(await running).toMatchObject({ ok: false, reason: 'cancelled' });
	expect(systemClock.monotonic() - stopped).toBeLessThanOrEqual(MOST_MS);
	await after(300);
	expect(server.arrivals).toHaveLength(1);
});

test('75c. a node whose execution is stopped during a hold of 30 s: it ends, nothing more is sent', async () => {
	server.afterwards(held);
	const began = systemClock.monotonic();
	const items = Array.from({ length: 300 }, (_, place) => contact(place));
	const fields = mapped({ email: '={{ $json.email }}' }, ['email']);
	const parameters = { operation: 'createOrUpdate', fields };
	await runHubSpot(server.url, parameters, items, { stopAfterMs: 1_000 });
	expect(systemClock.monotonic() - began).toBeLessThan(10_000);
	const sends = server.arrivals.length;
	expect(sends).toBeGreaterThan(0);
	await after(500);
	expect(server.arrivals).toHaveLength(sends);
});
