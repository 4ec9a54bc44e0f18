/**
 * npm run bench:log: the API log with 1,000,000 rows of a month. Prints what reading, summing, writing
 * and pruning cost, and the bytes of a row; ends with 1 where a target is missed.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	columnName,
	END_COLUMNS,
	START_COLUMNS,
	valuesOf,
} from '../nodes/shared/engine/log/columns';
import { logAt } from '../nodes/shared/engine/log/handles';
import type { LogEnd, LogStart } from '../nodes/shared/engine/log/row';
import { openSqliteLog } from '../nodes/shared/engine/log/sqlite';
import { pruneLog, readLog, type Told } from '../nodes/shared/engine/log/workerThread';
import { logCost } from '../test/conformance/support/logCost';

const ROWS = Number(process.env.BENCH_LOG_ROWS ?? 1_000_000);
const DAY = 86_400_000;
const LENGTH = 30 * DAY;
const RUNS = 15;
/** A hundred requests a second. */
const WRITES = 3_000;
const WRITE_EVERY_MS = 10;
const COLUMNS = { ...START_COLUMNS, ...END_COLUMNS };
const OPERATIONS = [
	['HubSpot', 'contact.createOrUpdate', '/crm/v3/objects/contacts/batch/upsert', 'api.hubapi.com'],
	['HubSpot', 'contact.search', '/crm/v3/objects/contacts/search', 'api.hubapi.com'],
	['Apollo', 'person.enrich', '/api/v1/people/bulk_match', 'api.apollo.io'],
	[
		'Salesforce',
		'record.upsert',
		'/services/data/v64.0/composite/sobjects',
		'acme.my.salesforce.com',
	],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'gtm-bench-log-'));
const file = join(folder, 'api-log.sqlite');
const now = Date.now();
let missed = 0;

