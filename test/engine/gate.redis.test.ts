import { setTimeout as sleep } from 'node:timers/promises';
import { RedisLink } from '../../nodes/shared/engine/gate/redis';
import { RedisQuotas } from '../../nodes/shared/engine/gate/redisQuotas';
import type { SharedQuota, SharedWindow, Taken } from '../../nodes/shared/engine/gate/shared';
import { seeded } from './support/fakeClock';
import { RedisServer } from './support/redis';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

let server: RedisServer;
const links: RedisLink[] = [];
beforeAll(async () => {
	server = await RedisServer.start();
});
afterAll(async () => {
	await Promise.all(links.map(async (link) => await link.close()));
	await server.remove();
});

/** As a worker of its own has it. */
function worker(settings = server.settings()): RedisQuotas {
	const link = new RedisLink(settings);
	links.push(link);
	return new RedisQuotas(link, settings.prefix);
}

let keys = 0;
/** A quota that no other test knows. */
function quota(...windows: SharedWindow[]): SharedQuota {
	keys += 1;
	return { key: `Acme/canary-account-name ${keys}/sk-live-canary-secret`, windows };
}
const minute = (limit: number): SharedWindow => ({ name: 'minute', ms: MINUTE, limit });
const day = (limit: number): SharedWindow => ({ name: 'day', ms: DAY, limit });
const short = (ms: number, limit: number): SharedWindow => ({ name: 'short', ms, limit });

type Asked = Extract<Taken, { kind: 'taken' }>;
function asked(taken: Taken): Asked {
	if (taken.kind === 'away') throw new Error(taken.reason);
	return taken;
}
async function take(shared: RedisQuotas, quotas: SharedQuota[], requests = 1): Promise<Asked> {
	return asked(await shared.take(quotas, requests));
}

/** Redis's clock, in ms. */
async function now(): Promise<number> {
	const [seconds, micros] = (await server.call('TIME')).split('\n').map(Number);
	return (seconds ?? 0) * SECOND + (micros ?? 0) / 1_000;
}

/** All that stands in Redis: keys with what they hold. */
async function everything(): Promise<string> {
	const all = (await server.call('KEYS', '*')).split('\n').filter(Boolean);
	const values = all.map(async (key) => {
		const isHash = (await server.call('TYPE', key)) === 'hash';
		return `${key} ${await server.call(isHash ? 'HGETALL' : 'GET', key)}`;
	});
	return (await Promise.all(values)).join('\n');
}

async function fieldsOf({ key }: SharedQuota, shared: RedisQuotas): Promise<string[]> {
	const keys = (await server.call('KEYS', `${shared['quotaKey'](key)}:*`)).split('\n');
	const found = keys.find((each) => !each.endsWith(':hold'));
	return (await server.call('HVALS', found ?? '')).split('\n').filter(Boolean);
}

/** Waits until what was told and not awaited has been heard: one connection keeps the order. */
const heard = async (shared: RedisQuotas) => await shared.take([quota()], 1);

