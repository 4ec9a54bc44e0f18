import { OPEN } from './columns';
import { conditionOf, type LogFilter } from './filter';
import { GROUPINGS, type Grouping } from './groupings';
import type { LogTable } from './logTable';

export interface SummaryQuery {
	filter: LogFilter;
	/** Empty for one sum over everything. */
	by: Grouping[];
}

/** The sums over the requests of one group. Times are milliseconds. */
export interface Summary {
	/** The group's value of each grouping; a stretch of time by its beginning, in ms since 1970. */
	group: Partial<Record<Grouping, string | number>>;
	/** Sends: a request that was repeated counts as often as it was sent. */
	calls: number;
	/** Sends that brought no success: refused, limited, broken, or without a known outcome. */
	errors: number;
	rateLimited: number;
	/** Sends after the first one of their request. */
	retries: number;
	waitedMs: number;
	/** Of the sends that have ended, by nearest rank; undefined where none has. */
	p50?: number;
	p95?: number;
	p99?: number;
	/** The last word of the provider in this group, as "window=number" pairs; empty for none. */
	quotaLeft: string;
}

/** Outcomes of sends that are no error, as a list in SQL. */
export const NO_ERROR = ['done', 'redirect', 'cancelled', OPEN]
	.map((outcome) => `'${outcome}'`)
	.join(', ');
const SUMS = [
	'count(*) AS calls',
	`count(*) FILTER (WHERE outcome NOT IN (${NO_ERROR})) AS errors`,
	`count(*) FILTER (WHERE status = 429 OR reason = 'rate-limited') AS "rateLimited"`,
	'count(*) FILTER (WHERE attempt > 1) AS retries',
	'sum(waited_ms) AS "waitedMs"',
];

type Values = Record<string, string | number>;

/** The sums of each group, in the order of the groups. Holds are no calls, and are left out. */
export async function summarize(table: LogTable, { filter, by }: SummaryQuery): Promise<Summary[]> {
	const { sql: where, values } = conditionOf({ ...filter, sendsOnly: true });
	const keys = by.map((grouping, place) => `${GROUPINGS[grouping]} AS k${place}`);
	const names = by.map((_, place) => `k${place}`);
	const select = async (columns: string[], condition: string, groupBy: string[]) => {
		const rows = await table.all(
			`SELECT ${[...keys, ...columns].join(', ')} FROM ${table.name} WHERE ${condition}
			${clause('GROUP BY', groupBy)} ${clause('ORDER BY', groupBy)}`,
			values,
		);
		return rows.map((row) => ({ ...row }) as Values);
	};

	const sums = await select(SUMS, where, names);
	const ended = `(${where}) AND outcome <> '${OPEN}'`;
	const times = ['duration_ms AS ms', 'count(*) AS times'];
	const durations = groupRows(await select(times, ended, [...names, 'ms']), by);
	const told = clause(
		'GROUP BY',
		by.map((grouping) => GROUPINGS[grouping]),
	);
	const lastTold = `id IN (SELECT max(id) FROM ${table.name} WHERE (${where}) AND quota_left <> '' ${told})`;
	const last = groupRows(await select(['quota_left AS "quotaLeft"'], lastTold, []), by);
	return sums
		.filter(({ calls }) => Number(calls) > 0)
		.map((sum) => {
			const key = keyOf(sum, by);
			return {
				group: Object.fromEntries(by.map((grouping, place) => [grouping, sum[`k${place}`] ?? ''])),
				calls: Number(sum.calls),
				errors: Number(sum.errors),
				rateLimited: Number(sum.rateLimited),
				retries: Number(sum.retries),
				waitedMs: Number(sum.waitedMs),
				...percentiles(durations.get(key) ?? []),
				quotaLeft: String(last.get(key)?.[0]?.quotaLeft ?? ''),
			};
		});
}

function clause(words: string, columns: string[]): string {
	return columns.length === 0 ? '' : `${words} ${columns.join(', ')}`;
}

function groupRows(rows: Values[], by: Grouping[]): Map<string, Values[]> {
	const groups = new Map<string, Values[]>();
	for (const row of rows) {
		const key = keyOf(row, by);
		const group = groups.get(key);
		if (group) group.push(row);
		else groups.set(key, [row]);
	}
	return groups;
}

function keyOf(row: Values, by: Grouping[]): string {
	return JSON.stringify(by.map((_, place) => row[`k${place}`]));
}

/** Of durations in rising order, each with how often it was seen. */
function percentiles(durations: Values[]): Pick<Summary, 'p50' | 'p95' | 'p99'> {
	const total = durations.reduce((sum, { times }) => sum + Number(times), 0);
	if (total === 0) return {};
	const at = (share: number) => {
		let seen = 0;
		const rank = Math.ceil(total * share);
		for (const { ms, times } of durations) {
			seen += Number(times);
			if (seen >= rank) return Number(ms);
		}
		return 0;
	};
	return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
