import { resolve } from 'node:path';
import { processState } from '../engine/processState';
import { SqliteStore, type Stored } from './sqliteStore';

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS callback_receivers (
		id TEXT PRIMARY KEY,
		url TEXT NOT NULL,
		at INTEGER NOT NULL
	) WITHOUT ROWID;
`;

/** The webhooks of this n8n that take answers, so that nodes that ask find their address by themselves. */
export class CallbackReceivers {
	private readonly store: SqliteStore;

	constructor(file: string) {
		this.store = new SqliteStore(file, SCHEMA);
	}

	/** From now on it listens at this address. `now`: ms since 1970. */
	add(id: string, url: string, now: number): Stored<void> {
		return this.store.inOne((database) => {
			database
				.prepare('INSERT OR REPLACE INTO callback_receivers (id, url, at) VALUES (?, ?, ?)')
				.run(id, url, now);
		});
	}

	remove(id: string): Stored<void> {
		return this.store.inOne((database) => {
			database.prepare('DELETE FROM callback_receivers WHERE id = ?').run(id);
		});
	}

	/** The address of the one that was activated last; undefined where none listens. */
	url(): Stored<string | undefined> {
		return this.store.inOne((database) => {
			const { url } =
				database.prepare('SELECT url FROM callback_receivers ORDER BY at DESC LIMIT 1').get() ?? {};
			return typeof url === 'string' ? url : undefined;
		});
	}
}

/** The receivers in this file: one handle for the whole process. */
export function callbackReceiversAt(file: string): CallbackReceivers {
	const stores = processState('callback-receivers', () => new Map<string, CallbackReceivers>());
	const place = resolve(file);
	const store = stores.get(place) ?? new CallbackReceivers(place);
	stores.set(place, store);
	return store;
}
