import {
	rowFailure,
	sendBatches,
	type BatchOptions,
	type RowResult,
} from '../../shared/engine/batch';
import { asArray, asObject, asText } from '../../shared/engine/body';
import type { Failure, Success } from '../../shared/engine/client';
import type { ApiRequest, VendorError } from '../../shared/engine/types';
import type { Facts, Placed } from '../../shared/node/operation';
import { LOCKED, readErrors } from '../errors';
import { fullId } from '../recordId';
import { explainUnknown, type Scene } from '../scene';
import { CALLS, COLLECTION_SIZE, COLLECTION_TYPES } from '../vendor';
import { headersOf } from './choices';
import { bodyOf, recordOf, type WriteRow } from './row';

export type Row = Placed<WriteRow>;
export type Settle = (row: Row, result: RowResult) => void;

/** What the log calls the requests of rows of this kind. */
export const OPERATIONS: Record<WriteRow['how'], string> = {
	insert: 'record.create',
	update: 'record.update',
	upsert: 'record.createOrUpdate',
	delete: 'record.delete',
	hardDelete: 'record.delete',
};

/** Sends rows two hundred in a request. No two of them are of the same record. */
export async function sendCollections(
	{ context, definitions }: Scene,
	rows: Row[],
	settle: Settle,
	{ size = COLLECTION_SIZE, inFlight = context.settings.inFlight } = {},
): Promise<void> {
	const { client, facts, settings, steps, stopped } = context;
	const sorted = byTypeAndParent(rows);
	const types = [...new Set(sorted.map(({ value }) => value.type))];
	const options: BatchOptions<Row> = {
		size: Math.min(size, settings.itemsPerRequest),
		inFlight,
		groupOf: ({ value }) => groupOf(value, types),
		request: (batch) => writeRequest(valuesOf(batch), facts, settings.resendCreates),
		readRows: (answer, batch) =>
			readRows(answer, valuesOf(batch), (error) => explainUnknown(error, definitions)),
		causedByRow: (failure, batch) => causedByRow(failure, valuesOf(batch)),
		patience: steps.patience,
		settle,
		stopped,
	};
	await sendBatches(client, sorted, options);
}

function valuesOf(batch: Row[]): WriteRow[] {
	return batch.map(({ value }) => value);
}

/**
 * Rows of one object stand together, since a request takes at most ten runs of one object; and those of
 * one parent, which two requests side by side would lock for each other.
 */
function byTypeAndParent(rows: Row[]): Row[] {
	const sortable = rows.map((row) => ({ row, type: row.value.type, parent: parentIn(row.value) }));
	const sorted = sortable.sort(
		(a, b) =>
			compare(a.type, b.type) || compare(a.parent, b.parent) || a.row.itemIndex - b.row.itemIndex,
	);
	return sorted.map(({ row }) => row);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Users, groups and record types are not locked by what belongs to them. */
const NO_PARENT = /^(005|00G|012)/;

function parentIn({ values }: WriteRow): string {
	for (const [name, value] of Object.entries(values)) {
		if (typeof value !== 'string') continue;
		const id = /(Id|__c)$/.test(name) ? fullId(value) : undefined;
		if (id !== undefined && !NO_PARENT.test(id)) return id;
		if (name.includes('.')) return `${name} ${value}`;
	}
	return '';
}

/** What travels together: an upsert is of one object by one field. */
function groupOf({ how, type, key, choices }: WriteRow, types: string[]): string {
	const bundle = Math.floor(types.indexOf(type) / COLLECTION_TYPES);
	return JSON.stringify([how, how === 'upsert' ? [type, key?.field] : bundle, choices]);
}

function writeRequest(rows: WriteRow[], { data }: Facts, resend: boolean): ApiRequest {
	const [first] = rows;
	const { how = 'insert', type = '', key, choices } = first ?? {};
	const allOrNone = choices?.allOrNone === true;
	const path = `${data}/composite/sobjects`;
	const request = {
		operation: OPERATIONS[how],
		path,
		// There is no idempotency key: a second arrival of a create makes a second record.
		safeToRepeat: how !== 'insert' || resend,
		quotas: CALLS,
		records: rows.length,
	};
	if (how === 'delete' || how === 'hardDelete') {
		const ids = rows.map((row) => row.key?.value ?? '').join(',');
		return { ...request, method: 'DELETE', query: { ids, allOrNone } };
	}
	const written: ApiRequest = {
		...request,
		method: how === 'insert' ? 'POST' : 'PATCH',
		headers: choices ? headersOf(choices) : {},
		body: { allOrNone, records: rows.map(bodyOf) },
	};
	return how === 'upsert' ? { ...written, path: `${path}/${type}/${key?.field ?? ''}` } : written;
}

/** Mistakes that each row has made: halving the request would find each of them by itself. */
function causedByRow({ status, error }: Failure, rows: WriteRow[]): boolean {
	const { code = '', fields = [] } = error;
	if (status !== 400 || code === LOCKED) return false;
	// Its other half would be saved without it.
	if (rows.some(({ choices }) => choices.allOrNone)) return false;
	if (code === 'INVALID_TYPE') return new Set(rows.map(({ type }) => type)).size > 1;
	const isShared =
		fields.length > 0 &&
		rows.every((row) => fields.some((field) => Object.keys(recordOf(row)).includes(field)));
	return !isShared;
}

/** Results stand in the order of the rows (REST guide, collections, 2026-08). */
function readRows(
	{ data, status, logId }: Success,
	rows: WriteRow[],
	explain: (error: VendorError) => VendorError,
): Array<RowResult | undefined> {
	const results = asArray(data).map(asObject);
	if (results.length !== rows.length) return [];
	return results.map(({ id, success, created, errors }, place): RowResult | undefined => {
		const { how = 'insert', key, choices } = rows[place] ?? {};
		if (success === true) {
			const told = asText(id) ?? key?.value ?? '';
			return { ok: true, data: { id: fullId(told) ?? told, result: resultOf(how, created) } };
		}
		// One that does not say so is not refused: it may have been written.
		if (success !== false) return undefined;
		const error = explain(readErrors(asArray(errors)));
		const result = refused(how, key?.value, error, { status, logId });
		return choices?.allOrNone ? togetherWithOthers(result) : result;
	});
}

/** A locked row whose others were taken back for another reason does not go again without them. */
function togetherWithOthers(result: RowResult): RowResult {
	if (result.ok || result.failure.reason !== 'locked') return result;
	return { ok: false, failure: { ...result.failure, reason: 'row-rejected' } };
}

/** What became of a row that is written. Upserts tell whether they have made the record. */
export function resultOf(how: WriteRow['how'], created: unknown): string {
	if (how === 'delete' || how === 'hardDelete') return 'deleted';
	const isNew = how === 'insert' || (how === 'upsert' && String(created) === 'true');
	return isNew ? 'created' : 'updated';
}

/** What became of a row that is refused. What is deleted already need not be deleted. */
export function refused(
	how: WriteRow['how'],
	id: string | undefined,
	error: VendorError,
	from: Pick<Success, 'status' | 'logId'>,
): RowResult {
	const isGone = how === 'delete' && error.code === 'ENTITY_IS_DELETED';
	if (isGone) return { ok: true, data: { id, result: 'deleted' } };
	const reason = error.code === LOCKED ? 'locked' : 'row-rejected';
	return { ok: false, failure: { ...rowFailure(reason, '', from), error } };
}
