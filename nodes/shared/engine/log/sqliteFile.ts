import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { columnName, END_COLUMNS, OPEN, START_COLUMNS } from './columns';
import { closeOutbox, openOutbox } from './outbox';
import { tryWhileBusy, type Tried } from './sqliteErrors';

/** A held lock blocks the whole process for so long. */
const BUSY_TIMEOUT_MS = 100;
const OPEN_TRIES = 5;
/** The log's thread moves pages long before (see checkpoints.ts): 80 MB. */
const LAST_RESORT_PAGES = 20_000;
const SCHEMA_VERSION = 2;

/** A database that is open, and the file it was opened on: the name may come to mean another. */
export interface OpenFile {
	database: DatabaseSync;
	inode: number | undefined;
}

/**
 * Opens the log's file, which is made where there is none (folder 0700, file 0600: rows name
 * accounts). Ids go on after `lastId`. `outbox`: whether rows are noted for another sink.
 */
export function openFile(file: string, lastId: number, outbox = false): Tried<OpenFile> {
	// Several processes that start at once get "locked" in spite of the time-out.
	return tryWhileBusy(OPEN_TRIES, () => {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		closeSync(openSync(file, 'a', 0o600));
		const inode = inodeOf(file);
		const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
		let ready = false;
		try {
			// The first of them counts only before the file has any content.
			database.exec(
				'PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;' +
					`PRAGMA wal_autocheckpoint = ${LAST_RESORT_PAGES}`,
			);
			createTable(database, lastId);
			if (outbox) openOutbox(database, Math.random);
			else closeOutbox(database);
			ready = true;
		} finally {
			if (!ready) database.close();
		}
		return { database, inode };
	});
}

/** The file's inode; undefined when it is gone. */
export function inodeOf(file: string): number | undefined {
	return statSync(file, { throwIfNoEntry: false })?.ino;
}

/** Puts a damaged file aside, unless another process already did. */
export function setAside(file: string, inode: number | undefined, now: number): Tried<void> {
	return tryWhileBusy(1, () => {
		if (inode === undefined || inodeOf(file) !== inode) return;
		const aside = `${file}.corrupt-${new Date(now).toISOString().replace(/[-:.]/g, '')}`;
		for (const part of ['', '-wal', '-shm']) {
			if (existsSync(file + part)) renameSync(file + part, aside + part);
		}
	});
}

/** Each version adds to the one before; a table of an older one gets what it lacks. */
function createTable(database: DatabaseSync, lastId: number): void {
	if (versionOf(database) >= SCHEMA_VERSION) return;
	try {
		database.exec('BEGIN IMMEDIATE');
		// Asked again under the lock: another process may have been first.
		const version = versionOf(database);
		if (version < 1) database.exec(firstSchema(lastId));
		if (version < 2) database.exec(READING_INDEXES);
		database.exec(`PRAGMA user_version = ${Math.max(version, SCHEMA_VERSION)}`);
		database.exec('COMMIT');
	} finally {
		if (database.isTransaction) database.exec('ROLLBACK');
	}
}

function firstSchema(lastId: number): string {
	const columns = Object.entries({ ...START_COLUMNS, ...END_COLUMNS }).map(([field, type]) => {
		const value = field === 'outcome' ? `'${OPEN}'` : type === 'TEXT' ? "''" : '0';
		return `${columnName(field)} ${type} NOT NULL DEFAULT ${value}`;
	});
	return `
		CREATE TABLE api_log (id INTEGER PRIMARY KEY AUTOINCREMENT, ${columns.join(', ')});
		CREATE INDEX api_log_started_at ON api_log (started_at);
		CREATE INDEX api_log_span_id ON api_log (span_id);
		INSERT INTO sqlite_sequence (name, seq) VALUES ('api_log', ${lastId});
	`;
}

/** By which the API Log node narrows: each holds the time too, and an execution is short. */
const READING_INDEXES = `
	CREATE INDEX api_log_vendor ON api_log (vendor, started_at, status);
	CREATE INDEX api_log_workflow ON api_log (workflow, started_at);
	CREATE INDEX api_log_execution ON api_log (execution);
`;

function versionOf(database: DatabaseSync): number {
	return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}
