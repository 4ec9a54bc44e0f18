import { rowFailure, sendBatches, type BatchOptions, type RowResult } from '../engine/batch';
import type { Failure, Success } from '../engine/client';
import { systemClock } from '../engine/clock';
import { contentHash } from '../store/contentHash';
import { refuseItems, Spending } from './credits';
import type { Said, WaitPlan } from './durableWait';
import { resultOf } from './durableWaitGiveOut';
import { readWaitSettings, type WaitSettings } from './durableWaitFields';
import { WaitRun } from './durableWaitRun';
import { settleOrSleep } from './durableWaitSettle';
import { readItems, type Placed, type RunContext } from './operation';
import { Problem } from './parameters';

/** A callback may be lost: an n8n that is starting answers it with 200, and does nothing (seen in n8n 2.41). */
const FIRST_LOOK_MS = 300_000;

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
	const rows = await readItems(context, (read) => plan.row(read, context.facts));
	if (context.checked() || rows.length === 0) return;

	const isDry = context.settings.dryRun === true;
	const run = isDry ? undefined : WaitRun.begin({ ...plan.places }, wait.receiver);
	if (run instanceof Problem) return refuseItems(context, run);
	const asking = new Asking(context, plan, wait, run);
	const open = asking.open(rows);
	if (open instanceof Problem) return refuseItems(context, open);
	await sendBatches(spending.client, open, asking.options(spending));
	if (run) await waitOn(context, plan, run, wait);
	else spending.tell();
}

/** Every item has been asked for, or has a result. */
async function waitOn<Row>(
	context: RunContext,
	plan: WaitPlan<Row>,
	run: WaitRun,
	{ receiver, longestMs }: WaitSettings,
): Promise<void> {
	const deadline = systemClock.now() + longestMs;
	const polls = receiver === undefined;
	const pollAt = systemClock.now() + (polls ? 0 : FIRST_LOOK_MS);
	const kept = { run: run.id, deadline, longestMs, polls, pollAt, settled: [] };
	if (!context.stopped()) return await settleOrSleep(context, plan, kept);
	// n8n drops what a stopped node gives out: the next run adopts what this one has asked for.
	const { itemIndexes, results } = context;
	results.asked = itemIndexes.filter((item) => !results.get(item)).length;
}

/** Something that is asked for once, and all items that ask for it. */
interface Question {
	key: string;
	/** The ID of its answer, as far as it is known before the vendor says it. */
	id: string | undefined;
	items: number[];
	said?: Said | undefined;
}

/** What is asked for in one run. */
class Asking<Row> {
	/** By the item that is sent. */
	private readonly questions = new Map<number, Question>();

	constructor(
		private readonly context: RunContext,
		private readonly plan: WaitPlan<Row>,
		private readonly wait: WaitSettings,
		/** Undefined in a dry run. */
		private readonly run: WaitRun | undefined,
	) {}

	/** The rows that have to be sent: each question once, and none that an earlier run has asked. */
	open(rows: Array<Placed<Row>>): Array<Placed<Row>> | Problem {
		const { plan, run, questions } = this;
		const { facts, sleep } = this.context;
		const owner = sleep?.owner ?? '';
		const keyed = rows.map((placed) => ({
			placed,
			item: placed.itemIndex,
			key: contentHash({ owner, asks: plan.keyOf(placed.value, facts) }),
		}));
		const adopted = run?.adopt(keyed);
		if (adopted instanceof Problem) return adopted;
		const unasked = keyed.filter(({ item }) => adopted?.has(item) !== true);
		return [...Map.groupBy(unasked, ({ key }) => key)].flatMap(([key, same]) => {
			const [first] = same;
			if (!first) return [];
			// Without a list, the answer is about the whole request.
			const id = plan.places.list === undefined ? '' : plan.idOf?.(first.placed.value);
			questions.set(first.item, { key, id, items: same.map(({ item }) => item) });
			return [first.placed];
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
			settle: ({ itemIndex }, result) => this.settle(itemIndex, result),
			stopped,
			rowCost,
			...(groupOf ? { groupOf: ({ value }: Placed<Row>) => groupOf(value) } : {}),
			...(credits?.costOf ? { costOf: credits.costOf } : {}),
			...(ceiling ? { ceiling } : {}),
		};
	}

	/** Where the answers to a request have to go. What cannot be noted must not be sent: it throws. */
	private address(placed: Array<Placed<Row>>): string | undefined {
		const { run, wait } = this;
		if (!run) return wait.receiver;
		const asked = run.ask(
			placed.flatMap(({ itemIndex }) => {
				const { items, key, id } = this.question(itemIndex);
				return items.map((item) => ({ item, key, id }));
			}),
		);
		if (asked instanceof Problem) throw new Error(asked.message);
		return asked.address;
	}

	private readRows(answer: Success, placed: Array<Placed<Row>>): Array<RowResult | undefined> {
		const { plan, run } = this;
		const words = plan.readSaid(
			answer,
			placed.map(({ value }) => value),
		);
		const waiting = placed.flatMap(({ itemIndex }, place) => {
			const question = this.question(itemIndex);
			question.said = words[place];
			const { said, key } = question;
			return said?.kind === 'waits' ? [{ key, id: said.id, sent: { said: said.said } }] : [];
		});
		const first = placed[0]?.itemIndex ?? -1;
		const problem = run?.sent(first, plan.polling?.requestId(answer), waiting);
		if (problem) throw new Error(problem.message);
		return words.map((word) => word && { ok: true, data: {} });
	}

	private settle(itemIndex: number, result: RowResult): void {
		const { run, context } = this;
		const { items, said } = this.question(itemIndex);
		if (result.ok ? said?.kind === 'waits' : this.mayStillCome(itemIndex, result.failure)) return;
		const answered =
			said?.kind === 'done' ? said.answered : { failure: result.ok ? NO_WORD : result.failure };
		for (const item of items) context.results.set(item, resultOf(answered));
		run?.drop(items);
	}

	/** The vendor's first word was lost: the answer may come all the same, if it says what it is about. */
	private mayStillCome(itemIndex: number, failure: Failure): boolean {
		const { run, wait } = this;
		const { key, id } = this.question(itemIndex);
		if (!run?.hasAsked(itemIndex) || wait.receiver === undefined || id === undefined) return false;
		if (failure.processed !== 'unknown' || failure.reason === 'row-unanswered') return false;
		const sent = { lost: failure.error.message };
		return run.sent(itemIndex, undefined, [{ key, id, sent }]) === undefined;
	}

	private question(itemIndex: number): Question {
		return this.questions.get(itemIndex) ?? { key: '', id: undefined, items: [itemIndex] };
	}
}

const NO_WORD = rowFailure('row-unanswered');
