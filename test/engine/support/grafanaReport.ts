import type { LogTable } from '../../../nodes/shared/engine/log/logTable';
import { readRows } from '../../../nodes/shared/engine/log/readRows';
import { reportNumbers } from '../../../nodes/shared/engine/log/report/numbers';
import { summarize } from '../../../nodes/shared/engine/log/summarize';
import type { Look } from './grafana';

/** What the report gives, by the titles and columns of the dashboard. */
export async function reported(
	log: LogTable,
	{ from, to, chosen = {} }: Look,
): Promise<Record<string, object[]>> {
	const { vendor: vendors, workflow: workflows, node: nodes } = chosen;
	const lists = Object.entries({ vendors, workflows, nodes }).filter(([, list]) => list);
	const filter = { from, to, ...Object.fromEntries(lists) };
	const numbers = await reportNumbers(log, { filter, now: to });
	const { totals, overTime, step } = numbers;
	const { calls, errors } = totals;
	const reasons = await summarize(log, { filter, by: [step, 'reason'] });
	const open = await readRows(log, { filter: { ...filter, outcomes: ['open'] }, limit: 50 });
	const operations = (list: typeof numbers.slowest) =>
		list.map((each) => ({
			Provider: each.vendor,
			Operation: each.operation,
			Calls: each.calls,
			Errors: each.errors,
			'Error share': each.errors / each.calls,
			p50: each.p50 ?? null,
			p95: each.p95 ?? null,
			p99: each.p99 ?? null,
		}));
	return {
		'By request': [{ Requests: totals.requests, 'Failed in the end': totals.failedRequests }],
		'By call': [
			{
				'Calls, with repetitions': calls,
				'Calls with errors': calls === 0 ? 0 : errors / calls,
				'Over a rate limit': totals.rateLimited,
				Retries: totals.retries,
				'Time waited': totals.waitedMs,
				'95 % were faster than': totals.p95 ?? null,
			},
		],
		'Calls and errors': overTime.map((each) => ({
			time: each.at / 1_000,
			'Without error': each.calls - each.errors,
			'With error': each.errors,
		})),
		Latency: overTime
			.filter(({ p50 }) => p50 !== undefined)
			.map(({ at, p50, p95, p99 }) => ({
				time: at / 1_000,
				'Half were faster (p50)': p50,
				'95 % were faster (p95)': p95,
				'99 % were faster (p99)': p99,
			})),
		'Errors by reason': reasons
			.filter((each) => each.errors > 0)
			.map(({ group, errors: value }) => ({
				time: Number(group[step]) / 1_000,
				metric: group.reason,
				value,
			})),
		'Who waited for what': numbers.waits.map((wait) => ({
			Node: wait.node,
			'Waited for': wait.waitReason,
			Calls: wait.calls,
			'Time waited': wait.waitedMs,
		})),
		'Quota use': numbers.quotas.map((quota) => ({
			Provider: quota.vendor,
			Account: quota.account,
			Window: quota.window,
			'Least left': quota.lowest,
			'Left at the end': quota.last,
		})),
		'Quota left': numbers.quotas.flatMap(({ vendor, account, window, overTime: steps }) =>
			steps.map(({ at, left }) => ({
				time: at / 1_000,
				metric: `${vendor}, ${account}, ${window}`,
				value: left,
			})),
		),
		'Slowest operations': operations(numbers.slowest),
		'Most failing operations': operations(numbers.failing),
		'Last errors': numbers.lastErrors.map((error) => ({
			Time: new Date(error.at),
			Provider: error.vendor,
			Operation: error.operation,
			Status: error.status,
			Node: error.node,
			Execution: error.execution,
			Attempts: error.attempts,
			'Request ID': error.requestId,
			'Log row': String(error.logRow),
		})),
		'Open rows': open.map((row) => ({
			Time: new Date(row.startedAt),
			Provider: row.vendor,
			Operation: row.operation,
			Node: row.node,
			Workflow: row.workflow,
			Execution: row.execution,
			Attempts: row.attempt,
			'Log row': String(row.id),
		})),
	};
}
