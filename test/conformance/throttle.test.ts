import { connectApollo } from '../../nodes/Apollo/vendor';
import { connectHubSpot } from '../../nodes/HubSpot/vendor';
import { Gate, type GateQuota } from '../../nodes/shared/engine/gate/gate';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { Quota } from '../../nodes/shared/engine/vendor';
import { FakeClock, seeded, settle } from '../engine/support/fakeClock';
import { read } from '../engine/support/testVendor';
import { contact, json, runHubSpot } from '../nodes/support/setup';
import { recordFigure } from './figures';
import { FaultServer, reply, type Reply } from './server/faultServer';
import { Scene } from './support/scene';

const SECOND = 1_000;
const after = (seconds: number) => reply(429, {}, { 'retry-after': String(seconds) });
const open: Quota = { id: 'main', scope: 'account', windows: [] };
const quotas = [open];

let scene: Scene;
beforeEach(async () => {
	scene = await Scene.start();
});
afterEach(async () => await scene.close());

const statuses = () => scene.server.arrivals.map(({ reply: { status } }) => status);
const times = () => scene.server.arrivals.map(({ at }) => at / SECOND);

describe('65', () => {
	test('65. 40 queued, 5 in flight, the third is answered 429 (2 s): nothing is sent for 2 s, then all, in order', async () => {
		const limit: Reply = { ...after(2), delayMs: 10 };
		const slow: Reply = { ...reply(200), delayMs: 100 };
		scene.server.answers(slow, slow, limit, slow, slow).afterwards({ ...reply(200), delayMs: 5 });
		const client = scene.client({ connection: { quotas } });
		const order: number[] = [];
		let next = 0;
		const worker = async () => {
			while (next < 40) {
				const number = next;
				next += 1;
				const outcome = await client.send(read({ path: `/${number}` }));
				if (outcome.ok) order.push(number);
			}
		};
		await Promise.all(Array.from({ length: 5 }, worker));

		const known = 10;
		const reset = known + 2 * SECOND;
		const early = scene.server.arrivals.filter(({ at }) => at > known && at < reset);
		recordFigure('sends-while-held', early.length);
		expect(early).toEqual([]);
		expect(order).toHaveLength(40);
		expect(statuses().filter((status) => status === 429)).toHaveLength(1);
		const first = scene.server.arrivals.findIndex(({ at }) => at >= reset);
		expect(scene.server.arrivals[first]?.path).toBe('/2');
		const numbers = scene.server.arrivals.slice(first).map(({ path }) => Number(path.slice(1)));
		expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
	});

	test('65b. what was in flight when the 429 came may finish', async () => {
		const slow: Reply = { ...reply(200), delayMs: SECOND };
		scene.server.answers(after(5), slow).afterwards(reply(200));
		const client = scene.client({ connection: { quotas } });
		const [limited, other] = await Promise.all([client.send(read()), client.send(read())]);
		expect([limited.ok, other.ok]).toEqual([true, true]);
		expect(times()).toEqual([0, 0, 5]);
	});
});

describe('67', () => {
	test('67. ten 429 (1 s) in a row and 3 retries: a success after 11 sends', async () => {
		scene.server.answers(...Array<Reply>(10).fill(after(1)), reply(200));
		const client = scene.client({ connection: { quotas }, settings: { retries: 3 } });
		expect((await client.send(read())).ok).toBe(true);
		expect(scene.server.arrivals).toHaveLength(11);
		expect(client.totals).toMatchObject({ rateLimited: 10, retries: 0 });
	});

	test('67b. 429 for ever: ends after 20 holds, and says so', async () => {
		scene.server.afterwards(after(1));
		const client = scene.client({ connection: { quotas } });
		const outcome = await client.send(read());
		expect(outcome).toMatchObject({ ok: false, reason: 'held-too-often' });
		expect(scene.server.arrivals).toHaveLength(21);
	});

	test('67c. 429 (1 s) and 500 in turns: only the 500s are attempts', async () => {
		const pair = [after(1), reply(500)];
		scene.server.answers(...pair, ...pair, ...pair, reply(200));
		const client = scene.client({ connection: { quotas }, settings: { retries: 3 } });
		expect((await client.send(read())).ok).toBe(true);
		expect(client.totals).toMatchObject({ rateLimited: 3, retries: 3 });
	});
});

