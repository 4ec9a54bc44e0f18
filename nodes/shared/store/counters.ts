import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { processState } from '../engine/processState';
import { SqliteStore, type Stored } from './sqliteStore';

const TABLE = `
	CREATE TABLE IF NOT EXISTS counters (
		key TEXT PRIMARY KEY,
		count INTEGER NOT NULL
	) WITHOUT ROWID;
`;

/** What has become of a wish to count up. */
export interface Counted {
	/** False where it would have gone beyond the limit: nothing was counted. */
	granted: boolean;
	/** Afterwards. */
	count: number;
}

/**
 * Counts that survive a restart and that several processes share, for what nobody else counts. In a
 * SQLite file; never throws.
 */
export class Counters {
	private readonly store: SqliteStore;

	constructor(file: string) {
		this.store = new SqliteStore(file, TABLE);
	}

	/** Counts up by so much, unless the count would go beyond the limit. */
	take(key: string, amount: number, limit: number): Stored<Counted> {
		return this.store.inOne((database) => {
			const count = countOf(database, key);
			if (count + amount > limit) return { granted: false, count };
			return { granted: true, count: put(database, key, count + amount) };
		});
	}

	/** Counts up or down, whatever the limit is; the new count. Never below 0. */
	add(key: string, amount: number): Stored<number> {
		return this.store.inOne((database) =>
			put(database, key, Math.max(0, countOf(database, key) + amount)),
		);
	}

	/** 0 for what was never counted. */
	read(key: string): Stored<number> {
		return this.store.inOne((database) => countOf(database, key));
	}
}

function countOf(database: DatabaseSync, key: string): number {
	const { count } = database.prepare('SELECT count FROM counters WHERE key = ?').get(key) ?? {};
	return Number(count ?? 0);
}

function put(database: DatabaseSync, key: string, count: number): number {
	database.prepare('INSERT OR REPLACE INTO counters (key, count) VALUES (?, ?)').run(key, count);
	return count;
}

/** The counters in this file: one handle for the whole process. */
export function countersAt(file: string): Counters {
	const all = processState('counters', () => new Map<string, Counters>());
	const place = resolve(file);
	const counters = all.get(place) ?? new Counters(place);
	all.set(place, counters);
	return counters;
}
