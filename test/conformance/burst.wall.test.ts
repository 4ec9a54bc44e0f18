import { systemClock } from '../../nodes/shared/engine/clock';
import { read } from '../engine/support/testVendor';
import { recordFigure } from './figures';
import { FaultServer, reply, type Reply } from './server/faultServer';
import { realClient, sideBySide } from './support/onRealTime';

const CALLS = 100;
const LIMIT = 10;
const WINDOW_MS = 2_000;

/** At most so many in each window, which begins with its first request; Retry-After in a 429. */
function fixedWindow(tellsRest: boolean): () => Reply {
	let began = -Infinity;
	let count = 0;
	return () => {
		const now = systemClock.monotonic();
		if (now >= began + WINDOW_MS) {
			began = now;
			count = 0;
		}
		count += 1;
		const left = Math.max(0, LIMIT - count);
		const seconds = String(Math.ceil((began + WINDOW_MS - now) / 1_000));
		const rest = { 'x-limit': `${LIMIT}`, 'x-remaining': `${left}`, 'x-reset': seconds };
		const headers = tellsRest ? rest : {};
		return count <= LIMIT
			? reply(200, {}, headers)
			: reply(429, {}, { ...headers, 'retry-after': seconds });
	};
}

/** Of the limit nothing is known beforehand, but how long the window is where headers tell of it. */
async function burst(inFlight: number, tellsRest: boolean) {
	const server = await FaultServer.start(systemClock);
	server.afterwards(fixedWindow(tellsRest));
	const windows = tellsRest ? [{ name: 'burst', ms: WINDOW_MS }] : [];
	const quotas = [{ id: 'main', scope: 'account', windows } as const];
	const client = realClient(server.url, { connection: { quotas } });
	let left = CALLS;
	let done = 0;
	const began = systemClock.monotonic();
	await sideBySide(inFlight, async () => {
		if (left === 0) return false;
		left -= 1;
		if ((await client.send(read())).ok) done += 1;
		return true;
	});
	const seconds = (systemClock.monotonic() - began) / 1_000;
	const limited = server.arrivals.filter((arrival) => arrival.reply.status === 429).length;
	await server.close();
	console.log(`${inFlight} in flight: ${done} done, ${limited} answered 429, ${seconds} s`);
	return { done, limited, seconds };
}

test('66. 100 calls, 20 in flight, 10 in 2 s, Retry-After only: all done, at most 30 answered 429', async () => {
	const { done, limited, seconds } = await burst(20, false);
	recordFigure('burst-done', done);
	recordFigure('burst-limited-without-headers', limited);
	recordFigure('burst-seconds-without-headers', seconds);
	expect(done).toBe(CALLS);
	expect(limited).toBeLessThanOrEqual(30);
	expect(seconds).toBeLessThanOrEqual(19);
});

test('66b. 100 calls, 6 in flight, the headers tell what is left: all done, none answered 429', async () => {
	const { done, limited, seconds } = await burst(6, true);
	recordFigure('burst-limited-with-headers', limited);
	recordFigure('burst-seconds-with-headers', seconds);
	expect(done).toBe(CALLS);
	expect(limited).toBe(0);
	expect(seconds).toBeLessThanOrEqual(21);
});

test('66c. the same with 20 in flight: the window is opened by one request', async () => {
	const { done, limited } = await burst(20, true);
	expect(done).toBe(CALLS);
	expect(limited).toBe(0);
});
