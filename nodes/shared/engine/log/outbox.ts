import type { DatabaseSync } from 'node:sqlite';

import { columnName, END_COLUMNS, START_COLUMNS } from './columns';

/** A row by the names of the table's columns. */
export type StoredRow = Record<string, string | number>;

/** Ids of several workers must not meet in one shared table: each file counts from a place of its own. */
const FILE_DISTANCE = 2 ** 32;
/** 2^52 stays exact in JavaScript. */
const PLACES = 2 ** 20;

/**
 * Notes each row that is begun or ended, until it has been brought to the sink. In the same transaction
 * as the row, so that a kill between the two is not possible.
 */
export function openOutbox(database: DatabaseSync, random: () => number): void {
	database.exec(`
		CREATE TABLE IF NOT EXISTS api_log_outbox (id INTEGER PRIMARY KEY);
		CREATE TRIGGER IF NOT EXISTS api_log_begun AFTER INSERT ON api_log
			BEGIN INSERT OR IGNORE INTO api_log_outbox VALUES (new.id); END;
		CREATE TRIGGER IF NOT EXISTS api_log_ended AFTER UPDATE ON api_log
			BEGIN INSERT OR IGNORE INTO api_log_outbox VALUES (new.id); END;
	`);
	const place = (1 + Math.floor(random() * (PLACES - 1))) * FILE_DISTANCE;
	database
		.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'api_log' AND seq < ?")
		.run(place, FILE_DISTANCE);
}

/** Notes nothing more; what has not been brought to the sink stays noted. */
export function closeOutbox(database: DatabaseSync): void {
	database.exec('DROP TRIGGER IF EXISTS api_log_begun; DROP TRIGGER IF EXISTS api_log_ended');
}

/** Whether this file has an outbox. */
export function hasOutbox(database: DatabaseSync): boolean {
	const found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'api_log_outbox'").get();
	return found !== undefined;
}

/** The oldest rows that wait. */
export function takeRows(database: DatabaseSync, most: number): StoredRow[] {
	return database
		.prepare(
			`SELECT ${COLUMNS.join(', ')} FROM api_log JOIN api_log_outbox USING (id) ORDER BY id LIMIT ?`,
		)
		.all(most)
		.map((row) => ({ ...row }) as StoredRow);
}

/** Forgets those that were brought; one that has ended meanwhile waits on. */
export function forgetRows(database: DatabaseSync, rows: StoredRow[]): void {
	const forget = database.prepare(
		'DELETE FROM api_log_outbox WHERE id = ? AND (SELECT outcome FROM api_log WHERE id = ?) = ?',
	);
	inOne(database, () => {
		for (const { id = 0, outcome = '' } of rows) forget.run(id, id, outcome);
	});
}

/** Forgets rows that were deleted by hand before they were brought. */
export function forgetDeleted(database: DatabaseSync): void {
	database.exec('DELETE FROM api_log_outbox WHERE id NOT IN (SELECT id FROM api_log)');
}

/** One transaction, which no other process can write into; a part of the one that is open, if any. */
export function inOne<Value>(database: DatabaseSync, work: () => Value): Value {
	if (database.isTransaction) return work();
	database.exec('BEGIN IMMEDIATE');
	try {
		const value = work();
		database.exec('COMMIT');
		return value;
	} finally {
		if (database.isTransaction) database.exec('ROLLBACK');
	}
}

/** How many rows wait. */
export function waitingRows(database: DatabaseSync): number {
	return Number(database.prepare('SELECT count(*) AS rows FROM api_log_outbox').get()?.rows ?? 0);
}

/** The columns that every sink carries, in their order. */
export const COLUMNS = ['id', ...Object.keys({ ...START_COLUMNS, ...END_COLUMNS })].map(columnName);
