import type { ClientSettings } from '../../nodes/shared/engine/client';
import { systemClock } from '../../nodes/shared/engine/clock';
import { standardRateHeaders } from '../../nodes/shared/engine/timing';
import type { RateHeaders } from '../../nodes/shared/engine/vendor';
import { connectHubSpot } from '../../nodes/HubSpot/vendor';
import { FakeClock } from '../engine/support/fakeClock';
import { read, vendor } from '../engine/support/testVendor';
import { contact, json, runHubSpot } from '../nodes/support/setup';
import { mapped } from '../nodes/support/mapped';
import { recordFigure } from './figures';
import { FaultServer, reply } from './server/faultServer';
import { Scene } from './support/scene';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const SECOND = 1_000;
const inSeconds = (seconds: number) => new Date(NOW + seconds * SECOND);
const epoch = (seconds: number) => String(inSeconds(seconds).getTime() / SECOND);
const httpDate = (seconds: number) => inSeconds(seconds).toUTCString();

const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** The two old forms of an HTTP date (RFC 9110, 5.6.7), which are still to be read. */
function oldDates(seconds: number) {
	const [, day = '', month = '', year = '', time = ''] =
		/^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(httpDate(seconds)) ?? [];
	const weekday = WEEKDAYS[inSeconds(seconds).getUTCDay()] ?? '';
	return {
		rfc850: `${weekday}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
		asctime: `${weekday.slice(0, 3)} ${month} ${day.padStart(2)} ${time} ${year}`,
	};
}

const SALESFORCE: RateHeaders = {
	window: 'day',
	usage: 'sforce-limit-info',
	name: 'api-usage',
};
const DIALECTS = [SALESFORCE, ...standardRateHeaders('default')];
const { vendor: hubSpot } = hubSpotConnection();

function hubSpotConnection() {
	const credential = { baseUrl: 'http://127.0.0.1', accessToken: 'pat-0123456789', plan: 'free' };
	const connection = connectHubSpot(credential);
	if ('message' in connection) throw new Error(connection.message);
	return connection;
}

interface Form {
	/** The number of the case and what the server says. */
	name: string;
	status?: number;
	headers: Record<string, string | string[]>;
	/** Seconds until the next send: at least, and at most. */
	wait: [number, number];
	/** How far the server's clock is ahead, in seconds; its Date says so. */
	ahead?: number;
	rateHeaders?: RateHeaders[];
	settings?: Partial<ClientSettings>;
}

/** Seconds from the refusal to the next send, on the client's clock. */
async function waitAfter(form: Omit<Form, 'name' | 'wait'>) {
	const { status = 429, headers, ahead = 0, rateHeaders, settings = {} } = form;
	const scene = await Scene.start(new FakeClock({ wall: NOW }));
	const date = httpDate(ahead);
	scene.server.answers(reply(status, {}, { date, ...headers }), reply(200, {}, { date }));
	const client = scene.client({
		settings,
		connection: {
			vendor: vendor({ rateHeaders: rateHeaders ?? DIALECTS }),
			quotas: [{ id: 'main', scope: 'account', windows: [{ name: 'default', ms: 60 * SECOND }] }],
		},
	});
	const outcome = await client.send(read());
	await scene.close();
	const [first, second] = scene.server.arrivals;
	if (!outcome.ok || !first || !second) return undefined;
	return (second.at - first.at) / SECOND;
}

const { rfc850, asctime } = oldDates(7);

const FORMS: Form[] = [
	{ name: '49. Retry-After: 2', headers: { 'retry-after': '2' }, wait: [2, 2.2] },
	{ name: '50. Retry-After: 0', headers: { 'retry-after': '0' }, wait: [1, 1.2] },
	{ name: '51. Retry-After, RFC 1123', headers: { 'retry-after': httpDate(7) }, wait: [7, 7.2] },
	{ name: '51b. Retry-After, RFC 850', headers: { 'retry-after': rfc850 }, wait: [7, 7.2] },
	{ name: '51c. Retry-After, asctime', headers: { 'retry-after': asctime }, wait: [7, 7.2] },
	{
		name: '52. Retry-After: a date that is over',
		headers: { 'retry-after': httpDate(-3_600) },
		wait: [1, 1.2],
	},
	{ name: '53. Retry-After: 1.5', headers: { 'retry-after': '1.5' }, wait: [1.5, 1.7] },
	{
		name: '55. Retry-After: a point in time of ten digits',
		headers: { 'retry-after': epoch(9) },
		wait: [9, 9.2],
	},
	{ name: '56. RateLimit: "p";r=0;t=5', headers: { ratelimit: '"p";r=0;t=5' }, wait: [5, 5.2] },
	{
		name: '57. RateLimit-Limit, -Remaining, -Reset',
		headers: { 'ratelimit-limit': '10', 'ratelimit-remaining': '0', 'ratelimit-reset': '8' },
		wait: [8, 8.2],
	},
	{
		name: '57b. RateLimit: limit=10, remaining=0, reset=8',
		headers: { ratelimit: 'limit=10, remaining=0, reset=8' },
		wait: [8, 8.2],
	},
	{
		name: '57c. X-RateLimit-Reset: a point in time, as GitHub sends it',
		headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(12) },
		wait: [12, 12.2],
	},
	{
		name: '57d. X-Rate-Limit-Reset: a point in time, as X sends it',
		headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': epoch(11) },
		wait: [11, 11.2],
	},
	{
		name: '57e. X-RateLimit-Reset in milliseconds',
		headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${epoch(6)}000` },
		wait: [6, 6.2],
	},
	{
		name: '57f. X-RateLimit-Reset: 1m30s',
		headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1m30s' },
		wait: [90, 90.2],
	},
	{
		name: '59. Retry-After: 3 and RateLimit: t=30',
		headers: { 'retry-after': '3', ratelimit: '"p";r=0;t=30' },
		wait: [3, 3.2],
	},
	{
		name: '60. a date 7 s ahead, the server’s clock is 10 min ahead',
		headers: { 'retry-after': httpDate(607) },
		ahead: 600,
		wait: [7, 7.2],
	},
	{
		name: '60b. a date 7 s ahead, the server’s clock is 10 min behind',
		headers: { 'retry-after': httpDate(-593) },
		ahead: -600,
		wait: [7, 7.2],
	},
	{
		name: '62. 503 with Retry-After: 4',
		status: 503,
		headers: { 'retry-after': '4' },
		wait: [4, 4.2],
	},
	{ name: '63. RETRY-AFTER: 2', headers: { 'RETRY-AFTER': '2' }, wait: [2, 2.2] },
	{ name: '63b. RateLimit-RESET: 8', headers: { 'RateLimit-RESET': '8' }, wait: [8, 8.2] },
	{
		name: '64. RateLimit-Reset: 30 is no year 1970',
		headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' },
		wait: [30, 30.2],
	},
	{
		name: '49b. Retry-After twice, 2 and 5',
		headers: { 'retry-after': ['2', '5'] },
		wait: [5, 5.2],
	},
	{
		name: '52b. Retry-After: a point in time that is over',
		headers: { 'retry-after': epoch(-60) },
		wait: [1, 1.2],
	},
	{
		name: '56b. RateLimit of two policies, "a";r=0;t=5, "b";r=90;t=900',
		headers: { ratelimit: '"a";r=0;t=5, "b";r=90;t=900' },
		wait: [5, 5.2],
	},
	{
		name: '57g. RateLimit-Reset: an HTTP date',
		headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': httpDate(14) },
		wait: [14, 14.2],
	},
	{
		name: '57h. X-RateLimit-Reset: an ISO date',
		headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(13).toISOString() },
		wait: [13, 13.2],
	},
	{
		name: '57i. X-RateLimit-Reset: 6m0s',
		headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '6m0s' },
		wait: [360, 360.2],
	},
	{
		name: '60c. a point in time 12 s ahead, the server’s clock is 10 min ahead',
		headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(612) },
		ahead: 600,
		wait: [12, 12.2],
	},
	{
		name: '60d. Retry-After: 2 is no date, the server’s clock is 10 min behind',
		headers: { 'retry-after': '2' },
		ahead: -600,
		wait: [2, 2.2],
	},
	{
		name: '62b. 503 with a Retry-After date',
		status: 503,
		headers: { 'retry-after': httpDate(4) },
		wait: [4, 4.2],
	},
	{
		name: '62c. 502 with Retry-After: 4',
		status: 502,
		headers: { 'retry-after': '4' },
		wait: [4, 4.2],
	},
	{
		name: '59b. Retry-After: 30 and X-RateLimit-Reset: 3',
		headers: { 'retry-after': '30', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3' },
		wait: [30, 30.2],
	},
];