test('68. 429 without a header, again and again: each wait is longer, for all requests of the account', async () => {
	const windows = [{ name: 'ten', ms: 10 * SECOND, limit: 100 }];
	const limited = [{ ...open, windows }];
	scene.server.answers(...Array<Reply>(4).fill(reply(429))).afterwards(reply(200));
	const clients = [1, 2].map(() => scene.client({ connection: { quotas: limited } }));
	const outcomes = await Promise.all(clients.map(async (client) => await client.send(read())));
	expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
	const at = [...new Set(times())];
	const gaps = at.slice(1).map((time, place) => time - (at[place] ?? 0));
	expect(gaps.length).toBeGreaterThanOrEqual(2);
	expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
	expect(gaps.at(-1)).toBeGreaterThanOrEqual(2 * (gaps[0] ?? 0));
});

test('69. 429 (10 s), then one (2 s) of a request that had left before: 10 s', async () => {
	const straggler: Reply = { ...after(2), delayMs: SECOND };
	scene.server.answers(after(10), straggler).afterwards(reply(200));
	const client = scene.client({ connection: { quotas } });
	await Promise.all([client.send(read()), client.send(read())]);
	expect(Math.min(...times().slice(2))).toBe(10);
});

describe('70', () => {
	const daily: Quota = {
		id: 'main',
		scope: 'account',
		windows: [
			{ name: 'burst', ms: 10 * SECOND, limit: 100 },
			{ name: 'day', ms: 86_400 * SECOND, limit: 1_000 },
		],
	};

	test('70. the day is used up until 10 h from now: refused at once, with the time', async () => {
		const headers = { 'x-day-remaining': '0', 'x-day-reset': String(36_000) };
		scene.server.answers(reply(200, {}, headers)).afterwards(reply(200));
		const client = scene.client({ connection: { quotas: [daily] } });
		await client.send(read());
		const began = scene.clock.now();
		const outcome = await client.send(read());
		expect(outcome).toMatchObject({
			ok: false,
			reason: 'quota-exhausted',
			processed: 'no',
			retryAt: began + 36_000 * SECOND,
		});
		expect(scene.clock.now()).toBe(began);
		expect(scene.server.arrivals).toHaveLength(1);
	});

	test('70b. a node, HubSpot’s daily limit: one send, all items on the error output with the time', async () => {
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(429, { status: 'error', message: 'daily limit', policyName: 'DAILY' }));
		const items = Array.from({ length: 3 }, (_, place) => contact(place));
		const { outputs } = await runHubSpot(server.url, UPSERT, items, {
			onError: 'continueErrorOutput',
		});
		await server.close();
		expect(server.arrivals).toHaveLength(1);
		expect(outputs[1]).toHaveLength(3);
		expect(json(outputs[1]).map(({ details }) => details)).toEqual(
			Array(3).fill(
				expect.objectContaining({
					reason: 'quota-exhausted',
					outcome: 'not done',
					retryAt: expect.stringMatching(/T/) as string,
				}),
			),
		);
	});
	const UPSERT = {
		operation: 'createOrUpdate',
		idProperty: 'email',
		idValue: '={{ $json.email }}',
		properties: { property: [{ name: 'email', value: '={{ $json.email }}' }] },
	};
});

