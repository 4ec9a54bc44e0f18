import { rowFailure, sendBatches, type BatchOptions, type RowResult } from '../engine/batch';
import type { Failure, Success } from '../engine/client';
import { systemClock } from '../engine/clock';
import { contentHash } from '../store/contentHash';
import type { WaitingItem } from '../store/callbacks';
import { refuseItems, Spending } from './credits';
import type { Said, WaitPlan } from './durableWait';
import { readWaitSettings, type WaitSettings } from './durableWaitFields';
import { WaitRun } from './durableWaitRun';
import { resultOf, settleOrSleep } from './durableWaitSettle';
import { readItems, type Placed, type RunContext } from './operation';
import { Problem } from './parameters';

/** Asks for what no earlier run has asked for, and waits for the answers. */
export async function askAll<Row>(context: RunContext, plan: WaitPlan<Row>): Promise<void> {
	const [first] = context.itemIndexes;
	if (first === undefined) return;
	const wait = readWaitSettings(context.reader(first));
	if (wait instanceof Problem) return refuseItems(context, wait);
	const obstacle = context.sleep?.obstacle();
	if (obstacle) return refuseItems(context, obstacle);
	const spending = Spending.of(context, plan.credits ?? {});
	if (spending instanceof Problem) return refuseItems(context, spending);
	const rows = readItems(context, (read) => plan.row(read, context.facts));
	if (context.checked() || rows.length === 0) return;

	const isDry = context.settings.dryRun === true;
	const run = isDry ? undefined : WaitRun.begin({ ...plan.places }, wait.receiver);
	if (run instanceof Problem) return refuseItems(context, run);
	const asking = new Asking(context, plan, wait, run);
	const open = asking.open(rows);
	if (open instanceof Problem) return refuseItems(context, open);
	await sendBatches(spending.client, open, asking.options(spending));
	if (run) waitOn(context, plan, run, wait);
	else spending.tell();
}

/** Every item has been asked for, or has a result. */
function waitOn<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	run: WaitRun,
	{ receiver, longestMs }: WaitSettings,
): void {
	const deadline = systemClock.now() + longestMs;
	const polls = receiver === undefined;
	const kept = { run: run.id, deadline, longestMs, polls, settled: [] };
	if (!context.stopped()) return settleOrSleep(context, plan, kept);
	// n8n drops what a stopped node gives out: the next run adopts what this one has asked for.
	const { itemIndexes, results } = context;
	results.asked = itemIndexes.filter((item) => !results.get(item)).length;
}

/** What is asked for in one run. */
class Asking<Row> {
	private readonly keys = new Map<number, string>();
	/** All items that ask for the same, by the one that is sent. */
	private readonly twins = new Map<number, number[]>();
	private readonly said = new Map<number, Said>();

	constructor(
		private readonly context: RunContext,
		private readonly plan: WaitPlan<Row>,
		private readonly wait: WaitSettings,
		/** Undefined in a dry run. */
		private readonly run: WaitRun | undefined,
	) {}

	/** The rows that have to be sent: each question once, and none that an earlier run has asked. */
	open(rows: Array<Placed<Row>>): Array<Placed<Row>> | Problem {
		const { plan, run, keys, twins } = this;
		const { facts, sleep } = this.context;
		for (const { itemIndex, value } of rows) {
			const asks = plan.keyOf(value, facts);
			keys.set(itemIndex, contentHash({ owner: sleep?.owner ?? '', asks }));
		}
		const adopted = run?.adopt(this.waiting(rows.map(({ itemIndex }) => itemIndex)));
		if (adopted instanceof Problem) return adopted;
		const unasked = rows.filter(({ itemIndex }) => adopted?.has(itemIndex) !== true);
		const groups = Map.groupBy(unasked, ({ itemIndex }) => keys.get(itemIndex));
		return [...groups.values()].flatMap((same) => {
			const items = same.map(({ itemIndex }) => itemIndex);
			const [sent] = same;
			if (sent) twins.set(sent.itemIndex, items);
			return sent ? [sent] : [];
		});
	}

