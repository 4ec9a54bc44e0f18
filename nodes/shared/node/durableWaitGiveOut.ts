import { rowFailure } from '../engine/batch';
import { asObject, asText } from '../engine/body';
import type { Failure } from '../engine/client';
import { spell } from '../engine/explain';
import type { WaitRow } from '../store/callbacks';
import type { WaitPlan } from './durableWait';
import { isAccess, partKey, type Refused } from './durableWaitPoll';
import { waitStore } from './durableWaitRun';
import type { Kept } from './durableWaitSleep';
import { plural } from './hints';
import { readItems, type RunContext } from './operation';
import { Problem } from './parameters';
import type { Answered } from './requestOperation';
import type { ItemResult } from './results';

/** Gives each item its answer, or says why there is none. */
export async function giveOut<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	kept: Kept,
	rows: WaitRow[],
	refused: Refused,
): Promise<void> {
	const { facts, results } = context;
	const itemIndexes = rows.map(({ item }) => item);
	const placed = await readItems({ ...context, itemIndexes }, (read) => plan.row(read, facts));
	const values = new Map(placed.map(({ itemIndex, value }) => [itemIndex, value]));
	for (const row of rows) {
		const value = values.get(row.item);
		if (value === undefined) continue;
		const { said } = asObject(row.sent);
		const answered = row.answer
			? plan.answered(value, said, row.answer.value)
			: { failure: refused.get(partKey(row)) ?? missing(row, kept) };
		results.set(row.item, resultOf(answered));
	}
	const given = rows.filter((row) => !isLeft(row, context.stopped(), refused.get(partKey(row))));
	const stored = waitStore().giveOut(kept.run, given);
	if (!stored.ok) {
		const again = `A further run may give out the same answers once more: ${stored.message}`;
		context.hint(again, 'warning');
	}
	tell(context, kept, rows);
}

/** Whether a further run takes it: n8n drops what a stopped node gives out, and access can be given. */
function isLeft({ answer }: WaitRow, isStopped: boolean, refusal: Failure | undefined): boolean {
	return answer ? isStopped : refusal !== undefined && isAccess(refusal);
}

function tell(context: RunContext, { run }: Kept, rows: WaitRow[]): void {
	if (rows.length === 0) return;
	const came = rows.filter(({ answer }) => answer).length;
	const isAll = came === rows.length;
	context.hint(`${came} of ${plural(rows.length, 'answer')} came.`, isAll ? 'info' : 'warning');
	const adopted = rows.filter(({ asker }) => asker !== run).length;
	if (adopted === 0) return;
	context.hint(`${plural(adopted, 'answer')} had been asked for by an earlier run.`, 'info');
}

/** The answer has not come; what the vendor said at once may have been lost as well. */
function missing({ sent }: WaitRow, { longestMs }: Kept): Failure {
	const { lost = sent === undefined ? ENDED : undefined } = asObject(sent);
	const failure = rowFailure('row-unanswered', `no answer came within ${spell(longestMs)}`);
	const advice =
		'Raise "Answer Deadline" in the options of this node, or run it again with this item to ask anew.';
	return lost === undefined
		? { ...failure, error: { ...failure.error, advice } }
		: { ...rowFailure('unknown-outcome', asText(lost)), processed: 'unknown' };
}

const ENDED = 'n8n ended while it was about to be asked for, and no answer came';

/** What an item comes to. */
export function resultOf(answered: Answered): ItemResult {
	if (answered instanceof Problem) return { kind: 'bad-input', problem: answered };
	return 'failure' in answered
		? { kind: 'failed', failure: answered.failure, items: [] }
		: { kind: 'done', ...answered };
}
