import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../shared/engine/explain';
import type { ReportNumbers, Sums } from '../shared/engine/log/report/numbers';

/** The numbers of a report as an item, with its times in ISO form. */
export function reportItem({ from, to, step, totals, ...lists }: ReportNumbers): IDataObject {
	const { requests, failedRequests, ...sums } = totals;
	return {
		from: isoTime(from) ?? null,
		to: isoTime(to) ?? null,
		step,
		requests,
		failedRequests,
		...sumsItem(sums),
		overTime: lists.overTime.map(({ at, ...each }) => ({ at: isoTime(at), ...sumsItem(each) })),
		slowest: lists.slowest.map(operationItem),
		failing: lists.failing.map(operationItem),
		waits: lists.waits.map((each) => ({ ...each })),
		quotas: lists.quotas.map(({ overTime, ...each }) => ({
			...each,
			overTime: overTime.map(({ at, left }) => ({ at: isoTime(at), left })),
		})),
		lastErrors: lists.lastErrors.map(({ at, ...each }) => ({ at: isoTime(at), ...each })),
	};
}

function operationItem({ vendor, operation, ...sums }: ReportNumbers['slowest'][number]) {
	return { vendor, operation, ...sumsItem(sums) };
}

/** As Summarize gives them; percentiles are null where no call has ended. */
export function sumsItem({ p50, p95, p99, ...sums }: Sums): IDataObject {
	const share = sums.calls === 0 ? 0 : sums.errors / sums.calls;
	return {
		...sums,
		errorShare: Math.round(share * 10_000) / 10_000,
		p50Ms: p50 ?? null,
		p95Ms: p95 ?? null,
		p99Ms: p99 ?? null,
	};
}