	options({ ceiling }: Spending): BatchOptions<Placed<Row>> {
		const { plan, context } = this;
		const { facts, settings, stopped } = context;
		const { groupOf, credits } = plan;
		const rowCost = credits?.most ?? 1;
		const values = (placed: Array<Placed<Row>>) => placed.map(({ value }) => value);
		return {
			size: Math.min(plan.batchSize, settings.itemsPerRequest),
			inFlight: settings.inFlight,
			request: (placed) => ({
				...plan.request(values(placed), this.address(placed), facts),
				...(credits ? { cost: placed.length * rowCost } : {}),
			}),
			readRows: (answer, placed) => this.readRows(answer, placed),
			causedByRow: (failure, placed) => plan.causedByRow(failure, values(placed)),
			settle: (placed, result) => this.settle(placed, result),
			stopped,
			rowCost,
			...(groupOf ? { groupOf: ({ value }: Placed<Row>) => groupOf(value) } : {}),
			...(credits?.costOf ? { costOf: credits.costOf } : {}),
			...(ceiling ? { ceiling } : {}),
		};
	}

	private address(placed: Array<Placed<Row>>): string | undefined {
		const { run, wait, twins } = this;
		if (!run) return wait.receiver;
		const items = placed.flatMap(({ itemIndex }) => twins.get(itemIndex) ?? []);
		const asked = run.ask(this.waiting(items));
		if (asked instanceof Problem) throw new Error(asked.message);
		return asked.address;
	}

	private readRows(answer: Success, placed: Array<Placed<Row>>): Array<RowResult | undefined> {
		const { plan, run, said, keys } = this;
		const words = plan.readSaid(
			answer,
			placed.map(({ value }) => value),
		);
		const waiting = placed.flatMap(({ itemIndex }, place) => {
			const word = words[place];
			if (word) said.set(itemIndex, word);
			if (word?.kind !== 'waits') return [];
			return [{ key: keys.get(itemIndex) ?? '', id: word.id, sent: { said: word.said } }];
		});
		const first = placed[0]?.itemIndex ?? -1;
		const problem = run?.sent(first, plan.polling?.requestId(answer), waiting);
		if (problem) throw new Error(problem.message);
		return words.map((word) => word && { ok: true, data: {} });
	}

	private settle({ itemIndex, value }: Placed<Row>, result: RowResult): void {
		const { run, said, twins, context } = this;
		if (!result.ok && this.mayStillCome(itemIndex, value, result.failure)) return;
		const word = said.get(itemIndex);
		if (result.ok && word?.kind === 'waits') return;
		const answered =
			result.ok && word?.kind === 'done' ? word.answered : { failure: failureOf(result) };
		const items = twins.get(itemIndex) ?? [];
		for (const item of items) context.results.set(item, resultOf(answered));
		run?.drop(items);
	}

	/** The vendor's first word was lost: the answer may come all the same, if it says what it is about. */
	private mayStillCome(itemIndex: number, row: Row, failure: Failure): boolean {
		const { plan, run, wait, keys } = this;
		if (!run?.hasAsked(itemIndex) || wait.receiver === undefined) return false;
		if (failure.processed !== 'unknown' || failure.reason === 'row-unanswered') return false;
		const id = plan.idOf?.(row);
		if (id === undefined && plan.places.list !== undefined) return false;
		const sent = { lost: failure.error.message };
		return (
			run.sent(itemIndex, undefined, [{ key: keys.get(itemIndex) ?? '', id, sent }]) === undefined
		);
	}

	private waiting(items: number[]): WaitingItem[] {
		return items.map((item) => ({ item, key: this.keys.get(item) ?? '' }));
	}
}

function failureOf(result: RowResult): Failure {
	return result.ok ? rowFailure('row-unanswered') : result.failure;
}
