import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import type { Done, Job } from './support/limitedWorker';
import { RedisServer } from './support/redis';

const WORKERS = 3;
const LIMIT = 100;
const WINDOW_MS = 1_000;

let redis: RedisServer;
beforeAll(async () => {
	redis = await RedisServer.start();
});
afterAll(async () => await redis.remove());

/** So many in any stretch of the window, by the arrival; nothing tells of it but 429. */
function rollingWindow() {
	const taken: number[] = [];
	return () => {
		const now = systemClock.monotonic();
		while ((taken[0] ?? now) <= now - WINDOW_MS) taken.shift();
		if (taken.length >= LIMIT) return reply(429);
		taken.push(now);
		return { ...reply(200), delayMs: 20 };
	};
}

/** Three processes of their own, which begin together. */
async function threeWorkers(requests: number, env: Record<string, string>): Promise<Done[]> {
	const server = await FaultServer.start(systemClock);
	server.afterwards(rollingWindow());
	const script = join(__dirname, 'support/limitedWorker.ts');
	const workers = Array.from({ length: WORKERS }, () =>
		fork(script, { execArgv: ['--import', 'tsx'], env: { ...process.env, ...env } }),
	);
	await Promise.all(workers.map(async (worker) => await once(worker, 'message')));
	const job: Job = { url: server.url, limit: LIMIT, windowMs: WINDOW_MS, requests, inFlight: 20 };
	const began = performance.now();
	const all = await Promise.all(
		workers.map(async (worker) => {
			const gone = once(worker, 'exit');
			worker.send(job);
			const [told] = (await once(worker, 'message')) as [Done];
			await gone;
			return told;
		}),
	);
	const seconds = (performance.now() - began) / 1_000;
	const limited = server.arrivals.filter((arrival) => arrival.reply.status === 429).length;
	const share = limited / server.arrivals.length;
	console.log(
		`${WORKERS} processes, ${server.arrivals.length} sends: ${limited} answered 429 (${(100 * share).toFixed(1)} %), ${seconds.toFixed(1)} s`,
	);
	expect(all.reduce((sum, worker) => sum + worker.limited, 0)).toBe(limited);
	await server.close();
	return all;
}

test('three processes with 300 requests each for a limit of 100 a second: together they stay within it', async () => {
	const all = await threeWorkers(300, redis.env);
	expect(all).toEqual(Array(WORKERS).fill({ done: 300, limited: 0, alone: '' }));
});

test('without the queue’s Redis they do not, although each of them does', async () => {
	const all = await threeWorkers(150, {});
	expect(all.map(({ done }) => done)).toEqual([150, 150, 150]);
	expect(all.reduce((sum, { limited }) => sum + limited, 0)).toBeGreaterThan(0);
});
