import { resolve } from 'node:path';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { parseJson } from '../engine/body';
import { processState } from '../engine/processState';
import type { JsonValue } from '../engine/types';
import { CALLBACKS_SCHEMA, prune } from './callbacksSchema';
import { SqliteStore, type Stored } from './sqliteStore';

/** No request has more answers than this: what else a sender has to say is not kept. */
const MOST_ANSWERS = 1_000;

/** What a run tells of itself before it asks. */
export interface NewWait {
	run: string;
	/** What the tokens of its addresses are made with. */
	secret: string;
	/** Where the answers stand in the body of a callback. */
	places: JsonValue;
}

/** A request that is waited for. */
export interface KnownWait extends Pick<NewWait, 'secret' | 'places'> {
	/** How many different things it has asked for that somebody waits for. */
	asked: number;
}

/** An item that waits, and what it asks for. */
export interface WaitingItem {
	item: number;
	key: string;
}

/** An item that is asked for. */
export interface AskedItem extends WaitingItem {
	/** Under which its answer will come, "" for the answer to the whole request; undefined as long as nobody knows. */
	id: string | undefined;
}

/** What the vendor said at once of something that was asked for. */
export interface SentRow {
	key: string;
	/** Under which its answer will come. */
	id: string;
	sent: JsonValue;
}

/** An item that waits, with all that is known of it. */
export interface WaitRow extends WaitingItem {
	/** The run and the request that asked: the run's own, or an earlier one's. */
	asker: string;
	part: string;
	/** The vendor's ID of the request. */
	request: string | undefined;
	sent: JsonValue | undefined;
	/** Undefined as long as it has not come; an answer may be null. */
	answer: { value: JsonValue } | undefined;
}

export interface Answer {
	/** "" for all of the request that are known by an ID and have no answer of their own. */
	id: string;
	value: JsonValue;
}

/** What became of answers: how many were new, and the addresses that wake who has all of theirs now. */
export type Taken = { isOver: true } | { isOver: false; fresh: number; wakes: string[] };

/** Rows, each with the answer that is meant for it: its own, else that for its whole request. */
const ANSWERED = `wait_rows r
	LEFT JOIN wait_answers own ON own.run = r.asker AND own.part = r.part AND own.id = r.id
	LEFT JOIN wait_answers rest ON rest.run = r.asker AND rest.part = r.part AND rest.id = ''
		AND r.id IS NOT NULL`;

const IS_OPEN = 'own.answer IS NULL AND rest.answer IS NULL';

/**
 * Requests whose answers come later, and the answers, in a SQLite file that survives a restart and that
 * several processes may share. Items wait for parts of requests: of those of their own run, and of those
 * that an earlier run has made and not given out. Never throws. All times are ms since 1970.
 */
export class Callbacks {
	private readonly store: SqliteStore;

	constructor(readonly file: string) {
		this.store = new SqliteStore(file, CALLBACKS_SCHEMA);
	}

	begin({ run, secret, places }: NewWait, now: number): Stored<void> {
		return this.store.inOne((database) => {
			prune(database, now);
			database
				.prepare('INSERT INTO waits (run, secret, places, at) VALUES (?, ?, ?, ?)')
				.run(run, secret, JSON.stringify(places), now);
		});
	}

	/**
	 * Of these items, those that an earlier run has asked for: they wait for its answers. What was asked
	 * before `since` and has no answer yet is asked anew.
	 */
	adopt(run: string, items: WaitingItem[], since: number): Stored<Set<number>> {
		return this.store.inOne((database) => {
			const find = database.prepare(
				`SELECT r.asker, r.part, r.request, r.id, r.sent FROM ${ANSWERED}
					JOIN waits ON waits.run = r.asker
					WHERE r.key = ? AND r.run <> ? AND r.given = 0 AND (waits.at >= ? OR NOT (${IS_OPEN}))
					ORDER BY waits.at DESC LIMIT 1`,
			);
			const insert = insertion(database);
			const adopted = new Set<number>();
			for (const { item, key } of items) {
				const {
					asker,
					part,
					request = null,
					id = null,
					sent = null,
				} = find.get(key, run, since) ?? {};
				if (asker === undefined || part === undefined) continue;
				insert.run(run, item, key, asker, part, request, id, sent);
				adopted.add(item);
			}
			return adopted;
		});
	}

	/** Before a request leaves: its answers may come before the vendor's first word. */
	ask(run: string, part: string, items: AskedItem[]): Stored<void> {
		return this.store.inOne((database) => {
			const insert = insertion(database);
			for (const { item, key, id = null } of items) {
				insert.run(run, item, key, run, part, null, id, null);
			}
		});
	}

	/** What the vendor said at once of the rows that wait on. */
	sent(run: string, part: string, request: string | undefined, rows: SentRow[]): Stored<void> {
		return this.store.inOne((database) => {
			const update = database.prepare(
				'UPDATE wait_rows SET request = ?, id = ?, sent = ? WHERE asker = ? AND part = ? AND key = ?',
			);
			for (const { key, id, sent } of rows) {
				update.run(request ?? null, id, JSON.stringify(sent), run, part, key);
			}
		});
	}

	/** Nothing comes for these items: they have not been asked for, or are known already. */
	drop(run: string, items: number[]): Stored<void> {
		return this.store.inOne((database) => {
			const remove = database.prepare('DELETE FROM wait_rows WHERE run = ? AND item = ?');
			for (const item of items) remove.run(run, item);
		});
	}

	/** The run goes to sleep until somebody calls this address, or its time has come. */
	sleep(run: string, wake: string): Stored<void> {
		return this.store.inOne((database) => {
			database.prepare('UPDATE waits SET wake = ? WHERE run = ?').run(wake, run);
		});
	}

