import {
	rowFailure,
	sendBatches,
	type BatchOptions,
	type RowResult,
} from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Failure, Success } from '../../../shared/engine/client';
import type { ApiRequest, JsonValue, VendorError } from '../../../shared/engine/types';
import type { Facts, Placed } from '../../../shared/node/operation';
import { isCausedByRow, isTypeRefused, OTHER_TYPE_ADVICE } from '../../objectType';
import { CRUD_QUOTAS, readEnvelope } from '../../vendor';
import type { Association } from './readAssociations';
import type { RecordRow } from './rows';
import type { Scene } from './scene';

/** Associations guide, 2026-08: 2,000 inputs in a batch. */
export const ASSOCIATIONS_SIZE = 2_000;

/** A row whose record is written. */
export interface Written {
	row: Placed<RecordRow>;
	data: { [key: string]: JsonValue | undefined };
}

/** One association to make. */
export interface Ends {
	fromType: string;
	fromId: string;
	to: Association;
}

/** One association of a written record. */
interface Link extends Ends {
	owner: Written;
}

/** Associates written records, and settles their rows: all of a row's associations count. */
export async function associate(
	{ context, kind }: Scene,
	written: Written[],
	settle: BatchOptions<Placed<RecordRow>>['settle'],
): Promise<void> {
	const { client, facts, settings, stopped } = context;
	const open = new Map(written.map((each) => [each, each.row.value.associations.length]));
	const failed = new Map<Written, Failure>();
	const links = written.flatMap((owner) =>
		owner.row.value.associations.map((to): Link => {
			const fromId = asText(owner.data.id) ?? '';
			return { owner, fromType: owner.row.value.type, fromId, to };
		}),
	);
	const done = (link: Link, result: RowResult) => {
		const { owner } = link;
		if (!result.ok) failed.set(owner, failed.get(owner) ?? half(link, kind.one, result.failure));
		const left = (open.get(owner) ?? 1) - 1;
		open.set(owner, left);
		if (left > 0) return;
		const failure = failed.get(owner);
		settle(owner.row, failure ? { ok: false, failure } : { ok: true, data: owner.data });
	};
	await sendBatches(client, links, {
		size: Math.min(ASSOCIATIONS_SIZE, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		keyOf: ({ fromType, fromId, to }) => JSON.stringify([fromType, fromId, to.type, to.id]),
		groupOf: ({ fromType, to }) => JSON.stringify([fromType, to.type, to.labels.length > 0]),
		request: (batch) => linkRequest(batch, `${kind.value}.associate`, facts),
		readRows: (answer, batch) => batch.map((link) => resultOf(answer, link)),
		causedByRow: isCausedByRow,
		settle: done,
		stopped,
	});
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

/** The record is written, the association is not: both have to be said. */
function half({ fromId, to }: Link, one: string, failure: Failure): Failure {
	const { error } = failure;
	const why = error.message ? `: ${error.message}` : '';
	const usual = `Check that the record ${to.id} exists and that the association type fits: "Association: Get Labels" shows those that do.`;
	const advice = isTypeRefused(failure) ? OTHER_TYPE_ADVICE : (error.advice ?? usual);
	return {
		...failure,
		error: {
			...error,
			message: `The ${one} was written (Record ID ${fromId}), but not associated with ${to.type} ${to.id}${why}`,
			existingId: fromId,
			advice: `${advice} Then associate the two, or run the item again.`,
		},
	};
}
