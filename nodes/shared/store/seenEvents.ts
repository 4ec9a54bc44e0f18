import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../engine/errorFacts';
import { processState } from '../engine/processState';

/** So long an event that was taken on may take until its execution exists. */
const LEASE_MS = 60_000;
const KEPT_MS = 30 * 86_400_000;
const BUSY_TIMEOUT_MS = 250;

/** What is known of the events of one call, by their keys, in their order. */
export interface Claim {
	/** Taken on by this call: to be run. */
	fresh: string[];
	/** Their executions exist. */
	known: string[];
	/** Taken on by another call just now, whose execution does not exist yet. */
	busy: string[];
}

export type Stored<Value> = { ok: true; value: Value } | { ok: false; message: string };

/**
 * Events that a webhook has received, in a SQLite file that survives a restart and that several
 * processes may share. An event is seen only once its execution exists (`confirm`): until then it is
 * claimed, and after a crash in between the sender's next try takes it on again.
 */
export class SeenEvents {
	private database: DatabaseSync | undefined;

	constructor(private readonly file: string) {}

	/** Takes on what nobody has. `source` tells webhooks apart. */
	claim(source: string, keys: string[], now: number): Stored<Claim> {
		return this.inOne((database) => {
			const select = database.prepare('SELECT until FROM seen_events WHERE source = ? AND key = ?');
			const insert = database.prepare(
				'INSERT OR REPLACE INTO seen_events (source, key, until, at) VALUES (?, ?, ?, ?)',
			);
			const claim: Claim = { fresh: [], known: [], busy: [] };
			for (const key of new Set(keys)) {
				const until = select.get(source, key)?.until;
				if (until === null) claim.known.push(key);
				else if (typeof until === 'number' && until > now) claim.busy.push(key);
				else {
					insert.run(source, key, now + LEASE_MS, now);
					claim.fresh.push(key);
				}
			}
			database.prepare('DELETE FROM seen_events WHERE at < ?').run(now - KEPT_MS);
			return claim;
		});
	}

	/** Their execution exists. */
	confirm(source: string, keys: string[]): Stored<void> {
		return this.inOne((database) => {
			const update = database.prepare(
				'UPDATE seen_events SET until = NULL WHERE source = ? AND key = ?',
			);
			for (const key of keys) update.run(source, key);
		});
	}

	/** The hand-off has failed: the next try may take them on at once. */
	release(source: string, keys: string[]): Stored<void> {
		return this.inOne((database) => {
			const remove = database.prepare(
				'DELETE FROM seen_events WHERE source = ? AND key = ? AND until IS NOT NULL',
			);
			for (const key of keys) remove.run(source, key);
		});
	}

	/** Which of these are known by now. */
	known(source: string, keys: string[]): Stored<string[]> {
		return this.inOne((database) => {
			const select = database.prepare(
				'SELECT 1 FROM seen_events WHERE source = ? AND key = ? AND until IS NULL',
			);
			return keys.filter((key) => select.get(source, key) !== undefined);
		});
	}

	/** One transaction: of two calls at once the second sees what the first has done. */
	private inOne<Value>(work: (database: DatabaseSync) => Value): Stored<Value> {
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
		const database = new DatabaseSync(this.file, { timeout: BUSY_TIMEOUT_MS });
		database.exec(`
			PRAGMA journal_mode = WAL;
			PRAGMA synchronous = NORMAL;
			CREATE TABLE IF NOT EXISTS seen_events (
				source TEXT NOT NULL,
				key TEXT NOT NULL,
				until INTEGER,
				at INTEGER NOT NULL,
				PRIMARY KEY (source, key)
			) WITHOUT ROWID;
		`);
		return database;
	}
}

/** The store in this file: one handle for the whole process. */
export function seenEventsAt(file: string): SeenEvents {
	const stores = processState('seen-events', () => new Map<string, SeenEvents>());
	const place = resolve(file);
	const store = stores.get(place) ?? new SeenEvents(place);
	stores.set(place, store);
	return store;
}
