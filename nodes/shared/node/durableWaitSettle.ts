import { rowFailure } from '../engine/batch';
import { asObject, asText } from '../engine/body';
import type { Failure } from '../engine/client';
import { systemClock } from '../engine/clock';
import { spell } from '../engine/explain';
import type { Reason } from '../engine/types';
import { callbacksAt, type Callbacks, type WaitRow } from '../store/callbacks';
import { defaultStoreFile } from '../store/sqliteStore';
import type { WaitPlan } from './durableWait';
import { partKey, pollOpen } from './durableWaitPoll';
import type { Kept } from './durableWaitSleep';
import { plural } from './hints';
import { readItems, type RunContext } from './operation';
import { Problem } from './parameters';
import type { Answered } from './requestOperation';
import type { ItemResult } from './results';

/** n8n looks once a minute for executions whose sleep is over. */
const NAP_MS = 60_000;
/** n8n may wake an execution up a moment before its time. */
const NEAR_MS = 1_000;

/** What is wrong with the access, and not with what was asked for. */
const OURS = new Set<Reason>(['unauthorized', 'forbidden', 'missing-scope']);

type Refused = ReadonlyMap<string, Failure>;

/** The node has slept. What is polled for, or has not come in time, is asked for; then as before. */
export async function goOn<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	kept: Kept,
): Promise<void> {
	for (const [item, result] of kept.settled) context.results.set(item, result);
	const rows = rowsOf(kept.run);
	const isAsked = !(rows instanceof Problem) && (kept.polls || isOver(kept));
	settleOrSleep(context, plan, kept, isAsked ? await pollOpen(context, plan, rows) : new Map());
}

/**
 * Gives out what has come, if that is all or the time is over; else the node goes to sleep. `refused`:
 * requests of which nothing comes any more.
 */
export function settleOrSleep<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	kept: Kept,
	refused: Refused = new Map(),
): void {
	const { itemIndexes, results, sleep } = context;
	// Before the look: what comes after it wakes the execution up.
	if (sleep) store().sleep(kept.run, sleep.wakeUrl(kept.run));
	const rows = rowsOf(kept.run);
	if (rows instanceof Problem) {
		const unknown = itemIndexes.filter((item) => !results.get(item));
		for (const item of unknown) results.set(item, { kind: 'bad-input', problem: rows });
		return;
	}
	const open = rows.filter((row) => !row.answer && !refused.has(partKey(row)));
	if (open.length === 0 || isOver(kept) || !sleep) {
		return giveOut(context, plan, kept, rows, refused);
	}
	const requests = new Set(open.map(partKey)).size;
	const paceMs = kept.polls ? (plan.polling?.paceMs ?? 0) : 0;
	const until = systemClock.now() + Math.max(NAP_MS, requests * paceMs);
	sleep.until(Math.min(kept.deadline, until), { ...kept, settled: results.all });
}

function isOver({ deadline }: Kept): boolean {
	return systemClock.now() >= deadline - NEAR_MS;
}

function store(): Callbacks {
	return callbacksAt(defaultStoreFile(process.env));
}

function rowsOf(run: string): WaitRow[] | Problem {
	const stored = store().rows(run);
	if (stored.ok && stored.value) return stored.value;
	const why = stored.ok ? 'it does not know of this run' : stored.message;
	return new Problem(
		`The answers cannot be read from ${store().file}: ${why}`,
		'In queue mode, main, webhook and worker processes have to share this file: mount one volume there, or point GTM_STORE_FILE at it in all of them.',
	);
}

function giveOut<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	kept: Kept,
	rows: WaitRow[],
	refused: Refused,
): void {
	const { facts, results } = context;
	const itemIndexes = rows.map(({ item }) => item);
	const placed = readItems({ ...context, itemIndexes }, (read) => plan.row(read, facts));
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
	const stored = store().giveOut(kept.run, given);
	if (!stored.ok) {
		const again = `A further run may give out the same answers once more: ${stored.message}`;
		context.hint(again, 'warning');
	}
	tell(context, kept, rows);
}

/** Whether a further run takes it: n8n drops what a stopped node gives out, and access can be given. */
function isLeft({ answer }: WaitRow, isStopped: boolean, refusal: Failure | undefined): boolean {
	return answer ? isStopped : refusal !== undefined && OURS.has(refusal.reason);
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
	const { lost } = asObject(sent);
	const failure = rowFailure('row-unanswered', `no answer came within ${spell(longestMs)}`);
	const advice =
		'Raise "Answer Deadline" in the options of this node, or run it again with this item to ask anew.';
	return lost === undefined
		? { ...failure, error: { ...failure.error, advice } }
		: { ...rowFailure('unknown-outcome', asText(lost)), processed: 'unknown' };
}

/** What an item comes to. */
export function resultOf(answered: Answered): ItemResult {
	if (answered instanceof Problem) return { kind: 'bad-input', problem: answered };
	return 'failure' in answered
		? { kind: 'failed', failure: answered.failure, items: [] }
		: { kind: 'done', ...answered };
}
