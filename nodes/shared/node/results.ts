import { randomUUID } from 'node:crypto';
import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Ceiling } from '../engine/ceiling';
import type { Failure } from '../engine/client';
import type { Completeness } from '../engine/pages/walk';
import type { Resume } from '../engine/pages/resume';
import type { Problem } from './parameters';

/** What became of one input item. */
export type ItemResult =
	/** A file goes with the first of its items. */
	| { kind: 'done'; items: IDataObject[]; binary?: IBinaryKeyData }
	/** `items` are rows that were read before the failure. */
	| { kind: 'failed'; failure: Failure; items: IDataObject[]; resume?: Resume }
	| { kind: 'bad-input'; problem: Problem };

/**
 * Failures that a further execution of the node may change. Everything else is settled: sending it
 * again would give the same refusal, or might write it twice.
 */
const WORTH_ANOTHER_TRY = new Set([
	'retries-used-up',
	'retry-budget-used-up',
	'quota-exhausted',
	'quota-ceiling',
	'held-too-often',
	'locked',
	'deadline',
	'not-sent',
	'row-unprocessed',
	'cancelled',
]);

/** A list that was read up to a point. */
export interface Begun {
	items: IDataObject[];
	resume: Resume;
}

/** The results of a run, by input item. */
export class Results {
	private readonly byItem = new Map<number, ItemResult>();
	private readonly bad = new Set<number>();
	private readonly begun = new Map<number, Begun>();
	/** What the run may spend, where it has a ceiling. */
	ceiling?: Ceiling;
	/** Items without a result that have been asked for: their answers come later. */
	asked = 0;
	private readonly keys = new Map<number, string>();
	/** What each list came to, also in earlier tries. */
	readonly reports = new Map<number, Completeness>();

	/** The idempotency key of an item: the same in each try of n8n's Retry On Fail. */
	idempotencyKey(itemIndex: number): string {
		const key = this.keys.get(itemIndex) ?? randomUUID();
		this.keys.set(itemIndex, key);
		return key;
	}

	set(itemIndex: number, result: ItemResult): void {
		this.byItem.set(itemIndex, result);
		if (result.kind === 'done') this.bad.delete(itemIndex);
		else this.bad.add(itemIndex);
	}

	get hasFailed(): boolean {
		return this.bad.size > 0;
	}

	get(itemIndex: number): ItemResult | undefined {
		return this.byItem.get(itemIndex);
	}

	/** Rows of a list that an earlier try has read, and where it stopped. */
	begunAt(itemIndex: number): Begun | undefined {
		return this.begun.get(itemIndex);
	}

	/** Forgets what may go better in a further execution of the same node; keeps the rows read. */
	forgetUnsettled(): void {
		for (const [itemIndex, result] of this.byItem) {
			if (result.kind !== 'failed' || !isWorthAnotherTry(result.failure)) continue;
			this.byItem.delete(itemIndex);
			this.bad.delete(itemIndex);
			if (result.resume !== undefined) {
				this.begun.set(itemIndex, { items: result.items, resume: result.resume });
			}
		}
	}

	get all(): Array<[number, ItemResult]> {
		return [...this.byItem].sort(([a], [b]) => a - b);
	}

	/** What did not work, by input item. What was only stopped or not sent comes last: it is no cause. */
	failed(): Array<[number, Exclude<ItemResult, { kind: 'done' }>]> {
		const failed: Array<[number, Exclude<ItemResult, { kind: 'done' }>]> = [];
		const stopped: typeof failed = [];
		const notSent: typeof failed = [];
		for (const [itemIndex, result] of this.all) {
			if (result.kind === 'done') continue;
			const reason = result.kind === 'failed' ? result.failure.reason : undefined;
			const list = reason === 'not-sent' ? notSent : reason === 'cancelled' ? stopped : failed;
			list.push([itemIndex, result]);
		}
		return [...failed, ...stopped, ...notSent];
	}

	/** Output items in the order of the input items, each paired with its own. */
	output(errorItem: (result: Exclude<ItemResult, { kind: 'done' }>, item: number) => IDataObject) {
		const output: INodeExecutionData[] = [];
		for (const [item, result] of this.all) {
			const rows = result.kind === 'bad-input' ? [] : result.items;
			for (const [place, json] of rows.entries()) {
				const file = result.kind === 'done' && place === 0 ? result.binary : undefined;
				output.push({ json, ...(file ? { binary: file } : {}), pairedItem: { item } });
			}
			if (result.kind !== 'done') {
				output.push({ json: errorItem(result, item), pairedItem: { item } });
			}
		}
		return output;
	}
}

function isWorthAnotherTry({ reason, processed, repeatable, superseded }: Failure): boolean {
	if (superseded === true) return false;
	return WORTH_ANOTHER_TRY.has(reason) && (processed === 'no' || repeatable === true);
}