/** Numbers that look random and are the same each time. */
function randoms(seed: number) {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

function rowsOf(random: () => number) {
	const hex = (length: number) =>
		Array.from({ length: length / 8 }, () =>
			Math.floor(random() * 2 ** 32)
				.toString(16)
				.padStart(8, '0'),
		).join('');
	return (place: number): LogStart & LogEnd => {
		const [vendor, operation, path, host] = OPERATIONS[place % 4] ?? OPERATIONS[0];
		const isError = random() < 0.03;
		return {
			startedAt: Math.round(now - LENGTH + ((place + random()) / ROWS) * LENGTH),
			execution: String(Math.floor(place / 20)),
			workflow: `wF${(place >> 8) % 20}kQ8Vw2mLqXe`,
			node: `${vendor} GTM`,
			vendor,
			account: '8123456',
			operation,
			method: 'POST',
			host,
			path,
			traceId: hex(32),
			spanId: hex(16),
			attempt: random() < 0.02 ? 2 : 1,
			waitedMs: random() < 0.1 ? Math.round(random() * 2_000) : 0,
			waitReason: '',
			records: 100,
			requestBytes: 9_000,
			keyFields: '{}',
			status: isError ? 400 : 200,
			outcome: isError ? 'fail' : 'done',
			reason: isError ? 'bad-request' : 'ok',
			durationMs: Math.round(60 + random() ** 4 * 3_000),
			responseBytes: 1_200,
			requestId: hex(32),
			quotaLeft: vendor === 'HubSpot' ? `ten-seconds=${Math.floor(random() * 100)}` : '',
			errorBody: isError ? '{"status":"error","message":"Property values were not valid"}' : '',
		};
	};
}

/** In one transaction: the log's own way, a row at a time, would take many minutes. */
function fill(): void {
	openSqliteLog(file).begin(rowsOf(randoms(1))(0));
	const database = new DatabaseSync(file);
	const names = Object.keys(COLUMNS).map(columnName);
	const insert = database.prepare(
		`INSERT INTO api_log (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
	);
	const row = rowsOf(randoms(2));
	database.exec('BEGIN');
	for (let place = 0; place < ROWS; place += 1) insert.run(...valuesOf(row(place), COLUMNS));
	database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
	database.close();
}

function valueOf<Value>(told: Told<Value>): Value {
	if (!told.ok) throw new Error(told.message);
	return told.value;
}

function print(what: string, value: number, unit: string, target?: number): void {
	const isMissed = target !== undefined && value >= target;
	if (isMissed) missed += 1;
	const goal =
		target === undefined ? '' : `  (under ${target} ${unit}${isMissed ? ': MISSED' : ''})`;
	console.log(`${what.padEnd(58)} ${value.toFixed(1).padStart(9)} ${unit}${goal}`);
}

const slowest = (values: number[]) => values.reduce((a, b) => Math.max(a, b), 0);
const median = (values: number[]) =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function times(work: (run: number) => Promise<unknown>): Promise<number[]> {
	const measured: number[] = [];
	for (let run = 0; run < RUNS; run += 1) {
		const began = performance.now();
		const before = process.threadCpuUsage();
		await work(run);
		const { user, system } = process.threadCpuUsage(before);
		heaviest = Math.max(heaviest, (user + system) / 1_000);
		measured.push(performance.now() - began);
	}
	return measured;
}

/** What a call cost the main thread at most: all that it does for it, so that no hold is longer. */
let heaviest = 0;

async function main(): Promise<void> {
	try {
		fill();
		console.log(`${ROWS.toLocaleString('en-US')} rows over 30 days, ${RUNS} runs each, medians\n`);
		print('Bytes a row', statSync(file).size / ROWS, 'bytes', 500);
		// The thread starts once in the life of a process.
		await readLog(file, 'rows', { filter: {}, limit: 1 });

		const day = (run: number) => ({ from: now - (run + 2) * DAY, to: now - (run + 1) * DAY });
		const rows = await times(async (run) => {
			const filter = { ...day(run), vendors: ['HubSpot'], statusClasses: [4] };
			return valueOf(await readLog(file, 'rows', { filter, limit: 50 }));
		});
		print('Get Many, vendor and status class, 24 hours', median(rows), 'ms', 100);
		const sums = await times(async (run) =>
			valueOf(await readLog(file, 'summary', { filter: day(run), by: ['vendor', 'operation'] })),
		);
		print('Summarize, vendor and operation, 24 hours', median(sums), 'ms', 1_000);
		const reports = await times(async (run) =>
			valueOf(await readLog(file, 'report', { title: 'Report', filter: day(run), now })),
		);
		print('Report, 24 hours', median(reports), 'ms');
		print("The main thread's time for one of these at most", heaviest, 'ms', 20);

		const log = logAt(file);
		const row = rowsOf(randoms(3));
		const write = async () => {
			const one = row(ROWS);
			const began = performance.now();
			log.end(log.begin(one), one);
			const took = performance.now() - began;
			await sleep(WRITE_EVERY_MS);
			return took;
		};
		const alone: number[] = [];
		for (let place = 0; place < WRITES; place += 1) alone.push(await write());
		print('Writing a row (begin and end)', median(alone) * 1_000, 'us');
		print(`The slowest of ${WRITES.toLocaleString('en-US')}`, slowest(alone), 'ms');
		let isDone = false;
		const began = performance.now();
		const pruned = pruneLog(file, { before: now - LENGTH + DAY }).finally(() => (isDone = true));
		const beside: number[] = [];
		while (!isDone) beside.push(await write());
		const { rows: gone } = valueOf(await pruned);
		print('Rows pruned a second', (gone / (performance.now() - began)) * 1_000, 'rows/s');
		print('Writing a row meanwhile', median(beside) * 1_000, 'us');
		print(`The slowest of ${beside.length.toLocaleString('en-US')}`, slowest(beside), 'ms');
		const cost = { calls: 10_000, rounds: 10, inFlight: 10, latencyMs: 50 };
		const { percent } = await logCost(cost, log);
		print('10,000 calls of 50 ms take longer with the log, by', percent, '%', 5);
		print('Rows lost', log.lost, 'rows', 1);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	process.exitCode = missed > 0 ? 1 : 0;
}

void main();
