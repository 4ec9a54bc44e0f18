import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import { batchOperation } from '../../../shared/node/batchOperation';
import { BULK_SIZE, instantlyRequest } from '../../vendor';
import { blockListEntity } from './blockList';
import { readValue, valueField } from './value';

export const create = batchOperation<string>({
	name: 'Create',
	action: 'Create block list entries',
	description: 'Put emails and domains on the block list, a thousand in a request',
	fields: [valueField],
	batchSize: BULK_SIZE,
	row: readValue,
	request: (values) =>
		instantlyRequest({
			operation: 'blockList.create',
			method: 'POST',
			path: `${blockListEntity.path}/bulk-create`,
			body: { bl_values: [...new Set(values)] },
			// Blocked twice is blocked.
			safeToRepeat: true,
			records: values.length,
		}),
	readRows,
	// Values have been looked at: Instantly counts those that it does not take.
	causedByRow: () => false,
});

/** Entries are told by their values; those that were not taken are only counted (API v2, 2026-11). */
function readRows(answer: Success, values: string[]): Array<RowResult | undefined> {
	const { items, invalid_count: invalid } = asObject(answer.data);
	if (!Array.isArray(items)) return [];
	const made = new Map(
		asArray(items).map((entry) => [asText(asObject(entry).bl_value)?.toLowerCase(), entry]),
	);
	const missing = new Set(values.filter((value) => !made.has(value))).size;
	return values.map((value): RowResult | undefined => {
		const entry = made.get(value);
		if (entry !== undefined) return { ok: true, data: { ...asObject(entry), result: 'blocked' } };
		if (invalid === missing) return notTaken(answer);
		// It is valid and no new entry: it stands on the list already.
		return invalid === 0 ? { ok: true, data: { bl_value: value, result: 'unchanged' } } : undefined;
	});
}

function notTaken(answer: Success): RowResult {
	const failure = rowFailure('row-rejected', '', answer);
	const message = 'it counts as neither an email address nor a domain';
	return { ok: false, failure: { ...failure, error: { message } } };
}
