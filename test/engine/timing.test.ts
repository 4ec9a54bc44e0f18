import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { backoffMs, readLimits, retryAfterMs } from '../../nodes/shared/engine/timing';
import type { RateHeaders } from '../../nodes/shared/engine/vendor';
import { seeded } from './support/fakeClock';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const MINUTE = 60_000;

describe('Retry-After', () => {
	it.each([
		['2', 2_000],
		[' 2 ', 2_000],
		['0', 1_000],
		['0.2', 1_000],
		['1.5', 1_500],
		['90', 90_000],
		['86400', 86_400_000],
		['-5', undefined],
		['abc', undefined],
		['', undefined],
		['2s', undefined],
		['Infinity', undefined],
		['1e3', undefined],
		['0x10', undefined],
	])('%j -> %s ms', (text, ms) => {
		expect(retryAfterMs({ 'retry-after': text }, NOW)).toBe(ms);
	});

	it('missing -> undefined', () => {
		expect(retryAfterMs({}, NOW)).toBeUndefined();
	});

	it.each([
		['IMF-fixdate', 'Mon, 23 Nov 2026 09:00:30 GMT'],
		['RFC 850', 'Monday, 23-Nov-26 09:00:30 GMT'],
		['asctime', 'Mon Nov 23 09:00:30 2026'],
	])('%s, 30 s ahead -> 30 s', (_, date) => {
		expect(retryAfterMs({ 'retry-after': date }, NOW)).toBe(30_000);
	});

	it('asctime is GMT, also where n8n runs in another time zone -> 30 s', () => {
		const file = resolve(__dirname, '../../nodes/shared/engine/timing.ts');
		const program = `
			const { retryAfterMs } = await import(${JSON.stringify(file)});
			console.log(retryAfterMs({ 'retry-after': 'Mon Nov 23 09:00:30 2026' }, ${NOW}));`;
		const { stdout } = spawnSync(
			process.execPath,
			['--no-warnings', '--experimental-strip-types', '--input-type=module', '-e', program],
			{ env: { ...process.env, TZ: 'America/New_York', NODE_OPTIONS: '' }, encoding: 'utf8' },
		);
		expect(stdout.trim()).toBe('30000');
	});

	it('a date that is over -> 1 s', () => {
		expect(retryAfterMs({ 'retry-after': 'Mon, 23 Nov 2026 08:00:00 GMT' }, NOW)).toBe(1_000);
	});

	it('a day that does not exist -> undefined', () => {
		expect(retryAfterMs({ 'retry-after': 'Mon, 99 Foo 2026 09:00:30 GMT' }, NOW)).toBeUndefined();
	});

	it('10-digit epoch, 5 s ahead -> 5 s', () => {
		expect(retryAfterMs({ 'retry-after': String(NOW / 1000 + 5) }, NOW)).toBe(5_000);
	});

	it('10-digit epoch that is over -> 1 s', () => {
		expect(retryAfterMs({ 'retry-after': String(NOW / 1000 - 5) }, NOW)).toBe(1_000);
	});

	it.each([
		['ahead', 10 * MINUTE],
		['behind', -10 * MINUTE],
	])('server clock 10 min %s: its Date header corrects dates and epochs', (_, skew) => {
		const date = new Date(NOW + skew).toUTCString();
		const at = new Date(NOW + skew + 30_000);
		expect(retryAfterMs({ 'retry-after': at.toUTCString(), date }, NOW)).toBe(30_000);
		expect(retryAfterMs({ 'retry-after': String(at.getTime() / 1000), date }, NOW)).toBe(30_000);
	});

	it('seconds are not corrected by a Date header', () => {
		const date = new Date(NOW + 10 * MINUTE).toUTCString();
		expect(retryAfterMs({ 'retry-after': '2', date }, NOW)).toBe(2_000);
	});

	it('a Date header that is no date is ignored', () => {
		const at = new Date(NOW + 30_000).toUTCString();
		expect(retryAfterMs({ 'retry-after': at, date: 'yesterday' }, NOW)).toBe(30_000);
	});
});

describe('Retry-After of an answer out of a cache', () => {
	it.each([
		['40', 10_000],
		['30', 1_000],
		['20', 1_000],
		['Mon, 23 Nov 2026 09:00:10 GMT', 10_000],
		[String(NOW / 1_000 + 10), 10_000],
	])('%s, 30 s old: %i ms', (text, ms) => {
		const date = new Date(NOW - 30_000).toUTCString();
		expect(retryAfterMs({ 'retry-after': text, age: '30', date }, NOW)).toBe(ms);
	});

	it('an age that is no number is none', () => {
		expect(retryAfterMs({ 'retry-after': '40', age: 'old' }, NOW)).toBe(40_000);
	});
});

