import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { messageOf } from '../errorFacts';
import { appendLines, type JsonLinesSink } from './jsonLines';
import { forgetDeleted, forgetRows, hasOutbox, inOne, takeRows, waitingRows } from './outbox';
import { PostgresLog } from './postgres';
import type { Sink } from './sinks';
import type { Tried } from './sqliteErrors';

export interface Shipped {
	rows: number;
	/** Rows that wait in the local file, and why; empty while all is well. */
	waiting: number;
	reason: string;
}

const ROWS_PER_STEP = 200;
const BUSY_TIMEOUT_MS = 1_000;

const tables = new Map<string, PostgresLog>();

/** The one pool of this database. */
export function postgresAt(url: string): PostgresLog {
	const table = tables.get(url) ?? new PostgresLog(url);
	tables.set(url, table);
	return table;
}

const running = new Map<string, Promise<unknown>>();

/**
 * Brings all rows that wait in the local file to the sink, one call after the other. Throws what SQLite
 * throws.
 */
export async function ship(file: string, sink: Sink): Promise<Shipped> {
	const before = running.get(file) ?? Promise.resolve();
	const shipped = before.then(async () => await shipFile(file, sink));
	running.set(
		file,
		shipped.catch(() => undefined),
	);
	return await shipped;
}

async function shipFile(file: string, sink: Sink): Promise<Shipped> {
	if (!existsSync(file)) return { rows: 0, waiting: 0, reason: await reach(sink) };
	const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
	try {
		if (!hasOutbox(database)) return { rows: 0, waiting: 0, reason: await reach(sink) };
		return await shipAll(database, sink);
	} finally {
		database.close();
	}
}

async function shipAll(database: DatabaseSync, sink: Sink): Promise<Shipped> {
	let rows = 0;
	for (;;) {
		const step = await tried(async () =>
			sink.kind === 'jsonLines'
				? appendStep(database, sink)
				: await insertStep(database, postgresAt(sink.url)),
		);
		if (!step.ok) return { rows, waiting: waitingRows(database), reason: messageOf(step.error) };
		rows += step.value;
		// What is begun meanwhile waits for the next time: a busy log would never be done.
		if (step.value === ROWS_PER_STEP) continue;
		if (waitingRows(database) > 0) forgetDeleted(database);
		return { rows, waiting: 0, reason: '' };
	}
}

/** Under the lock of the file, since a line that another process appends as well would be there twice. */
function appendStep(database: DatabaseSync, sink: JsonLinesSink): number {
	return inOne(database, () => {
		const rows = takeRows(database, ROWS_PER_STEP);
		if (rows.length > 0) appendLines(sink, rows, Date.now());
		forgetRows(database, rows);
		return rows.length;
	});
}

/** Without a lock: a row that another process brings as well is the same row. */
async function insertStep(database: DatabaseSync, table: PostgresLog): Promise<number> {
	const rows = takeRows(database, ROWS_PER_STEP);
	await table.write(rows);
	forgetRows(database, rows);
	return rows.length;
}

/** Asked for without rows too, so that a sink that is down is known early: why, or empty. */
async function reach(sink: Sink): Promise<string> {
	if (sink.kind === 'jsonLines') return '';
	const reached = await tried(async () => await postgresAt(sink.url).write([]));
	return reached.ok ? '' : messageOf(reached.error);
}

async function tried<Value>(work: () => Promise<Value>): Promise<Tried<Value>> {
	try {
		return { ok: true, value: await work() };
	} catch (error) {
		return { ok: false, error };
	}
}