const readRightly = new Set<string>();
const isRight = (seconds: number | undefined, [least, most]: Form['wait']) =>
	seconds !== undefined && seconds >= least && seconds <= most;

test.each(FORMS)('$name: sent again when it says', async (form) => {
	const seconds = await waitAfter(form);
	if (isRight(seconds, form.wait)) readRightly.add(form.name);
	expect(seconds).toBeGreaterThanOrEqual(form.wait[0]);
	expect(seconds).toBeLessThanOrEqual(form.wait[1]);
});

afterAll(() => {
	const first = FORMS.slice(0, 20).filter(({ name }) => readRightly.has(name));
	const different = new Set(first.map(({ name: _, ...form }) => JSON.stringify(form)));
	recordFigure('header-forms', different.size);
});

describe('54', () => {
	test.each([429, 503])(
		'54. %i with Retry-After: 90 and a longest hold of 60 s: refused now, with the time',
		async (status) => {
			const scene = await Scene.start(new FakeClock({ wall: NOW }));
			scene.server.answers(
				reply(status, {}, { date: httpDate(0), 'retry-after': '90' }),
				reply(200),
			);
			const client = scene.client({ settings: { longestHoldMs: 60 * SECOND } });
			const outcome = await client.send(read());
			await scene.close();
			expect(outcome).toMatchObject({
				ok: false,
				reason: 'quota-exhausted',
				retryAt: NOW + 90 * SECOND,
			});
			expect(scene.server.transcript).toEqual([`0 s: GET /x -> ${status}`]);
			expect(scene.clock.monotonic()).toBe(0);
		},
	);

	test('54b. 500 with Retry-After: 90 and a longest wait of 60 s: refused now, with the time', async () => {
		const scene = await Scene.start(new FakeClock({ wall: NOW }));
		scene.server.answers(reply(500, {}, { date: httpDate(0), 'retry-after': '90' }), reply(200));
		const client = scene.client({ settings: { longestWaitMs: 60 * SECOND } });
		expect(await client.send(read())).toMatchObject({ ok: false, retryAt: NOW + 90 * SECOND });
		await scene.close();
		expect(scene.server.arrivals).toHaveLength(1);
	});

	test('54c. the same with a longest hold of 2 min: 90 s, not a second less', async () => {
		const seconds = await waitAfter({
			headers: { 'retry-after': '90' },
			settings: { longestHoldMs: 120 * SECOND },
		});
		expect(seconds).toBeGreaterThanOrEqual(90);
		expect(seconds).toBeLessThanOrEqual(90.2);
	});

	test('54d. the same where limits stop the node: refused now, with the time', async () => {
		const scene = await Scene.start(new FakeClock({ wall: NOW }));
		scene.server.answers(reply(429, {}, { date: httpDate(0), 'retry-after': '90' }), reply(200));
		const client = scene.client({ settings: { stopWhenLimited: true } });
		const outcome = await client.send(read());
		await scene.close();
		expect(outcome).toMatchObject({
			ok: false,
			reason: 'rate-limited',
			retryAt: NOW + 90 * SECOND,
		});
		expect(scene.server.arrivals).toHaveLength(1);
	});

	test('54e. a node, 429 with Retry-After: 90 and Longest Hold 1 min: all items on the error output, with the time', async () => {
		const server = await FaultServer.start(systemClock);
		server.answers(reply(429, {}, { 'retry-after': '90' })).afterwards(reply(200));
		const items = Array.from({ length: 3 }, (_, place) => contact(place));
		const began = Date.now();
		const { outputs } = await runHubSpot(
			server.url,
			{
				operation: 'createOrUpdate',
				fields: mapped({ email: '={{ $json.email }}' }, ['email']),
				gtmOptions: { firstWait: 0.01, longestHold: 1 },
			},
			items,
			{ onError: 'continueErrorOutput' },
		);
		await server.close();
		expect(server.arrivals).toHaveLength(1);
		const details = json(outputs[1]).map((item) => item.details as Record<string, string>);
		expect(details.map(({ reason }) => reason)).toEqual(Array(3).fill('quota-exhausted'));
		for (const { retryAt = '' } of details) {
			expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(began + 89 * SECOND);
		}
	});
});

