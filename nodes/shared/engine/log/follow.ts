import { allOf, conditionOf, type LogFilter } from './filter';
import type { LogTable } from './logTable';
import { rowsWhere } from './readRows';
import type { LoggedRow } from './row';

export interface FollowQuery {
	/** The row's number, as an error item tells it. */
	id: number;
	/** Which rows may be seen at all. */
	within: LogFilter;
	/** The most attempts of the same request in earlier executions. */
	earlier: number;
}

export interface Followed {
	row: LoggedRow;
	/** The sends and holds of this request, in their order; the row itself is one of them. */
	attempts: LoggedRow[];
	/** The last sends of the same request in earlier executions, the newest first. */
	earlier: LoggedRow[];
}

/** A request makes no more attempts than this, with all its retries and holds. */
const MOST_ATTEMPTS = 500;

/**
 * A row and what belongs to it; undefined when there is none of this number. The same request is one
 * of the same node, to the same address, with the same key fields.
 */
export async function follow(table: LogTable, query: FollowQuery): Promise<Followed | undefined> {
	const within = conditionOf(query.within);
	const byId = allOf([within, { sql: 'id = ?', values: [query.id] }]);
	const [row] = await rowsWhere(table, byId, 'ORDER BY started_at DESC', 1);
	if (!row) return undefined;
	const { execution, traceId, startedAt } = row;
	const same = [row.workflow, row.node, row.vendor, row.account, row.operation, row.path];
	const ofRequest = { sql: 'execution = ? AND trace_id = ?', values: [execution, traceId] };
	const ofEarlier = {
		sql: `workflow = ? AND node = ? AND vendor = ? AND account = ? AND operation = ? AND path = ?
			AND key_fields = ? AND execution <> ? AND attempt > 0 AND started_at < ?`,
		values: [...same, row.keyFields, execution, startedAt],
	};
	return {
		row,
		attempts:
			traceId === ''
				? [row]
				: await rowsWhere(table, allOf([within, ofRequest]), 'ORDER BY id', MOST_ATTEMPTS),
		earlier: await rowsWhere(
			table,
			allOf([within, ofEarlier]),
			'ORDER BY started_at DESC, id DESC',
			query.earlier,
		),
	};
}
