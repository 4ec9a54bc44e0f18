import { connectApollo } from '../../nodes/Apollo/vendor';
import type { IDataObject } from 'n8n-workflow';
import { connectHubSpot, CRUD_QUOTAS, SEARCH_QUOTAS } from '../../nodes/HubSpot/vendor';
import { Gate, type GateQuota } from '../../nodes/shared/engine/gate/gate';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { ClientParts } from '../../nodes/shared/engine/client';
import type { LogSink } from '../../nodes/shared/engine/log/row';
import type { Outcome } from '../../nodes/shared/engine/outcome';
import type { ApiRequest, JsonValue } from '../../nodes/shared/engine/types';
import type { Quota } from '../../nodes/shared/engine/vendor';
import { FakeClock, seeded } from '../engine/support/fakeClock';
import { read } from '../engine/support/testVendor';
import { contact, json, runHubSpot } from '../nodes/support/setup';
import { mapped } from '../nodes/support/mapped';
import { recordFigure } from './figures';
import { FaultServer, reply, type Reply, type Seen } from './server/faultServer';
import { eachTest, type Scene } from './support/scene';

const SECOND = 1_000;
const after = (seconds: number) => reply(429, {}, { 'retry-after': String(seconds) });
const open: Quota = { id: 'main', scope: 'account', windows: [] };
const quotas = [open];

let scene: Scene;
eachTest((fresh) => (scene = fresh));

const UPSERT = {
	operation: 'createOrUpdate',
	fields: mapped({ email: '={{ $json.email }}' }, ['email']),
};
/** As HubSpot answers an upsert. */
const upserted = ({ body }: Seen) => {
	const { inputs } = JSON.parse(body) as { inputs: IDataObject[] };
	const results = inputs.map(({ properties, objectWriteTraceId }, place) => ({
		id: String(place),
		properties,
		objectWriteTraceId,
	}));
	return reply(200, { results });
};

