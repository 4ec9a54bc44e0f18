import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { messageOf } from '../errorFacts';
import { appendLines } from './jsonLines';
import { forgetRows, hasOutbox, takeRows, waitingRows, type StoredRow } from './outbox';
import { PostgresLog } from './postgres';
import type { Sink } from './sinks';

export interface Shipped {
	rows: number;
	/** Rows that wait in the local file, and why; empty while all is well. */
	waiting: number;
	reason: string;
}

const ROWS_PER_STEP = 500;
const BUSY_TIMEOUT_MS = 1_000;

const tables = new Map<string, PostgresLog>();

/** The one pool of this database. */
export function postgresAt(url: string): PostgresLog {
	const table = tables.get(url) ?? new PostgresLog(url);
	tables.set(url, table);
	return table;
}

/** Brings all rows that wait in the local file to the sink. Throws what SQLite throws. */
export async function ship(file: string, sink: Sink): Promise<Shipped> {
	if (!existsSync(file)) return { rows: 0, waiting: 0, reason: await bring(sink, []) };
	const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
	try {
		if (hasOutbox(database)) return await shipAll(database, sink);
		return { rows: 0, waiting: 0, reason: await bring(sink, []) };
	} finally {
		database.close();
	}
}

async function shipAll(database: DatabaseSync, sink: Sink): Promise<Shipped> {
	let rows = 0;
	for (;;) {
		const taken = takeRows(database, ROWS_PER_STEP);
		// Without rows it is asked for all the same, so that a sink that is down is known early.
		const reason = await bring(sink, taken);
		if (reason !== '') return { rows, waiting: waitingRows(database), reason };
		if (taken.length > 0) forgetRows(database, taken);
		rows += taken.length;
		// What is begun meanwhile waits for the next time: a busy log would never be done.
		if (taken.length < ROWS_PER_STEP) return { rows, waiting: 0, reason: '' };
	}
}

/** Why it was not possible; empty when it was. */
async function bring(sink: Sink, rows: StoredRow[]): Promise<string> {
	try {
		if (sink.kind === 'jsonLines') appendLines(sink, rows, Date.now());
		else await postgresAt(sink.url).write(rows);
		return '';
	} catch (error) {
		return messageOf(error);
	}
}
