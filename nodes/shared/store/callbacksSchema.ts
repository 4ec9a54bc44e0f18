import type { DatabaseSync } from 'node:sqlite';

/** So long answers are kept for a run that never comes for them, and a run is known to be over. */
const KEPT_MS = 30 * 86_400_000;
/** Deleting blocks the process: some runs at a time, with the next ones that begin. */
const PRUNED_AT_ONCE = 20;

/**
 * `waits`: runs that ask. `wait_rows`: their items, each with the request that it waits for, made by its own
 * run or by another one (`asker`), and the ID under which the answer comes. `wait_answers`: what has come.
 */
export const CALLBACKS_SCHEMA = `
	CREATE TABLE IF NOT EXISTS waits (
		run TEXT PRIMARY KEY,
		secret TEXT NOT NULL,
		places TEXT NOT NULL,
		wake TEXT,
		at INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS waits_at ON waits (at);
	CREATE TABLE IF NOT EXISTS wait_rows (
		run TEXT NOT NULL,
		item INTEGER NOT NULL,
		key TEXT NOT NULL,
		asker TEXT NOT NULL,
		part TEXT NOT NULL,
		request TEXT,
		id TEXT,
		sent TEXT,
		given INTEGER NOT NULL DEFAULT 0,
		PRIMARY KEY (run, item)
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS wait_rows_key ON wait_rows (key);
	CREATE INDEX IF NOT EXISTS wait_rows_part ON wait_rows (asker, part);
	CREATE TABLE IF NOT EXISTS wait_answers (
		run TEXT NOT NULL,
		part TEXT NOT NULL,
		id TEXT NOT NULL,
		at INTEGER NOT NULL,
		answer TEXT NOT NULL,
		PRIMARY KEY (run, part, id)
	) WITHOUT ROWID;
`;

/** Forgets runs that began too long ago, with all that came for them. */
export function prune(database: DatabaseSync, now: number): void {
	const old = database
		.prepare('SELECT run FROM waits WHERE at < ? LIMIT ?')
		.all(now - KEPT_MS, PRUNED_AT_ONCE);
	for (const { run = null } of old) {
		for (const table of ['wait_answers', 'wait_rows', 'waits']) {
			database.prepare(`DELETE FROM ${table} WHERE run = ?`).run(run);
		}
	}
}