describe('58', () => {
	test('58. HubSpot: 0 left of 10 s, no Retry-After: 10 s', async () => {
		const seconds = await waitAfter({
			headers: {
				'x-hubspot-ratelimit-max': '100',
				'x-hubspot-ratelimit-remaining': '0',
				'x-hubspot-ratelimit-interval-milliseconds': '10000',
			},
			rateHeaders: hubSpot.rateHeaders.map((dialect) => ({ ...dialect, window: 'default' })),
		});
		expect(seconds).toBeGreaterThanOrEqual(10);
		expect(seconds).toBeLessThanOrEqual(10.2);
	});

	test('58b. Salesforce, api-usage=5000/5000 in an answer 200: nothing more is sent', async () => {
		const scene = await Scene.start(new FakeClock({ wall: NOW }));
		const headers = { 'sforce-limit-info': 'api-usage=5000/5000' };
		scene.server.afterwards(reply(200, {}, headers));
		const windows = [{ name: 'day', ms: 86_400 * SECOND }];
		const client = scene.client({
			connection: {
				vendor: vendor({ rateHeaders: DIALECTS }),
				quotas: [{ id: 'main', scope: 'account', windows }],
			},
		});
		await client.send(read());
		expect(await client.send(read())).toMatchObject({ ok: false, reason: 'quota-exhausted' });
		await scene.close();
		expect(scene.server.arrivals).toHaveLength(1);
	});
});

