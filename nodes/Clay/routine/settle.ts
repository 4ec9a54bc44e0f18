import type { IDataObject } from 'n8n-workflow';
import { rowFailure } from '../../shared/engine/batch';
import type { Failure } from '../../shared/engine/client';
import { spell } from '../../shared/engine/explain';
import type { JobOutcome } from '../../shared/engine/job';
import { toItem } from '../../shared/node/operation';
import type { ItemResult, Results } from './results';
import type { RunHandle } from './run';

type Outcome = Exclude<JobOutcome<RunHandle, Results>, { end: 'refused' }>;

/** What became of one item of a run. */
export type Settled =
	| { kind: 'done'; item: IDataObject }
	/** `again`: Clay has not done it, so that it may be started again. */
	| { kind: 'failed'; failure: Failure; again: boolean };

/** Tells for the IDs of a run, in the order of its file, what became of each. */
export function settledIn(
	outcome: Outcome,
	limitMs: number,
): (id: string, place: number) => Settled {
	const { handle } = outcome;
	switch (outcome.end) {
		case 'done': {
			const { items, failure } = outcome.result;
			const byId = new Map(items.map((each) => [each.id, each]));
			return (id) => resultOf(handle, byId.get(id), failure);
		}
		case 'failed': {
			const { invalid } = outcome.result;
			const why = `run ${handle.id} has failed: ${outcome.error.message}`;
			return (_, place) => (invalid ? lineOf(invalid, place, why) : notDone(handle, why));
		}
		case 'deadline':
			return () => goesOn('deadline', `run ${handle.id} was not finished after ${spell(limitMs)}`);
		case 'cancelled':
			return () => goesOn('cancelled', `run ${handle.id} goes on`);
		case 'lost': {
			const { failure } = outcome;
			const why = failure.error.message;
			const message = `${why === '' ? '' : `${why}; `}run ${handle.id} may go on`;
			return () => goesOn(failure.reason, message, failure);
		}
	}
}

function resultOf(
	handle: RunHandle,
	found: ItemResult | undefined,
	unread: Failure | undefined,
): Settled {
	if (found?.status === 'complete') return { kind: 'done', item: itemOf(handle, found) };
	if (found?.status === 'failed') return notDone(handle, found.error);
	if (unread) return goesOn(unread.reason, `${unread.error.message}; run ${handle.id}`, unread);
	const message =
		found === undefined
			? `run ${handle.id} does not mention this item`
			: `run ${handle.id} ended for it as "${found.status}"`;
	return { kind: 'failed', failure: rowFailure('row-unanswered', message), again: false };
}

/** A result as an item. */
export function itemOf(handle: RunHandle, { id, status, result, error }: ItemResult): IDataObject {
	return toItem({
		itemId: id,
		routineRunId: handle.id,
		status,
		result,
		...(error === '' ? {} : { error }),
	});
}

/** A file is refused as a whole: one bad line keeps all others from being worked on. */
function lineOf(invalid: Map<number, string>, place: number, why: string): Settled {
	const message = invalid.get(place + 1);
	const failure =
		message === undefined
			? rowFailure('row-unprocessed', `${why}, for the sake of other items`)
			: rowFailure('row-rejected', message);
	return { kind: 'failed', failure, again: true };
}

function notDone({ id }: RunHandle, why: string): Settled {
	const failure = rowFailure('row-rejected', why || `run ${id} does not say why`);
	return { kind: 'failed', failure, again: true };
}

/** Clay works on, and its results can be read later: a further try only looks again. */
function goesOn(reason: Failure['reason'], message: string, from = rowFailure(reason)): Settled {
	const advice =
		'Nothing was started again. Read the results later by "Routine: Get Results" with the ID of the run.';
	const failure: Failure = {
		...from,
		processed: 'unknown',
		repeatable: true,
		error: { message, advice },
	};
	return { kind: 'failed', failure, again: false };
}
