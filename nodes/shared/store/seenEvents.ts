import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { processState } from '../engine/processState';
import { SqliteStore, type Stored } from './sqliteStore';

/** So long an event that was taken on may take until its execution exists. */
const LEASE_MS = 60_000;
/** So long an event is remembered that has an ID of its own. */
export const KEPT_MS = 30 * 86_400_000;
/** Deleting blocks the process: once a minute, and some milliseconds each time. */
const PRUNE_EVERY_MS = 60_000;
const PRUNED_AT_ONCE = 5_000;

/** What is known of the events of one call, by their keys, in their order. */
export interface Claim {
	/** Taken on by this call: to be run. */
	fresh: string[];
	/** Their executions exist. */
	known: string[];
	/** Taken on by another call just now, whose execution does not exist yet. */
	busy: string[];
}

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS received_events (
		source TEXT NOT NULL,
		key TEXT NOT NULL,
		until INTEGER,
		forget INTEGER NOT NULL,
		PRIMARY KEY (source, key)
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS received_events_forget ON received_events (forget);
`;

/**
 * Events that a webhook has received, in a SQLite file that survives a restart and that several
 * processes may share. An event is seen only once its execution exists (`confirm`): until then it is
 * claimed, and after a crash in between the sender's next try takes it on again.
 */
export class SeenEvents {
	private readonly store: SqliteStore;
	private prunedAt = -Infinity;

	constructor(readonly file: string) {
		this.store = new SqliteStore(file, SCHEMA);
	}

	/**
	 * Takes on what nobody has. `source` tells webhooks apart; `keptMs` says how long an event (by its
	 * key) is remembered, 30 days unless told. All times are in ms, `now` since 1970.
	 */
	claim(
		source: string,
		keys: string[],
		now: number,
		keptMs: (key: string) => number = () => KEPT_MS,
	): Stored<Claim> {
		return this.store.inOne((database) => {
			const select = database.prepare(
				'SELECT until, forget FROM received_events WHERE source = ? AND key = ?',
			);
			const insert = database.prepare(
				'INSERT OR REPLACE INTO received_events (source, key, until, forget) VALUES (?, ?, ?, ?)',
			);
			const claim: Claim = { fresh: [], known: [], busy: [] };
			for (const key of new Set(keys)) {
				const { until, forget } = select.get(source, key) ?? {};
				if (until === null && Number(forget) > now) claim.known.push(key);
				else if (typeof until === 'number' && until > now) claim.busy.push(key);
				else {
					insert.run(source, key, now + LEASE_MS, now + keptMs(key));
					claim.fresh.push(key);
				}
			}
			this.prune(database, now);
			return claim;
		});
	}

	/** Their execution exists. How many of them the store holds: fewer means that it is another one. */
	confirm(source: string, keys: string[]): Stored<number> {
		return this.store.inOne((database) => {
			const update = database.prepare(
				'UPDATE received_events SET until = NULL WHERE source = ? AND key = ?',
			);
			return keys.reduce((sum, key) => sum + Number(update.run(source, key).changes), 0);
		});
	}

	/** The hand-off has failed: the next try may take them on at once. */
	release(source: string, keys: string[]): Stored<void> {
		return this.store.inOne((database) => {
			const remove = database.prepare(
				'DELETE FROM received_events WHERE source = ? AND key = ? AND until IS NOT NULL',
			);
			for (const key of keys) remove.run(source, key);
		});
	}

	/** Which of these are known by now. */
	known(source: string, keys: string[]): Stored<string[]> {
		return this.store.inOne((database) => {
			const select = database.prepare(
				'SELECT 1 FROM received_events WHERE source = ? AND key = ? AND until IS NULL',
			);
			return keys.filter((key) => select.get(source, key) !== undefined);
		});
	}

	/** Forgets a limited number at a time; what is left over goes with the next claim. */
	private prune(database: DatabaseSync, now: number): void {
		// A clock that was set back must not put it off.
		if (Math.abs(now - this.prunedAt) < PRUNE_EVERY_MS) return;
		const { changes } = database
			.prepare(
				`DELETE FROM received_events WHERE (source, key) IN
					(SELECT source, key FROM received_events WHERE forget < ? LIMIT ?)`,
			)
			.run(now, PRUNED_AT_ONCE);
		if (Number(changes) < PRUNED_AT_ONCE) this.prunedAt = now;
	}
}

/** The store in this file: one handle for the whole process. */
export function seenEventsAt(file: string): SeenEvents {
	const stores = processState('received-events', () => new Map<string, SeenEvents>());
	const place = resolve(file);
	const store = stores.get(place) ?? new SeenEvents(place);
	stores.set(place, store);
	return store;
}
