import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { shuffled } from '../../seededRandom';
import type { Call } from '../call';
import { RefusedWrite, rowError, validationError } from '../refusals';
import { bodyOf } from '../requestBody';
import { idOf } from './associationInputs';

/** The inputs of a batch of associations, whose limits are not those of objects. */
export function rowsIn(call: Call, limit: number): JsonObject[] {
	const { inputs } = bodyOf(call.request);
	if (!Array.isArray(inputs)) throw validationError('Invalid input JSON: inputs is required');
	if (inputs.length === 0) throw validationError('inputs must not be empty');
	if (inputs.length > limit) {
		throw validationError(
			`The maximum number of inputs in a batch is ${limit}; this one has ${inputs.length}`,
		);
	}
	return inputs.map((row: unknown) => {
		if (!isJsonObject(row)) throw validationError('Invalid input JSON: an input must be an object');
		return row;
	});
}

export function batchOf(
	call: Call,
	okStatus: 200 | 201,
	{ results, errors, rows }: { results: JsonObject[]; errors: JsonObject[]; rows: number },
): VendorAnswer {
	const now = new Date().toISOString();
	return jsonAnswer(
		errors.length === 0 ? okStatus : 207,
		{
			status: 'COMPLETE',
			results: shuffled(results, call.account.order),
			...(errors.length === 0 ? {} : { numErrors: errors.length, errors }),
			startedAt: now,
			completedAt: now,
		},
		{ applied: true, rows },
	);
}

/** Each row stands for itself: what one is refused for goes into `errors`, naming both its ids. */
export function eachRow(
	call: Call,
	rows: readonly JsonObject[],
	okStatus: 200 | 201,
	write: (row: JsonObject, ids: { from: string; to: string }) => JsonObject[],
): VendorAnswer {
	const errors: JsonObject[] = [];
	const results = rows.flatMap((row) => {
		const ids = { from: idOf(row.from), to: idOf(row.to) };
		try {
			return call.account.journal.together(() => write(row, ids));
		} catch (error) {
			if (!(error instanceof RefusedWrite)) throw error;
			const context = { fromObjectId: [ids.from], toObjectId: [ids.to] };
			errors.push(rowError(error.refusal, context));
			return [];
		}
	});
	return batchOf(call, okStatus, { results, errors, rows: rows.length });
}

/** 204 under /crm/v4; the dated forms answer 200 with an empty batch (specifications, 2026-03). */
export function doneWith(call: Call, rows: number): VendorAnswer {
	if (call.dated === undefined) return { status: 204, body: '', applied: true, rows };
	return batchOf(call, 200, { results: [], errors: [], rows });
}
