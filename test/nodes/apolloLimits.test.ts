import type { Client } from '../../nodes/shared/engine/client';
import type { Connection } from '../../nodes/shared/engine/vendor';
import { apolloQuotas } from '../../nodes/Apollo/limits';
import { connectApollo } from '../../nodes/Apollo/vendor';
import { reply } from '../conformance/server/faultServer';
import { eachTest, type Scene } from '../conformance/support/scene';

let scene: Scene;
eachTest((own) => {
	scene = own;
});

const HOUR = 3_600_000;

/** What Apollo tells of its windows; an unlimited one has an empty header. */
const headers = (left: { minute?: number; hour?: number; day?: number }) => ({
	'x-rate-limit-minute': left.minute === undefined ? '' : '200',
	'x-rate-limit-hourly': left.hour === undefined ? '' : '400',
	'x-rate-limit-24-hour': left.day === undefined ? '' : '2000',
	...(left.minute === undefined ? {} : { 'x-minute-requests-left': String(left.minute) }),
	...(left.hour === undefined ? {} : { 'x-hourly-requests-left': String(left.hour) }),
	...(left.day === undefined ? {} : { 'x-24-hour-requests-left': String(left.day) }),
});

const open = { minute: 100, hour: 100, day: 100 };

function client(plan = 'paid'): Client {
	const credential = { apiKey: 'key-12345678', plan, baseUrl: scene.server.url };
	return scene.client({ connection: connectApollo(credential) as Connection });
}

const search = (quota = 'contacts/search') => ({
	operation: 'contact.search',
	method: 'POST' as const,
	path: `/${quota}`,
	body: {},
	safeToRepeat: true,
	readOnly: true,
	quotas: [quota],
});

async function sendInTurn(own: Client, count: number, quota?: string) {
	const outcomes = [];
	for (let at = 0; at < count; at += 1) outcomes.push(await own.send(search(quota)));
	return outcomes;
}

describe('an hourly window', () => {
	test('nothing is left: one request finds out when it opens, and the queue waits for it', async () => {
		scene.server.answers(
			reply(200, {}, headers({ ...open, hour: 0 })),
			reply(
				429,
				{ message: 'The maximum number of api calls allowed is 400 times per hour.' },
				{ ...headers({ ...open, hour: 0 }), 'retry-after': '1800' },
			),
			reply(200, {}, headers(open)),
			reply(200, {}, headers(open)),
		);
		const own = client();
		const first = await own.send(search());
		const others = await Promise.all([own.send(search()), own.send(search())]);
		expect([first, ...others].map(({ ok }) => ok)).toEqual([true, true, true]);
		expect(scene.server.transcript).toEqual([
			'0 s: POST /contacts/search -> 200',
			'0 s: POST /contacts/search -> 429',
			'1800 s: POST /contacts/search -> 200',
			'1800 s: POST /contacts/search -> 200',
		]);
		expect(own.totals).toMatchObject({ rateLimited: 1, heldMs: 1_800_000 });
	});

	test('the documented limit is kept without a header: 100 bulk requests in an hour, and no 429', async () => {
		scene.server.afterwards(reply(200, { matches: [] }));
		const own = client('free');
		const outcomes = await sendInTurn(own, 101, 'people/bulk_match');
		expect(outcomes.every(({ ok }) => ok)).toBe(true);
		const within = scene.server.arrivals.filter(({ at }) => at < HOUR);
		expect(within).toHaveLength(100);
		expect(own.totals.rateLimited).toBe(0);
	});
});

describe('a daily window', () => {
	test('nothing is left: the run stops, and says to the second when it opens', async () => {
		scene.server.answers(
			reply(200, {}, headers({ ...open, day: 0 })),
			reply(
				429,
				{ message: 'The maximum number of api calls allowed is 2000 times per day.' },
				{ ...headers({ ...open, day: 0 }), 'retry-after': '36000' },
			),
		);
		const own = client();
		await own.send(search());
		const stopped = await own.send(search());
		expect(stopped).toMatchObject({
			ok: false,
			reason: 'quota-exhausted',
			retryAt: scene.clock.now() + 36_000_000,
		});
		// Who comes later is not sent at all, and nobody has waited.
		expect(await own.send(search())).toMatchObject({ ok: false, reason: 'quota-exhausted' });
		expect(scene.server.arrivals).toHaveLength(2);
		expect(scene.clock.monotonic()).toBe(0);
	});

	test('another endpoint goes on', async () => {
		scene.server.answers(
			reply(429, { message: '2000 times per day' }, { 'retry-after': '36000' }),
			reply(200, {}, headers(open)),
		);
		const own = client();
		expect(await own.send(search())).toMatchObject({ reason: 'quota-exhausted' });
		expect(await own.send(search('accounts/search'))).toMatchObject({ ok: true });
	});
});

describe('headers', () => {
	test('empty ones are no limit: nothing is held, and the minute is learned', async () => {
		scene.server.answers(
			reply(200, {}, headers({ minute: 1 })),
			reply(200, {}, headers({ minute: 0 })),
			reply(200, {}, headers({ minute: 199 })),
		);
		const own = client();
		await sendInTurn(own, 3, 'people/bulk_match');
		expect(scene.server.arrivals.map(({ at }) => at)).toEqual([0, 0, 60_000]);
		expect(own.totals.rateLimited).toBe(0);
	});

	test('a plan of former times: a limit that is higher than the documented one', async () => {
		const told = {
			...headers({ minute: 900, hour: 900, day: 900 }),
			'x-rate-limit-minute': '1000',
		};
		scene.server.afterwards(reply(200, {}, told));
		await sendInTurn(client('free'), 60);
		expect(scene.server.arrivals.every(({ at }) => at === 0)).toBe(true);
	});

	test('a 429 without Retry-After: the window that its text names', async () => {
		const message = 'The maximum number of api calls allowed for api/v1/x is 200 times per minute.';
		// One endpoint encodes its body twice.
		scene.server.answers(reply(429, JSON.stringify(JSON.stringify({ message }))), reply(200));
		expect(await client().send(search())).toMatchObject({ ok: true });
		expect(scene.server.arrivals.map(({ at }) => at)).toEqual([0, 60_000]);
	});
});

describe('the quotas of a plan', () => {
	const limits = (plan: unknown, endpoint: string) =>
		apolloQuotas(plan)
			.find(({ id }) => id === endpoint)
			?.windows.map(({ limit }) => limit);

	test.each([
		['free', 'contacts/search', [50, 200, 600]],
		['paid', 'contacts/search', [200, 400, 2_000]],
		['organization', 'contacts/search', [200, 600, 6_000]],
		['free', 'people/bulk_match', [20, 100, 600]],
		['paid', 'people/bulk_match', [1_000, undefined, undefined]],
		['paid', 'mixed_people/api_search', [200, 6_000, 50_000]],
		['unheard of', 'organizations/show', [1_000, undefined, undefined]],
	])('%s, %s: %j', (plan, endpoint, expected) => {
		expect(limits(plan, endpoint)).toEqual(expected);
	});

	test('each endpoint has one of its own', () => {
		const ids = apolloQuotas('paid').map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
