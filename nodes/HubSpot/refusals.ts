import { rowFailure } from '../shared/engine/batch';
import { asArray, asObject, asText } from '../shared/engine/body';
import type { Failure, Success } from '../shared/engine/client';
import { readEnvelope } from './vendor';

/**
 * Refusals inside a batch's answer, by the IDs or unique values of the rows that they name, in lower
 * case (batch API, 2026-08: `context.ids`).
 */
export function refusalsByKey(answer: Success): Map<string, Failure> {
	const found = new Map<string, Failure>();
	for (const entry of asArray(asObject(answer.data).errors)) {
		const { ids } = asObject(asObject(entry).context);
		const failure = { ...rowFailure('row-rejected', '', answer), error: readEnvelope(entry) };
		for (const id of asArray(ids)) found.set((asText(id) ?? '').toLowerCase(), failure);
	}
	return found;
}
