import { tokenAuthentication, TokenRefused } from '../../nodes/shared/engine/token';
import { UsageBook } from '../../nodes/shared/engine/usage';
import type { Quota } from '../../nodes/shared/engine/vendor';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { eachTest, type Scene } from '../conformance/support/scene';
import { create, read, vendor } from './support/testVendor';

/** What the client does for work of several steps, and for accounts that move. */
let scene: Scene;
eachTest((own) => (scene = own));

const usageVendor = vendor({
	rateHeaders: [{ window: 'day', usage: 'x-usage', name: 'used' }],
});
const daily: Quota = {
	id: 'main',
	scope: 'account',
	windows: [{ name: 'day', ms: 86_400_000 }],
};
const connection = {
	vendor: usageVendor,
	quotas: [daily],
	ceiling: { window: 'day', ofAll: 0.8, ofExecution: 0.5 },
};
const used = (count: number) => reply(200, {}, { 'x-usage': `used=${count}/100` });

describe('a ceiling on what is used of a limit', () => {
	test('the request that learns that the share is used is the last one', async () => {
		scene.server.answers(used(79), used(80)).afterwards(used(81));
		const client = scene.client({ connection });
		expect((await client.send(read())).ok).toBe(true);
		expect((await client.send(read())).ok).toBe(true);
		expect(await client.send(read())).toMatchObject({
			ok: false,
			reason: 'quota-ceiling',
			processed: 'no',
			error: { message: '80 of 100 requests are used, and 80 % may be' },
		});
		expect(scene.server.arrivals).toHaveLength(2);
	});

	test('what has begun at the vendor is brought to its end', async () => {
		scene.server.afterwards(used(99));
		const client = scene.client({ connection });
		await client.send(read());
		expect((await client.send(read({ begun: true }))).ok).toBe(true);
		expect((await client.sendAtEnd(create())).ok).toBe(true);
		expect(scene.server.arrivals).toHaveLength(3);
	});

	test('it is known to the next run of the same process, and counts for one execution', async () => {
		scene.server.afterwards(used(10));
		const usage = new UsageBook();
		for (let run = 0; run < 50; run += 1) {
			const { ok } = await scene.client({ connection, parts: { usage } }).send(read());
			expect(ok).toBe(true);
		}
		expect(await scene.client({ connection, parts: { usage } }).send(read())).toMatchObject({
			reason: 'quota-ceiling',
			error: { message: expect.stringContaining('this execution has sent 50 of 100') },
		});
	});
});

describe('sendAtEnd', () => {
	test('sends although the run was stopped, and although its deadline is over', async () => {
		scene.server.afterwards(reply(200, {}));
		const stop = new AbortController();
		stop.abort();
		const stopped = scene.client({ parts: { signal: stop.signal } });
		expect((await stopped.send(create())).ok).toBe(false);
		expect((await stopped.sendAtEnd(create())).ok).toBe(true);
		const late = scene.client({ settings: { deadline: 0 } });
		expect(await late.send(create())).toMatchObject({ reason: 'deadline' });
		expect((await late.sendAtEnd(create())).ok).toBe(true);
		expect(late.totals.sends).toBe(1);
		expect(scene.server.arrivals).toHaveLength(2);
	});

	test('gives up after fifteen seconds', async () => {
		scene.server.afterwards(reply(503, {}, { 'retry-after': '10' }));
		expect(await scene.client().sendAtEnd(read())).toMatchObject({ reason: 'deadline' });
		expect(scene.clock.monotonic()).toBeLessThanOrEqual(15_000);
	});
});

describe('patience', () => {
	test('a pause ends when the run is stopped, and does not begin beyond the deadline', async () => {
		const stop = new AbortController();
		const { patience } = scene.client({
			parts: { signal: stop.signal },
			settings: { deadline: 60_000 },
		});
		expect(await patience.pause(1_000)).toBeUndefined();
		expect(patience.now()).toBe(1_000);
		expect(await patience.pause(59_001)).toBe('deadline');
		expect(patience.now()).toBe(1_000);
		void scene.clock.sleep(500).then(() => stop.abort());
		expect(await patience.pause(10_000)).toBe('cancelled');
		expect(patience.now()).toBe(1_500);
		expect(await patience.pause(1)).toBe('cancelled');
	});

	test('backing off waits as the settings say, and counts on the budget of retries', async () => {
		const client = scene.client({
			settings: { retries: 3, firstWaitMs: 100, retryBudget: { share: 0, least: 2 } },
		});
		expect(await client.patience.backOff(1)).toBeUndefined();
		expect(await client.patience.backOff(2)).toBeUndefined();
		expect(scene.clock.sleeps).toEqual([100, 200]);
		expect(await client.patience.backOff(3)).toBe('retry-budget-used-up');
		expect(await client.patience.backOff(4)).toBe('retries-used-up');
		expect(client.totals.retries).toBe(2);
	});
});

describe('a token that tells where the account is', () => {
	test('a refresh moves the account: the request goes on at its new address', async () => {
		const moved = await FaultServer.start(scene.clock);
		moved.afterwards(reply(200, { at: 'new' }));
		scene.server.afterwards(reply(401, { message: 'expired' }));
		let stored = { token: 'old-token-1', url: scene.server.url };
		let at = '';
		const give = () => {
			at = stored.url;
			return stored.token;
		};
		const authentication = {
			...tokenAuthentication({
				id: `moving-${scene.server.url}`,
				read: async () => await Promise.resolve(give()),
				renew: async () => {
					stored = { token: 'new-token-2', url: moved.url };
					return await Promise.resolve(give());
				},
				header: (token) => ({ authorization: `Bearer ${token}` }),
				onToken: () => undefined,
			}),
			baseUrl: () => at,
		};
		const client = scene.client({
			connection: { authentication, baseUrl: 'https://login.example' },
		});
		const page = read({ path: '/services/page/2', fromOrigin: true });
		expect(await client.send(page)).toMatchObject({ ok: true, data: { at: 'new' } });
		expect(scene.server.transcript).toEqual(['0 s: GET /services/page/2 -> 401']);
		expect(moved.arrivals.map(({ path, headers }) => [path, headers.authorization])).toEqual([
			['/services/page/2', 'Bearer new-token-2'],
		]);
		await moved.close();
	});

	test('until a token has told it, the base URL of the connection counts', async () => {
		scene.server.afterwards(reply(200, {}));
		const authentication = {
			headers: async () => await Promise.resolve({}),
			baseUrl: () => undefined,
		};
		expect((await scene.client({ connection: { authentication } }).send(read())).ok).toBe(true);
	});

	test('a vendor that gives no token: the credential is to blame, and nothing is sent', async () => {
		const authentication = {
			headers: async () => await Promise.reject(new TokenRefused('no user for this app')),
		};
		expect(await scene.client({ connection: { authentication } }).send(read())).toMatchObject({
			reason: 'unauthorized',
			error: { message: 'no user for this app' },
		});
		expect(scene.server.arrivals).toEqual([]);
	});
});
