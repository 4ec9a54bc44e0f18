import { rowFailure } from '../../shared/engine/batch';
import type { Failure } from '../../shared/engine/client';
import { runJob, type JobOutcome, type JobPace, type Send } from '../../shared/engine/job';
import { LockedRows } from '../../shared/engine/lockedRows';
import { cellProblem } from '../bulk/cells';
import { ingestJob, rehearse } from '../bulk/ingestJob';
import type { JobHandle } from '../bulk/jobState';
import type { Sets } from '../bulk/resultSets';
import { settleJob } from '../bulk/settleJob';
import { uploadsOf, type Upload } from '../bulk/upload';
import { explainUnknown, type Scene } from '../scene';
import { COLLECTION_SIZE } from '../vendor';
import type { BulkChoices } from './choices';
import { sendCollections, type Row, type Settle } from './collections';
import type { WriteRow } from './row';

/** Rows that can be one job. */
export function jobGroupOf({ how, type, key, choices }: WriteRow): string {
	return JSON.stringify([how, type, how === 'upsert' ? key?.field : '', choices.assignment]);
}

/** What a job cannot do: take back all, or override a duplicate rule; and cells that are too long. */
export function fitsBulk(row: WriteRow): boolean {
	const { allOrNone, allowDuplicates } = row.choices;
	return !allOrNone && !allowDuplicates && cellProblem(row) === undefined;
}

/** Rows that no job has begun with, and why. */
export interface NotBegun {
	rows: Row[];
	failure: Failure;
}

/** Sends the rows of one group by jobs, one after the other. */
export async function sendJobs(
	scene: Scene,
	rows: Row[],
	{ pace }: BulkChoices,
	settle: Settle,
): Promise<NotBegun | undefined> {
	const { steps, stopped } = scene.context;
	const { patience } = steps;
	const locked = new LockedRows<Row>({ patience, size: COLLECTION_SIZE, stopped });
	const uploads = uploadsOf(rows);
	let notBegun: NotBegun | undefined;
	for (const [place, upload] of uploads.entries()) {
		const outcome = stopped() ? undefined : await runIngest(scene, upload, pace);
		if (!outcome || (outcome.end === 'refused' && outcome.failure.processed === 'no')) {
			const failure = outcome?.failure ?? rowFailure('not-sent');
			notBegun = { rows: uploads.slice(place).flatMap((each) => each.rows), failure };
			break;
		}
		settleJob(outcome, upload, pace.limitMs, (row, result) => {
			// Requests do not delete for good.
			const settled = row.value.how === 'hardDelete' ? result : locked.take(row, result);
			if (settled) settle(row, settled);
		});
	}
	// Few rows in a request keep few others waiting, and a job of its own would take longer.
	const again = await locked.next();
	if (again) {
		const options = { size: again.size, inFlight: 1 };
		await sendCollections(scene, again.rows.map(asInJob), settle, options);
	}
	for (const { row, result } of locked.givenUp()) settle(row, result);
	return notBegun;
}

/** A job runs no assignment rule of itself: nor do the rows of it that go by a request. */
function asInJob(row: Row): Row {
	const { choices } = row.value;
	if (choices.assignment !== 'default') return row;
	return { ...row, value: { ...row.value, choices: { ...choices, assignment: 'none' } } };
}

async function runIngest(
	{ context, definitions }: Scene,
	upload: Upload,
	pace: JobPace,
): Promise<JobOutcome<JobHandle, Sets>> {
	const { client, facts, settings, steps } = context;
	const send: Send = async (request) => await client.send(request);
	if (settings.dryRun) {
		return { end: 'refused', failure: await rehearse({ facts, upload }, send) };
	}
	const outcome = await runJob({
		client: {
			send,
			sendAtEnd: async (request) => await steps.sendAtEnd(request),
		},
		patience: steps.patience,
		job: ingestJob({ facts, upload }),
		pace,
	});
	if (outcome.end !== 'failed' || outcome.error.code !== 'INVALID_FIELD') return outcome;
	const { type } = upload.sample;
	await definitions.load(type);
	return { ...outcome, error: explainUnknown(outcome.error, definitions, type) };
}