describe('61', () => {
	test('61. an answer out of a cache (Age: 30) says that nothing is left: it is not believed', async () => {
		const scene = await Scene.start(new FakeClock({ wall: NOW }));
		const headers = { age: '30', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '600' };
		scene.server.answers(reply(200, {}, headers)).afterwards(reply(200));
		const client = scene.client({
			connection: {
				vendor: vendor({ rateHeaders: DIALECTS }),
				quotas: [{ id: 'main', scope: 'account', windows: [{ name: 'default', ms: 1_000 }] }],
			},
		});
		await client.send(read());
		await client.send(read());
		await scene.close();
		expect(scene.server.transcript).toEqual(['0 s: GET /x -> 200', '0 s: GET /x -> 200']);
	});

	test('61b. the same with Age: 0, which is fresh: it is believed', async () => {
		const headers = { age: '0', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '20' };
		expect(await waitAfter({ headers })).toBe(20);
	});

	test.each([
		['40', '10 s are left of it'],
		[httpDate(10), 'it is a date, 10 s ahead'],
	])('61c. 503 out of a cache (Age: 30) with Retry-After: %s: %s, or ignored', async (text) => {
		const scene = await Scene.start(new FakeClock({ wall: NOW }));
		const headers = { date: httpDate(-30), age: '30', 'retry-after': text };
		scene.server.answers(reply(503, {}, headers), reply(200));
		await scene.client().send(read());
		await scene.close();
		const [first, second] = scene.server.arrivals;
		const seconds = ((second?.at ?? 0) - (first?.at ?? 0)) / SECOND;
		expect([1, 10]).toContain(seconds);
	});
});

test.each(['', '-5', '+2', '2s', 'soon', '1e400', 'Infinity', 'NaN', '0x10', '2, soon', '\t'])(
	'49c. Retry-After: %j is no time: ignored, as if it were not there',
	async (text) => {
		const headers = { 'retry-after': text };
		const seconds = await waitAfter({ headers });
		expect(seconds).toBeDefined();
		expect(seconds).toBe(await waitAfter({ headers: {} }));
	},
);

test.each(['99999999999999999999', '100000000'])(
	'49d. Retry-After: %s is longer than any hold: refused now, and a later request within a day',
	async (text) => {
		const scene = await Scene.start(new FakeClock({ wall: NOW }));
		const headers = { date: httpDate(0), 'retry-after': text };
		scene.server.answers(reply(429, {}, headers)).afterwards(reply(200));
		const client = scene.client();
		expect(await client.send(read())).toMatchObject({ ok: false, reason: 'quota-exhausted' });
		expect(scene.clock.monotonic()).toBe(0);
		await scene.clock.sleep(86_400 * SECOND);
		expect((await client.send(read())).ok).toBe(true);
		await scene.close();
		expect(scene.server.transcript).toEqual(['0 s: GET /x -> 429', '86400 s: GET /x -> 200']);
	},
);