describe('71', () => {
	const paced = (scope: Quota['scope']): Quota[] => [
		{ id: 'main', scope, windows: [{ name: 'ten', ms: 10 * SECOND, limit: 2 }] },
	];
	const keys = (account: string, credential: string) => ({
		quotaKeys: { account, credential },
	});

	/** Two clients of one process send two requests each: when the last one arrives. */
	async function lastOf(scope: Quota['scope'], ...accounts: Array<ReturnType<typeof keys>>) {
		scene.server.afterwards(reply(200));
		const clients = accounts.map((account) =>
			scene.client({ connection: { quotas: paced(scope), ...account } }),
		);
		await Promise.all(clients.flatMap((client) => [client.send(read()), client.send(read())]));
		return Math.max(...times());
	}

	test('71. two nodes with one account: one gate', async () => {
		expect(await lastOf('account', keys('a', '1'), keys('a', '1'))).toBe(10);
	});

	test('71b. two accounts: two gates', async () => {
		expect(await lastOf('account', keys('a', '1'), keys('b', '2'))).toBe(0);
	});

	test('71c. two credentials of one account share what counts by account', async () => {
		expect(await lastOf('account', keys('a', '1'), keys('a', '2'))).toBe(10);
	});

	test('71d. … and not what counts by credential', async () => {
		expect(await lastOf('credential', keys('a', '1'), keys('a', '2'))).toBe(0);
	});

	test.each([
		['HubSpot', connectHubSpot, { accessToken: 'pat-1', plan: 'free' }, { accessToken: 'pat-2' }],
		['Apollo', connectApollo, { apiKey: 'key-1', plan: 'free' }, { apiKey: 'key-2' }],
	])('71e. %s: credentials with the same Account are one account', (_, connect, first, second) => {
		const credential = { ...first, baseUrl: 'https://api.example.com', account: 'Acme' };
		const keysOf = (other: object) => {
			const connection = connect({ ...credential, ...other });
			return 'quotaKeys' in connection ? connection.quotaKeys : undefined;
		};
		expect(keysOf({})?.account).toBe(keysOf(second)?.account);
		expect(keysOf({})?.credential).not.toBe(keysOf(second)?.credential);
		expect(keysOf({ account: '' })?.account).not.toBe(keysOf({ ...second, account: '' })?.account);
	});
});

test('72. search is limited for 30 s: writes flow', async () => {
	const search: Quota = { id: 'search', scope: 'account', windows: [] };
	scene.server.answers(after(30)).afterwards(reply(200));
	const client = scene.client({ connection: { quotas: [open, search] } });
	const searching = client.send(read({ path: '/search', quotas: ['search'] }));
	await settle();
	while (scene.server.arrivals.length === 0) await new Promise((resolve) => setImmediate(resolve));
	const writes = Array.from({ length: 5 }, async () => await client.send(read({ path: '/write' })));
	await Promise.all([...writes, searching]);
	expect(scene.server.transcript).toEqual([
		'0 s: GET /search -> 429',
		...Array<string>(5).fill('0 s: GET /write -> 200'),
		'30 s: GET /search -> 200',
	]);
});

test('73. 3 left and 6 in flight: no further send until an answer says more', async () => {
	const told = (remaining: number, delayMs: number): Reply => ({
		...reply(200, {}, { 'x-remaining': String(remaining), 'x-reset': '60' }),
		delayMs,
	});
	const windows = [{ name: 'burst', ms: 60 * SECOND, limit: 100 }];
	scene.server
		.answers(told(3, 0), ...Array<Reply>(6).fill(told(0, SECOND)))
		.afterwards(told(50, 0));
	const client = scene.client({ connection: { quotas: [{ ...open, windows }] } });
	const seven = Array.from({ length: 7 }, async () => await client.send(read()));
	await seven[0];
	const eighth = await client.send(read({ path: '/eighth' }));
	expect((await Promise.all(seven)).every(({ ok }) => ok)).toBe(true);
	expect(eighth.ok).toBe(true);
	expect(scene.server.transcript).toEqual([
		...Array<string>(7).fill('0 s: GET /x -> 200'),
		'61 s: GET /eighth -> 200',
	]);
});

