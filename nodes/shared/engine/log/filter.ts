import type { LogEnd, LogStart } from './row';
import { columnName } from './columns';

/** Which rows of the log are meant; what is left out does not narrow. Lists hold what may be. */
export interface LogFilter {
	/** Milliseconds since 1970; `to` itself is not in it. */
	from?: number;
	to?: number;
	vendors?: string[];
	operations?: string[];
	/** The first digit of the status; 0 where there was no answer. */
	statusClasses?: number[];
	outcomes?: string[];
	reasons?: string[];
	workflows?: string[];
	executions?: string[];
	nodes?: string[];
	requestIds?: string[];
	/** Somewhere in the row, as it is written but for upper and lower case (of ASCII letters). */
	text?: string;
	/** Without the rows of holds, which stand for no request. */
	sendsOnly?: boolean;
}

/** A condition with its values. */
export interface Condition {
	sql: string;
	values: Array<string | number>;
}

const LISTS = {
	vendors: 'vendor',
	operations: 'operation',
	outcomes: 'outcome',
	reasons: 'reason',
	workflows: 'workflow',
	executions: 'execution',
	nodes: 'node',
	requestIds: 'requestId',
} as const satisfies Partial<Record<keyof LogFilter, keyof LogStart | keyof LogEnd>>;

const SEARCHED: Array<keyof LogStart | keyof LogEnd> = [
	'vendor',
	'account',
	'operation',
	'node',
	'host',
	'path',
	'keyFields',
	'reason',
	'requestId',
	'traceId',
	'errorBody',
];

/** The filter as one condition, which is true for every row where nothing narrows. */
export function conditionOf(filter: LogFilter): Condition {
	const parts: Condition[] = [];
	const { from, to, statusClasses, text, sendsOnly } = filter;
	if (from !== undefined) parts.push({ sql: 'started_at >= ?', values: [from] });
	if (to !== undefined) parts.push({ sql: 'started_at < ?', values: [to] });
	for (const [list, field] of Object.entries(LISTS)) {
		const values = filter[list as keyof typeof LISTS];
		if (values) parts.push(oneOf(columnName(field), values));
	}
	if (statusClasses) parts.push(statusCondition(statusClasses));
	if (text) parts.push(textCondition(text));
	if (sendsOnly) parts.push({ sql: 'attempt > 0', values: [] });
	return allOf(parts);
}

/** True where each of them is. */
export function allOf(parts: Condition[]): Condition {
	if (parts.length === 0) return { sql: '1 = 1', values: [] };
	return {
		sql: parts.map(({ sql }) => `(${sql})`).join(' AND '),
		values: parts.flatMap(({ values }) => values),
	};
}

function oneOf(column: string, values: string[]): Condition {
	if (values.length === 0) return { sql: '1 = 0', values };
	return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, values };
}

function statusCondition(classes: number[]): Condition {
	if (classes.length === 0) return { sql: '1 = 0', values: [] };
	const ranges = classes.map((first) =>
		// 0 is also the status of a hold, which asked for nothing.
		first === 0 ? 'status = 0 AND attempt > 0' : 'status BETWEEN ? AND ?',
	);
	return {
		sql: ranges.map((range) => `(${range})`).join(' OR '),
		values: classes.flatMap((first) => (first === 0 ? [] : [first * 100, first * 100 + 99])),
	};
}

/** To LIKE, % and _ in a text would be wildcards; this is a plain search. */
function textCondition(text: string): Condition {
	const found = SEARCHED.map(
		(field) => `instr(lower(${columnName(field)}), lower(CAST(? AS TEXT))) > 0`,
	);
	return { sql: found.join(' OR '), values: SEARCHED.map(() => text) };
}
