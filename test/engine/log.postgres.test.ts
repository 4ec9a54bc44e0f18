import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LogFilter } from '../../nodes/shared/engine/log/filter';
import type { Grouping } from '../../nodes/shared/engine/log/groupings';
import { openSqliteLog } from '../../nodes/shared/engine/log/sqlite';
import type { Sink } from '../../nodes/shared/engine/log/sinks';
import { pruneLog, readLog, shipLog } from '../../nodes/shared/engine/log/workerThread';
import { failed, HOUR, SEND, T0, type Change } from './support/logRows';
import { PostgresServer } from './support/postgres';

const folder = mkdtempSync(join(tmpdir(), 'gtm-log-postgres-'));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}`, 'api-log.sqlite');
let server: PostgresServer;
let sink: Extract<Sink, { kind: 'postgres' }>;
beforeAll(async () => {
	server = await PostgresServer.start();
	sink = { kind: 'postgres', url: server.url(), days: 30 };
});
afterAll(async () => {
	await server.remove();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() =>
	server.sql('DROP TABLE IF EXISTS gtm_api_log; DROP TABLE IF EXISTS gtm_api_log_version'),
);

/** A worker's own file, out of which rows go to Postgres. */
function worker(file = newFile()) {
	const log = openSqliteLog(file, { outbox: true });
	const write = (changes: Change[]) =>
		changes.map((change) => {
			const row = { ...SEND, ...change };
			const id = log.begin(row);
			if (row.outcome !== 'open') log.end(id, row);
			return id;
		});
	return { log, file, write, ship: async (to: Sink = sink) => await shipLog(file, to) };
}

const shipped = (rows: number) => ({ ok: true, value: { rows, waiting: 0, reason: '' } });
const stored = (columns = 'id, outcome') =>
	server.sql(`SELECT ${columns} FROM gtm_api_log ORDER BY started_at, id`);

/** A user that may connect; a fresh one, whose pool has no table yet. */
let users = 0;
function newUser(): { name: string; sink: Sink } {
	const name = `user${(users += 1)}`;
	server.sql(`CREATE ROLE ${name} LOGIN; GRANT USAGE ON SCHEMA public TO ${name}`);
	return { name, sink: { ...sink, url: server.url(name) } };
}
/** A pool that knows of no table, as that of a process that has just begun. */
const freshSink = (): Sink => ({ ...sink, url: `${server.url()}?fresh=${(users += 1)}` });

describe('rows reach Postgres', () => {
	test('each once, with all columns, and as they ended', async () => {
		const to = freshSink();
		const { file, write, ship } = worker();
		const [id] = write([{ requestId: 'r-1', errorBody: '"é" \u0000語' }, { startedAt: T0 + 1 }]);
		expect(await ship(to)).toEqual(shipped(2));
		expect(await ship(to)).toEqual(shipped(0));
		const local = new DatabaseSync(file, { readOnly: true });
		const columns = Object.keys(local.prepare('SELECT * FROM api_log').get() ?? {});
		local.close();
		expect(
			server.sql(
				"SELECT column_name FROM information_schema.columns WHERE table_name = 'gtm_api_log' ORDER BY ordinal_position",
			),
		).toEqual(columns);
		expect(stored('id, request_id, error_body, outcome')[0]).toBe(`${id}|r-1|"é" \u2400語|done`);
	});

	test('one that is under way comes open, and is completed', async () => {
		const to = freshSink();
		const { log, ship } = worker();
		const id = log.begin(SEND);
		expect(await ship(to)).toEqual(shipped(1));
		expect(stored()).toEqual([`${id}|open`]);
		log.end(id, SEND);
		expect(await ship(to)).toEqual(shipped(1));
		expect(stored()).toEqual([`${id}|done`]);
	});

	test('of two workers at once into one table, which both would make', async () => {
		const [one, other] = [worker(), worker()];
		const ids = [one, other].flatMap(({ write }) => write([{}, {}, {}]));
		expect(new Set(ids).size).toBe(6);
		expect(await Promise.all([one.ship(freshSink()), other.ship(freshSink())])).toEqual([
			shipped(3),
			shipped(3),
		]);
		expect(stored()).toHaveLength(6);
		expect(server.sql('SELECT version FROM gtm_api_log_version')).toEqual(['1']);
	});

	test('more than one batch of them', async () => {
		const { write, ship } = worker();
		write(Array.from({ length: 1_201 }, () => ({})));
		expect(await ship(freshSink())).toEqual(shipped(1_201));
		expect(server.sql('SELECT count(*) FROM gtm_api_log')).toEqual(['1201']);
	});
});

describe('a Postgres that is', () => {
	test('stopped and started: rows wait in the local file, and none is missing in the end', async () => {
		const to = freshSink();
		const { log, write, ship } = worker();
		write([{}, {}]);
		expect(await ship(to)).toEqual(shipped(2));
		await server.halt();
		write([{}, {}, {}]);
		const down = await ship(to);
		expect(down).toMatchObject({ ok: true, value: { rows: 0, waiting: 3 } });
		expect(JSON.stringify(down)).toContain('Postgres says: ');
		expect(JSON.stringify(down)).not.toContain('canary-pg');
		await server.resume();
		expect(await ship(to)).toEqual(shipped(3));
		expect(server.sql('SELECT count(*), count(DISTINCT id) FROM gtm_api_log')).toEqual(['5|5']);
		expect(log.lost).toBe(0);
	});

	test('without the right to create: it says so, and rows wait', async () => {
		const { write, ship } = worker();
		write([{}]);
		const told = await ship(newUser().sink);
		expect(told).toMatchObject({
			value: { waiting: 1, reason: 'Postgres says: permission denied for schema public' },
		});
	});

	test('used by somebody who may write and not create: the table that is there serves', async () => {
		const { write, ship } = worker();
		expect(await ship(freshSink())).toEqual(shipped(0));
		const { name, sink: to } = newUser();
		server.sql(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${name}`);
		write([{}]);
		expect(await ship(to)).toEqual(shipped(1));
	});

	test('not there at all: without its password in the message', async () => {
		const { write, ship } = worker();
		write([{}]);
		const told = await ship({ ...sink, url: 'postgres://me:canary-pg-4711@127.0.0.1:1/db' });
		expect(told).toMatchObject({ value: { waiting: 1 } });
		expect(JSON.stringify(told)).toContain('ECONNREFUSED');
		expect(JSON.stringify(told)).not.toContain('canary');
	});
});

