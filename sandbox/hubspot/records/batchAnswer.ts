import type { RowEffect } from '../../arrivals';
import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { shuffled } from '../../seededRandom';
import type { Account } from '../account';
import type { BatchInput } from './batchInputs';
import { everyRowTraced } from './batchInputs';
import { RefusedWrite, rowError } from '../refusals';
import type { ObjectType } from '../types/objectType';
import { constantOf } from '../types/objectType';

export interface WrittenRow {
	result: JsonObject;
	effect: RowEffect;
}

/** 207 as soon as one row has an error; the results are in no order a caller may count on. */
export function batchAnswer(
	account: Account,
	okStatus: 200 | 201,
	{ results, errors }: { results: JsonObject[]; errors: JsonObject[] },
	more: Pick<VendorAnswer, 'rows' | 'effects'>,
): VendorAnswer {
	const now = new Date().toISOString();
	return jsonAnswer(
		errors.length === 0 ? okStatus : 207,
		{
			status: 'COMPLETE',
			results: shuffled(results, account.order),
			...(errors.length === 0 ? {} : { numErrors: errors.length, errors }),
			startedAt: now,
			completedAt: now,
		},
		{ applied: true, ...more },
	);
}

/** Writes the rows: one by one when all are traced, else all of them or none. */
export function writeRows(
	account: Account,
	inputs: readonly BatchInput[],
	okStatus: 200 | 201,
	write: (input: BatchInput) => WrittenRow,
): VendorAnswer {
	const traced = everyRowTraced(inputs);
	const errors: JsonObject[] = [];
	const writeAll = (): WrittenRow[] =>
		inputs.flatMap((input) => {
			try {
				const row = account.journal.together(() => write(input));
				const { objectWriteTraceId } = input;
				if (objectWriteTraceId !== undefined) row.result.objectWriteTraceId = objectWriteTraceId;
				return [row];
			} catch (error) {
				if (!traced || !(error instanceof RefusedWrite)) throw error;
				errors.push(
					rowError(error.refusal, { objectWriteTraceId: [input.objectWriteTraceId ?? ''] }),
				);
				return [];
			}
		});
	const rows = account.journal.together(writeAll);
	const results = rows.map(({ result }) => result);
	const effects = rows.map(({ effect }) => effect);
	return batchAnswer(account, okStatus, { results, errors }, { rows: inputs.length, effects });
}

/** The one entry that names all ids a read did not find. */
export function idsNotFound(type: ObjectType, ids: string[]): JsonObject {
	return {
		status: 'error',
		category: 'OBJECT_NOT_FOUND',
		message: `Could not get some ${constantOf(type)} objects, they may be deleted or not exist. Check that ids are valid.`,
		context: { ids },
		links: {},
	};
}
