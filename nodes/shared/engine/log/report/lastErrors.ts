import { asObject, asText, parseJson } from '../../body';
import { explain, isReason } from '../../explain';
import { conditionOf, type LogFilter } from '../filter';
import type { LogTable } from '../logTable';
import { rowsWhere } from '../readRows';
import type { LoggedRow } from '../row';
import { NO_ERROR } from '../summarize';

const SHOWN = 20;
const LONGEST_DETAIL = 300;

/** A request that came to nothing, in words. */
export interface PlainError {
	logRow: number;
	at: number;
	node: string;
	execution: string;
	vendor: string;
	operation: string;
	status: number;
	attempts: number;
	message: string;
	advice: string;
	/** The provider's ID of the request; empty for none. */
	requestId: string;
}

/** The requests of the range, how many of them failed in the end, and the last of these. */
export async function lastErrors(table: LogTable, filter: LogFilter) {
	const { sql, values } = conditionOf({ ...filter, sendsOnly: true });
	const lastSends = `SELECT max(id) FROM ${table.name} WHERE ${sql}
		GROUP BY CASE trace_id WHEN '' THEN CAST(id AS TEXT) ELSE trace_id END`;
	const failed = `outcome NOT IN (${NO_ERROR})`;
	const [counts = {}] = await table.all(
		`SELECT count(*) AS requests, count(*) FILTER (WHERE ${failed}) AS failures
		FROM ${table.name} WHERE id IN (${lastSends})`,
		values,
	);
	const ofThese = { sql: `id IN (${lastSends}) AND ${failed}`, values };
	const rows = await rowsWhere(table, ofThese, 'ORDER BY started_at DESC, id DESC', SHOWN);
	return {
		requests: Number(Reflect.get(counts, 'requests')),
		failedRequests: Number(Reflect.get(counts, 'failures')),
		errors: rows.map(inWords),
	};
}

function inWords(row: LoggedRow): PlainError {
	const { id, startedAt, node, execution, vendor, operation, status, attempt, requestId } = row;
	const { message, advice } = explained(row);
	return {
		logRow: id,
		at: startedAt,
		node,
		execution,
		vendor,
		operation,
		status,
		attempts: attempt,
		message,
		advice,
		requestId,
	};
}

function explained({ reason, status, vendor, errorBody, outcome }: LoggedRow) {
	const detail = detailOf(errorBody);
	// Of another version of the package.
	if (!isReason(reason))
		return { message: [reason, detail].filter(Boolean).join(': '), advice: '' };
	const { message, description } = explain(
		{
			ok: false,
			reason: outcome === 'unknown' ? 'unknown-outcome' : reason,
			status,
			error: { message: detail },
			processed: outcome === 'unknown' ? 'unknown' : 'no',
			attempts: [],
			logId: 0,
		},
		vendor,
	);
	return { message, advice: description };
}

/** What the provider says: its message where it is JSON with one, else the beginning of its text. */
function detailOf(body: string): string {
	const data = asObject(parseJson(body));
	const text = asText(data.message) ?? asText(data.error) ?? body;
	return text.length <= LONGEST_DETAIL ? text : `${text.slice(0, LONGEST_DETAIL)} …`;
}
