import { closeSync, mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../engine/errorFacts';

const BUSY_TIMEOUT_MS = 250;

export type Stored<Value> = { ok: true; value: Value } | { ok: false; message: string };

/** GTM_STORE_FILE, else gtm/store.sqlite in n8n's user folder. */
export function defaultStoreFile(env: Record<string, string | undefined>): string {
	const folder = env.N8N_USER_FOLDER || homedir();
	return env.GTM_STORE_FILE || join(folder, '.n8n', 'gtm', 'store.sqlite');
}

/** A SQLite file that survives a restart and that several processes may share. */
export class SqliteStore {
	private database: DatabaseSync | undefined;

	/** `schema` makes what is not there yet. */
	constructor(
		readonly file: string,
		private readonly schema: string,
	) {}

	/** One transaction: of two calls at once the second sees what the first has done. Never throws. */
	inOne<Value>(work: (database: DatabaseSync) => Value): Stored<Value> {
		try {
			const database = (this.database ??= this.open());
			database.exec('BEGIN IMMEDIATE');
			try {
				const value = work(database);
				database.exec('COMMIT');
				return { ok: true, value };
			} finally {
				if (database.isTransaction) database.exec('ROLLBACK');
			}
		} catch (error) {
			this.database?.close();
			this.database = undefined;
			return { ok: false, message: messageOf(error) };
		}
	}

	private open(): DatabaseSync {
		mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
		// What is kept may name people.
		closeSync(openSync(this.file, 'a', 0o600));
		const database = new DatabaseSync(this.file, { timeout: BUSY_TIMEOUT_MS });
		database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${this.schema}`);
		return database;
	}
}
