import { rowFailure } from '../engine/batch';
import type { Failure } from '../engine/client';
import { systemClock } from '../engine/clock';
import type { Reason } from '../engine/types';
import type { WaitRow } from '../store/callbacks';
import type { Polling, WaitPlan } from './durableWait';
import { lastAnswers, type AnswerPlaces } from './durableWaitAnswers';
import { waitStore } from './durableWaitRun';
import type { RunContext } from './operation';

/** Requests of which nothing comes any more, by their keys. */
export type Refused = ReadonlyMap<string, Failure>;

const ACCESS = new Set<Reason>(['unauthorized', 'forbidden', 'missing-scope']);

/** Whether it is about the access, and not about what was asked for. */
export function isAccess({ reason }: Failure): boolean {
	return ACCESS.has(reason);
}

/** The request that a row waits for. */
export function partKey({ asker, part }: Pick<WaitRow, 'asker' | 'part'>): string {
	return `${asker} ${part}`;
}

/**
 * Asks once for each answer that has not come, and keeps what there is. The requests of which nothing
 * comes any more, by their keys, with the reason.
 */
export async function pollOpen<Row>(
	context: RunContext,
	{ polling, places }: WaitPlan<Row>,
	rows: WaitRow[],
): Promise<Map<string, Failure>> {
	const refused = new Map<string, Failure>();
	if (!polling) return refused;
	const open = new Map(rows.flatMap((row) => (row.answer ? [] : [[partKey(row), row]])));
	const waiting = [...open.values()];
	const worker = async () => {
		for (let row = waiting.shift(); row && !context.stopped(); row = waiting.shift()) {
			const failure = await pollOne(context, polling, places, row);
			if (failure) refused.set(partKey(row), failure);
		}
	};
	await Promise.all(Array.from({ length: context.settings.inFlight }, worker));
	return refused;
}

async function pollOne(
	{ client, facts }: RunContext,
	{ request, read }: Polling,
	places: AnswerPlaces,
	row: WaitRow,
): Promise<Failure | undefined> {
	if (row.request === undefined) return undefined;
	const answer = read(await client.send(request(row.request, facts)));
	if (!answer) return undefined;
	if ('failure' in answer) return answer.failure;
	const answers = lastAnswers(answer.body, places);
	if (!answers) return rowFailure('row-unanswered', 'the answer holds no list of answers');
	const taken = waitStore().take(row.asker, row.part, answers, systemClock.now());
	return taken.ok ? undefined : rowFailure('row-unanswered', taken.message);
}
