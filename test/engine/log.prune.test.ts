import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteLog } from '../../nodes/shared/engine/log/sqlite';
import { logAt } from '../../nodes/shared/engine/log/handles';
import { limitsOf, retentionOf } from '../../nodes/shared/engine/log/retention';
import { pruneLog, readLog } from '../../nodes/shared/engine/log/workerThread';
import { SEND, T0, writeRows } from './support/logRows';

const folder = mkdtempSync(join(tmpdir(), 'gtm-log-prune-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}`, 'api-log.sqlite');

async function ids(file: string): Promise<number[]> {
	const told = await readLog(file, 'rows', { filter: {}, limit: 10_000, oldestFirst: true });
	if (!told.ok) throw new Error(told.message);
	return told.value.map(({ id }) => id);
}

async function sums(file: string) {
	const told = await readLog(file, 'summary', { filter: {}, by: [] });
	if (!told.ok) throw new Error(told.message);
	return told.value;
}

describe('pruning', () => {
	test('by age: what is older goes, however many they are', async () => {
		const file = newFile();
		writeRows(
			file,
			Array.from({ length: 1_000 }, (_, place) => ({ startedAt: T0 + place })),
		);
		expect(await pruneLog(file, { before: T0 + 990 })).toEqual({
			ok: true,
			value: { rows: 990, unfinished: false },
		});
		expect(await ids(file)).toEqual(Array.from({ length: 10 }, (_, place) => 991 + place));
	});

	test('by size: the oldest go until the rest fits, and the file is smaller', async () => {
		const file = newFile();
		writeRows(
			file,
			Array.from({ length: 600 }, () => ({ errorBody: 'x'.repeat(2_000) })),
		);
		const mostBytes = 1_000_000;
		expect(await pruneLog(file, { mostBytes })).toMatchObject({ ok: true });
		const left = await ids(file);
		expect(left.length).toBeGreaterThan(0);
		expect(left.length).toBeLessThan(300);
		expect(left.at(-1)).toBe(600);
		const database = new DatabaseSync(file);
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		database.close();
		expect(statSync(file).size).toBeLessThan(mostBytes * 1.1);
	});

	test('a size that all rows fit into deletes nothing', async () => {
		const file = newFile();
		writeRows(file, [{}, {}]);
		expect(await pruneLog(file, { mostBytes: 1e9 })).toMatchObject({ value: { rows: 0 } });
		expect(await ids(file)).toEqual([1, 2]);
	});

	test('of one workflow leaves the others', async () => {
		const file = newFile();
		writeRows(file, [{ workflow: 'a' }, { workflow: 'b' }]);
		await pruneLog(file, { before: T0 + 1, workflow: 'a' });
		expect(await ids(file)).toEqual([2]);
	});

	test('of a file that does not exist does nothing', async () => {
		expect(await pruneLog(newFile(), { before: T0 })).toEqual({
			ok: true,
			value: { rows: 0, unfinished: false },
		});
	});

	test('costs the writer no row, and it never waits long', async () => {
		const file = newFile();
		const log = openSqliteLog(file);
		writeRows(
			file,
			Array.from({ length: 2_000 }, () => ({})),
		);
		let done = false;
		const pruned = pruneLog(file, { before: T0 + 1 }).finally(() => (done = true));
		const waits: number[] = [];
		while (!done) {
			const began = performance.now();
			log.end(log.begin({ ...SEND, startedAt: T0 + 9 }), SEND);
			waits.push(performance.now() - began);
			await new Promise((next) => setImmediate(next));
		}
		expect(await pruned).toMatchObject({ ok: true, value: { rows: 2_000 } });
		expect(log.lost).toBe(0);
		const [sum] = await sums(file);
		expect(sum?.calls).toBe(waits.length);
		process.stdout.write(`the longest write while pruning: ${Math.max(...waits).toFixed(1)} ms\n`);
	});
});

describe('how long rows are kept', () => {
	const limits = (env: Record<string, string>) => limitsOf(retentionOf(env), T0);
	const DAY = 86_400_000;

	test('30 days and 1,000 MB, unless told', () => {
		expect(limits({})).toEqual({ before: T0 - 30 * DAY, mostBytes: 1e9 });
		expect(limits({ GTM_LOG_DAYS: '7', GTM_LOG_MB: ' 0.5 ' })).toEqual({
			before: T0 - 7 * DAY,
			mostBytes: 500_000,
		});
	});

	test('0 is no limit', () => {
		expect(limits({ GTM_LOG_DAYS: '0', GTM_LOG_MB: '0' })).toEqual({});
	});

	test.each(['-1', 'a month', 'Infinity', 'NaN'])('"%s" is said to be wrong', (text) => {
		expect(retentionOf({ GTM_LOG_DAYS: text })).toEqual({
			days: 30,
			megabytes: 1_000,
			problems: [`GTM_LOG_DAYS is "${text}", which is no number of 0 or more: 30 counts`],
		});
	});

	test('what was written is moved into the file by the thread, not by a write', async () => {
		jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance', 'nextTick'] });
		try {
			const file = newFile();
			const log = logAt(file);
			const errorBody = 'x'.repeat(2_000);
			for (let row = 0; row < 1_500; row += 1) log.end(log.begin(SEND), { ...SEND, errorBody });
			expect(statSync(`${file}-wal`).size).toBeGreaterThan(5_000_000);
			const before = statSync(file).size;
			jest.advanceTimersByTime(5_000);
			while (statSync(file).size === before) await new Promise((next) => setImmediate(next));
			expect(await ids(file)).toHaveLength(1_500);
			expect(log.lost).toBe(0);
		} finally {
			jest.useRealTimers();
		}
	});

	test('a log that is written is pruned after a minute, and each hour', async () => {
		jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance', 'nextTick'] });
		try {
			const file = newFile();
			const log = logAt(file);
			const write = (startedAt: number) => log.end(log.begin({ ...SEND, startedAt }), SEND);
			for (const minutes of [1, 60]) {
				write(Date.now() - 31 * DAY);
				write(Date.now());
				jest.advanceTimersByTime(minutes * 60_000 - 1);
				expect(await ids(file)).toHaveLength(minutes === 1 ? 2 : 3);
				jest.advanceTimersByTime(1);
				while ((await ids(file)).length > (minutes === 1 ? 1 : 2));
			}
			expect(await ids(file)).toEqual([2, 4]);
		} finally {
			jest.useRealTimers();
		}
	});
});