describe('backoff', () => {
	it('without chance: 1, 2, 4, 8, 16, 32, 60, 60 s', () => {
		const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => backoffMs(failures, 0));
		expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * 1000));
	});

	it('chance adds up to a fifth', () => {
		expect(backoffMs(1, 0.999_999)).toBeLessThanOrEqual(1_200);
		expect(backoffMs(1, 0.5)).toBe(1_100);
	});

	it('for 1,000 chances and 1 to 1,000 failures: between the plain wait and a fifth more', () => {
		const chance = seeded(1);
		for (let run = 0; run < 1_000; run += 1) {
			const failures = 1 + Math.floor(chance() * 1_000);
			const plain = Math.min(60_000, 1_000 * 2 ** (failures - 1));
			const wait = backoffMs(failures, chance());
			expect(wait).toBeGreaterThanOrEqual(plain);
			expect(wait).toBeLessThanOrEqual(plain * 1.2);
		}
	});

	it('takes the first and the longest wait as told', () => {
		const waits = [1, 2, 3, 4].map((failures) =>
			backoffMs(failures, 0, { firstMs: 500, longestMs: 1_500 }),
		);
		expect(waits).toEqual([500, 1_000, 1_500, 1_500]);
	});

	it('first wait 0 -> no wait', () => {
		expect(backoffMs(3, 0.5, { firstMs: 0 })).toBe(0);
	});
});

describe('limits read from headers', () => {
	const seconds: RateHeaders = {
		window: 'minute',
		limit: 'x-limit',
		remaining: 'x-remaining',
		reset: { header: 'x-reset', unit: 's' },
	};

	it('limit, remaining, reset in seconds', () => {
		const headers = { 'x-limit': '100', 'x-remaining': '7', 'x-reset': '30' };
		expect(readLimits(headers, [seconds], { now: 0 })).toEqual([
			{ window: 'minute', limit: 100, remaining: 7, resetInMs: 30_000 },
		]);
	});

	it('reset in milliseconds', () => {
		const ms: RateHeaders = { ...seconds, reset: { header: 'x-reset', unit: 'ms' } };
		expect(readLimits({ 'x-remaining': '7', 'x-reset': '30' }, [ms], { now: 0 })).toEqual([
			{ window: 'minute', remaining: 7, resetInMs: 30 },
		]);
	});

	it("HubSpot's way: no reset, but the window's length", () => {
		const hubSpot: RateHeaders = { window: 'ten', remaining: 'left', lengthMs: 'interval' };
		expect(readLimits({ left: '99', interval: '10000' }, [hubSpot], { now: 0 })).toEqual([
			{ window: 'ten', remaining: 99, resetInMs: 10_000, resetIsLength: true },
		]);
	});

	it('a reset that cannot be read falls back on the length', () => {
		const both: RateHeaders = { ...seconds, lengthMs: 'interval' };
		expect(
			readLimits({ 'x-remaining': '1', 'x-reset': '', interval: '500' }, [both], { now: 0 }),
		).toEqual([{ window: 'minute', remaining: 1, resetInMs: 500, resetIsLength: true }]);
	});

	it('remaining 0 is a reading', () => {
		expect(readLimits({ 'x-remaining': '0' }, [seconds], { now: 0 })).toEqual([
			{ window: 'minute', remaining: 0 },
		]);
	});

	it.each([
		['no headers', {}],
		['remaining ""', { 'x-remaining': '', 'x-limit': '100' }],
		['remaining " "', { 'x-remaining': ' ' }],
		['remaining "-1"', { 'x-remaining': '-1' }],
		['remaining "null"', { 'x-remaining': 'null' }],
		['remaining "unlimited"', { 'x-remaining': 'unlimited' }],
		['only a limit', { 'x-limit': '100' }],
	])('%s -> no reading', (_, headers: Record<string, string>) => {
		expect(readLimits(headers, [seconds], { now: 0 })).toEqual([]);
	});

	it('a header that came twice: the stricter one counts', () => {
		expect(readLimits({ 'x-remaining': '5, 3' }, [seconds], { now: 0 })).toEqual([
			{ window: 'minute', remaining: 3 },
		]);
	});

	it('an empty limit is no limit of 0', () => {
		expect(readLimits({ 'x-remaining': '5', 'x-limit': '' }, [seconds], { now: 0 })).toEqual([
			{ window: 'minute', remaining: 5 },
		]);
	});

	it('several windows in one answer', () => {
		const daily: RateHeaders = { window: 'day', remaining: 'x-daily' };
		expect(
			readLimits({ 'x-remaining': '5', 'x-daily': '9000' }, [seconds, daily], { now: 0 }),
		).toEqual([
			{ window: 'minute', remaining: 5 },
			{ window: 'day', remaining: 9_000 },
		]);
	});

	it('an answer out of a cache (Age) says nothing of the limit', () => {
		expect(
			readLimits({ 'x-remaining': '0', 'x-reset': '30', age: '120' }, [seconds], { now: 0 }),
		).toEqual([]);
	});
});
