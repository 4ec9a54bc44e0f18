import { systemClock } from '../engine/clock';
import type { WaitRow } from '../store/callbacks';
import type { WaitPlan } from './durableWait';
import { giveOut } from './durableWaitGiveOut';
import { isAccess, partKey, pollOpen, type Refused } from './durableWaitPoll';
import { waitingRows, waitStore } from './durableWaitRun';
import type { Kept } from './durableWaitSleep';
import type { RunContext } from './operation';
import { Problem } from './parameters';

/** n8n looks once a minute for executions whose sleep is over. */
const NAP_MS = 60_000;
/** n8n may wake an execution up a moment before its time. */
const NEAR_MS = 1_000;

/** The node has slept. What is polled for, or should have come by now, is asked for; then as before. */
export async function goOn<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	kept: Kept,
): Promise<void> {
	for (const [item, result] of kept.settled) context.results.set(item, result);
	const rows = waitingRows(kept.run);
	const isDue = isOver(kept) || systemClock.now() >= kept.pollAt - NEAR_MS;
	if (rows instanceof Problem || !isDue) return await settleOrSleep(context, plan, kept);
	const refused = await pollOpen(context, plan, rows);
	for (const [request, failure] of refused) {
		// A callback needs no access: it may come all the same.
		if (!kept.polls && isAccess(failure)) refused.delete(request);
	}
	await settleOrSleep(context, plan, { ...kept, pollAt: nextLook(plan, kept, rows) }, refused);
}

/** Ever more seldom, and as seldom as the vendor's limits want it. */
function nextLook<Row>({ polling }: WaitPlan<Row>, kept: Kept, rows: WaitRow[]): number {
	const now = systemClock.now();
	const waitedMs = now - (kept.deadline - kept.longestMs);
	const requests = new Set(rows.filter(({ answer }) => !answer).map(partKey)).size;
	const paceMs = requests * (polling?.paceMs ?? 0);
	return now + Math.max(kept.polls ? NAP_MS : waitedMs, paceMs);
}

/**
 * Gives out what has come, if that is all or the time is over; else the node goes to sleep. `refused`:
 * requests of which nothing comes any more.
 */
export async function settleOrSleep<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	kept: Kept,
	refused: Refused = new Map(),
): Promise<void> {
	const { itemIndexes, results, sleep } = context;
	// Before the look: what comes after it wakes the execution up.
	if (sleep) waitStore().sleep(kept.run, sleep.wakeUrl(kept.run));
	const rows = waitingRows(kept.run);
	if (rows instanceof Problem) {
		const unknown = itemIndexes.filter((item) => !results.get(item));
		for (const item of unknown) results.set(item, { kind: 'bad-input', problem: rows });
		return;
	}
	const open = rows.filter((row) => !row.answer && !refused.has(partKey(row)));
	if (open.length === 0 || isOver(kept) || !sleep) {
		return await giveOut(context, plan, kept, rows, refused);
	}
	const nap = systemClock.now() + NAP_MS;
	const until = kept.polls ? Math.max(nap, kept.pollAt) : nap;
	sleep.until(Math.min(kept.deadline, until), { ...kept, settled: results.all });
}

function isOver({ deadline }: Kept): boolean {
	return systemClock.now() >= deadline - NEAR_MS;
}
