import { rowFailure, type RowResult } from '../../shared/engine/batch';
import type { Failure } from '../../shared/engine/client';
import { spell } from '../../shared/engine/explain';
import type { JobOutcome } from '../../shared/engine/job';
import type { VendorError } from '../../shared/engine/types';
import { readResultError } from '../errors';
import { fullId } from '../recordId';
import { refused, resultOf, type Row, type Settle } from '../write/collections';
import type { JobHandle } from './jobState';
import type { Sets } from './resultSets';
import type { Upload } from './upload';

type Outcome = JobOutcome<JobHandle, Sets>;
type Begun = Exclude<Outcome, { end: 'refused' }>;

/** Tells each row of a job what became of it. */
export function settleJob(
	outcome: Outcome,
	{ rows }: Upload,
	limitMs: number,
	settle: Settle,
): void {
	if (outcome.end === 'refused') {
		for (const row of rows) settle(row, { ok: false, failure: outcome.failure });
		return;
	}
	const sets = 'result' in outcome ? outcome.result : undefined;
	// A job that goes on may still come to what it has not processed.
	const isOver = outcome.end !== 'deadline' || outcome.aborted;
	for (const [place, row] of rows.entries()) {
		const found = sets?.found.get(place);
		if (found && found.set !== 'unprocessed') {
			settle(row, resultIn(row, found, outcome.handle));
			continue;
		}
		const isLeft = found !== undefined && isOver;
		const failure = isLeft ? unprocessed(outcome, limitMs) : untold(outcome, sets, limitMs);
		settle(row, { ok: false, failure });
	}
}

function resultIn(
	{ value: { how, key } }: Row,
	{ set, row, answer }: NonNullable<ReturnType<Sets['found']['get']>>,
	{ id: jobId }: JobHandle,
): RowResult {
	const { sf__Id: told = '', sf__Created: created, sf__Error: error = '' } = row;
	const id = fullId(told) ?? key?.value ?? '';
	return set === 'successful'
		? { ok: true, data: { id, result: resultOf(how, created), jobId } }
		: refused(how, key?.value, readResultError(error), answer);
}

/** Its turn never came: it can be sent again. */
function unprocessed(outcome: Begun, limitMs: number): Failure {
	return { ...rowFailure('row-unprocessed'), error: reasonOf(outcome, limitMs) };
}

/** None of the files mentions it, or there are no files. */
function untold(outcome: Begun, sets: Sets | undefined, limitMs: number): Failure {
	const lost = outcome.end === 'lost' ? outcome.failure : sets?.failure;
	const reason = outcome.end === 'cancelled' ? 'cancelled' : (lost?.reason ?? 'row-unanswered');
	const why = lost?.error.message || reasonOf(outcome, limitMs).message;
	const message = `${why}; look the job up by "Bulk Job: Get"`;
	return { ...(lost ?? rowFailure(reason)), reason, processed: 'unknown', error: { message } };
}

function reasonOf(outcome: Begun, limitMs: number): VendorError {
	const job = `job ${outcome.handle.id}`;
	switch (outcome.end) {
		case 'failed':
			return { ...outcome.error, message: `${job} has failed: ${outcome.error.message}` };
		case 'deadline': {
			const ended = outcome.aborted ? 'was aborted' : 'could not be aborted';
			return {
				message: `${job} took longer than ${spell(limitMs)} and ${ended}`,
				advice:
					'Nothing was done with it: run the node again with this item, or raise "Longest Bulk Job" in the options of this node.',
			};
		}
		case 'cancelled':
			return { message: `${job} ${outcome.aborted ? 'was aborted' : 'may go on'}` };
		default:
			return { message: `${job} does not tell what became of it` };
	}
}
