import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';

import { hasOutbox } from './outbox';
import { isBusy, tryWhileBusy } from './sqliteErrors';

/** What goes. Rows that are older than `before` (ms since 1970), then the oldest above `mostBytes`. */
export interface PruneLimits {
	before?: number;
	mostBytes?: number;
	/** Only the rows of this workflow. */
	workflow?: string;
}

export interface Pruned {
	rows: number;
	/** Whether the file was in use too often, so that rows are left for the next time. */
	unfinished: boolean;
}

/**
 * Rows of one transaction. While it lasts (a millisecond), n8n's main thread cannot write its rows and
 * waits; between two of them it has its turn. Longer ones get interrupted on a busy machine, lock in hand.
 */
const ROWS_PER_STEP = 20;
const PAUSE_MS = 10;
const PAGES_PER_STEP = 10;
const BUSY_TIMEOUT_MS = 250;
const BUSY_STEPS = 20;

/** Deletes in small steps, and gives the space back to the disk. Throws what SQLite throws. */
export async function prune(file: string, limits: PruneLimits): Promise<Pruned> {
	if (!existsSync(file)) return { rows: 0, unfinished: false };
	const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
	try {
		const run = new PruneRun(database);
		const { before, mostBytes, workflow } = limits;
		// A row that has not reached the sink is nowhere else.
		const kept = hasOutbox(database)
			? 'WHERE id NOT IN (SELECT id FROM api_log_outbox)'
			: 'WHERE 1 = 1';
		if (before !== undefined) {
			const narrowed = workflow === undefined ? '' : 'workflow = ? AND ';
			const values = workflow === undefined ? [before] : [workflow, before];
			await run.deleteOldest(`${kept} AND ${narrowed}started_at < ? ORDER BY started_at`, values);
		}
		if (mostBytes !== undefined) {
			await run.deleteOldest(`${kept} ORDER BY id`, [], () => usedBytes(database) > mostBytes);
		}
		if (run.rows > 0) await run.giveBack();
		return { rows: run.rows, unfinished: run.unfinished };
	} finally {
		database.close();
	}
}

class PruneRun {
	rows = 0;
	unfinished = false;
	private busy = 0;

	constructor(private readonly database: DatabaseSync) {}

	async deleteOldest(which: string, values: Array<string | number>, goOn = () => true) {
		const statement = this.database.prepare(
			`DELETE FROM api_log WHERE id IN (SELECT id FROM api_log ${which} LIMIT ${ROWS_PER_STEP})`,
		);
		while (goOn()) {
			const changes = await this.step(() => Number(statement.run(...values).changes));
			if (changes === undefined) return;
			this.rows += changes;
			if (changes < ROWS_PER_STEP) return;
		}
	}

	async giveBack(): Promise<void> {
		for (let free = pragma(this.database, 'freelist_count'); free > 0; free -= PAGES_PER_STEP) {
			const done = await this.step(() => {
				this.database.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`);
				return true;
			});
			if (done === undefined) return;
		}
	}

	/** The step's value; undefined when the file was in use too often. */
	private async step<T>(work: () => T): Promise<T | undefined> {
		for (;;) {
			await pause(PAUSE_MS);
			const done = tryWhileBusy(1, work);
			if (done.ok) return done.value;
			if (!isBusy(done.error)) throw done.error;
			this.busy += 1;
			if (this.busy > BUSY_STEPS) {
				this.unfinished = true;
				return undefined;
			}
		}
	}
}

/** What the rows take, without the pages that wait for new ones. */
export function usedBytes(database: DatabaseSync): number {
	const pages = pragma(database, 'page_count') - pragma(database, 'freelist_count');
	return pages * pragma(database, 'page_size');
}

function pragma(database: DatabaseSync, name: string): number {
	return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);
}
