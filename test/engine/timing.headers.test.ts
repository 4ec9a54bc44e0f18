import { readLimits, standardRateHeaders } from '../../nodes/shared/engine/timing';
import type { HeaderMap } from '../../nodes/shared/engine/types';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const DIALECTS = standardRateHeaders('w');
const reading = (headers: HeaderMap, over = false, now = NOW) =>
	readLimits(headers, DIALECTS, { now, over });

describe('one number in each header', () => {
	it.each(['ratelimit', 'x-ratelimit', 'x-rate-limit'])(
		'%s-limit, -remaining, -reset',
		(prefix) => {
			const headers = {
				[`${prefix}-limit`]: '100',
				[`${prefix}-remaining`]: '7',
				[`${prefix}-reset`]: '30',
			};
			expect(reading(headers)).toEqual([
				{ window: 'w', limit: 100, remaining: 7, resetInMs: 30_000 },
			]);
		},
	);

	it.each([
		['30', 30_000],
		['0', 0],
		['1.5', 1_500],
		[String(NOW / 1_000 + 60), 60_000],
		[String(NOW + 60_000), 60_000],
		[String(NOW / 1_000 - 60), 0],
		['999999999', 999_999_999_000],
		['1m30s', 90_000],
		['2h', 7_200_000],
		['1h2m3s', 3_723_000],
		['1.5s', 1_500],
		['250ms', 250],
		['1s500ms', 1_500],
		['0.0001s', 1],
		['12ms', 12],
		[' 30s ', 30_000],
		['Mon, 23 Nov 2026 09:01:00 GMT', 60_000],
		['Mon, 23 Nov 2026 08:00:00 GMT', 0],
		['2026-11-23T09:01:00Z', 60_000],
		['2026-11-23T10:01:00+0100', 60_000],
		['2026-11-23 09:01:00', 60_000],
	])('reset %j: in %i ms', (reset, ms) => {
		expect(reading({ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': reset })).toEqual([
			{ window: 'w', remaining: 1, resetInMs: ms },
		]);
	});

	it.each(['soon', '', ' ', '5x', 'm', 'x30s', '30sx', '2026'])(
		'reset %j: a number of its own kind, or nobody knows',
		(reset) => {
			const [found] = reading({ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': reset });
			expect(found?.resetInMs).toBe(reset === '2026' ? 2_026_000 : undefined);
		},
	);

	it('a limit with its policies: the first number', () => {
		expect(reading({ 'ratelimit-remaining': '1', 'ratelimit-limit': '100, 100;w=60' })).toEqual([
			{ window: 'w', remaining: 1, limit: 100 },
		]);
		expect(reading({ 'ratelimit-remaining': '1', 'ratelimit-limit': '50;w=1' })[0]?.limit).toBe(50);
	});

	it('a reset alone tells something only where the limit is reached', () => {
		expect(reading({ 'x-ratelimit-reset': '30' })).toEqual([]);
		expect(reading({ 'x-ratelimit-reset': '30' }, true)).toEqual([
			{ window: 'w', remaining: 0, resetInMs: 30_000 },
		]);
		expect(reading({}, true)).toEqual([]);
	});

	it('of several dialects the first one counts, and only once', () => {
		const headers = { 'ratelimit-remaining': '5', 'x-ratelimit-remaining': '9' };
		expect(reading(headers)).toEqual([{ window: 'w', remaining: 5 }]);
		expect(reading({ ratelimit: '"a";r=3;t=1', ...headers })).toEqual([
			{ window: 'w', remaining: 3, resetInMs: 1_000 },
		]);
	});

	it('one value of several that is no number: none of them counts', () => {
		expect(reading({ 'x-ratelimit-remaining': '5, many' })).toEqual([]);
	});

	it('a vendor whose clock is ahead', () => {
		const date = new Date(NOW + 600_000).toUTCString();
		const headers = {
			'x-ratelimit-remaining': '1',
			'x-ratelimit-reset': String(NOW / 1_000 + 660),
			date,
		};
		expect(reading(headers)[0]?.resetInMs).toBe(60_000);
	});
});

describe('RateLimit in one header', () => {
	it.each([
		['"default";r=50;t=30', { remaining: 50, resetInMs: 30_000 }],
		['"default"; r=50 ; t=30', { remaining: 50, resetInMs: 30_000 }],
		['default;R=5;T=3', { remaining: 5, resetInMs: 3_000 }],
		['"a";r=9;t=1, "b";r=2;t=60', { remaining: 2, resetInMs: 60_000 }],
		['"a";r=0;t=1, "b";r=0;t=60', { remaining: 0, resetInMs: 60_000 }],
		['"a";r=0;t=60, "b";r=0;t=1', { remaining: 0, resetInMs: 60_000 }],
		['"a";q=10, "b";r=4', { remaining: 4 }],
		['limit=100, remaining=50, reset=30', { limit: 100, remaining: 50, resetInMs: 30_000 }],
		['limit = 100, remaining = 50', { limit: 100, remaining: 50 }],
	])('%s', (ratelimit, found) => {
		expect(reading({ ratelimit })).toEqual([{ window: 'w', ...found }]);
	});

	it.each(['', '"default"', '"a";q=10;w=60', 'r', ';;;', '"a";r=many;t=3', 'xr=5'])(
		'%j tells nothing',
		(ratelimit) => {
			expect(reading({ ratelimit })).toEqual([]);
		},
	);
});

describe('what is used of what may be', () => {
	const usage = (text: string) =>
		readLimits({ usage: text }, [{ window: 'day', usage: 'usage', name: 'api-usage' }], { now: 0 });

	it.each([
		['api-usage=18/5000', { remaining: 4_982, limit: 5_000 }],
		['per-app=1/2; api-usage=18/20', { remaining: 2, limit: 20 }],
		['per-app=1/2, api-usage=25/20', { remaining: 0, limit: 20 }],
	])('%s', (text, found) => {
		expect(usage(text)).toEqual([{ window: 'day', ...found }]);
	});

	it.each(['', 'api-usage', 'api-usage=5', 'api-usage=/5', 'api-usage=a/5', 'my-api-usage=1/5'])(
		'%j tells nothing',
		(text) => {
			expect(usage(text)).toEqual([]);
		},
	);

	it('no header at all tells nothing', () => {
		expect(
			readLimits({}, [{ window: 'day', usage: 'usage', name: 'api-usage' }], { now: 0 }),
		).toEqual([]);
	});
});
