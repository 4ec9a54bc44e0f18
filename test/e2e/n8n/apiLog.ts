import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The columns of the API log that the checks read. */
export interface LogRow {
	id: number;
	startedAt: number;
	execution: string;
	node: string;
	vendor: string;
	operation: string;
	spanId: string;
	/** 0 for a row that tells of a hold and of no send. */
	attempt: number;
	waitedMs: number;
	waitReason: string;
	status: number;
	/** open | done | retry | hold | refresh | fail | unknown | cancelled */
	outcome: string;
	reason: string;
}

/** The columns as SQL; those of SQLite and of Postgres are the same. */
export const apiLogColumns = `
	id, started_at AS startedAt, execution, node, vendor, operation, span_id AS spanId, attempt,
	waited_ms AS waitedMs, wait_reason AS waitReason, status, outcome, reason`;

/** Where the nodes keep their log for an n8n with this user folder. */
export function apiLogFile(userFolder: string): string {
	return join(userFolder, '.n8n', 'gtm', 'api-log.sqlite');
}

/** All rows of the API log in the order in which they were begun; none where there is no log yet. */
export function readApiLog(userFolder: string): LogRow[] {
	return withLog(userFolder, [], (database) =>
		database
			.prepare(`SELECT ${apiLogColumns} FROM api_log ORDER BY id`)
			.all()
			.map((row) => row as Partial<LogRow> as LogRow),
	);
}

/** What the log says of the work so far. */
export interface LogCounts {
	rows: number;
	/** Pages of the search that were read. */
	pages: number;
	/** People whose enrichment was answered. */
	enriched: number;
	retried: number;
	holds: number;
}

/** A few numbers of the log, cheap enough to be asked each second. */
export function countApiLog(userFolder: string): LogCounts {
	const none = { rows: 0, pages: 0, enriched: 0, retried: 0, holds: 0 };
	return withLog(userFolder, none, (database) => {
		const found = database
			.prepare(
				`SELECT count(*) AS rows,
				count(*) FILTER (WHERE outcome = 'done' AND operation = 'person.search') AS pages,
				sum(records) FILTER (WHERE outcome = 'done' AND operation = 'person.enrich') AS enriched,
				count(*) FILTER (WHERE outcome = 'retry') AS retried,
				count(*) FILTER (WHERE outcome = 'hold') AS holds FROM api_log`,
			)
			.get();
		const number = (name: keyof LogCounts): number => Number(found?.[name] ?? 0);
		return {
			rows: number('rows'),
			pages: number('pages'),
			enriched: number('enriched'),
			retried: number('retried'),
			holds: number('holds'),
		};
	});
}

function withLog<T>(userFolder: string, none: T, read: (database: DatabaseSync) => T): T {
	const file = apiLogFile(userFolder);
	if (!existsSync(file)) return none;
	const database = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
	try {
		// The file is there a moment before its table.
		const isMade = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'api_log'").get();
		return isMade ? read(database) : none;
	} finally {
		database.close();
	}
}
