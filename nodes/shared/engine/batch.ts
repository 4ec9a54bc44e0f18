import type { Ceiling } from './ceiling';
import type { Client, Failure, Outcome, Success } from './client';
import { messageOf } from './errorFacts';
import { LockedRows } from './lockedRows';
import type { Patience } from './patience';
import { Refusals } from './refusals';
import { SameKey } from './sameKey';
import type { ApiRequest, JsonValue, Reason } from './types';

/** What became of one row. */
export type RowResult =
	| { ok: true; data: { [key: string]: JsonValue | undefined } }
	| { ok: false; failure: Failure };

export interface BatchOptions<Row> {
	/** The most rows in one request. */
	size: number;
	/** Requests under way at once. */
	inFlight: number;
	/** Rows with the same key never travel in one request, and keep their order. */
	keyOf?: (row: Row) => string | undefined;
	/** Only rows of the same group travel in one request. */
	groupOf?: (row: Row) => string;
	request: (rows: Row[]) => ApiRequest;
	/** One result for each row, in the order of `rows`; undefined where the answer has none. */
	readRows: (answer: Success, rows: Row[]) => Array<RowResult | undefined>;
	/** Whether one bad row may be the cause of this refusal of the whole request. */
	causedByRow: (failure: Failure, rows: Row[]) => boolean;
	/** Whether a refused request may have done some of its rows: then none of it is sent again. */
	mayBePartial?: (failure: Failure, rows: Row[]) => boolean;
	/**
	 * For rows that the vendor refuses by themselves and only for a while, with the reason `locked`: they
	 * are sent again, after a pause and in ever smaller requests, one after the other.
	 */
	patience?: Pick<Patience, 'backOff'>;
	/** Called once for each row, as soon as its result is known. */
	settle: (row: Row, result: RowResult) => void;
	/** Asked before each request: true sends nothing more. */
	stopped: () => boolean;
	/** What the run may spend; what is left over is not sent. */
	ceiling?: Ceiling;
	/** The most that a row may cost; 1 unless told. */
	rowCost?: number;
	/** What an answered request has cost; the most it may where the answer does not say. */
	costOf?: (answer: Success, rows: Row[]) => number | undefined;
}

/** Refusals that any other request of the run would get as well. */
const FOR_ALL = new Set<Reason>([
	'unauthorized',
	'missing-scope',
	'payment-required',
	'certificate',
	'egress-refused',
	'domain-not-allowed',
]);

/**
 * Orders rows into requests: waves go one after the other, the requests of a wave side by side.
 * The n-th row with the same key is in the n-th wave, so that the last one wins, as in the input.
 */
export function planBatches<Row>(
	rows: Row[],
	{ size, keyOf, groupOf }: Pick<BatchOptions<Row>, 'size' | 'keyOf' | 'groupOf'>,
): Row[][][] {
	const waves: Row[][] = [];
	const timesSeen = new Map<string, number>();
	for (const row of rows) {
		const key = keyOf?.(row);
		const wave = key === undefined ? 0 : (timesSeen.get(key) ?? 0);
		if (key !== undefined) timesSeen.set(key, wave + 1);
		(waves[wave] ??= []).push(row);
	}
	return waves.map((wave) => {
		const groups = Map.groupBy(wave, (row) => groupOf?.(row) ?? '');
		return [...groups.values()].flatMap((group) => chunk(group, size));
	});
}

function chunk<Row>(rows: Row[], size: number): Row[][] {
	const chunks: Row[][] = [];
	for (let at = 0; at < rows.length; at += size) chunks.push(rows.slice(at, at + size));
	return chunks;
}

/**
 * Sends rows in batches and settles each of them exactly once. A batch refused because of one row
 * is halved until that row is alone. Never throws.
 */
export async function sendBatches<Row>(
	client: Pick<Client, 'send'>,
	rows: Row[],
	options: BatchOptions<Row>,
): Promise<void> {
	const order = new SameKey(rows, (row) => options.keyOf?.(row), options.settle);
	const { groupOf, inFlight, patience, size, stopped } = options;
	const most = Math.min(size, rows.length);
	const locked = patience ? new LockedRows<Row>({ patience, size: most, stopped }) : undefined;
	const sender = new BatchSender(client, {
		...options,
		settle: (row, result) => {
			const settled = locked ? locked.take(row, result) : result;
			if (settled) order.settle(row, settled);
		},
	});
	for (const wave of planBatches(rows, options)) {
		const waiting = [...wave];
		const worker = async () => {
			for (let batch = waiting.shift(); batch; batch = waiting.shift()) await sender.send(batch);
		};
		await Promise.all(Array.from({ length: Math.max(1, inFlight) }, worker));
		// The next wave may hold newer rows of the same records: these come first.
		for (let again = await locked?.next(); again; again = await locked?.next()) {
			const group = groupOf ? { groupOf } : {};
			const smaller = planBatches(again.rows, { size: again.size, ...group });
			for (const batch of smaller.flat()) await sender.send(batch);
		}
		for (const { row, result } of locked?.givenUp() ?? []) order.settle(row, result);
	}
}

