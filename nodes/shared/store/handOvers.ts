import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { processState } from '../engine/processState';
import { SqliteStore, type Stored } from './sqliteStore';

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS open_hand_overs (
		number INTEGER PRIMARY KEY,
		token TEXT NOT NULL,
		poller TEXT NOT NULL,
		process TEXT NOT NULL,
		before TEXT NOT NULL
	);
`;

/**
 * What polls have handed over, as long as nobody knows what became of it. What a process left open
 * that is gone was lost, or may have been.
 */
export class HandOvers {
	private readonly store: SqliteStore;

	/** `process` tells this process from others, and from earlier ones. */
	constructor(
		file: string,
		private readonly process: string = thisProcess(),
	) {
		this.store = new SqliteStore(file, SCHEMA);
	}

	/**
	 * Opens a hand-over in the place of those that were lost. `before` is the state that it began with.
	 * Its token is for `close`.
	 */
	open(poller: string, before: string): Stored<string> {
		return this.store.inOne((database) => {
			const token = randomUUID();
			database
				.prepare('INSERT INTO open_hand_overs (token, poller, process, before) VALUES (?, ?, ?, ?)')
				.run(token, poller, this.process, before);
			this.forget(database, poller);
			return token;
		});
	}

	/** What was handed over is in safety. */
	close(token: string): Stored<void> {
		return this.store.inOne((database) => {
			database.prepare('DELETE FROM open_hand_overs WHERE token = ?').run(token);
		});
	}

	/** The state before the first hand-over that was lost; undefined where none was. */
	lost(poller: string): Stored<string | undefined> {
		return this.store.inOne((database) => {
			const { before } =
				database
					.prepare(
						'SELECT before FROM open_hand_overs WHERE poller = ? AND process <> ? ORDER BY number LIMIT 1',
					)
					.get(poller, this.process) ?? {};
			return typeof before === 'string' ? before : undefined;
		});
	}

	/** Nothing of what was lost is there any more. */
	forgetLost(poller: string): Stored<void> {
		return this.store.inOne((database) => this.forget(database, poller));
	}

	private forget(database: DatabaseSync, poller: string): void {
		database
			.prepare('DELETE FROM open_hand_overs WHERE poller = ? AND process <> ?')
			.run(poller, this.process);
	}
}

function thisProcess(): string {
	return processState('process', () => randomUUID());
}

/** The hand-overs in this file: one handle for the whole process. */
export function handOversAt(file: string): HandOvers {
	const stores = processState('hand-overs', () => new Map<string, HandOvers>());
	const place = resolve(file);
	const store = stores.get(place) ?? new HandOvers(place);
	stores.set(place, store);
	return store;
}
