import {
	Client,
	type ClientParts,
	type ClientSettings,
	type Failure,
	type Outcome,
} from '../../nodes/shared/engine/client';
import { explain } from '../../nodes/shared/engine/explain';
import { Gate, type Wait } from '../../nodes/shared/engine/gate/gate';
import { createRedactor } from '../../nodes/shared/engine/log/redact';
import { createTransport } from '../../nodes/shared/engine/transport';
import type { Transport } from '../../nodes/shared/engine/types';
import type { Connection, Renewal } from '../../nodes/shared/engine/vendor';
import { FakeClock, seeded } from './support/fakeClock';
import { MemoryLog } from './support/memoryLog';
import { reply, reset, resetUnread, FaultServer } from '../conformance/server/faultServer';
import { acme, connectionTo, create, openQuota, read, SECRET, vendor } from './support/testVendor';

const MINUTE = 60_000;

const SETTINGS: ClientSettings = {
	retries: 5,
	firstWaitMs: 1_000,
	longestWaitMs: 5 * MINUTE,
	longestHoldMs: 65 * MINUTE,
	stopWhenLimited: false,
	deadline: Infinity,
	timeoutMs: 5_000,
	retryBudget: { share: 0.2, least: 50 },
	trace: true,
};

interface Change {
	settings?: Partial<ClientSettings>;
	connection?: Partial<Connection>;
	parts?: Partial<ClientParts>;
}

class Scene {
	readonly gate: Gate;
	readonly log = new MemoryLog();
	readonly waits: Array<Wait & { operation: string }> = [];
	/** The real transport; time stands still while it works. */
	readonly transport: Transport;

	constructor(
		readonly clock: FakeClock,
		readonly server: FaultServer,
	) {
		this.gate = new Gate(clock);
		const real = createTransport();
		this.transport = {
			send: async (request, signal) => await clock.busy(real.send(request, signal)),
		};
		clock.autoAdvance();
	}

	client({ settings = {}, connection = {}, parts = {} }: Change = {}): Client {
		return new Client(
			{
				connection: connectionTo(this.server.url, connection),
				transport: this.transport,
				gate: this.gate,
				clock: this.clock,
				log: this.log,
				redact: createRedactor([SECRET]),
				run: { execution: 'execution-1', workflow: 'workflow-1', node: 'Acme' },
				onWait: (wait) => this.waits.push(wait),
				...parts,
			},
			{ ...SETTINGS, ...settings },
		);
	}

	expectNothingInFlight(): void {
		expect([...this.gate['states'].values()].map(({ inFlight }) => inFlight)).toEqual(
			[...this.gate['states'].values()].map(() => 0),
		);
		expect([...this.gate['queues'].values()].flat()).toEqual([]);
	}
}

let scene: Scene;
let server: FaultServer;
let clock: FakeClock;

beforeEach(async () => {
	clock = new FakeClock();
	server = await FaultServer.start(clock);
	scene = new Scene(clock, server);
});

afterEach(async () => {
	await server.close();
});

function failed(outcome: Outcome): Failure {
	if (outcome.ok) throw new Error(`it went well with ${outcome.status}`);
	return outcome;
}

const after = (seconds: string) => ({ 'retry-after': seconds });

