import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LogFilter } from '../../nodes/shared/engine/log/filter';
import { readLog } from '../../nodes/shared/engine/log/workerThread';
import { failed, HOUR, SEND, T0, writeRows } from './support/logRows';

const folder = mkdtempSync(join(tmpdir(), 'gtm-log-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}`, 'api-log.sqlite');

async function rows(file: string, filter: LogFilter = {}, query: object = {}) {
	const told = await readLog(file, 'rows', { filter, limit: 100, ...query });
	if (!told.ok) throw new Error(told.message);
	return told.value;
}
const ids = async (file: string, filter: LogFilter) =>
	(await rows(file, filter)).map(({ id }) => id).sort((a, b) => a - b);

describe('rows read in the thread', () => {
	test('are what was written, the newest first', async () => {
		const file = newFile();
		writeRows(file, [{}, { startedAt: T0 + 1, outcome: 'open' }]);
		expect(await rows(file)).toEqual([
			{
				...SEND,
				id: 2,
				startedAt: T0 + 1,
				status: 0,
				outcome: 'open',
				reason: '',
				durationMs: 0,
				responseBytes: 0,
			},
			{ ...SEND, id: 1 },
		]);
	});

	test('come page by page, each once, although many have the same time', async () => {
		const file = newFile();
		writeRows(
			file,
			Array.from({ length: 25 }, (_, place) => ({ startedAt: T0 + (place % 3) })),
		);
		for (const oldestFirst of [false, true]) {
			const seen: number[] = [];
			let after: { id: number; startedAt: number } | undefined;
			do {
				const page = await rows(file, {}, { limit: 4, oldestFirst, after });
				seen.push(...page.map(({ id }) => id));
				after = page.length === 4 ? page.at(-1) : undefined;
			} while (after);
			expect(seen).toHaveLength(25);
			expect(new Set(seen).size).toBe(25);
		}
	});

	test('of a file that does not exist yet are none', async () => {
		const file = newFile();
		expect(await rows(file)).toEqual([]);
		expect(await readLog(file, 'summary', { filter: {}, by: [] })).toEqual({ ok: true, value: [] });
		const one = { id: 1, within: {}, earlier: 1 };
		expect(await readLog(file, 'follow', one)).toEqual({ ok: true, value: undefined });
	});
});

describe('a filter takes', () => {
	const file = newFile();
	beforeAll(() => {
		writeRows(file, [
			{ vendor: 'Apollo', operation: 'person.search' },
			{ startedAt: T0 + HOUR, ...failed(429), node: "Anna's node" },
			{ startedAt: T0 + 2 * HOUR, ...failed(404, { requestId: 'r-1', execution: '2' }) },
			{ ...failed(0, { reason: 'network-unknown', errorBody: '100% "quoted" \u0000 O\'Neil' }) },
			{ attempt: 0, outcome: 'hold', reason: 'quota-hold', status: 0, workflow: 'other' },
			{ path: '/a_b/c', keyFields: '{"id":"7"}' },
			{ path: '/aXb/c' },
		]);
	});

	const everything = [1, 2, 3, 4, 5, 6, 7];
	test.each<[string, LogFilter, number[]]>([
		['everything when nothing narrows', {}, everything],
		['a time range, without its end', { from: T0 + HOUR, to: T0 + 2 * HOUR }, [2]],
		['vendors', { vendors: ['Apollo', 'Clay'] }, [1]],
		['operations', { operations: ['person.search'] }, [1]],
		['a class of statuses', { statusClasses: [4] }, [2, 3]],
		['sends without an answer, and no hold', { statusClasses: [0] }, [4]],
		['several classes', { statusClasses: [0, 2] }, [1, 4, 6, 7]],
		['outcomes', { outcomes: ['hold'] }, [2, 5]],
		['reasons', { reasons: ['quota-hold', 'rate-limited'] }, [2, 5]],
		['workflows', { workflows: ['other'] }, [5]],
		['executions', { executions: ['2'] }, [3]],
		['nodes, with a quote in the name', { nodes: ["Anna's node"] }, [2]],
		['request ids', { requestIds: ['r-1'] }, [3]],
		['nothing from an empty list', { vendors: [] }, []],
		['nothing from no class', { statusClasses: [] }, []],
		['sends alone', { sendsOnly: true }, [1, 2, 3, 4, 6, 7]],
		['a text with a percent sign, as it is', { text: '0% "' }, [4]],
		['a text with an underscore, as it is', { text: 'a_b' }, [6]],
		['a text with a quote', { text: "o'neil" }, [4]],
		['a text with a zero byte', { text: '\u0000 o' }, [4]],
		['a text of the key fields', { text: '"id":"7"' }, [6]],
		['a text that would end the statement', { text: "'; DROP TABLE api_log; --" }, []],
		['all of it together', { vendors: ['HubSpot'], statusClasses: [4], text: 'R-1' }, [3]],
	])('%s', async (_, filter, expected) => {
		expect(await ids(file, filter)).toEqual(expected);
	});
});

describe('a summary', () => {
	const summary = async (file: string, by: Parameters<typeof readLog>[2]) => {
		const told = await readLog(file, 'summary', by as { filter: LogFilter; by: [] });
		if (!told.ok) throw new Error(told.message);
		return told.value;
	};

	test('counts sends, and leaves out holds', async () => {
		const file = newFile();
		writeRows(file, [
			{ durationMs: 10, quotaLeft: 'minute=9' },
			{ durationMs: 20, quotaLeft: 'minute=8' },
			{ ...failed(429), durationMs: 30, waitedMs: 500 },
			{ attempt: 0, outcome: 'hold', reason: 'quota-hold', status: 0, waitedMs: 60_000 },
			{ attempt: 2, durationMs: 40, waitedMs: 60_000 },
			{ ...failed(500, { outcome: 'retry' }), durationMs: 50, attempt: 3 },
			{ outcome: 'cancelled', status: 0, durationMs: 60 },
			{ outcome: 'open' },
		]);
		expect(await summary(file, { filter: {}, by: [] })).toEqual([
			{
				group: {},
				calls: 7,
				errors: 2,
				rateLimited: 1,
				retries: 2,
				waitedMs: 60_500,
				p50: 30,
				p95: 60,
				p99: 60,
				quotaLeft: 'minute=8',
			},
		]);
	});

	test('of groups: by hour and status, in order, each with its own percentiles', async () => {
		const file = newFile();
		writeRows(file, [
			{ startedAt: T0 + HOUR + 5, durationMs: 7 },
			{ startedAt: T0 + 59 * 60_000, durationMs: 3 },
			{ startedAt: T0, ...failed(404), durationMs: 5 },
		]);
		const sums = await summary(file, { filter: {}, by: ['hour', 'status'] });
		expect(sums.map(({ group, calls, p99 }) => [group, calls, p99])).toEqual([
			[{ hour: T0, status: 200 }, 1, 3],
			[{ hour: T0, status: 404 }, 1, 5],
			[{ hour: T0 + HOUR, status: 200 }, 1, 7],
		]);
	});

	test('of percentiles: by nearest rank', async () => {
		const file = newFile();
		writeRows(
			file,
			Array.from({ length: 200 }, (_, place) => ({ durationMs: 200 - place })),
		);
		expect(await summary(file, { filter: {}, by: ['vendor'] })).toMatchObject([
			{ group: { vendor: 'HubSpot' }, p50: 100, p95: 190, p99: 198 },
		]);
	});

	test('of nothing is empty, and of what is under way has no percentiles', async () => {
		const file = newFile();
		writeRows(file, [{ outcome: 'open' }]);
		expect(await summary(file, { filter: { vendors: ['Clay'] }, by: [] })).toEqual([]);
		const [sum] = await summary(file, { filter: {}, by: [] });
		expect(sum).toMatchObject({ calls: 1, errors: 0 });
		expect(sum).not.toHaveProperty('p50');
	});
});

describe('a request is followed', () => {
	const follow = async (file: string, id: number, within: LogFilter = {}, earlier = 10) => {
		const told = await readLog(file, 'follow', { id, within, earlier });
		if (!told.ok) throw new Error(told.message);
		return told.value;
	};
	const numbers = (list: Array<{ id: number }> = []) => list.map(({ id }) => id);

	test('to all its attempts, and to the same one in earlier executions', async () => {
		const file = newFile();
		const trace = (letter: string) => letter.repeat(32);
		writeRows(file, [
			{ execution: '1', traceId: trace('1'), startedAt: T0 - 3 },
			{ execution: '2', traceId: trace('2'), startedAt: T0 - 2, ...failed(400) },
			{ execution: '2', traceId: trace('3'), startedAt: T0 - 2, operation: 'another' },
			{ execution: '3', traceId: trace('4'), ...failed(500, { outcome: 'retry' }) },
			{ execution: '3', traceId: trace('4'), attempt: 0, outcome: 'hold', status: 0 },
			{ execution: '3', traceId: trace('5') },
			{ execution: '3', traceId: trace('4'), attempt: 2, ...failed(500) },
			{ execution: '4', traceId: trace('6'), startedAt: T0 + 9 },
		]);
		const found = await follow(file, 7);
		expect(found?.row.id).toBe(7);
		expect(numbers(found?.attempts)).toEqual([4, 5, 7]);
		expect(numbers(found?.earlier)).toEqual([2, 1]);
		expect(numbers((await follow(file, 7, {}, 1))?.earlier)).toEqual([2]);
	});

	test('only with the same key fields, where there are any', async () => {
		const file = newFile();
		const keyed = (keyFields: string, execution: string) => ({ keyFields, execution });
		writeRows(file, [
			{ ...keyed('{"id":1}', '1'), startedAt: T0 - 2 },
			{ ...keyed('{"id":2}', '2'), startedAt: T0 - 1 },
			keyed('{"id":1}', '3'),
		]);
		expect(numbers((await follow(file, 3))?.earlier)).toEqual([1]);
	});

	test('to nothing where there is no such row, or none that may be seen', async () => {
		const file = newFile();
		writeRows(file, [{ workflow: 'other' }]);
		expect(await follow(file, 2)).toBeUndefined();
		expect(await follow(file, 1, { workflows: ['workflow'] })).toBeUndefined();
		expect((await follow(file, 1, { workflows: ['other'] }))?.row.id).toBe(1);
	});
});

describe('a file that cannot be read says why', () => {
	const message = async (file: string) => {
		const told = await readLog(file, 'rows', { filter: {}, limit: 1 });
		return told.ok ? 'no error' : told.message;
	};

	test('no database', async () => {
		const file = join(folder, 'text.sqlite');
		writeFileSync(file, 'this was a text file, and a long one at that'.repeat(100));
		expect(await message(file)).toContain('it is damaged; with the next request');
	});

	test('one that somebody keeps locked', async () => {
		const file = join(folder, 'locked.sqlite');
		const holder = new DatabaseSync(file);
		holder.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
		expect(await message(file)).toBe('another process keeps it locked');
		holder.close();
	});

	test('a folder in its place', async () => {
		expect(await message(folder)).toMatch(/unable to open|disk I/);
	});
});

test('the main loop goes on while a summary is made', async () => {
	const file = newFile();
	writeRows(
		file,
		Array.from({ length: 20_000 }, (_, place) => ({ durationMs: place % 997 })),
	);
	// The thread is up before the loop is watched.
	await rows(file, {}, { limit: 1 });
	// Its own time and not the clock's: other programs of the machine do not count.
	const before = process.threadCpuUsage();
	const runs = 5;
	for (let run = 0; run < runs; run += 1) {
		const query = { filter: { text: 'contact' }, by: ['hour' as const, 'vendor' as const] };
		expect(await readLog(file, 'summary', query)).toMatchObject({ ok: true });
	}
	const { user, system } = process.threadCpuUsage(before);
	expect((user + system) / 1_000 / runs).toBeLessThan(20);
});