test('a table that somebody dropped is made again, and the rows reach it', async () => {
	const to = freshSink();
	const { write, ship } = worker();
	write([{}]);
	expect(await ship(to)).toEqual(shipped(1));
	server.sql('DROP TABLE gtm_api_log; DROP TABLE gtm_api_log_version');
	write([{}]);
	expect(await ship(to)).toMatchObject({ value: { waiting: 1 } });
	expect(await ship(to)).toEqual(shipped(1));
	expect(stored()).toHaveLength(1);
});

describe('what is read out of Postgres is what the file gives', () => {
	const file = newFile();
	let to: Sink;
	beforeEach(async () => {
		to = freshSink();
		const { write, ship } = worker(file);
		rmSync(join(file, '..'), { recursive: true, force: true });
		write([
			{ durationMs: 10, quotaLeft: 'minute=9', traceId: '1'.repeat(32), execution: '1' },
			{ durationMs: 20, quotaLeft: 'minute=8', startedAt: T0 + HOUR, execution: '2', traceId: '' },
			{ ...failed(429), traceId: '2'.repeat(32), startedAt: T0 + HOUR, errorBody: '5% off_"x\'' },
			{ attempt: 0, outcome: 'hold', reason: 'quota-hold', status: 0, traceId: '2'.repeat(32) },
			{ ...failed(404), attempt: 2, traceId: '2'.repeat(32), waitedMs: 700, waitReason: 'hold' },
			{ vendor: 'Apollo', outcome: 'open', startedAt: T0 + 2 * HOUR, traceId: '3'.repeat(32) },
		]);
		expect(await ship(to)).toEqual(shipped(6));
	});

	test.each<[string, LogFilter]>([
		['everything', {}],
		['a time range', { from: T0, to: T0 + HOUR }],
		['a class of statuses', { statusClasses: [4, 0] }],
		['vendors and workflows', { vendors: ['HubSpot', "O'Neil"], workflows: ['workflow'] }],
		['a text with wildcards', { text: '5% OFF_"x\'' }],
		['a text with a zero byte', { text: '\u0000' }],
	])('rows of %s', async (_, filter) => {
		const query = { filter, limit: 3 };
		const own = await readLog(file, 'rows', query);
		expect(await readLog(file, 'rows', query, to)).toEqual(own);
		const after = own.ok ? own.value.at(-1) : undefined;
		if (!after) return;
		expect(await readLog(file, 'rows', { ...query, after }, to)).toEqual(
			await readLog(file, 'rows', { ...query, after }),
		);
	});

	test.each<[string, Grouping[]]>([
		['of all', []],
		['by vendor and hour', ['vendor', 'hour']],
		['by status, reason and wait', ['status', 'reason', 'waitReason']],
	])('sums %s', async (_, by) => {
		const query = { filter: {}, by };
		expect(await readLog(file, 'summary', query, to)).toEqual(
			await readLog(file, 'summary', query),
		);
	});

	test('a followed request', async () => {
		const own = await readLog(file, 'rows', { filter: { statusClasses: [4] }, limit: 1 });
		const id = own.ok ? (own.value[0]?.id ?? 0) : 0;
		const query = { id, within: { workflows: ['workflow'] }, earlier: 5 };
		const found = await readLog(file, 'follow', query, to);
		expect(found).toEqual(await readLog(file, 'follow', query));
		expect(found).toMatchObject({ value: { attempts: [{}, {}, {}] } });
	});

	test('a report', async () => {
		const query = { title: 'Report', filter: {}, now: T0 + 3 * HOUR };
		expect(await readLog(file, 'report', query, to)).toEqual(await readLog(file, 'report', query));
	});

	test('and what waits is brought before it is read', async () => {
		openSqliteLog(file, { outbox: true }).begin({ ...SEND, vendor: 'Late' });
		const query = { filter: { vendors: ['Late'] }, limit: 5 };
		expect(await readLog(file, 'rows', query, to)).toMatchObject({ value: [{ vendor: 'Late' }] });
	});
});

describe('pruning', () => {
	test('deletes old rows in Postgres too, of one workflow or of all', async () => {
		const to = freshSink();
		const { file, write, ship } = worker();
		write([{ workflow: 'a' }, { workflow: 'b' }, { workflow: 'a', startedAt: T0 + 9 }]);
		await ship(to);
		const before = { before: T0 + 1, workflow: 'a' };
		expect(await pruneLog(file, before, to)).toMatchObject({ value: { rows: 1 } });
		expect(stored('workflow, started_at')).toEqual([`b|${T0}`, `a|${T0 + 9}`]);
		expect(await pruneLog(file, { before: T0 + 1 }, to)).toMatchObject({ value: { rows: 1 } });
		expect(stored('workflow')).toEqual(['a']);
	});

	test('keeps rows that have not reached Postgres', async () => {
		const { file, write, ship } = worker();
		write([{}, {}]);
		await pruneLog(file, { before: T0 + 1, mostBytes: 1 });
		const to = freshSink();
		expect(await ship(to)).toEqual(shipped(2));
		expect(await pruneLog(file, { before: T0 + 1 })).toMatchObject({ value: { rows: 2 } });
	});
});