const breaking = async () => await Promise.reject(new Error('it breaks'));
const breaks = () => {
	throw new Error('it breaks');
};
const brokenLog = (part: 'begin' | 'end'): LogSink => ({
	begin: () => 1,
	end: () => undefined,
	lost: 0,
	lastError: '',
	location: '',
	[part]: breaks,
});

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

		const reset = 10 + 2 * SECOND;
		const early = scene.server.arrivals.slice(5).filter(({ at }) => at < reset);
		expect(early).toEqual([]);
		expect(order).toHaveLength(40);
		expect(statuses().filter((status) => status === 429)).toHaveLength(1);
		const first = scene.server.arrivals.findIndex(({ at }) => at >= reset);
		expect(scene.server.arrivals[first]?.path).toBe('/2');
		const numbers = scene.server.arrivals.slice(first).map(({ path }) => Number(path.slice(1)));
		expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
	});

	/** 40 at once, for a limit of 5 a second; the third is answered 429 (2 s) after 10 ms. */
	async function fortyAtOnce() {
		const windows = [{ name: 'second', ms: SECOND, limit: 5 }];
		const limit: Reply = { ...after(2), delayMs: 10 };
		const slow: Reply = { ...reply(200), delayMs: 100 };
		scene.server.answers(slow, slow, limit, slow, slow).afterwards({ ...reply(200), delayMs: 5 });
		const client = scene.client({ connection: { quotas: [{ ...open, windows }] } });
		const all = Array.from({ length: 40 }, async (_, number) => {
			return await client.send(read({ path: `/${number}` }));
		});
		const outcomes = await Promise.all(all);
		expect(outcomes.filter(({ ok }) => ok)).toHaveLength(40);
		return scene.server.arrivals.slice(5);
	}
	const numbersOf = (arrivals: Seen[]) => arrivals.map(({ path }) => Number(path.slice(1)));

	test('65b. 40 at once for a limit of 5 a second, the third is answered 429 (2 s): nothing is sent for 2 s, then all, in order', async () => {
		const later = await fortyAtOnce();
		const early = later.filter(({ at }) => at < 10 + 2 * SECOND);
		recordFigure('sends-while-held', early.length);
		expect(early).toEqual([]);
		const queued = numbersOf(later).filter((number) => number !== 2);
		expect(queued).toEqual(Array.from({ length: 35 }, (_, place) => place + 5));
	});

	test('65c. … and the one that was answered 429 keeps its place before those that came later', async () => {
		expect(numbersOf(await fortyAtOnce())[0]).toBe(2);
	});

	test('65d. what was in flight when the 429 came may finish', async () => {
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

describe('68', () => {
	const windows = [{ name: 'ten', ms: 10 * SECOND, limit: 100 }];
	const connection = { quotas: [{ ...open, windows }] };

	test('68. 429 without a header, again and again, to two clients: waits of 10, 20 and 40 s for both', async () => {
		scene.server.answers(...Array<Reply>(4).fill(reply(429))).afterwards(reply(200));
		const clients = [1, 2].map(() => scene.client({ connection }));
		const outcomes = await Promise.all(clients.map(async (client) => await client.send(read())));
		expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
		expect(times()).toEqual([0, 0, 10, 30, 70, 70]);
	});

	test('68b. a request that comes later waits as long as the gate does, and does not begin anew', async () => {
		scene.server.answers(...Array<Reply>(3).fill(reply(429))).afterwards(reply(200));
		const first = scene.client({ connection }).send(read({ path: '/first' }));
		await scene.clock.sleep(31 * SECOND);
		const late = scene.client({ connection }).send(read({ path: '/late' }));
		expect((await Promise.all([first, late])).map(({ ok }) => ok)).toEqual([true, true]);
		expect(scene.server.transcript.slice(2)).toEqual([
			'30 s: GET /first -> 429',
			...['/first', '/late'].map((path) => `70 s: GET ${path} -> 200`),
		]);
	});

	test('68c. after a success the waits begin anew', async () => {
		const limited = reply(429);
		scene.server.answers(limited, limited, reply(200), limited).afterwards(reply(200));
		const client = scene.client({ connection });
		await client.send(read());
		await client.send(read());
		expect(times()).toEqual([0, 10, 30, 30, 40]);
	});
});

describe('69', () => {
	test.each([
		['69.', 10, 2, 10],
		['69b.', 2, 10, 11],
	])(
		'%s 429 (%i s), then, 1 s later, one (%i s) of a request that had left before: sent again at %i s',
		async (_, first, second, at) => {
			scene.server
				.answers(after(first), { ...after(second), delayMs: SECOND })
				.afterwards(reply(200));
			const client = scene.client({ connection: { quotas } });
			await Promise.all([client.send(read()), client.send(read())]);
			expect(Math.min(...times().slice(2))).toBe(at);
		},
	);
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

	const DAILY = reply(429, { policyName: 'DAILY' });
	const BURST = reply(429, { policyName: 'TEN_SECONDLY_ROLLING' }, { 'retry-after': '600' });

	test.each([
		['71f. one account and token, its burst is used up', 'a-1', 'a-1', BURST, 1],
		['71g. two accounts, the burst of one is used up', 'b-1', 'c-2', BURST, 2],
		['71h. two tokens of one account, its day is used up', 'd-1', 'd-2', DAILY, 1],
		['71i. two tokens of one account, the burst of one is used up', 'e-1', 'e-2', BURST, 2],
	])('%s: HubSpot nodes %s and %s', async (_, first, second, limit, sends) => {
		const server = await FaultServer.start(systemClock);
		server.answers(limit).afterwards(upserted);
		const run = async (name: string) =>
			await runHubSpot(server.url, { ...UPSERT, gtmOptions: { longestHold: 1 } }, [contact(1)], {
				credential: { accessToken: `pat-71-${name}`, account: `account 71-${name[0] ?? ''}` },
				onError: 'continueErrorOutput',
			});
		const limited = await run(first);
		const other = await run(second);
		await server.close();
		expect(json(limited.outputs[1])).toMatchObject([{ details: { reason: 'quota-exhausted' } }]);
		expect(server.arrivals).toHaveLength(sends);
		expect(other.outputs[sends === 1 ? 1 : 0]).toHaveLength(1);
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

describe('72', () => {
	/** Once the first request is answered: five writes, and the end of it all. */
	async function writesBesides(searching: Promise<Outcome>, write: () => Promise<Outcome>) {
		while (scene.gate['states'].size === 0 || !isHeld()) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		const writes = Array.from({ length: 5 }, write);
		const outcomes = await Promise.all([...writes, searching]);
		expect(outcomes.map(({ ok }) => ok)).toEqual(Array(6).fill(true));
	}
	const isHeld = () => [...scene.gate['states'].keys()].some((key) => scene.gate.heldMs(key) > 0);

	test('72. search is limited for 30 s: writes flow', async () => {
		const search: Quota = { id: 'search', scope: 'account', windows: [] };
		scene.server.answers(after(30)).afterwards(reply(200));
		const client = scene.client({ connection: { quotas: [open, search] } });
		await writesBesides(
			client.send(read({ path: '/search', quotas: ['search'] })),
			async () => await client.send(read({ path: '/write' })),
		);
		expect(scene.server.transcript).toEqual([
			'0 s: GET /search -> 429',
			...Array<string>(5).fill('0 s: GET /write -> 200'),
			'30 s: GET /search -> 200',
		]);
	});

	test.each([
		['72b.', 'SECONDLY', SEARCH_QUOTAS, CRUD_QUOTAS],
		['72c.', 'TEN_SECONDLY_ROLLING', CRUD_QUOTAS, SEARCH_QUOTAS],
	])(
		'%s HubSpot, policy %s: %j are held for 30 s, and %j flow',
		async (_, policyName, held, free) => {
			const limit = reply(429, { policyName }, { 'retry-after': '30' });
			scene.server.answers(limit).afterwards(reply(200));
			const connection = hubSpotAt(scene.server.url);
			const client = scene.client({ connection });
			await writesBesides(
				client.send(read({ path: '/held', quotas: held })),
				async () => await client.send(read({ path: '/free', quotas: free })),
			);
			expect(scene.server.transcript).toEqual([
				'0 s: GET /held -> 429',
				...Array<string>(5).fill('0 s: GET /free -> 200'),
				'30 s: GET /held -> 200',
			]);
		},
	);

	function hubSpotAt(baseUrl: string) {
		const connection = connectHubSpot({ baseUrl, accessToken: 'pat-72', plan: 'professional' });
		if ('message' in connection) throw new Error(connection.message);
		return connection;
	}
});

describe('73', () => {
	const told = (remaining: number, delayMs: number): Reply => ({
		...reply(200, {}, { 'x-remaining': String(remaining), 'x-reset': '60' }),
		delayMs,
	});
	const windows = [{ name: 'burst', ms: 60 * SECOND, limit: 100 }];

	test.each([
		[
			'73. 3 left and 6 in flight, whose answers say that nothing is left: the 8th waits for the reset',
			0,
			61,
		],
		['73b. … that 20 are left: the 8th leaves with the first of these answers', 20, 1],
	])('%s', async (_, left, at) => {
		scene.server
			.answers(told(3, 0), ...Array<Reply>(6).fill(told(left, SECOND)))
			.afterwards(told(50, 0));
		const client = scene.client({ connection: { quotas: [{ ...open, windows }] } });
		const seven = Array.from({ length: 7 }, async () => await client.send(read()));
		await seven[0];
		const eighth = client.send(read({ path: '/eighth' }));
		const outcomes = await Promise.all([...seven, eighth]);
		expect(outcomes.map(({ ok }) => ok)).toEqual(Array(8).fill(true));
		expect(scene.server.transcript).toEqual([
			...Array<string>(7).fill('0 s: GET /x -> 200'),
			`${at} s: GET /eighth -> 200`,
		]);
	});
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

	const endless: Record<string, JsonValue> = {};
	endless.own = endless;

	test.each<[string, Partial<ClientParts>, Partial<ApiRequest>]>([
		['its body cannot be written as JSON', {}, { method: 'POST', body: endless }],
		['its address cannot be read', {}, { path: 'http://[' }],
		['the transport', { transport: { send: async () => await breaking() } }, {}],
		['the log, before the send', { log: brokenLog('begin') }, {}],
		['the log, after the send', { log: brokenLog('end') }, {}],
	])(
		'76c. a request breaks while it holds the only slot (%s): the next one is sent',
		async (_, parts, request) => {
			const windows = [{ name: 'second', ms: SECOND, limit: 1 }];
			const connection = { quotas: [{ ...open, windows }] };
			scene.server.afterwards(reply(200));
			const broken = scene.client({ connection, parts }).send(read(request));
			await broken.catch(() => undefined);
			const next = scene.client({ connection, settings: { deadline: 60 * SECOND } });
			expect((await next.send(read())).ok).toBe(true);
		},
	);
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

describe('77', () => {
	test('77b. … also where both have one account', async () => {
		scene.server.afterwards(reply(200));
		const limited = (limit: number) =>
			scene.client({
				connection: { quotas: [{ ...open, windows: [{ name: 'ten', ms: 10 * SECOND, limit }] }] },
			});
		const first = limited(2);
		await first.send(read());
		await first.send(read());
		const second = limited(5);
		await second.send(read());
		await first.send(read({ path: '/third' }));
		expect(scene.server.transcript.at(-1)).toBe('10 s: GET /third -> 200');
	});
});

describe('78', () => {
	/** Lets the system clock jump one second after the request has arrived. */
	const jumping = (told: Reply, seconds: number): Reply => ({
		...told,
		meanwhile: () => {
			void scene.clock.sleep(SECOND).then(() => {
				scene.clock.wall += seconds * SECOND;
			});
		},
	});

	describe.each([3_600, -3_600])('by %i s', (jump) => {
		let wall: number;
		beforeEach(() => {
			({ wall } = scene.clock);
		});
		afterEach(() => expect(scene.clock.wall).toBe(wall + jump * SECOND));

		test('78. the system clock jumps during a hold of 30 s: 30 s', async () => {
			scene.server.answers(jumping(after(30), jump)).afterwards(reply(200));
			expect((await scene.client({ connection: { quotas } }).send(read())).ok).toBe(true);
			expect(times()).toEqual([0, 30]);
		});

		test('78b. … during a hold until a date, 30 s ahead: 30 s', async () => {
			const date = new Date(scene.clock.now()).toUTCString();
			const until = new Date(scene.clock.now() + 30 * SECOND).toUTCString();
			const limit = reply(429, {}, { date, 'retry-after': until });
			scene.server.answers(jumping(limit, jump)).afterwards(reply(200));
			expect((await scene.client({ connection: { quotas } }).send(read())).ok).toBe(true);
			expect(times()).toEqual([0, 30]);
		});

		test('78c. … while a window of 10 s is full: 10 s', async () => {
			const windows = [{ name: 'ten', ms: 10 * SECOND, limit: 1 }];
			scene.server.answers(jumping(reply(200), jump)).afterwards(reply(200));
			const client = scene.client({ connection: { quotas: [{ ...open, windows }] } });
			await client.send(read());
			await client.send(read());
			expect(times()).toEqual([0, 10]);
		});

		test('78d. … during the pause of 4 s after a 500: 4 s, and the deadline in 5 s holds', async () => {
			scene.server.answers(jumping(reply(500), jump)).afterwards(reply(200));
			const settings = { firstWaitMs: 4 * SECOND, deadline: 5 * SECOND };
			const client = scene.client({ connection: { quotas }, settings });
			expect((await client.send(read())).ok).toBe(true);
			expect(times()).toEqual([0, 4]);
		});
	});
});
