import { rowFailure } from '../../shared/engine/batch';
import type { Failure, Outcome, Success } from '../../shared/engine/client';
import { spell } from '../../shared/engine/explain';
import { runJob, type JobOutcome, type JobPace, type JobState } from '../../shared/engine/job';
import type { ApiRequest } from '../../shared/engine/types';
import type { RunContext } from '../../shared/node/operation';

/** Something of Instantly's that takes its time, and can be looked at. */
export interface Awaited {
	/** "job 0199…", "the verification of …": in messages. */
	name: string;
	look: () => ApiRequest;
	/** What is read once it is done, where that is more than the last look tells. */
	result?: () => ApiRequest;
	stateOf: (answer: Success) => JobState;
}

/**
 * Looks until it has ended: the last answer, or why there is none. What is not done in time goes on at
 * Instantly, which has no way to end it.
 */
export async function awaitDone(
	{ client, steps }: Pick<RunContext, 'client' | 'steps'>,
	awaited: Awaited,
	pace: JobPace,
): Promise<Success | Failure> {
	const { look, stateOf } = awaited;
	let seen: Success | undefined;
	const outcome = await runJob<true, Outcome>({
		client: {
			send: async (request) => await client.send(request),
			sendAtEnd: async (request) => await steps.sendAtEnd(request),
		},
		patience: steps.patience,
		pace,
		job: {
			start: async () => await Promise.resolve({ ok: true, handle: true }),
			look,
			readLook: (answer) => {
				seen = answer;
				return stateOf(answer);
			},
			collect: async (_, send) => {
				const last = awaited.result?.() ?? (seen ? undefined : look());
				return last ? await send(last) : (seen ?? rowFailure('row-unanswered'));
			},
			// There is nothing to abort it with: one last look.
			abort: look,
		},
	});
	return resultOf(outcome, awaited, pace);
}

function resultOf(
	outcome: JobOutcome<true, Outcome>,
	{ name, stateOf }: Awaited,
	{ limitMs }: JobPace,
): Success | Failure {
	switch (outcome.end) {
		case 'refused':
		case 'lost':
			return outcome.failure;
		case 'done':
			return outcome.result;
		case 'failed': {
			const why = outcome.error.message || 'Instantly does not say why';
			// What it had done until then stays done.
			return maybeDone(rowFailure('row-rejected', `${name} has failed: ${why}`));
		}
		case 'cancelled':
			return maybeDone(rowFailure('cancelled', `${name} goes on at Instantly`));
		case 'deadline': {
			const { result } = outcome;
			if (result.ok && stateOf(result).kind === 'done') return result;
			const failure = rowFailure('deadline', `${name} is not done after ${spell(limitMs)}`);
			const advice =
				'It goes on at Instantly: look at it later, or raise Longest Wait in Wait Options.';
			return maybeDone({ ...failure, error: { ...failure.error, advice } });
		}
	}
}

function maybeDone(failure: Failure): Failure {
	return { ...failure, processed: 'unknown' };
}