describe('faults of the provider', () => {
	it('GET 500, 500, 500, 200: waits 1, 2, 4 s', async () => {
		server.answers(reply(500), reply(500), reply(500), reply(200, { id: 7 }));
		const outcome = await scene.client().send(read());
		expect(outcome).toMatchObject({ ok: true, status: 200, data: { id: 7 } });
		expect(server.transcript).toEqual([
			'0 s: GET /x -> 500',
			'1 s: GET /x -> 500',
			'3 s: GET /x -> 500',
			'7 s: GET /x -> 200',
		]);
	});

	it('the waits are up to a fifth longer by chance', async () => {
		clock.chance = seeded(7);
		server.answers(reply(500), reply(500), reply(500), reply(200));
		await scene.client().send(read());
		const times = server.arrivals.map(({ at }) => at);
		[1_000, 2_000, 4_000].forEach((plain, place) => {
			const wait = times[place + 1] - times[place];
			expect(wait).toBeGreaterThan(plain);
			expect(wait).toBeLessThanOrEqual(plain * 1.2);
		});
	});

	it('GET 500 for ever, 5 retries: 6 sends, and the failure lists them', async () => {
		server.afterwards(reply(500, { message: 'boom', requestId: 'r1' }));
		const failure = failed(await scene.client().send(read()));
		expect(server.arrivals).toHaveLength(6);
		expect(failure).toMatchObject({
			reason: 'retries-used-up',
			status: 500,
			error: { message: 'boom', requestId: 'r1' },
			logId: 6,
		});
		expect(failure.attempts).toEqual(
			Array.from({ length: 6 }, () => ({ status: 500, reason: 'server-error' })),
		);
	});

	it('no retries: one send', async () => {
		server.afterwards(reply(500));
		await scene.client({ settings: { retries: 0 } }).send(read());
		expect(server.arrivals).toHaveLength(1);
	});

	it('POST search 500, 200: repeated like a read', async () => {
		server.answers(reply(500), reply(200));
		const outcome = await scene.client().send(read({ method: 'POST', body: { q: 'a' } }));
		expect(outcome.ok).toBe(true);
		expect(server.arrivals.map(({ body }) => body)).toEqual(['{"q":"a"}', '{"q":"a"}']);
	});

	it('GET 200 with a cut body, then 200: repeated', async () => {
		server.answers({ status: 200, body: { id: 1 }, cut: true }, reply(200, { id: 1 }));
		expect(await scene.client().send(read())).toMatchObject({ ok: true, data: { id: 1 } });
		expect(scene.log.rows.map(({ reason }) => reason)).toEqual(['cut-body', 'ok']);
	});

	it('GET 200 with an HTML page, then 200: repeated, with the page in the log', async () => {
		server.answers(
			reply(200, '<html>Bad gateway</html>', { 'content-type': 'text/html' }),
			reply(200),
		);
		expect(await scene.client().send(read())).toMatchObject({ ok: true });
		expect(scene.log.rows[0]).toMatchObject({
			reason: 'not-json',
			errorBody: '<html>Bad gateway</html>',
		});
	});

	it('GET reset, reset, 200: repeated', async () => {
		server.answers(reset, resetUnread, reply(200));
		expect(await scene.client().send(read())).toMatchObject({ ok: true });
		expect(server.arrivals).toHaveLength(3);
	});

	it('GET to a port where nobody listens: 6 attempts, surely not processed', async () => {
		await server.close();
		const failure = failed(await scene.client().send(create()));
		expect(failure).toMatchObject({ reason: 'retries-used-up', status: 0, processed: 'no' });
		expect(failure.attempts).toHaveLength(6);
		server = await FaultServer.start(clock);
	});

	it('500 with Retry-After 7: waits 7 s', async () => {
		server.answers(reply(500, {}, after('7')), reply(200));
		await scene.client().send(read());
		expect(server.transcript).toEqual(['0 s: GET /x -> 500', '7 s: GET /x -> 200']);
	});

	it('500 with Retry-After 600, longest wait 5 min: ends at once, and says when to come back', async () => {
		server.answers(reply(500, {}, after('600')));
		const failure = failed(await scene.client().send(read()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure.retryAt).toBe(clock.now() + 600_000);
	});

	it('longest wait 3 s: the growing pauses keep it too: 1, 2, 3, 3, 3 s', async () => {
		server.afterwards(reply(500));
		await scene.client({ settings: { longestWaitMs: 3_000 } }).send(read());
		expect(server.arrivals.map(({ at }) => at / 1000)).toEqual([0, 1, 3, 6, 9, 12]);
	});

	it('two retries allowed in the run: the third request in need gets none', async () => {
		server.afterwards(reply(500));
		const client = scene.client({ settings: { retryBudget: { share: 0, least: 2 } } });
		const failure = failed(await client.send(read()));
		expect(failure.reason).toBe('retry-budget-used-up');
		expect(server.arrivals).toHaveLength(3);
		expect(failed(await client.send(read())).reason).toBe('retry-budget-used-up');
		expect(server.arrivals).toHaveLength(4);
	});

	it('1,000 requests that all get 500, budget 20 %: at most 1,250 sends', async () => {
		const clock2 = new FakeClock();
		let sends = 0;
		const transport: Transport = {
			send: async () => {
				sends += 1;
				return await Promise.resolve({
					kind: 'answer',
					status: 500,
					headers: {},
					text: '',
					bytes: 0,
					durationMs: 1,
				});
			},
		};
		const client = scene.client({ parts: { clock: clock2, gate: new Gate(clock2), transport } });
		const all = Promise.all(Array.from({ length: 1_000 }, async () => await client.send(read())));
		await clock2.run();
		await all;
		expect(sends).toBeGreaterThanOrEqual(1_000);
		expect(sends).toBeLessThanOrEqual(1_250);
	});
});

describe('a create', () => {
	it('POST, reset after it was read: 1 send, unknown outcome', async () => {
		server.answers(reset);
		const failure = failed(await scene.client().send(create()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure).toMatchObject({ reason: 'unknown-outcome', processed: 'unknown' });
	});

	it.each([500, 502, 503, 504, 408])('POST %i: 1 send, unknown outcome', async (status) => {
		server.answers(reply(status));
		const failure = failed(await scene.client().send(create()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure).toMatchObject({ reason: 'unknown-outcome', processed: 'unknown', status });
	});

	it('POST 201 with a cut body: 1 send, unknown outcome', async () => {
		server.answers({ status: 201, body: { id: 1 }, cut: true });
		const failure = failed(await scene.client().send(create()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure).toMatchObject({ reason: 'unknown-outcome', processed: 'unknown', status: 201 });
	});

	it('POST 429 (2 s), hold 2 s, POST 201: resent once', async () => {
		server.answers(reply(429, {}, after('2')), reply(201, { id: 1 }));
		expect(await scene.client().send(create())).toMatchObject({ ok: true, status: 201 });
		expect(server.transcript).toEqual(['0 s: POST /x -> 429', '2 s: POST /x -> 201']);
	});

	it('POST 423, POST 201: locked is not processed, so it is repeated', async () => {
		server.answers(reply(423), reply(201));
		expect(await scene.client().send(create())).toMatchObject({ ok: true });
		expect(server.arrivals).toHaveLength(2);
	});

	it('POST 423 for ever: surely not processed', async () => {
		server.afterwards(reply(423));
		const failure = failed(await scene.client().send(create()));
		expect(failure).toMatchObject({ reason: 'retries-used-up', processed: 'no' });
	});

	it('POST 400: 1 send, surely not processed', async () => {
		server.answers(reply(400, { message: 'no name' }));
		const failure = failed(await scene.client().send(create()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure).toMatchObject({
			reason: 'bad-request',
			processed: 'no',
			error: { message: 'no name' },
		});
	});

	it('an upsert, reset after it was read, then 200: repeated with the same body', async () => {
		server.answers(reset, reply(200));
		expect(await scene.client().send(create({ safeToRepeat: true }))).toMatchObject({ ok: true });
		expect(server.arrivals.map(({ body }) => body)).toEqual(['{"name":"Ada"}', '{"name":"Ada"}']);
	});

	it('POST 500 with an explanation: the text does not claim that the connection broke', async () => {
		server.answers(reply(500, { message: 'internal' }));
		const failure = failed(await scene.client().send(create()));
		expect(explain(failure, 'Acme').description).not.toMatch(/connection broke/);
	});
});

describe('errors that are ours to fix', () => {
	it.each([400, 402, 403, 404, 405, 409, 410, 413, 414, 415, 422, 451, 501])(
		'GET %i: 1 send',
		async (status) => {
			server.afterwards(reply(status, { message: 'because' }));
			const failure = failed(await scene.client().send(read()));
			expect(server.arrivals).toHaveLength(1);
			expect(failure).toMatchObject({ status, error: { message: 'because' }, processed: 'no' });
		},
	);

	it("a secret in the vendor's message does not reach the error", async () => {
		server.answers(
			reply(403, { message: `key ${SECRET} is not allowed`, code: SECRET, requestId: SECRET }),
		);
		const failure = failed(await scene.client().send(read()));
		expect(JSON.stringify(failure)).not.toContain(SECRET);
		expect(failure.error.message).toContain('is not allowed');
	});
});

describe('401', () => {
	it('without a way to renew: 1 send', async () => {
		server.afterwards(reply(401));
		const failure = failed(await scene.client().send(read()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure.reason).toBe('unauthorized');
	});

	function renewing(outcome: Renewal | Error) {
		let token = 'token-old-12345';
		const authentication = {
			refreshes: 0,
			headers: async () => await Promise.resolve({ authorization: `Bearer ${token}` }),
			refresh: async () => {
				authentication.refreshes += 1;
				token = 'token-new-12345';
				if (outcome instanceof Error) throw outcome;
				return await Promise.resolve(outcome);
			},
		};
		return authentication;
	}

	it('401, refresh, 200: the second send carries the new token', async () => {
		server.answers(reply(401), reply(200));
		const authentication = renewing('renewed');
		expect(await scene.client({ connection: { authentication } }).send(create())).toMatchObject({
			ok: true,
		});
		expect(authentication.refreshes).toBe(1);
		expect(server.arrivals.map(({ headers }) => headers.authorization)).toEqual([
			'Bearer token-old-12345',
			'Bearer token-new-12345',
		]);
	});

	it('401 for ever: 2 sends and 1 refresh', async () => {
		server.afterwards(reply(401));
		const authentication = renewing('renewed');
		const failure = failed(await scene.client({ connection: { authentication } }).send(read()));
		expect(server.arrivals).toHaveLength(2);
		expect(authentication.refreshes).toBe(1);
		expect(failure).toMatchObject({ reason: 'unauthorized', status: 401 });
	});

	it('a token that another request got has expired as well: it is renewed', async () => {
		server.answers(reply(401), reply(401), reply(200));
		const authentication = renewing('other');
		const sent = await scene.client({ connection: { authentication } }).send(create());
		expect(sent.ok).toBe(true);
		expect(authentication.refreshes).toBe(2);
	});

	it('a new token that expires while the request is held is renewed once more', async () => {
		server.answers(reply(401), reply(429, {}, after('90')), reply(401), reply(200));
		const authentication = renewing('renewed');
		const sent = await scene.client({ connection: { authentication } }).send(create());
		expect(sent.ok).toBe(true);
		expect(authentication.refreshes).toBe(2);
	});

	it('others get tokens again and again, and none is taken: the tries end', async () => {
		server.afterwards(reply(401));
		const authentication = renewing('other');
		const failure = failed(await scene.client({ connection: { authentication } }).send(read()));
		expect(failure.reason).toBe('unauthorized');
		expect(server.arrivals).toHaveLength(6);
	});

	it('the refresh gives nothing new: 1 send', async () => {
		server.afterwards(reply(401));
		const authentication = renewing('none');
		const failure = failed(await scene.client({ connection: { authentication } }).send(read()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure.reason).toBe('unauthorized');
	});

	it('the refresh throws: a failure, not an exception', async () => {
		server.afterwards(reply(401));
		const authentication = renewing(new Error('the token server is down'));
		const failure = failed(await scene.client({ connection: { authentication } }).send(read()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure.reason).toBe('unauthorized');
		scene.expectNothingInFlight();
	});
});

describe('limits', () => {
	it('GET 429 (2 s), hold 2 s, GET 200: not an attempt', async () => {
		server.answers(reply(429, {}, after('2')), reply(200));
		const client = scene.client({ settings: { retries: 0 } });
		expect(await client.send(read())).toMatchObject({ ok: true });
		expect(server.transcript).toEqual(['0 s: GET /x -> 429', '2 s: GET /x -> 200']);
		expect(client.totals).toMatchObject({ sends: 2, retries: 0, rateLimited: 1, heldMs: 2_000 });
	});

	it('429 ten times with 3 retries: still ends in success', async () => {
		server.answers(...Array.from({ length: 10 }, () => reply(429, {}, after('1'))), reply(200));
		const outcome = await scene.client({ settings: { retries: 3 } }).send(read());
		expect(outcome.ok).toBe(true);
		expect(server.arrivals).toHaveLength(11);
	});

	it('429 for ever: stops after 20 holds, with that reason', async () => {
		server.afterwards(reply(429, {}, after('1')));
		const failure = failed(await scene.client().send(read()));
		expect(failure.reason).toBe('held-too-often');
		expect(server.arrivals).toHaveLength(21);
		expect(() => explain(failure, 'Acme')).not.toThrow();
	});

	it('429 without a time: 10, 20, 40 s', async () => {
		server.answers(reply(429), reply(429), reply(429), reply(200));
		await scene.client().send(read());
		expect(server.arrivals.map(({ at }) => at / 1000)).toEqual([0, 10, 30, 70]);
	});

	it('429 whose headers say remaining 0, reset in 4 s: hold 4 s', async () => {
		server.answers(reply(429, {}, { 'x-remaining': '0', 'x-reset': '4' }), reply(200));
		await scene.client().send(read());
		expect(server.transcript).toEqual(['0 s: GET /x -> 429', '4 s: GET /x -> 200']);
	});

	it('a cut 429: hold', async () => {
		server.answers({ status: 429, cut: true, body: {} }, reply(200));
		expect(await scene.client().send(create())).toMatchObject({ ok: true });
		expect(server.arrivals.map(({ at }) => at)).toEqual([0, 10_000]);
	});

	it('503 with Retry-After 3: hold 3 s', async () => {
		server.answers(reply(503, {}, after('3')), reply(200));
		await scene.client({ settings: { retries: 0 } }).send(read());
		expect(server.transcript).toEqual(['0 s: GET /x -> 503', '3 s: GET /x -> 200']);
	});

	it('429 that names a quota which the request is not on: held, not sent again at once', async () => {
		const search = { id: 'search', scope: 'account', windows: [{ name: 's', ms: 1_000 }] } as const;
		server.answers(reply(429, { quota: 'search', ms: 5_000 }), reply(200));
		const quotas = [openQuota, { ...search, windows: [...search.windows] }];
		await scene.client({ connection: { quotas } }).send(read({ quotas: ['main'] }));
		expect(server.transcript).toEqual(['0 s: GET /x -> 429', '5 s: GET /x -> 200']);
	});

	it('pacing is off: a 429 holds all the same', async () => {
		server.answers(reply(429, {}, after('2')), reply(200));
		await scene.client({ connection: { quotas: [] } }).send(read());
		expect(server.transcript).toEqual(['0 s: GET /x -> 429', '2 s: GET /x -> 200']);
	});

	it('the day is used up: ends at once, with the time of the reset', async () => {
		const day = {
			id: 'main',
			scope: 'account' as const,
			windows: [{ name: 'day', ms: 86_400_000 }],
		};
		server.afterwards(reply(429, {}, { 'x-day-remaining': '0', 'x-day-reset': '36000' }));
		const failure = failed(await scene.client({ connection: { quotas: [day] } }).send(read()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure).toMatchObject({
			reason: 'quota-exhausted',
			status: 429,
			retryAt: clock.now() + 36_000_000,
		});
	});

	it('"When Rate-Limited: Stop", 429: ends at once, and names the setting', async () => {
		server.afterwards(reply(429, { message: 'slow down' }, after('2')));
		const client = scene.client({ settings: { stopWhenLimited: true } });
		const failure = failed(await client.send(read()));
		expect(server.arrivals).toHaveLength(1);
		expect(failure.reason).toBe('rate-limited');
		expect(explain(failure, 'Acme').description).toContain('When Rate-Limited');
	});

	it('"When Rate-Limited: Stop" is about answers: the pacing of a documented window goes on', async () => {
		const five = {
			id: 'main',
			scope: 'account' as const,
			windows: [{ name: 'second', ms: 1_000, limit: 5 }],
		};
		server.afterwards(reply(200));
		const client = scene.client({
			settings: { stopWhenLimited: true },
			connection: { quotas: [five] },
		});
		const outcomes = await Promise.all(
			Array.from({ length: 12 }, async () => await client.send(read())),
		);
		expect(outcomes.filter(({ ok }) => ok)).toHaveLength(12);
	});

	it('search is held for 5 s, CRUD flows', async () => {
		const quota = (id: string) => ({ id, scope: 'account' as const, windows: [] });
		const client = scene.client({ connection: { quotas: [quota('search'), quota('crud')] } });
		server.afterwards(({ path }, place) =>
			path === '/search' && place === 0 ? reply(429, {}, after('5')) : reply(200),
		);
		const search = client.send(read({ path: '/search', quotas: ['search'] }));
		const crud = client.send(read({ path: '/crud', quotas: ['crud'] }));
		await Promise.all([search, crud]);
		const arrived = Object.fromEntries(server.arrivals.map(({ path, at }) => [path, at]));
		expect(arrived).toEqual({ '/search': 5_000, '/crud': 0 });
	});

	it('two accounts, two gates; two credentials of one account share what is the account’s', async () => {
		const quotas = [
			{ id: 'account', scope: 'account' as const, windows: [] },
			{ id: 'credential', scope: 'credential' as const, windows: [] },
		];
		const client = (account: string, credential: string) =>
			scene.client({ connection: { quotas, quotaKeys: { account, credential } } });
		server.answers(reply(429, {}, after('5'))).afterwards(reply(200));
		const at = async (one: Client, quota: string) => {
			const before = server.arrivals.length;
			await one.send(read({ quotas: [quota] }));
			return server.arrivals[before]?.at;
		};
		const held = client('A', 'a1').send(read({ quotas: ['account'] }));
		while (scene.gate.heldMs('Acme/A/account') === 0) await new Promise(setImmediate);
		expect(await at(client('B', 'b1'), 'account')).toBeLessThan(5_000);
		expect(await at(client('A', 'a2'), 'credential')).toBeLessThan(5_000);
		await held;
		expect(server.arrivals.at(-1)?.at).toBe(5_000);
	});
});

describe('the deadline and the stop button', () => {
	it('500 with Retry-After 90, deadline in 40 s: fails now and says both', async () => {
		server.afterwards(reply(500, {}, after('90')));
		const client = scene.client({ settings: { deadline: clock.monotonic() + 40_000 } });
		const failure = failed(await client.send(read()));
		expect(clock.monotonic()).toBe(0);
		expect(failure.reason).toBe('deadline');
		const { message, description } = explain(failure, 'Acme');
		expect(`${message} ${description}`).toMatch(/90 s/);
		expect(`${message} ${description}`).toMatch(/40 s/);
	});

	it('429 (90 s), deadline in 40 s: fails now', async () => {
		server.afterwards(reply(429, {}, after('90')));
		const client = scene.client({ settings: { deadline: clock.monotonic() + 40_000 } });
		expect(failed(await client.send(read())).reason).toBe('deadline');
		expect(clock.monotonic()).toBe(0);
	});

	it('500 for ever, deadline in 5 s: never passes it', async () => {
		server.afterwards(reply(500));
		const client = scene.client({ settings: { deadline: clock.monotonic() + 5_000 } });
		expect(failed(await client.send(read())).reason).toBe('deadline');
		expect(server.transcript).toEqual([
			'0 s: GET /x -> 500',
			'1 s: GET /x -> 500',
			'3 s: GET /x -> 500',
		]);
		expect(clock.monotonic()).toBeLessThanOrEqual(5_000);
	});

	it('cancel in the pause after a fault: no more sends', async () => {
		const stop = new AbortController();
		server.afterwards(reply(500));
		const client = scene.client({ parts: { signal: stop.signal } });
		void clock.sleep(1_500).then(() => stop.abort());
		const failure = failed(await client.send(read()));
		expect(failure.reason).toBe('cancelled');
		expect(server.arrivals.map(({ at }) => at)).toEqual([0, 1_000]);
		expect(clock.monotonic()).toBe(1_500);
	});

	it('cancel in a 30 s hold: settles at once, no more sends', async () => {
		const stop = new AbortController();
		server.afterwards(reply(429, {}, after('30')));
		const client = scene.client({ parts: { signal: stop.signal } });
		void clock.sleep(1_000).then(() => stop.abort());
		expect(failed(await client.send(create()))).toMatchObject({
			reason: 'cancelled',
			processed: 'no',
		});
		expect(server.arrivals).toHaveLength(1);
		expect(clock.monotonic()).toBe(1_000);
		scene.expectNothingInFlight();
	});

	it.each([
		['read', 'cancelled', 'no', read()],
		['create', 'unknown-outcome', 'unknown', create()],
	] as const)('cancel while a %s is under way: %s, %s', async (_, reason, processed, request) => {
		const stop = new AbortController();
		server.answers({ ...reply(200), meanwhile: () => stop.abort(), delayMs: 1_000 });
		const client = scene.client({ parts: { signal: stop.signal } });
		expect(failed(await client.send(request))).toMatchObject({ reason, processed });
		expect(scene.log.rows).toMatchObject([{ ended: true, status: 0 }]);
		scene.expectNothingInFlight();
	});

	it('cancelled before: nothing is sent', async () => {
		const client = scene.client({ parts: { signal: AbortSignal.abort() } });
		expect(failed(await client.send(create()))).toMatchObject({
			reason: 'cancelled',
			processed: 'no',
		});
		expect(server.arrivals).toEqual([]);
	});
});

describe('the record', () => {
	it('k sends, k rows: each begun before its send arrives, ended afterwards, found by its span id', async () => {
		server.answers(reply(500), reply(429, {}, after('2')), reply(200));
		const { log } = scene;
		for (const [place, told] of server['replies'].entries()) {
			told.meanwhile = () => log.events.push(`arrive ${place + 1}`);
		}
		await scene.client().send(read());
		expect(log.sends).toHaveLength(server.arrivals.length);
		expect(log.rows.every(({ ended }) => ended)).toBe(true);
		const sent = server.arrivals.map(({ headers }) => headers.traceparent);
		expect(sent).toEqual(log.sends.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`));
		expect(new Set(log.sends.map(({ spanId }) => spanId)).size).toBe(3);
		expect(new Set(log.sends.map(({ traceId }) => traceId)).size).toBe(1);
		const order = log.events.filter((event) => !event.endsWith(' 3') || event.startsWith('arrive'));
		expect(order.slice(0, 6)).toEqual([
			'begin 1',
			'arrive 1',
			'end 1',
			'begin 2',
			'arrive 2',
			'end 2',
		]);
	});

	it('each row has attempt, status, outcome, reason, wait and why', async () => {
		server.answers(reply(500), reply(429, {}, after('2')), reply(200));
		await scene.client().send(read());
		expect(
			scene.log.sends.map(({ attempt, status, outcome, reason, waitedMs, waitReason }) => [
				attempt,
				status,
				outcome,
				reason,
				waitedMs,
				waitReason,
			]),
		).toEqual([
			[1, 500, 'retry', 'server-error', 0, ''],
			[2, 429, 'hold', 'rate-limited', 1_000, 'server-error'],
			[3, 200, 'done', 'ok', 2_000, 'quota-hold'],
		]);
	});

	it('a row names the run, the operation and the place, without values', async () => {
		server.answers(reply(200, { id: 1 }, { 'x-request-id': 'req-9', 'x-remaining': '41' }));
		await scene.client().send(
			read({
				path: '/things/ada@example.com',
				pathTemplate: '/things/{email}',
				query: { q: 'ada@example.com' },
				records: 3,
				keyFields: { id: '7' },
			}),
		);
		expect(server.arrivals[0]?.path).toBe('/things/ada@example.com?q=ada%40example.com');
		expect(JSON.stringify(scene.log.rows)).not.toContain('ada');
		expect(scene.log.rows).toMatchObject([
			{
				execution: 'execution-1',
				workflow: 'workflow-1',
				node: 'Acme',
				vendor: 'Acme',
				account: 'acme-account',
				operation: 'thing.get',
				method: 'GET',
				path: '/things/{email}',
				records: 3,
				keyFields: '{"id":"7"}',
				requestId: 'req-9',
				quotaLeft: 'burst=41',
				errorBody: '',
				responseBytes: 8,
			},
		]);
	});

	it('a hold is visible while it lasts: a row of attempt 0, and a message', async () => {
		server.answers(reply(429, {}, after('30')), reply(200));
		await scene.client().send(read());
		expect(scene.log.holds).toMatchObject([
			{ attempt: 0, method: '', spanId: '', waitedMs: 30_000, outcome: 'hold', ended: true },
		]);
		expect(scene.waits).toEqual([{ ms: 30_000, reason: 'quota-hold', operation: 'thing.get' }]);
	});

	it('a secret in an error answer is not in the log', async () => {
		server.afterwards(
			reply(400, {
				message: `key ${SECRET}`,
				requestId: SECRET,
				encoded: encodeURIComponent(SECRET),
				base64: Buffer.from(SECRET).toString('base64'),
			}),
		);
		await scene.client().send(read({ path: `/x/${SECRET}`, keyFields: { key: SECRET } }));
		const text = JSON.stringify(scene.log.rows);
		expect(text).not.toContain(SECRET);
		expect(text).not.toContain(Buffer.from(SECRET).toString('base64'));
		expect(text).toContain('[redacted]');
	});

	it('a 5 MB error page: 2 KB of it, with its full length', async () => {
		const page = 'x'.repeat(5 * 1024 * 1024);
		server.afterwards(reply(400, page));
		await scene.client().send(read());
		const { errorBody = '' } = scene.log.rows[0] ?? {};
		expect(errorBody.length).toBeLessThan(2_100);
		expect(errorBody).toContain(String(page.length));
	});

	it('a secret across the border of the 2 KB does not survive as a half', async () => {
		for (const shift of [5, 8, 15, 23]) {
			server.answers(reply(400, 'x'.repeat(2_048 - shift) + SECRET + 'y'.repeat(500)));
			await scene.client().send(read());
			expect(scene.log.rows.at(-1)?.errorBody).not.toContain(SECRET.slice(0, shift));
		}
	});

	it('trace off: no traceparent', async () => {
		server.answers(reply(200));
		await scene.client({ settings: { trace: false } }).send(read());
		expect(server.arrivals[0]?.headers.traceparent).toBeUndefined();
	});

	it('the log is off: everything works', async () => {
		server.answers(reply(429, {}, after('2')), reply(200));
		const { log: _, ...rest } = scene.client()['parts'];
		expect(await new Client(rest, SETTINGS).send(read())).toMatchObject({ ok: true, logId: 0 });
	});

	it('rows lost before this run are not counted to it', async () => {
		server.afterwards(reply(200));
		scene.log.lost = 7;
		const client = scene.client();
		await client.send(read());
		expect(client.totals.logLost).toBe(0);
		scene.log.lost = 9;
		await client.send(read());
		expect(client.totals.logLost).toBe(2);
	});
});

describe('what may go wrong around a send', () => {
	it('authentication throws: a failure, the slot is free, nothing was sent', async () => {
		const authentication = {
			headers: async () => await Promise.reject(new Error(`no token for ${SECRET}`)),
		};
		const one = { ...openQuota, windows: [{ name: 'burst', ms: 10_000, limit: 1 }] };
		const client = scene.client({ connection: { authentication, quotas: [one] } });
		for (let time = 0; time < 3; time += 1) {
			const failure = failed(await client.send(create()));
			expect(failure).toMatchObject({ reason: 'bad-input', processed: 'no' });
			expect(failure.error.message).toContain('no token');
			expect(failure.error.message).not.toContain(SECRET);
		}
		expect(server.arrivals).toEqual([]);
		expect(clock.monotonic()).toBe(0);
		scene.expectNothingInFlight();
	});

	it('a base URL that is none: a failure, the slot is free', async () => {
		const failure = failed(await scene.client({ connection: { baseUrl: 'nowhere' } }).send(read()));
		expect(failure).toMatchObject({ reason: 'bad-input', processed: 'no' });
		scene.expectNothingInFlight();
	});

	it("the vendor's error reader throws on a strange answer: a failure, and the slot is free", async () => {
		const broken = vendor({
			readError: () => {
				throw new TypeError('cannot read properties of undefined');
			},
		});
		server.afterwards(reply(400, 'strange'));
		const outcome = await scene
			.client({ connection: { vendor: broken } })
			.send(read())
			.catch((error: unknown) => error);
		scene.expectNothingInFlight();
		expect(outcome).toMatchObject({ ok: false, status: 400 });
	});

	it('the editor cannot be told of a hold: the run goes on', async () => {
		server.answers(reply(429, {}, after('2')), reply(200));
		const onWait = () => {
			throw new Error('the editor is gone');
		};
		const outcome = await scene
			.client({ parts: { onWait } })
			.send(read())
			.catch((error: unknown) => error);
		expect(outcome).toMatchObject({ ok: true });
		scene.expectNothingInFlight();
	});

	it("the request's own headers and the vendor's are sent; the secret wins", async () => {
		server.answers(reply(200));
		await scene
			.client({ connection: { vendor: acme, headers: { 'x-version': '3' } } })
			.send(read({ headers: { 'x-own': '1', authorization: 'Bearer other' } }));
		expect(server.arrivals[0]?.headers).toMatchObject({
			'x-version': '3',
			'x-own': '1',
			authorization: `Bearer ${SECRET}`,
			accept: 'application/json',
		});
	});

	it('for 300 random scripts: a create is sent at most once more than the answers that say "not processed"', async () => {
		const chance = seeded(11);
		const kinds = [
			() => reply(429, {}, after('1')),
			() => reply(423),
			() => reply(500),
			() => reply(200),
			() => reply(400),
			() => reply(503),
			() => reset,
			() => ({ ...reply(201), cut: true }),
		];
		const client = scene.client({ settings: { retryBudget: { share: 1, least: 1_000 } } });
		for (let run = 0; run < 300; run += 1) {
			server.arrivals.length = 0;
			server.afterwards(() => kinds[Math.floor(chance() * kinds.length)]?.() ?? reply(200));
			await client.send(create());
			const refused = server.arrivals.filter(({ reply: { status } }) =>
				[429, 423].includes(status),
			);
			expect(server.arrivals.length).toBeLessThanOrEqual(1 + refused.length);
		}
		scene.expectNothingInFlight();
	});
});
