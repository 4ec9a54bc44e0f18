import type { Client, Failure, Success } from './client';
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
	causedByRow: (failure: Failure) => boolean;
	/** Called once for each row, as soon as its result is known. */
	settle: (row: Row, result: RowResult) => void;
	/** Asked before each request: true sends nothing more. */
	stopped: () => boolean;
	/** How many of these rows the run may still pay for; the rest is not sent. */
	reserve?: (rows: Row[]) => number;
	/** Gives back what was reserved for rows that the vendor surely has not done. */
	release?: (rows: Row[]) => void;
}

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
	for (const wave of planBatches(rows, options)) {
		const waiting = [...wave];
		const worker = async () => {
			for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
				await sendBatch(client, batch, options);
			}
		};
		await Promise.all(Array.from({ length: Math.max(1, options.inFlight) }, worker));
	}
}

async function sendBatch<Row>(
	client: Pick<Client, 'send'>,
	all: Row[],
	options: BatchOptions<Row>,
	paid = false,
): Promise<void> {
	const refuse = (rows: Row[], reason: Reason) => {
		for (const row of rows) options.settle(row, { ok: false, failure: rowFailure(reason) });
	};
	if (options.stopped()) {
		if (paid) options.release?.(all);
		return refuse(all, 'not-sent');
	}
	const affordable = paid ? all.length : (options.reserve?.(all) ?? all.length);
	const rows = all.slice(0, affordable);
	refuse(all.slice(affordable), 'credit-ceiling');
	if (rows.length === 0) return;
	const request = options.request(rows);
	const answer = await client.send(request);
	if (answer.ok) {
		const results = options.readRows(answer, rows);
		rows.forEach((row, place) => {
			options.settle(row, results[place] ?? { ok: false, failure: unanswered(answer) });
		});
		return;
	}
	if (answer.reason === 'too-large' && rows.length > 1) {
		for (const half of halvesByBytes(rows, options.request)) {
			await sendBatch(client, half, options, true);
		}
		return;
	}
	const harmless = answer.processed === 'no' || request.safeToRepeat;
	if (rows.length > 1 && harmless && options.causedByRow(answer)) {
		const middle = Math.ceil(rows.length / 2);
		await sendBatch(client, rows.slice(0, middle), options, true);
		await sendBatch(client, rows.slice(middle), options, true);
		return;
	}
	if (answer.processed === 'no') options.release?.(rows);
	for (const row of rows) options.settle(row, { ok: false, failure: answer });
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
