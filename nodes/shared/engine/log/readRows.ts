import { columnName, END_COLUMNS, START_COLUMNS } from './columns';
import { allOf, conditionOf, type Condition, type LogFilter } from './filter';
import type { LogTable } from './logTable';
import type { LoggedRow } from './row';

export interface RowsQuery {
	filter: LogFilter;
	/** The most rows in this page. */
	limit: number;
	oldestFirst?: boolean;
	/** The last row of the page before; left out for the first page. */
	after?: Pick<LoggedRow, 'id' | 'startedAt'>;
}

/** One page of rows, the newest first unless told. There is no further one when it is not full. */
export async function readRows(table: LogTable, query: RowsQuery): Promise<LoggedRow[]> {
	const { filter, limit, oldestFirst = false, after } = query;
	const direction = oldestFirst ? 'ASC' : 'DESC';
	const behind = after
		? [
				{
					sql: `(started_at, id) ${oldestFirst ? '>' : '<'} (?, ?)`,
					values: [after.startedAt, after.id],
				},
			]
		: [];
	const condition = allOf([conditionOf(filter), ...behind]);
	return await rowsWhere(
		table,
		condition,
		`ORDER BY started_at ${direction}, id ${direction}`,
		limit,
	);
}

/** The rows for which the condition is true. */
export async function rowsWhere(
	table: LogTable,
	{ sql, values }: Condition,
	order: string,
	limit: number,
): Promise<LoggedRow[]> {
	const statement = `SELECT ${SELECTED} FROM ${table.name} WHERE ${sql} ${order} LIMIT ?`;
	const rows = await table.all(statement, [...values, limit]);
	return rows.filter(isRow);
}

/** What SELECTED names. */
function isRow(row: object): row is LoggedRow {
	return 'id' in row;
}

const SELECTED = ['id', ...Object.keys({ ...START_COLUMNS, ...END_COLUMNS })]
	.map((field) => `${columnName(field)} AS "${field}"`)
	.join(', ');
