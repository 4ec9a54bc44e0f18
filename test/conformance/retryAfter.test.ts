import { standardRateHeaders } from '../../nodes/shared/engine/timing';
import type { RateHeaders } from '../../nodes/shared/engine/vendor';
import { connectHubSpot } from '../../nodes/HubSpot/vendor';
import { FakeClock } from '../engine/support/fakeClock';
import { read, vendor } from '../engine/support/testVendor';
import { recordFigure } from './figures';
import { reply } from './server/faultServer';
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
}

/** Seconds from the refusal to the next send, on the client's clock. */
async function waitAfter({ status = 429, headers, ahead = 0, rateHeaders }: Form) {
	const scene = await Scene.start(new FakeClock({ wall: NOW }));
	const date = httpDate(ahead);
	scene.server.answers(reply(status, {}, { date, ...headers }), reply(200, {}, { date }));
	const client = scene.client({
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
	const first = FORMS.slice(0, 20);
	recordFigure('header-forms', first.filter(({ name }) => readRightly.has(name)).length);
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
			name: '',
			headers: { 'retry-after': '90' },
			wait: [90, 90.2],
		});
		expect(seconds).toBeGreaterThanOrEqual(90);
	});
});

describe('58', () => {
	test('58. HubSpot: 0 left of 10 s, no Retry-After: 10 s', async () => {
		const seconds = await waitAfter({
			name: '',
			headers: {
				'x-hubspot-ratelimit-max': '100',
				'x-hubspot-ratelimit-remaining': '0',
				'x-hubspot-ratelimit-interval-milliseconds': '10000',
			},
			rateHeaders: hubSpot.rateHeaders.map((dialect) => ({ ...dialect, window: 'default' })),
			wait: [10, 10.2],
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
});

test.each(['', '-5', 'soon', '1e400', 'Infinity', '99999999999999999999', '2, soon', '\t'])(
	'49c. Retry-After: %j: ignored, or kept within a day; nothing breaks',
	async (text) => {
		const scene = await Scene.start(new FakeClock({ wall: NOW }));
		const headers = { date: httpDate(0), 'retry-after': text };
		scene.server.answers(reply(429, {}, headers), reply(200));
		const outcome = await scene.client().send(read());
		await scene.close();
		const told = outcome.ok ? 'ok' : outcome.reason;
		expect(['ok', 'quota-exhausted']).toContain(told);
		const [first, second] = scene.server.arrivals;
		if (second) expect(second.at - (first?.at ?? 0)).toBeGreaterThanOrEqual(SECOND);
		expect(scene.clock.monotonic()).toBeLessThanOrEqual(86_400 * SECOND);
	},
);
