import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync as linkTo,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { appendLines } from '../../nodes/shared/engine/log/jsonLines';
import { openSqliteLog } from '../../nodes/shared/engine/log/sqlite';
import { sinkOf } from '../../nodes/shared/engine/log/sinks';
import { shipLog } from '../../nodes/shared/engine/log/workerThread';
import { SEND, T0 } from './support/logRows';

const root = mkdtempSync(join(tmpdir(), 'gtm-log-lines-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

function setUp(mostBytes = 1e9) {
	const folder = join(root, String((folders += 1)));
	const sink = { kind: 'jsonLines' as const, folder: join(folder, 'lines'), mostBytes, days: 30 };
	const file = join(folder, 'api-log.sqlite');
	const log = openSqliteLog(file, { outbox: true });
	return { sink, file, log };
}

function linesIn(folder: string): Array<Record<string, unknown>> {
	return readdirSync(folder)
		.sort()
		.flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
		.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('JSON lines', () => {
	test('hold a line for each row, with the columns of the table', async () => {
		const { sink, file, log } = setUp();
		const text = 'a "quoted"\nline \u2028 語';
		log.end(log.begin(SEND), { ...SEND, errorBody: text });
		expect(await shipLog(file, sink)).toMatchObject({ value: { rows: 1, waiting: 0 } });
		const database = new DatabaseSync(file, { readOnly: true });
		const row = { ...database.prepare('SELECT * FROM api_log').get() };
		database.close();
		expect(linesIn(sink.folder)).toEqual([row]);
		expect(row.error_body).toBe(text);
		const [name = ''] = readdirSync(sink.folder);
		expect(name).toMatch(/^api-log-\d{4}-\d\d-\d\d\.jsonl$/);
		expect(statSync(join(sink.folder, name)).mode & 0o777).toBe(0o600);
		expect(statSync(sink.folder).mode & 0o777).toBe(0o700);
	});

	test('tell a row that is under way twice, the second time as it ended', async () => {
		const { sink, file, log } = setUp();
		const id = log.begin(SEND);
		await shipLog(file, sink);
		log.end(id, SEND);
		await shipLog(file, sink);
		expect(linesIn(sink.folder).map((line) => [line.id, line.outcome])).toEqual([
			[id, 'open'],
			[id, 'done'],
		]);
	});

	test('are written once each, however many calls bring them at once', async () => {
		const { sink, file, log } = setUp();
		for (let row = 0; row < 450; row += 1) log.end(log.begin(SEND), SEND);
		await Promise.all([1, 2, 3].map(async () => await shipLog(file, sink)));
		const ids = linesIn(sink.folder).map(({ id }) => id);
		expect(ids).toHaveLength(450);
		expect(new Set(ids).size).toBe(450);
	});

	test('leave out rows that were deleted before they were brought', async () => {
		const { sink, file, log } = setUp();
		const ids = [1, 2].map(() => log.begin(SEND));
		const database = new DatabaseSync(file);
		database.exec(`DELETE FROM api_log WHERE id = ${ids[0]}`);
		database.close();
		expect(await shipLog(file, sink)).toMatchObject({ value: { rows: 1, waiting: 0 } });
		expect(linesIn(sink.folder).map(({ id }) => id)).toEqual([ids[1]]);
	});

	test('go on in a further file when one is full, and on the next day', () => {
		const { sink } = setUp(100);
		const row = { id: 1, text: 'x'.repeat(60) };
		const at = (time: number) => appendLines(sink, [row], time);
		for (const time of [T0, T0, T0, T0, T0 + 86_400_000]) at(time);
		expect(readdirSync(sink.folder).sort()).toEqual([
			'api-log-2026-11-20.1.jsonl',
			'api-log-2026-11-20.jsonl',
			'api-log-2026-11-21.jsonl',
		]);
		expect(linesIn(sink.folder)).toHaveLength(5);
	});

	test('of days that are too long ago are removed, and other files are not', () => {
		const { sink } = setUp();
		mkdirSync(sink.folder, { recursive: true });
		for (const name of ['api-log-2026-10-20.jsonl', 'api-log-2026-10-21.2.jsonl', 'mine.jsonl']) {
			writeFileSync(join(sink.folder, name), '{}\n');
			utimesSync(join(sink.folder, name), 0, 0);
		}
		appendLines(sink, [{ id: 1 }], T0);
		expect(readdirSync(sink.folder).sort()).toEqual([
			'api-log-2026-10-21.2.jsonl',
			'api-log-2026-11-20.jsonl',
			'mine.jsonl',
		]);
	});

	test('that cannot be written leave the rows in the local file until they can', async () => {
		const { sink, file, log } = setUp();
		log.end(log.begin(SEND), SEND);
		writeFileSync(sink.folder, 'a file in the place of the folder');
		expect(await shipLog(file, sink)).toMatchObject({
			value: { rows: 0, waiting: 1, reason: expect.stringMatching(/EEXIST|ENOTDIR/) as string },
		});
		rmSync(sink.folder);
		expect(await shipLog(file, sink)).toMatchObject({ value: { rows: 1, waiting: 0 } });
		expect(linesIn(sink.folder)).toHaveLength(1);
		expect(log.lost).toBe(0);
	});

	test('on a full disk leave the rows in the local file', async () => {
		const { sink, file, log } = setUp();
		log.begin(SEND);
		// Writing there fails as it does on a disk without space.
		const day = new Date().toISOString().slice(0, 10);
		mkdirSync(sink.folder, { recursive: true });
		const full = join(sink.folder, `api-log-${day}.jsonl`);
		linkTo('/dev/full', full);
		expect(await shipLog(file, sink)).toMatchObject({
			value: { waiting: 1, reason: expect.stringContaining('ENOSPC') as string },
		});
		rmSync(full);
		expect(await shipLog(file, sink)).toMatchObject({ value: { rows: 1, waiting: 0 } });
	});
});

describe('the sink', () => {
	const choose = (env: Record<string, string>) => sinkOf(env, '/n8n/gtm/api-log.sqlite', 30);

	test('is the local file alone, unless told', () => {
		expect(choose({})).toEqual({});
		expect(choose({ GTM_LOG_SINK: 'sqlite' })).toEqual({});
	});

	test('are JSON lines beside the file, or in a folder', () => {
		const base = { kind: 'jsonLines', mostBytes: 1e8, days: 30 };
		expect(choose({ GTM_LOG_SINK: ' JSONL ' }).sink).toEqual({
			...base,
			folder: '/n8n/gtm/api-log',
		});
		const env = { GTM_LOG_SINK: 'jsonl', GTM_LOG_FOLDER: '/var/log/gtm', GTM_LOG_FILE_MB: '1' };
		expect(choose(env).sink).toEqual({ ...base, folder: '/var/log/gtm', mostBytes: 1e6 });
	});

	test('is Postgres with its address', () => {
		const url = 'postgresql://n8n:pw@db:5432/n8n';
		expect(choose({ GTM_LOG_SINK: 'postgres', GTM_LOG_POSTGRES_URL: url }).sink).toEqual({
			kind: 'postgres',
			url,
			days: 30,
		});
	});

	test.each([
		[{ GTM_LOG_SINK: 'kafka' }, 'GTM_LOG_SINK is "kafka"'],
		[{ GTM_LOG_SINK: 'postgres' }, 'GTM_LOG_POSTGRES_URL is no address'],
		[{ GTM_LOG_SINK: 'postgres', GTM_LOG_POSTGRES_URL: 'db:pw-4711' }, 'is no address'],
	])('%j is said to be wrong, and leaves the rows in the local file', (env, message) => {
		const { sink, problem } = choose(env);
		expect(sink).toBeUndefined();
		expect(problem).toContain(message);
		expect(problem).not.toContain('pw-4711');
	});
});
