import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { sobjectNamed, SOBJECTS } from '../schema/sobjects';

/** Batches and records of bulk jobs in 24 hours (Bulk API 2.0 limits, Summer '26). */
const DAILY_BATCHES = 15_000;
const QUERY_STORAGE_MB = 976_562;

export function readLimits({ vendor }: Call): VendorAnswer {
	const { usage, jobs, settings } = vendor;
	const entry = (max: number, used: number) => ({ Max: max, Remaining: Math.max(0, max - used) });
	return jsonAnswer(
		200,
		{
			DailyApiRequests: entry(usage.max, usage.used),
			DailyBulkApiBatches: entry(DAILY_BATCHES, jobs.counts.ingest),
			DailyBulkV2QueryJobs: entry(settings.bulk.dailyQueryJobs, jobs.counts.query),
			DailyBulkV2QueryFileStorageMB: entry(QUERY_STORAGE_MB, 0),
		},
		{ applied: true },
	);
}

/** Counts of the objects named, or of all; objects that are none are left out. */
export function recordCount({ org, request }: Call): VendorAnswer {
	const names = request.query.get('sObjects');
	const types =
		names === null ? SOBJECTS : names.split(',').flatMap((name) => sobjectNamed(name.trim()) ?? []);
	const sObjects = types.map((type) => ({ count: org.storeOf(type).count, name: type.name }));
	return jsonAnswer(200, { sObjects }, { applied: true });
}