describe('a window that two workers share', () => {
	it('holds as many as its limit says, whoever takes them', async () => {
		const [a, b] = [worker(), worker()];
		const main = quota(minute(5));
		expect(await take(a, [main], 3)).toMatchObject({ places: 3, waits: [] });
		expect((await take(b, [main], 3)).places).toBe(2);
		expect((await take(a, [main])).places).toBe(0);
	});

	it('full of requests that are not yet answered: free at the earliest one window from now', async () => {
		const main = quota(minute(1));
		await take(worker(), [main]);
		const { waits } = await take(worker(), [main]);
		expect(waits).toMatchObject([{ quotaKey: main.key, reason: 'window-full', exhausted: false }]);
		expect(waits[0]?.ms).toBeGreaterThan(MINUTE / 2);
		expect(waits[0]?.ms).toBeLessThanOrEqual(MINUTE);
	});

	it('a place is free again one window length after the answer, and not before', async () => {
		const [a, b] = [worker(), worker()];
		const main = quota(short(400, 2));
		const { place } = await take(a, [main], 2);
		await sleep(100);
		const answered = await now();
		a.settle(place, true);
		a.settle(place, true);
		await heard(a);
		const refused = await take(b, [main]);
		const wait = refused.waits[0]?.ms ?? 0;
		expect(refused.places === 1 || (wait > 0 && wait <= 404)).toBe(true);
		for (;;) {
			const { places, waits, place: next } = await take(b, [main]);
			if (places === 1) {
				expect(next.at).toBeGreaterThanOrEqual(Math.floor(answered) + 400);
				return;
			}
			expect(waits).toHaveLength(1);
			await sleep(2);
		}
	});

	it('a request that surely never left gives its place back at once', async () => {
		const [a, b] = [worker(), worker()];
		const main = quota(minute(1));
		const { place } = await take(a, [main]);
		a.settle(place, false);
		await heard(a);
		expect((await take(b, [main])).places).toBe(1);
	});

	it('an answer moves the place, and does not take a second one', async () => {
		const shared = worker();
		const main = quota(minute(3));
		const { place } = await take(shared, [main], 2);
		shared.settle(place, true);
		await heard(shared);
		expect((await fieldsOf(main, shared)).map(Number).reduce((a, b) => a + b)).toBe(2);
		expect((await take(shared, [main], 5)).places).toBe(1);
	});

	it('a lower limit, as headers may tell it, waits for as many places as are too many', async () => {
		const shared = worker();
		const main = quota(minute(5));
		const { place } = await take(shared, [main], 5);
		for (let n = 0; n < 5; n += 1) shared.settle(place, true);
		const low = { ...main, windows: [minute(2)] };
		const { places, waits } = await take(shared, [low]);
		expect(places).toBe(0);
		expect(waits[0]?.ms).toBeGreaterThan(MINUTE / 2);
	});

	it('no stretch of it ever holds more, whenever between departure and answer the vendor counts', async () => {
		const WINDOW = 200;
		const LIMIT = 7;
		const main = quota(short(WINDOW, LIMIT));
		const chance = seeded(7);
		const departures: number[] = [];
		const answers: number[] = [];
		const between: number[] = [];
		const work = async () => {
			const shared = worker();
			for (let done = 0; done < 40; ) {
				const { places, place, waits } = await take(shared, [main], 1 + Math.floor(chance() * 3));
				// Sooner than it is told to come again.
				if (places === 0) await sleep(chance() * (waits[0]?.ms ?? 0));
				for (let n = 0; n < places; n += 1) {
					done += 1;
					void sleep(chance() * 120).then(() => {
						const at = Date.now();
						departures.push(place.at);
						answers.push(at);
						between.push(place.at + chance() * (at - place.at));
						shared.settle(place, true);
					});
				}
			}
		};
		await Promise.all([work(), work(), work()]);
		await sleep(200);
		for (const times of [departures, answers, between]) {
			expect(times.length).toBeGreaterThanOrEqual(120);
			const sorted = times.toSorted((a, b) => a - b);
			const spans = sorted.slice(LIMIT).map((at, place) => at - (sorted[place] ?? 0));
			expect(Math.min(...spans)).toBeGreaterThanOrEqual(WINDOW);
		}
	});
});

describe('several quotas at once', () => {
	it('all or nothing: where one has no room, no place is taken in the others', async () => {
		const shared = worker();
		const [narrow, wide] = [quota(minute(1)), quota(minute(5), day(4))];
		expect((await take(shared, [narrow, wide])).places).toBe(1);
		const refused = await take(shared, [narrow, wide]);
		expect(refused).toMatchObject({ places: 0, waits: [{ quotaKey: narrow.key }] });
		expect((await take(shared, [wide], 9)).places).toBe(3);
	});

	it('each quota without room is named with the longest wait of its windows, the longest first', async () => {
		const shared = worker();
		const [a, b] = [quota(minute(1)), quota(minute(1), day(1))];
		await take(shared, [a, b]);
		const { waits } = await take(shared, [a, b]);
		expect(waits.map(({ quotaKey }) => quotaKey)).toEqual([b.key, a.key]);
		expect(waits[0]?.ms).toBeGreaterThan(DAY / 2);
		expect(waits[1]?.ms).toBeLessThanOrEqual(MINUTE);
	});
});