	/** Undefined where this file knows of no such run. */
	find(run: string, part: string): Stored<KnownWait | undefined> {
		return this.store.inOne((database) => {
			const { secret, places } =
				database.prepare('SELECT secret, places FROM waits WHERE run = ?').get(run) ?? {};
			if (typeof secret !== 'string') return undefined;
			return { secret, places: jsonIn(places) ?? {}, asked: askedBy(database, run, part) };
		});
	}

	/** Keeps answers to a request: the first one of each ID counts. */
	take(run: string, part: string, answers: Answer[], now: number): Stored<Taken> {
		return this.store.inOne((database) => {
			if (askedBy(database, run, part) === 0) return { isOver: true };
			const { count } =
				database
					.prepare('SELECT count(*) AS count FROM wait_answers WHERE run = ? AND part = ?')
					.get(run, part) ?? {};
			const insert = database.prepare(
				'INSERT OR IGNORE INTO wait_answers (run, part, id, at, answer) VALUES (?, ?, ?, ?, ?)',
			);
			let fresh = 0;
			for (const { id, value } of answers.slice(0, Math.max(0, MOST_ANSWERS - Number(count)))) {
				fresh += Number(insert.run(run, part, id, now, JSON.stringify(value)).changes);
			}
			return { isOver: false, fresh, wakes: fresh === 0 ? [] : wakesOf(database, run, part) };
		});
	}

	/** Whether all that the run waits for has come; false where it waits for nothing. */
	isComplete(run: string): Stored<boolean> {
		return this.store.inOne((database) => isComplete(database, run));
	}

	/** The items of a run that wait, in their order; undefined where this file knows of no such run. */
	rows(run: string): Stored<WaitRow[] | undefined> {
		return this.store.inOne((database) => {
			if (!database.prepare('SELECT 1 FROM waits WHERE run = ?').get(run)) return undefined;
			return database
				.prepare(
					`SELECT r.item, r.key, r.asker, r.part, r.request, r.sent,
						coalesce(own.answer, rest.answer) AS answer
						FROM ${ANSWERED} WHERE r.run = ? ORDER BY r.item`,
				)
				.all(run)
				.map(rowOf);
		});
	}

	/**
	 * These items have been given out: no further run adopts what they asked for, and what came for them
	 * is deleted as far as nobody else waits for it.
	 */
	giveOut(run: string, items: WaitingItem[]): Stored<void> {
		return this.store.inOne((database) => {
			const find = database.prepare('SELECT asker, part FROM wait_rows WHERE run = ? AND item = ?');
			const remove = database.prepare('DELETE FROM wait_rows WHERE run = ? AND item = ?');
			const mark = database.prepare('UPDATE wait_rows SET given = 1 WHERE key = ?');
			const parts = new Map<string, SQLOutputValue[]>();
			for (const { item, key } of items) {
				const { asker = null, part = null } = find.get(run, item) ?? {};
				parts.set(`${asker} ${part}`, [asker, part]);
				remove.run(run, item);
				mark.run(key);
			}
			const forget = database.prepare(
				`DELETE FROM wait_answers WHERE run = ?1 AND part = ?2
					AND NOT EXISTS (SELECT 1 FROM wait_rows WHERE asker = ?1 AND part = ?2)`,
			);
			for (const [asker = null, part = null] of parts.values()) forget.run(asker, part);
		});
	}
}

function insertion(database: DatabaseSync) {
	return database.prepare(
		`INSERT OR REPLACE INTO wait_rows (run, item, key, asker, part, request, id, sent)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
	);
}

function askedBy(database: DatabaseSync, run: string, part: string): number {
	const { count } =
		database
			.prepare('SELECT count(DISTINCT key) AS count FROM wait_rows WHERE asker = ? AND part = ?')
			.get(run, part) ?? {};
	return Number(count);
}

function isComplete(database: DatabaseSync, run: string): boolean {
	if (!database.prepare('SELECT 1 FROM wait_rows WHERE run = ? LIMIT 1').get(run)) return false;
	const open = database
		.prepare(`SELECT 1 FROM ${ANSWERED} WHERE r.run = ? AND ${IS_OPEN} LIMIT 1`)
		.get(run);
	return open === undefined;
}

function wakesOf(database: DatabaseSync, asker: string, part: string): string[] {
	return database
		.prepare(
			`SELECT run, wake FROM waits WHERE wake IS NOT NULL
				AND run IN (SELECT run FROM wait_rows WHERE asker = ? AND part = ?)`,
		)
		.all(asker, part)
		.filter(({ run }) => isComplete(database, String(run)))
		.map(({ wake }) => String(wake));
}

function rowOf(row: Record<string, SQLOutputValue>): WaitRow {
	const { item, key, asker, part, request, sent, answer } = row;
	const value = jsonIn(answer);
	return {
		item: Number(item),
		key: String(key),
		asker: String(asker),
		part: String(part),
		request: typeof request === 'string' ? request : undefined,
		sent: jsonIn(sent),
		answer: value === undefined ? undefined : { value },
	};
}

function jsonIn(text: SQLOutputValue | undefined): JsonValue | undefined {
	return typeof text === 'string' ? parseJson(text) : undefined;
}

/** The store in this file: one handle for the whole process. */
export function callbacksAt(file: string): Callbacks {
	const stores = processState('callbacks', () => new Map<string, Callbacks>());
	const place = resolve(file);
	const store = stores.get(place) ?? new Callbacks(place);
	stores.set(place, store);
	return store;
}
