import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { parseJson } from '../engine/body';
import { processState } from '../engine/processState';
import type { JsonValue } from '../engine/types';
import { SqliteStore, type Stored } from './sqliteStore';

/** Deleting blocks the process: once a minute, and some milliseconds each time. */
const PRUNE_EVERY_MS = 60_000;
const PRUNED_AT_ONCE = 1_000;
/** All answers together; beyond it the oldest are forgotten. */
const MOST_BYTES = 256 * 1024 * 1024;

const TABLES = `
	CREATE TABLE IF NOT EXISTS kept_results (
		account TEXT NOT NULL,
		key TEXT NOT NULL,
		at INTEGER NOT NULL,
		forget INTEGER NOT NULL,
		bytes INTEGER NOT NULL,
		answer TEXT NOT NULL,
		UNIQUE (account, key)
	);
	CREATE INDEX IF NOT EXISTS kept_results_forget ON kept_results (forget);
	CREATE INDEX IF NOT EXISTS kept_results_at ON kept_results (at, bytes);
`;

/** An answer that was paid for, and when it was, ms since 1970. */
export interface KeptResult {
	at: number;
	answer: JsonValue;
}

/** A kept answer, and until when it may be kept, ms since 1970. */
export interface NewResult extends KeptResult {
	key: string;
	forget: number;
}

/**
 * Answers that cost something, by account and key, so that nobody pays twice for the same one. In a
 * SQLite file; what is over its time is forgotten, and of too much the oldest. Never throws.
 */
export class ResultLedger {
	private readonly store: SqliteStore;
	private prunedAt = -Infinity;

	constructor(
		file: string,
		private readonly mostBytes = MOST_BYTES,
	) {
		this.store = new SqliteStore(file, TABLES);
	}

	/** The answers to these keys that are no older than `since`, by key. */
	find(account: string, keys: string[], since: number): Stored<Map<string, KeptResult>> {
		return this.store.inOne((database) => {
			const select = database.prepare(
				'SELECT at, answer FROM kept_results WHERE account = ? AND key = ? AND at >= ?',
			);
			const found = new Map<string, KeptResult>();
			for (const key of new Set(keys)) {
				const { at, answer } = select.get(account, key, since) ?? {};
				const value = typeof answer === 'string' ? parseJson(answer) : undefined;
				if (value !== undefined) found.set(key, { at: Number(at), answer: value });
			}
			return found;
		});
	}

	/** Keeps answers, each in the place of an older one to the same key. */
	keep(account: string, results: NewResult[], now: number): Stored<void> {
		return this.store.inOne((database) => {
			const insert = database.prepare(
				`INSERT OR REPLACE INTO kept_results (account, key, at, forget, bytes, answer)
					VALUES (?, ?, ?, ?, ?, ?)`,
			);
			for (const { key, at, forget, answer } of results) {
				const text = JSON.stringify(answer);
				insert.run(account, key, at, forget, Buffer.byteLength(text), text);
			}
			this.prune(database, now);
		});
	}

	/** Forgets a limited number at a time; what is left over goes with the next answers. */
	private prune(database: DatabaseSync, now: number): void {
		// A clock that was set back must not put it off.
		if (Math.abs(now - this.prunedAt) < PRUNE_EVERY_MS) return;
		const over = database
			.prepare(
				`DELETE FROM kept_results WHERE rowid IN
					(SELECT rowid FROM kept_results WHERE forget < ? LIMIT ?)`,
			)
			.run(now, PRUNED_AT_ONCE);
		const much = database.prepare('SELECT SUM(bytes) AS bytes FROM kept_results').get() ?? {};
		const beyond = Number(much.bytes) > this.mostBytes ? this.forgetOldest(database) : 0;
		if (Math.max(Number(over.changes), beyond) < PRUNED_AT_ONCE) this.prunedAt = now;
	}

	/** Counted from the newest on, what no longer fits. */
	private forgetOldest(database: DatabaseSync): number {
		const { changes } = database
			.prepare(
				`DELETE FROM kept_results WHERE rowid IN (
					SELECT rowid FROM (
						SELECT rowid, SUM(bytes) OVER (ORDER BY at DESC, rowid DESC) AS bytes_so_far
						FROM kept_results
					) WHERE bytes_so_far > ? LIMIT ?
				)`,
			)
			.run(this.mostBytes, PRUNED_AT_ONCE);
		return Number(changes);
	}
}

/** The ledger in this file: one handle for the whole process. */
export function resultLedgerAt(file: string): ResultLedger {
	const ledgers = processState('result-ledgers', () => new Map<string, ResultLedger>());
	const place = resolve(file);
	const ledger = ledgers.get(place) ?? new ResultLedger(place);
	ledgers.set(place, ledger);
	return ledger;
}
