import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../engine/clock';
import type { RowResult } from '../engine/batch';
import { asObject } from '../engine/body';
import type { JsonValue } from '../engine/types';
import { contentHash } from '../store/contentHash';
import { resultLedgerAt, type KeptResult, type ResultLedger } from '../store/resultLedger';
import { defaultStoreFile, type Stored } from '../store/sqliteStore';
import { plural } from './hints';
import type { Placed, RunContext } from './operation';
import { Problem } from './parameters';
import { runOptions } from './runOptions';

const DAY_MS = 86_400_000;
const MOST_DAYS = 365;

type Data = Extract<RowResult, { ok: true }>['data'];

/** How an operation gives an answer that was paid for once more. */
export interface Keeping<Row> {
	/** Whose answers they are: the vendor's account, in words or as a hash. */
	accountOf: (context: RunContext) => string;
	/** What the row asks for. Rows that ask for the same have the same answer. */
	keyOf: (row: Row) => JsonValue;
	/** Whether an answer was paid for. */
	isPaid: (data: Data) => boolean;
}

/**
 * An option of the collection `options`. Off unless chosen: kept answers may be out of date, and they
 * name people in a file of this machine.
 */
export function reuseField(what: string): INodeProperties {
	return {
		displayName: 'Reuse Answers for (Days)',
		name: 'reuseDays',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MOST_DAYS },
		default: 30,
		description: `How long answers are kept on this n8n. ${what} paid for within so many days come out of them, marked with fromLedger, and cost nothing. Without this option, or with 0, nothing is kept.`,
	};
}

/** For how long answers are given again, ms; undefined for never. */
function readReuse(context: RunContext): number | undefined | Problem {
	const options = runOptions(context);
	if (options instanceof Problem) return options;
	if (!('reuseDays' in options)) return undefined;
	const given = options.reuseDays ?? '';
	const days = given === '' ? NaN : Number(given);
	if (days >= 0 && days <= MOST_DAYS) return days === 0 ? undefined : days * DAY_MS;
	return new Problem(
		`Reuse Answers for (Days) is ${String(given) || 'empty'}, but has to be from 0 to ${MOST_DAYS}`,
		'Change it, or remove the option.',
	);
}

/**
 * Answers of other items of this run and, where the user keeps them, of earlier runs. A store that fails
 * is told, and no more.
 */
export class KeptResults<Row> {
	private readonly ledger: ResultLedger = resultLedgerAt(defaultStoreFile(process.env));
	private readonly account: string;
	/** Items that ask for the same as one that is sent. */
	private readonly twins = new Map<string, Array<Placed<Row>>>();
	private given = 0;
	private failed: string | undefined;

	private constructor(
		private readonly context: RunContext,
		private readonly keeping: Keeping<Row>,
		/** Undefined where the user keeps nothing: then only items of this run share their answers. */
		private readonly keptMs: number | undefined,
		private readonly settle: (placed: Placed<Row>, item: RowResult, fromLedger: boolean) => void,
	) {
		this.account = keeping.accountOf(context);
	}

	/** Of the run, or what is wrong with its option. */
	static of<Row>(
		context: RunContext,
		keeping: Keeping<Row>,
		settle: (placed: Placed<Row>, item: RowResult, fromLedger: boolean) => void,
	): KeptResults<Row> | Problem {
		const keptMs = readReuse(context);
		if (keptMs instanceof Problem) return keptMs;
		return new KeptResults(context, keeping, keptMs, settle);
	}

	/** Settles what has been paid for, and gives the rows that have to be sent: each question once. */
	give(rows: Array<Placed<Row>>): Array<Placed<Row>> {
		const known = this.known(rows);
		return rows.filter((placed) => {
			const key = this.keyOf(placed.value);
			const kept = known?.get(key);
			if (kept) {
				this.given += 1;
				this.settle(placed, { ok: true, data: asObject(kept.answer) }, true);
				return false;
			}
			const twins = this.twins.get(key);
			if (twins) twins.push(placed);
			else this.twins.set(key, []);
			return twins === undefined;
		});
	}

	private known(rows: Array<Placed<Row>>): Map<string, KeptResult> | undefined {
		if (this.keptMs === undefined) return undefined;
		const since = systemClock.now() - this.keptMs;
		const keys = rows.map(({ value }) => this.keyOf(value));
		return this.told(this.ledger.find(this.account, keys, since));
	}

	/** What became of a row that was sent: the same holds for those that ask for the same. */
	take(placed: Placed<Row>, result: RowResult): void {
		const key = this.keyOf(placed.value);
		const paid = result.ok && this.keeping.isPaid(result.data);
		this.settle(placed, result, false);
		for (const twin of this.twins.get(key) ?? []) {
			if (paid) this.given += 1;
			this.settle(twin, result, paid && this.keptMs !== undefined);
		}
		if (!paid || this.keptMs === undefined) return;
		const at = systemClock.now();
		const entry = { key, at, forget: at + this.keptMs, answer: result.data };
		this.told(this.ledger.keep(this.account, [entry], at));
	}

	/** Tells how many answers were not paid for again, and why some may be. */
	tell(): void {
		const { given, failed, context } = this;
		if (given > 0) {
			const message =
				this.keptMs === undefined
					? `${plural(given, 'item')} asked for the same as another one: paid for once.`
					: `${plural(given, 'answer')} out of the ledger, which cost nothing.`;
			context.hint(message, 'info');
		}
		if (failed !== undefined) {
			const message = `Paid answers could not be kept or looked up, so they may be paid for again: ${failed}`;
			context.hint(message, 'warning');
		}
	}

	private keyOf(row: Row): string {
		return contentHash(this.keeping.keyOf(row));
	}

	private told<Value>(stored: Stored<Value>): Value | undefined {
		if (stored.ok) return stored.value;
		this.failed = stored.message;
		return undefined;
	}
}

/** An item with the mark of an answer that was not paid for again. */
export function marked(item: IDataObject, fromLedger: boolean): IDataObject {
	return fromLedger ? { ...item, fromLedger: true } : item;
}
