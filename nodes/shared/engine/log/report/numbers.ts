import { conditionOf, type LogFilter } from '../filter';
import { STRETCHES, type Stretch } from '../groupings';
import type { LogTable } from '../logTable';
import { summarize, type Summary } from '../summarize';
import { lastErrors, type PlainError } from './lastErrors';
import { quotaUse, type QuotaUse } from './quotaUse';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Up to which length of the range each stretch is a step of the time axis: some dozens fill it. */
const STEPS: Array<{ step: Stretch; upTo: number }> = [
	{ step: 'second', upTo: 2 * MINUTE },
	{ step: 'tenSeconds', upTo: 20 * MINUTE },
	{ step: 'minute', upTo: 3 * HOUR },
	{ step: 'tenMinutes', upTo: 12 * HOUR },
	{ step: 'hour', upTo: 4 * DAY },
	{ step: 'day', upTo: Infinity },
];
/** Rows of a table. */
const TOP = 10;

/** Sums without the group that they belong to. */
export type Sums = Omit<Summary, 'group' | 'quotaLeft'>;

/** What the report shows. Times are ms since 1970, waits and durations ms. */
export interface ReportNumbers {
	from: number;
	to: number;
	/** Of the time axis; the first and the last one may reach beyond the range. */
	step: Stretch;
	stepMs: number;
	totals: Sums & { requests: number; failedRequests: number };
	overTime: Array<Sums & { at: number }>;
	slowest: Array<Sums & { vendor: string; operation: string }>;
	failing: Array<Sums & { vendor: string; operation: string }>;
	waits: Array<{ node: string; waitReason: string; calls: number; waitedMs: number }>;
	quotas: QuotaUse[];
	lastErrors: PlainError[];
}

const NOTHING: Sums = { calls: 0, errors: 0, rateLimited: 0, retries: 0, waitedMs: 0 };

/** Reads all of it; `now` ends a range that is open. */
export async function reportNumbers(
	table: LogTable,
	{ filter, now }: { filter: LogFilter; now: number },
): Promise<ReportNumbers> {
	const to = filter.to ?? now;
	const from = filter.from ?? (await firstTime(table, filter)) ?? to - DAY;
	const range = { ...filter, from, to };
	const step = stepOf(to - from);
	const byOperation = await summarize(table, { filter: range, by: ['vendor', 'operation'] });
	const operations = byOperation.map((summary) => ({
		vendor: String(summary.group.vendor),
		operation: String(summary.group.operation),
		...sumsOf(summary),
	}));
	const [total] = await summarize(table, { filter: range, by: [] });
	const bySteps = await summarize(table, { filter: range, by: [step] });
	const byWait = await summarize(table, { filter: range, by: ['node', 'waitReason'] });
	const { errors, ...ends } = await lastErrors(table, range);
	return {
		from,
		to,
		step,
		stepMs: STRETCHES[step],
		totals: { ...sumsOf(total), ...ends },
		overTime: bySteps.map((summary) => ({
			at: Number(summary.group[step]),
			...sumsOf(summary),
		})),
		slowest: operations.toSorted((a, b) => (b.p95 ?? 0) - (a.p95 ?? 0)).slice(0, TOP),
		failing: operations
			.filter((each) => each.errors > 0)
			.sort((a, b) => b.errors - a.errors)
			.slice(0, TOP),
		waits: byWait
			.filter(({ waitedMs }) => waitedMs > 0)
			.sort((a, b) => b.waitedMs - a.waitedMs)
			.slice(0, TOP)
			.map(({ group, calls, waitedMs }) => ({
				node: String(group.node),
				waitReason: String(group.waitReason),
				calls,
				waitedMs,
			})),
		quotas: await quotaUse(table, range, step),
		lastErrors: errors,
	};
}

function sumsOf(summary: Summary | undefined): Sums {
	if (!summary) return NOTHING;
	const { calls, errors, rateLimited, retries, waitedMs, p50, p95, p99 } = summary;
	return {
		calls,
		errors,
		rateLimited,
		retries,
		waitedMs,
		...(p50 === undefined ? {} : { p50 }),
		...(p95 === undefined ? {} : { p95 }),
		...(p99 === undefined ? {} : { p99 }),
	};
}

function stepOf(length: number): Stretch {
	return STEPS.find(({ upTo }) => length <= upTo)?.step ?? 'day';
}

async function firstTime(table: LogTable, filter: LogFilter): Promise<number | undefined> {
	const { sql, values } = conditionOf(filter);
	const statement = `SELECT min(started_at) AS first FROM ${table.name} WHERE ${sql}`;
	const [found] = await table.all(statement, values);
	const first: unknown = found && Reflect.get(found, 'first');
	return typeof first === 'number' ? first : undefined;
}