describe('76', () => {
	test('76. 10,000 random runs, of which some throw, are cancelled or refused: no slot stays taken', async () => {
		const chance = seeded(76);
		const clock = new FakeClock({ chance });
		const gate = new Gate(clock);
		const quotasOf = (): GateQuota[] => {
			const windows = [{ name: 'second', ms: SECOND, limit: 50 }];
			return ['a', 'b'].filter(() => chance() < 0.6).map((key) => ({ key, windows }));
		};
		const job = async () => {
			const stop = new AbortController();
			const entry = gate.enter(quotasOf(), {
				deadline: clock.monotonic() + 20 * SECOND * chance(),
				longestHoldMs: 10 * SECOND,
				...(chance() < 0.3 ? { signal: stop.signal } : {}),
			});
			if (chance() < 0.3) stop.abort();
			const entered = await entry;
			if (entered.kind !== 'entered') return;
			try {
				await clock.sleep(chance() * 300);
				if (chance() < 0.2) throw new Error('the job breaks');
			} catch {
				// What the client does when anything breaks: the slot is given back.
			} finally {
				const isLimited = chance() < 0.02;
				const hold = isLimited ? { hold: { ms: SECOND * chance() } } : {};
				gate.leave(entered.ticket, {
					counted: chance() < 0.9,
					readings: [],
					open: !isLimited,
					...hold,
				});
			}
		};
		for (let round = 0; round < 100; round += 1) {
			const jobs = Array.from({ length: 100 }, job);
			await clock.run();
			await Promise.all(jobs);
		}
		const states = [...gate['states'].values()];
		expect(states.length).toBeGreaterThan(0);
		expect(states.map(({ inFlight }) => inFlight)).toEqual(states.map(() => 0));
		expect([...gate['queues'].values()].flat()).toEqual([]);
		expect(clock.sleeping).toBe(0);
	});

	test('76b. a reader of the vendor throws: the slot is free for the next request', async () => {
		const windows = [{ name: 'second', ms: SECOND, limit: 1 }];
		scene.server.answers(reply(400, { message: 'bad' })).afterwards(reply(200));
		const connection = { quotas: [{ ...open, windows }] };
		const breaking = scene.client({ connection });
		Object.assign(breaking['parts'].connection, {
			vendor: {
				...breaking['parts'].connection.vendor,
				readError: () => {
					throw new Error('a slip');
				},
			},
		});
		expect((await breaking.send(read())).ok).toBe(false);
		expect((await scene.client({ connection }).send(read())).ok).toBe(true);
	});
});

test('77. a second client with another limit: the first keeps its own', async () => {
	scene.server.afterwards(reply(200));
	const limited = (limit: number, account: string) =>
		scene.client({
			connection: {
				quotas: [{ ...open, windows: [{ name: 'ten', ms: 10 * SECOND, limit }] }],
				quotaKeys: { account, credential: account },
			},
		});
	const first = limited(2, 'a');
	const second = limited(5, 'b');
	const sends = (client: typeof first, path: string, count: number) =>
		Array.from({ length: count }, async () => await client.send(read({ path })));
	await Promise.all([...sends(first, '/first', 4), ...sends(second, '/second', 5)]);
	const at = (path: string) =>
		scene.server.arrivals.filter((seen) => seen.path === path).map((seen) => seen.at / SECOND);
	expect(at('/first')).toEqual([0, 0, 10, 10]);
	expect(at('/second')).toEqual([0, 0, 0, 0, 0]);
});

test.each([3_600, -3_600])(
	'78. the system clock jumps by %i s during a hold of 30 s: 30 s',
	async (jump) => {
		scene.server
			.answers({ ...after(30), meanwhile: () => scene.clock.sleep(SECOND).then(leap) })
			.afterwards(reply(200));
		function leap() {
			scene.clock.wall += jump * SECOND;
		}
		expect((await scene.client({ connection: { quotas } }).send(read())).ok).toBe(true);
		expect(times()).toEqual([0, 30]);
	},
);