class BatchSender<Row> {
	/** What keeps the rest of the run from being sent. */
	private readonly refusals = new Refusals(FOR_ALL);

	constructor(
		private readonly client: Pick<Client, 'send'>,
		private readonly options: BatchOptions<Row>,
	) {}

	async send(all: Row[]): Promise<void> {
		const { ceiling, causedByRow, request: build } = this.options;
		const rows = ceiling ? all.slice(0, await this.affordable(ceiling, all)) : all;
		this.fail(all.slice(rows.length), rowFailure('credit-ceiling'));
		if (rows.length === 0) return;
		const request = tried(() => build(rows));
		const unsent = this.unsent(request);
		if (unsent !== undefined || request instanceof Error) {
			ceiling?.settle(this.mostFor(rows), 0);
			return this.fail(rows, unsent ?? rowFailure('bad-input'));
		}
		const answer = await this.client.send(request);
		ceiling?.settle(this.mostFor(rows), this.costOf(answer, rows));
		if (answer.ok) return this.settle(answer, rows);

		const harmless = answer.processed === 'no' || request.safeToRepeat;
		const isTooLarge = answer.reason === 'too-large';
		const partial =
			rows.length > 1 && tried(() => this.options.mayBePartial?.(answer, rows)) === true;
		if (partial && !isTooLarge && !request.safeToRepeat) {
			return this.fail(rows, { ...answer, processed: 'unknown' });
		}
		const splits = isTooLarge || tried(() => causedByRow(answer, rows)) === true;
		if (rows.length > 1 && harmless && splits) {
			const parts = isTooLarge ? tried(() => halvesByBytes(rows, build)) : halves(rows);
			for (const part of parts instanceof Error ? halves(rows) : parts) await this.send(part);
			return;
		}
		this.refusals.note(request, answer);
		this.fail(rows, answer);
	}

	private unsent(request: ApiRequest | Error): Failure | undefined {
		if (request instanceof Error) return rowFailure('bad-input', request.message);
		const refusal = this.refusals.of(request);
		return refusal ?? (this.options.stopped() ? rowFailure('not-sent') : undefined);
	}

	/** How many of the rows can be paid for; their highest cost is reserved. */
	private async affordable(ceiling: Ceiling, rows: Row[]): Promise<number> {
		const { rowCost = 1 } = this.options;
		const granted = await ceiling.reserve(this.mostFor(rows));
		const count = Math.min(rows.length, Math.floor(granted / rowCost));
		ceiling.settle(granted - count * rowCost, 0);
		return count;
	}

	private mostFor(rows: Row[]): number {
		return rows.length * (this.options.rowCost ?? 1);
	}

	private costOf(answer: Outcome, rows: Row[]): number {
		if (answer.ok) {
			const cost = tried(() => this.options.costOf?.(answer, rows));
			return typeof cost === 'number' ? cost : this.mostFor(rows);
		}
		return answer.processed === 'no' ? 0 : this.mostFor(rows);
	}

	private settle(answer: Success, rows: Row[]): void {
		const results = tried(() => this.options.readRows(answer, rows));
		if (results instanceof Error) {
			const why = `The answer could not be read (${results.message})`;
			return this.fail(rows, rowFailure('row-unanswered', why, answer));
		}
		rows.forEach((row, place) => {
			this.options.settle(row, results[place] ?? { ok: false, failure: unanswered(answer) });
		});
	}

	private fail(rows: Row[], failure: Failure): void {
		for (const row of rows) this.options.settle(row, { ok: false, failure });
	}
}

function halves<Row>(rows: Row[]): [Row[], Row[]] {
	const middle = Math.ceil(rows.length / 2);
	return [rows.slice(0, middle), rows.slice(middle)];
}

/** What a vendor's function gives, or the error that it throws: a slip there loses no row. */
function tried<Value>(work: () => Value): Value | Error {
	try {
		return work();
	} catch (error) {
		return error instanceof Error ? error : new Error(messageOf(error));
	}
}

/** Two parts of about the same size on the wire: one long row does not travel with half of the rest. */
function halvesByBytes<Row>(rows: Row[], request: (rows: Row[]) => ApiRequest): [Row[], Row[]] {
	const sizes = rows.map((row) => Buffer.byteLength(JSON.stringify(request([row]).body ?? '')));
	const half = sizes.reduce((sum, size) => sum + size, 0) / 2;
	let sum = 0;
	const place = sizes.findIndex((size) => (sum += size) >= half);
	const middle = Math.min(rows.length - 1, Math.max(1, place + 1));
	return [rows.slice(0, middle), rows.slice(middle)];
}

/** A failure that belongs to one row of an answered request. */
export function rowFailure(
	reason: Reason,
	message = '',
	from?: Pick<Success, 'status' | 'logId'>,
): Failure {
	return {
		ok: false,
		reason,
		status: from?.status ?? 0,
		error: { message },
		processed: reason === 'row-unanswered' ? 'unknown' : 'no',
		attempts: [],
		logId: from?.logId ?? 0,
	};
}

function unanswered(answer: Success): Failure {
	return rowFailure('row-unanswered', 'The answer does not mention this item', answer);
}
