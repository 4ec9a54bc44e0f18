import type { DatabaseSync } from 'node:sqlite';

/**
 * The table of the log, wherever it is. Statements are in what SQLite and Postgres both understand, and
 * instr(), which Postgres calls strpos().
 */
export interface LogTable {
	name: string;
	/** Runs a statement, whose values stand for its question marks. May throw. */
	all(sql: string, values: Array<string | number>): Promise<object[]>;
}

/** The table in the log's own file. */
export function sqliteTable(database: DatabaseSync): LogTable {
	return {
		name: 'api_log',
		all: async (sql, values) => await Promise.resolve(database.prepare(sql).all(...values)),
	};
}
