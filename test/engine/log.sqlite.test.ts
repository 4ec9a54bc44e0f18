import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { defaultLogFile, logAt } from '../../nodes/shared/engine/log/handles';
import type { LogEnd, LogStart } from '../../nodes/shared/engine/log/row';
import { openSqliteLog } from '../../nodes/shared/engine/log/sqlite';
import { systemClock } from '../../nodes/shared/engine/clock';

const folder = mkdtempSync(join(tmpdir(), 'gtm-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}`, 'gtm', 'api-log.sqlite');

const start: LogStart = {
	startedAt: 1_700_000_000_123,
	execution: '17',
	workflow: 'w1',
	node: 'HubSpot GTM',
	vendor: 'HubSpot',
	account: '123',
	operation: 'contact.createOrUpdate',
	method: 'POST',
	host: 'api.hubapi.com',
	path: '/crm/v3/objects/contacts/batch/upsert',
	traceId: 'a'.repeat(32),
	spanId: 'b'.repeat(16),
	attempt: 1,
	waitedMs: 12.6,
	waitReason: 'window-full',
	records: 100,
	requestBytes: 9_000,
	keyFields: '{}',
};
const end: LogEnd = {
	status: 200,
	outcome: 'done',
	reason: 'ok',
	durationMs: 240,
	responseBytes: 812,
	requestId: 'r1',
	quotaLeft: 'ten-seconds=93',
	errorBody: '',
};

function rowsOf(file: string): Array<Record<string, unknown>> {
	const database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
	const rows = database.prepare('SELECT * FROM api_log ORDER BY id').all();
	database.close();
	return rows;
}

/** A clock that the test moves. */
function handClock() {
	let now = 0;
	return { ...systemClock, monotonic: () => now, pass: (ms: number) => (now += ms) };
}

describe('a row', () => {
	it('is begun before the send and completed by the answer', () => {
		const file = newFile();
		const log = openSqliteLog(file);
		const id = log.begin(start);
		expect(rowsOf(file)).toEqual([
			expect.objectContaining({
				id,
				outcome: 'open',
				status: 0,
				started_at: 1_700_000_000_123,
				waited_ms: 13,
			}),
		]);
		log.end(id, end);
		const [row] = rowsOf(file);
		expect(row).toMatchObject({ span_id: 'b'.repeat(16), key_fields: '{}', outcome: 'done' });
		expect(row).toMatchObject({ status: 200, duration_ms: 240, quota_left: 'ten-seconds=93' });
		expect(Object.keys(row)).toHaveLength(1 + Object.keys({ ...start, ...end }).length);
		expect([log.lost, log.lastError, log.location]).toEqual([0, '', file]);
	});

	it('lies in a file that only its owner can read', () => {
		const file = newFile();
		openSqliteLog(file).begin(start);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
		expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
	});

	it('with a hole is written all the same', () => {
		const file = newFile();
		const log = openSqliteLog(file);
		const holed: LogStart = { ...start, attempt: NaN };
		Reflect.deleteProperty(holed, 'node');
		log.begin(holed);
		expect(rowsOf(file)).toMatchObject([{ node: '', attempt: 0 }]);
		expect(log.lost).toBe(0);
	});

	it('costs little', () => {
		const log = openSqliteLog(newFile());
		log.begin(start);
		const began = performance.now();
		for (let row = 0; row < 5_000; row += 1) log.end(log.begin(start), end);
		const us = ((performance.now() - began) * 1_000) / 5_000;
		process.stdout.write(`log row (begin and end): ${us.toFixed(1)} us\n`);
		expect(log.lost).toBe(0);
	});
});

/** Runs a script in a process of its own, with `log` open on the file. */
function child(file: string, script: string) {
	const module = join(__dirname, '../../nodes/shared/engine/log/sqlite');
	return spawn(
		process.execPath,
		[
			'--import',
			'tsx',
			'-e',
			`
			const { openSqliteLog } = require(${JSON.stringify(module)});
			const log = openSqliteLog(${JSON.stringify(file)});
			const start = ${JSON.stringify(start)}, end = ${JSON.stringify(end)};
			${script}
		`,
		],
		{ cwd: join(__dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] },
	);
}

describe('several processes', () => {
	it('a killed one leaves its row open', async () => {
		const file = newFile();
		const killed = child(
			file,
			"log.end(log.begin(start), end); log.begin(start); process.kill(process.pid, 'SIGKILL')",
		);
		expect(await once(killed, 'exit')).toEqual([null, 'SIGKILL']);
		expect(rowsOf(file).map(({ outcome }) => outcome)).toEqual(['done', 'open']);
	});

	it('write to one file, from its creation on', async () => {
		const file = newFile();
		const work =
			'for (let n = 0; n < 500; n += 1) log.end(log.begin(start), end); console.log(log.lost, log.lastError)';
		const outputs = await Promise.all(
			[1, 2, 3].map(async () => {
				const writer = child(file, work);
				let text = '';
				writer.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
				await once(writer, 'close');
				return text.trim();
			}),
		);
		expect(outputs).toEqual(['0', '0', '0']);
		const rows = rowsOf(file);
		expect(rows).toHaveLength(1_500);
		expect(rows.every(({ outcome }) => outcome === 'done')).toBe(true);
	}, 30_000);

	it('a held lock costs the row, and not much time', () => {
		const file = newFile();
		const log = openSqliteLog(file);
		const id = log.begin(start);
		const holder = new DatabaseSync(file);
		holder.exec('BEGIN IMMEDIATE');
		const began = performance.now();
		expect(log.begin(start)).toBe(0);
		expect(performance.now() - began).toBeLessThan(400);
		expect(log.lost).toBe(1);
		expect(log.lastError).toContain('locked');
		holder.exec('ROLLBACK');
		holder.close();
		log.end(id, end);
		expect(log.lost).toBe(1);
	});
});

describe('a file that is', () => {
	it('no database is set aside', () => {
		const file = newFile();
		mkdirSync(join(file, '..'), { recursive: true });
		writeFileSync(file, 'this was a text file, and a long one at that'.repeat(100));
		const log = openSqliteLog(file);
		log.end(log.begin(start), end);
		expect(rowsOf(file)).toHaveLength(1);
		expect(log.lost).toBe(0);
		expect(readdirSync(join(file, '..')).some((name) => /\.corrupt-\d{8}T\d{9}Z$/.test(name))).toBe(
			true,
		);
	});

	it('a database whose pages are damaged is set aside', () => {
		const file = newFile();
		const clock = handClock();
		const first = openSqliteLog(file);
		for (let row = 0; row < 200; row += 1) first.begin(start);
		const other = new DatabaseSync(file);
		other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		other.close();
		writeFileSync(file, 'x'.repeat(statSync(file).size), { flag: 'r+' });
		const log = openSqliteLog(file, { clock });
		expect(log.begin(start)).toBeGreaterThan(0);
		expect(rowsOf(file)).toHaveLength(1);
		expect(log.lost).toBe(0);
	});

	it('deleted is noticed within a second; ids go on, and a late end hits no other row', () => {
		const file = newFile();
		const clock = handClock();
		const log = openSqliteLog(file, { clock });
		log.begin(start);
		const late = log.begin(start);
		rmSync(join(file, '..'), { recursive: true });
		clock.pass(1_001);
		const id = log.begin(start);
		expect(id).toBe(late + 1);
		log.end(late, end);
		expect(log.lost).toBe(1);
		expect(rowsOf(file)).toMatchObject([{ id, outcome: 'open' }]);
	});

	it('out of reach costs rows and throws nothing; it is tried again', () => {
		const file = newFile();
		const blocker = join(file, '..');
		mkdirSync(join(blocker, '..'), { recursive: true });
		writeFileSync(blocker, 'a file in the place of the folder');
		const clock = handClock();
		const log = openSqliteLog(file, { clock });
		log.end(log.begin(start), end);
		expect(log.begin(start)).toBe(0);
		expect(log.lost).toBe(2);
		expect(log.lastError).toMatch(/EEXIST|ENOTDIR/);
		rmSync(blocker);
		expect(log.begin(start)).toBe(0);
		clock.pass(1_001);
		expect(log.begin(start)).toBe(1);
		expect(log.lost).toBe(3);
	});

	it('in a folder that cannot be written costs rows', () => {
		const locked = join(folder, 'locked');
		mkdirSync(locked);
		chmodSync(locked, 0o500);
		const log = openSqliteLog(join(locked, 'api-log.sqlite'));
		log.end(log.begin(start), end);
		// Root may write anywhere.
		expect(log.lost).toBe(process.getuid?.() === 0 ? 0 : 1);
		expect(existsSync(locked)).toBe(true);
	});
});

describe('the place of the log', () => {
	it("is n8n's user folder, unless told", () => {
		expect(defaultLogFile({})).toBe(join(homedir(), '.n8n/gtm/api-log.sqlite'));
		expect(defaultLogFile({ N8N_USER_FOLDER: '/data' })).toBe('/data/.n8n/gtm/api-log.sqlite');
		expect(defaultLogFile({ N8N_USER_FOLDER: '/data', GTM_LOG_FILE: '/x.sqlite' })).toBe(
			'/x.sqlite',
		);
	});

	it('has one handle', () => {
		const file = newFile();
		expect(logAt(file)).toBe(logAt(join(file, '..', 'api-log.sqlite')));
		expect(logAt(file)).not.toBe(logAt(newFile()));
	});
});