describe('a hold', () => {
	it('keeps out the others for as long as it lasts, and takes no places', async () => {
		const [a, b] = [worker(), worker()];
		const main = quota(minute(5));
		a.hold([{ quotaKey: main.key, ms: MINUTE, exhausted: false }]);
		await heard(a);
		const { places, waits } = await take(b, [main], 2);
		expect(places).toBe(0);
		expect(waits).toMatchObject([{ reason: 'quota-hold', exhausted: false }]);
		expect(waits[0]?.ms).toBeGreaterThan(MINUTE / 2);
		expect(waits[0]?.ms).toBeLessThanOrEqual(MINUTE);
		expect(await fieldsOf(main, b)).toEqual([]);
	});

	it('of two the one that ends later stands', async () => {
		const shared = worker();
		const main = quota();
		shared.hold([{ quotaKey: main.key, ms: MINUTE, exhausted: true }]);
		shared.hold([{ quotaKey: main.key, ms: SECOND, exhausted: false }]);
		await heard(shared);
		const { waits } = await take(shared, [main]);
		expect(waits).toMatchObject([{ exhausted: true }]);
		expect(waits[0]?.ms).toBeGreaterThan(SECOND);
	});

	it('ends by itself', async () => {
		const shared = worker();
		const main = quota();
		shared.hold([{ quotaKey: main.key, ms: 200, exhausted: false }]);
		await sleep(250);
		expect((await take(shared, [main])).places).toBe(1);
	});
});

describe('what stands in Redis', () => {
	it('names no account and no secret, and begins with the prefix of n8n’s queue', async () => {
		const shared = worker(server.settings({ QUEUE_BULL_PREFIX: 'jobs' }));
		const main = quota(minute(5));
		const { place } = await take(shared, [main]);
		shared.settle(place, true);
		shared.hold([{ quotaKey: main.key, ms: MINUTE, exhausted: false }]);
		await heard(shared);
		const all = await everything();
		expect(all).toContain('jobs:gtm:');
		expect(all).not.toMatch(/canary|Acme|sk-live/);
	});

	it('goes away by itself, with the window', async () => {
		const shared = worker();
		const main = quota(minute(5), day(9));
		await take(shared, [main]);
		const ttl = async (name: string) =>
			Number(await server.call('PTTL', `${shared['quotaKey'](main.key)}:${name}`));
		expect(await ttl(`minute:${MINUTE}`)).toBeGreaterThan(MINUTE / 2);
		expect(await ttl(`minute:${MINUTE}`)).toBeLessThanOrEqual(MINUTE * 1.02);
		expect(await ttl(`day:${DAY}`)).toBeLessThanOrEqual(DAY * 1.02);
	});

	it('stays small: stretches that are over are dropped, and a stretch is a hundredth', async () => {
		const shared = worker();
		const main = quota(short(100, 1_000));
		const until = Date.now() + 600;
		while (Date.now() < until) {
			const { place } = await take(shared, [main]);
			shared.settle(place, true);
		}
		await take(shared, [main]);
		expect((await fieldsOf(main, shared)).length).toBeLessThanOrEqual(103);
	});

	it('the place of a worker that was killed is free in the end', async () => {
		const shared = worker();
		const main = quota(short(200, 1));
		await take(shared, [main]);
		const { waits } = await take(shared, [main]);
		expect(waits[0]?.ms).toBeLessThanOrEqual(200);
		const ttl = Number(await server.call('PTTL', `${shared['quotaKey'](main.key)}:short:200`));
		// Half a minute for a request that takes long, and then no more.
		expect(ttl).toBeGreaterThan(SECOND);
		expect(ttl).toBeLessThanOrEqual(30 * SECOND + 4);
	});
});
