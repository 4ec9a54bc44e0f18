import { rowFailure, sendBatches, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Failure, Success } from '../../../shared/engine/client';
import { cursorAt } from '../../../shared/engine/pages/cursor';
import type { Completeness, WalkEnd } from '../../../shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import type { Facts, RunContext } from '../../../shared/node/operation';
import { readAssociationTypes, type AssociationType } from '../../lookup/associationTypes';
import { CRUD_QUOTAS, readEnvelope } from '../../vendor';
import { typesRefused, type End } from './pair';

/** Changelog "Batch Read Limit for HubSpot Associations API", 2025-02: 1,000 inputs in a batch. */
const READ_SIZE = 1_000;

/** The records of a type that one record is associated with, as far as they have been read. */
export class Reading {
	/** By their IDs, in HubSpot's order. */
	readonly found = new Map<string, AssociationType[]>();
	failure: Failure | undefined;
	after: string | undefined;
	private pages = 0;
	private duplicates = 0;
	private readonly places = new Set<string>();
	private end: WalkEnd | undefined;

	constructor(
		readonly from: End,
		readonly toType: string,
		/** Asked after each page: true reads no further. */
		private readonly isEnough: (found: ReadonlyMap<string, AssociationType[]>) => boolean,
	) {}

	get isOpen(): boolean {
		return this.end === undefined;
	}

	/** Whether nothing is left to read. */
	get isWhole(): boolean {
		return this.end === 'end';
	}

	take(data: { [key: string]: JsonValue | undefined }): void {
		this.pages += 1;
		for (const entry of asArray(data.to)) {
			const { toObjectId, associationTypes } = asObject(entry);
			const id = asText(toObjectId);
			if (id === undefined) continue;
			if (this.found.has(id)) this.duplicates += 1;
			else this.found.set(id, readAssociationTypes(associationTypes));
		}
		const after = cursorAt(asObject(data), 'paging.next.after');
		this.after = after === undefined ? undefined : String(after);
		if (this.after === undefined) this.end = 'end';
		else if (this.isEnough(this.found)) this.end = 'limit-reached';
		else if (this.places.has(this.after)) this.end = 'loop';
		else this.places.add(this.after);
	}

	fail(failure: Failure): void {
		this.failure = typesRefused(failure, this.from.type, this.toType);
		this.end = failure.reason === 'not-sent' ? 'stopped' : 'failed';
	}

	/** What came of it for an item that wants at most `limit`. */
	report(limit: number): Completeness {
		const received = Math.min(limit, this.found.size);
		const isCut =
			this.found.size > limit || (this.found.size === limit && this.after !== undefined);
		const reason = isCut ? 'limit-reached' : (this.end ?? 'stopped');
		const { pages, duplicates } = this;
		const complete = reason === 'end' || reason === 'limit-reached' ? 'yes' : 'no';
		return { received, pages, duplicates, reason, complete };
	}
}

/**
 * Reads with which records others are associated: a thousand of these in a request, and then once
 * more those that have further pages.
 */
export async function readAssociated(
	{ client, facts, settings, stopped }: RunContext,
	operation: string,
	readings: Reading[],
): Promise<void> {
	for (let open = readings; open.length > 0; open = open.filter(({ isOpen }) => isOpen)) {
		await sendBatches(client, open, {
			size: Math.min(READ_SIZE, settings.itemsPerRequest),
			inFlight: settings.inFlight,
			groupOf: ({ from, toType }) => `${from.type} ${toType}`,
			request: (batch) => readRequest(operation, batch, facts),
			readRows: (answer, batch) => readRows(answer, batch),
			// The IDs have been looked at: what is refused is the types, which all rows share.
			causedByRow: () => false,
			settle: (reading, result) =>
				result.ok ? reading.take(result.data) : reading.fail(result.failure),
			stopped,
		});
	}
}

function readRequest(operation: string, batch: Reading[], { associations }: Facts): ApiRequest {
	const [first] = batch;
	return {
		operation,
		method: 'POST',
		path: `${associations}/${first?.from.type ?? ''}/${first?.toType ?? ''}/batch/read`,
		body: {
			inputs: batch.map(({ from: { id }, after }) =>
				after === undefined ? { id } : { id, after },
			),
		},
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
		records: batch.length,
	};
}

/** A record without associations is an error of its own, or not in the answer at all. */
function readRows(answer: Success, batch: Reading[]): RowResult[] {
	const { results, errors } = asObject(answer.data);
	const entries = asArray(results).map(asObject);
	const byId = new Map(entries.map((entry) => [asText(asObject(entry.from).id), entry]));
	const refusals = asArray(errors).filter(isRefusal);
	return batch.map(({ from: { id } }) => {
		const entry = byId.get(id);
		if (entry) return { ok: true, data: entry };
		const refusal = refusals.find((each) => isAbout(each, id));
		if (refusal === undefined) return { ok: true, data: {} };
		const failure = { ...rowFailure('row-rejected', '', answer), error: readEnvelope(refusal) };
		return { ok: false, failure };
	});
}

function isRefusal(entry: JsonValue): boolean {
	return !(asText(asObject(entry).subCategory) ?? '').endsWith('NO_ASSOCIATIONS_FOUND');
}

function isAbout(entry: JsonValue, id: string): boolean {
	const { fromObjectId } = asObject(asObject(entry).context);
	return fromObjectId === undefined || asArray(fromObjectId).some((each) => asText(each) === id);
}
