import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { parseJson } from '../engine/body';
import { processState } from '../engine/processState';
import type { JsonValue } from '../engine/types';
import { SqliteStore, type Stored } from './sqliteStore';

/** Nobody looks for what was started so long ago. */
const KEPT_MS = 30 * 86_400_000;
/** Deleting blocks the process: once a minute, and some milliseconds each time. */
const PRUNE_EVERY_MS = 60_000;
const PRUNED_AT_ONCE = 5_000;

const TABLE = `
	CREATE TABLE IF NOT EXISTS started_work (
		account TEXT NOT NULL,
		key TEXT NOT NULL,
		at INTEGER NOT NULL,
		handle TEXT,
		PRIMARY KEY (account, key)
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS started_work_at ON started_work (at);
`;

/** Work that was started, or perhaps: then there is nothing to find it by. */
export interface Started {
	/** ms since 1970. */
	at: number;
	handle?: JsonValue;
}

/** Which of the work that is asked for counts as started. */
export interface ClaimTerms {
	/** ms since 1970. */
	now: number;
	/** Older starts are forgotten. */
	since: number;
	/** Whether work that was perhaps started is started again. */
	again: boolean;
}

/**
 * Work that is paid for when it starts, by account and key, so that none is started twice: not by
 * another try, another execution or another process. In a SQLite file; never throws.
 */
export class StartedWork {
	private readonly store: SqliteStore;
	private prunedAt = -Infinity;

	constructor(file: string) {
		this.store = new SqliteStore(file, TABLE);
	}

	/** What of this has been started, by key. All the rest is claimed: to be started by the caller. */
	claim(
		account: string,
		keys: string[],
		{ now, since, again }: ClaimTerms,
	): Stored<Map<string, Started>> {
		return this.store.inOne((database) => {
			const select = database.prepare(
				'SELECT at, handle FROM started_work WHERE account = ? AND key = ? AND at >= ?',
			);
			const insert = database.prepare(
				'INSERT OR REPLACE INTO started_work (account, key, at, handle) VALUES (?, ?, ?, NULL)',
			);
			const known = new Map<string, Started>();
			for (const key of new Set(keys)) {
				const row = select.get(account, key, since);
				const handle = typeof row?.handle === 'string' ? parseJson(row.handle) : undefined;
				if (row === undefined || (handle === undefined && again)) insert.run(account, key, now);
				else known.set(key, { at: Number(row.at), ...(handle === undefined ? {} : { handle }) });
			}
			this.prune(database, now);
			return known;
		});
	}

	/** It has begun, and this is what it is found by. */
	begun(account: string, keys: string[], handle: JsonValue): Stored<void> {
		return this.store.inOne((database) => {
			const update = database.prepare(
				'UPDATE started_work SET handle = ? WHERE account = ? AND key = ?',
			);
			for (const key of keys) update.run(JSON.stringify(handle), account, key);
		});
	}

	/** It has surely not begun. */
	release(account: string, keys: string[]): Stored<void> {
		return this.store.inOne((database) => {
			const remove = database.prepare('DELETE FROM started_work WHERE account = ? AND key = ?');
			for (const key of keys) remove.run(account, key);
		});
	}

	/** Forgets a limited number at a time; what is left over goes with the next claim. */
	private prune(database: DatabaseSync, now: number): void {
		// A clock that was set back must not put it off.
		if (Math.abs(now - this.prunedAt) < PRUNE_EVERY_MS) return;
		const { changes } = database
			.prepare(
				`DELETE FROM started_work WHERE (account, key) IN
					(SELECT account, key FROM started_work WHERE at < ? LIMIT ?)`,
			)
			.run(now - KEPT_MS, PRUNED_AT_ONCE);
		if (Number(changes) < PRUNED_AT_ONCE) this.prunedAt = now;
	}
}

/** The work in this file: one handle for the whole process. */
export function startedWorkAt(file: string): StartedWork {
	const all = processState('started-work', () => new Map<string, StartedWork>());
	const place = resolve(file);
	const work = all.get(place) ?? new StartedWork(place);
	all.set(place, work);
	return work;
}
