import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';

import { messageOf } from '../errorFacts';
import { follow } from './follow';
import { type LogTable, sqliteTable } from './logTable';
import { prune, type PruneLimits } from './prune';
import { readRows } from './readRows';
import { report } from './report/report';
import { postgresAt, ship } from './ship';
import type { Sink } from './sinks';
import { isBusy, isDamaged } from './sqliteErrors';
import { summarize } from './summarize';
import type { Answer, Question } from './workerThread';

/**
 * The thread that reads, sums and prunes the log, so that n8n's main loop does not. Started by
 * workerThread.ts; a file of its own, which no other module imports.
 */
const BUSY_TIMEOUT_MS = 500;
const READS = { rows: readRows, summary: summarize, follow, report };

const NOTHING = { rows: [], summary: [], follow: undefined, report: undefined } satisfies {
	[Task in keyof Reads]: unknown;
};

/** What the tasks take and give; types only. */
export type Reads = typeof READS;

parentPort?.on('message', (question: Question) => {
	void answer(question).then((given) => parentPort?.postMessage(given));
});

async function answer(question: Question): Promise<Answer> {
	const { number } = question;
	try {
		return { number, ok: true, value: await valueOf(question) };
	} catch (error) {
		return { number, ok: false, message: inWords(error) };
	}
}

async function valueOf(question: Question): Promise<unknown> {
	const { file, sink } = question;
	if (question.task === 'checkpoint') return checkpoint(file);
	if (question.task === 'ship') return await ship(file, question.input);
	if (question.task === 'prune') return await pruneBoth(file, question.input, sink);
	const { task, input } = question;
	const read = READS[task] as (table: LogTable, input: object) => Promise<unknown>;
	if (sink?.kind === 'postgres') {
		// What cannot be brought now is not among the rows yet; those that are can be read.
		await ship(file, sink).catch(() => undefined);
		return await read(postgresAt(sink.url), input);
	}
	// Nothing has been logged yet.
	if (!existsSync(file)) return NOTHING[task];
	const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
	try {
		return await read(sqliteTable(database), input);
	} finally {
		database.close();
	}
}

/** Beside the writers, and as far as readers let it. */
function checkpoint(file: string): void {
	if (!existsSync(file)) return;
	const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
	try {
		database.exec('PRAGMA wal_checkpoint(PASSIVE)');
	} finally {
		database.close();
	}
}

/** Rows that have not reached the sink stay; those that have are counted there. */
async function pruneBoth(file: string, limits: PruneLimits, sink: Sink | undefined) {
	const local = await prune(file, limits);
	if (sink?.kind !== 'postgres' || limits.before === undefined) return local;
	const rows = await postgresAt(sink.url).deleteBefore(limits.before, limits.workflow);
	return { ...local, rows };
}

function inWords(error: unknown): string {
	if (isBusy(error)) return 'another process keeps it locked';
	if (isDamaged(error)) {
		return 'it is damaged; with the next request that is logged it is set aside, and a new one is begun';
	}
	return messageOf(error);
}
