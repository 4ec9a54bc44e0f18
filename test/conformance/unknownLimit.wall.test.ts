import { systemClock } from '../../nodes/shared/engine/clock';
import { read } from '../engine/support/testVendor';
import { recordFigure } from './figures';
import { FaultServer, reply } from './server/faultServer';
import { realClient, sideBySide } from './support/onRealTime';

const PER_SECOND = 20;
const CLIENTS = 4;
const IN_FLIGHT = 5;
const FIND_MS = 60_000;
const KEEP_MS = 30_000;

/** A token bucket that tells nothing but 429. */
function tokenBucket() {
	let tokens = PER_SECOND;
	let last = systemClock.monotonic();
	return () => {
		const now = systemClock.monotonic();
		tokens = Math.min(PER_SECOND, tokens + ((now - last) * PER_SECOND) / 1_000);
		last = now;
		if (tokens < 1) return reply(429);
		tokens -= 1;
		return { ...reply(200), delayMs: 20 };
	};
}

test('74. 20 a second, which nobody tells, and 4 clients that know nothing of each other: within 20 %, under 5 % answered 429', async () => {
	const server = await FaultServer.start(systemClock);
	server.afterwards(tokenBucket());
	const began = systemClock.monotonic();
	const stop = new AbortController();
	const clients = Array.from({ length: CLIENTS }, () =>
		realClient(server.url, {
			signal: stop.signal,
			connection: { quotas: [{ id: 'main', scope: 'account', windows: [] }] },
			settings: { retryBudget: { share: 1, least: 50 } },
		}),
	);
	setTimeout(() => stop.abort(), FIND_MS + KEEP_MS);
	await Promise.all(
		clients.map(async (client) => {
			await sideBySide(IN_FLIGHT, async () => {
				await client.send(read());
				return !stop.signal.aborted;
			});
		}),
	);
	const figures = (from: number, to: number) => {
		const sends = server.arrivals.filter(({ at }) => at - began >= from && at - began < to);
		const limited = sends.filter((arrival) => arrival.reply.status === 429);
		const rate = (sends.length * 1_000) / (to - from);
		return { off: (rate / PER_SECOND - 1) * 100, limited: (limited.length / sends.length) * 100 };
	};
	const all = figures(0, FIND_MS);
	const after = figures(FIND_MS, FIND_MS + KEEP_MS);
	await server.close();
	const told = ({ off, limited }: typeof all) =>
		`${off.toFixed(1)} % off, ${limited.toFixed(1)} % answered 429`;
	console.log(`The first 60 s: ${told(all)}; the 30 s behind them: ${told(after)}`);
	recordFigure('unknown-limit-off', Math.max(Math.abs(all.off), Math.abs(after.off)));
	recordFigure('unknown-limit-limited', figures(0, FIND_MS + KEEP_MS).limited);
	expect(Math.abs(all.off)).toBeLessThanOrEqual(20);
	expect(Math.abs(after.off)).toBeLessThanOrEqual(20);
	expect(after.limited).toBeLessThan(5);
}, 200_000);
