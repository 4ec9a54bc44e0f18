import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import type { ApiRequest, JsonValue, VendorError } from '../../../shared/engine/types';
import type { Facts } from '../../../shared/node/operation';
import { CRUD_QUOTAS, readEnvelope } from '../../vendor';
import type { Association } from './readAssociations';

/** Associations guide, 2026-08: 2,000 inputs in a batch. */
export const ASSOCIATIONS_SIZE = 2_000;

/** One association to make. */
export interface Ends {
	fromType: string;
	fromId: string;
	to: Association;
}

/** A batch of associations from records of one type to those of another, all or none with labels. */
export function linkRequest(links: Ends[], operation: string, { associations }: Facts): ApiRequest {
	const { fromType = '', to } = links[0] ?? {};
	const labeled = (to?.labels.length ?? 0) > 0;
	return {
		operation,
		method: 'POST',
		path: `${associations}/${fromType}/${to?.type ?? ''}/batch/${labeled ? 'create' : 'associate/default'}`,
		body: {
			inputs: links.map(({ fromId, to: { id, labels } }) => ({
				from: { id: fromId },
				to: { id },
				...(labeled ? { types: labels } : {}),
			})),
		},
		safeToRepeat: true,
		quotas: CRUD_QUOTAS,
		records: links.length,
	};
}

/**
 * Errors name both IDs of their pair, and a pair without one is done (associations guide, 2026-08).
 * An error that names no pair is that of the pairs without a result.
 */
export function resultOf(answer: Success, { fromId, to }: Ends): RowResult {
	const { errors, results } = asObject(answer.data);
	const own = asArray(errors).find((entry) => {
		const { fromObjectId, toObjectId } = asObject(asObject(entry).context);
		if (fromObjectId !== undefined) {
			return isIn(fromObjectId, fromId) && (toObjectId === undefined || isIn(toObjectId, to.id));
		}
		return !asArray(results).some((result) => joins(result, fromId, to.id));
	});
	if (own === undefined) return { ok: true, data: {} };
	const failure = { ...rowFailure('row-rejected', '', answer), error: refusalOf(own) };
	return { ok: false, failure };
}

/** The context names the record that is not there: "COMPANY=17 is not valid". */
function refusalOf(entry: JsonValue): VendorError {
	const error = readEnvelope(entry);
	const { INVALID_OBJECT_IDS: invalid } = asObject(asObject(entry).context);
	const named = asArray(invalid).map(String).join(', ');
	return named === '' ? error : { ...error, message: `${error.message}: ${named}` };
}

function joins(result: JsonValue, fromId: string, toId: string): boolean {
	const { from, to, fromObjectId, toObjectId } = asObject(result);
	const ids = [from, to].map((end) => asText(asObject(end).id));
	return [ids, [fromObjectId, toObjectId].map(asText)].some(
		([one, other]) => one === fromId && other === toId,
	);
}

function isIn(ids: JsonValue | undefined, id: string): boolean {
	return asArray(ids).some((each) => asText(each) === id);
}
