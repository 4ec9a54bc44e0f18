import { rowFailure, sendBatches, type BatchOptions, type RowResult } from '../shared/engine/batch';
import { asArray, asObject, asText } from '../shared/engine/body';
import type { Failure, Success } from '../shared/engine/client';
import type { ApiRequest, JsonValue, VendorError } from '../shared/engine/types';
import { batchOperation, type BatchDefinition } from '../shared/node/batchOperation';
import type { Facts, Operation, Placed, RunContext } from '../shared/node/operation';
import { isTypeRefused } from './objectType';
import type { Properties } from './record';
import { BATCH_SIZE, CRUD_QUOTAS, readEnvelope } from './vendor';

/** A row of a batch write. `key` finds its record in an answer that names no trace id. */
export interface WriteRow {
	properties: Properties;
	key?: { property: string; value: string };
}

/** How rows become a batch write of the objects API. */
export interface BatchWrite<Row extends WriteRow> {
	/** "contact.create", for the log. */
	operation: string;
	/** Behind the path of the objects: "contacts/batch/create". */
	path: string | ((row: Row) => string);
	/** What the vendor takes for a row, besides its properties. */
	input: (row: Row) => { [key: string]: JsonValue };
	/** Whether a second arrival does no harm; else only if the user wants creates sent again. */
	safeToRepeat: boolean;
	toData: (record: JsonValue) => { [key: string]: JsonValue | undefined };
	/** Says more of a refusal than HubSpot does. */
	explained?: (error: VendorError, row: Row) => VendorError;
}

interface WriteDefinition<Row extends WriteRow>
	extends BatchWrite<Row>,
		Pick<
			BatchDefinition<Row>,
			'name' | 'action' | 'description' | 'fields' | 'row' | 'keyOf' | 'groupOf'
		> {}

/** A batch write of the objects API: a hundred inputs, each with its own trace id. */
export function batchWrite<Row extends WriteRow>(definition: WriteDefinition<Row>): Operation {
	const { name, action, description, fields, row, keyOf, groupOf } = definition;
	return batchOperation<Row>({
		name,
		action,
		description,
		fields,
		row,
		...(keyOf ? { keyOf } : {}),
		...(groupOf ? { groupOf } : {}),
		batchSize: BATCH_SIZE,
		request: (rows, facts, resend) => writeRequest(definition, rows, facts, resend),
		readRows: (answer, rows) => readBatchRows(answer, rows, definition),
		causedByRow,
	});
}

/** Sends rows that have been read and checked; `settle` is told of each of them once. */
export async function sendWrites<Row extends WriteRow>(
	{ client, facts, settings, stopped }: RunContext,
	rows: Array<Placed<Row>>,
	write: BatchWrite<Row> & Pick<BatchOptions<Row>, 'keyOf' | 'groupOf'>,
	settle: BatchOptions<Placed<Row>>['settle'],
): Promise<void> {
	const { keyOf, groupOf } = write;
	const values = (placed: Array<Placed<Row>>) => placed.map(({ value }) => value);
	await sendBatches(client, rows, {
		size: Math.min(BATCH_SIZE, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		...(keyOf ? { keyOf: ({ value }: Placed<Row>) => keyOf(value) } : {}),
		...(groupOf ? { groupOf: ({ value }: Placed<Row>) => groupOf(value) } : {}),
		request: (placed) => writeRequest(write, values(placed), facts, settings.resendCreates),
		readRows: (answer, placed) => readBatchRows(answer, values(placed), write),
		causedByRow: (failure, placed) => causedByRow(failure, values(placed)),
		settle,
		stopped,
	});
}

function writeRequest<Row extends WriteRow>(
	{ operation, path, input, safeToRepeat }: BatchWrite<Row>,
	rows: Row[],
	{ objects }: Facts,
	resend: boolean,
): ApiRequest {
	const [first] = rows;
	return {
		operation,
		method: 'POST',
		path: `${objects}/${typeof path === 'string' ? path : first ? path(first) : ''}`,
		body: {
			inputs: rows.map((row, place) => ({
				...input(row),
				properties: row.properties,
				objectWriteTraceId: String(place),
			})),
		},
		safeToRepeat: safeToRepeat || resend,
		quotas: CRUD_QUOTAS,
		records: rows.length,
	};
}

function causedByRow(failure: Failure, rows: WriteRow[]): boolean {
	const { status, error } = failure;
	return (status === 400 || status === 409) && !isTypeRefused(failure) && !isShared(error, rows);
}

type Entry = ReturnType<typeof asObject>;

/** Mistakes that every row has made: halving the batch would find each of them by itself. */
const ABOUT_PROPERTY = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

function isShared({ code = '', fields = [] }: Failure['error'], rows: WriteRow[]): boolean {
	return (
		ABOUT_PROPERTY.has(code) &&
		fields.length > 0 &&
		rows.every(({ properties }) => fields.some((field) => field in properties))
	);
}

/**
 * Results by trace id, which is the row's place in the request: HubSpot does not promise the order,
 * and tells the outcome of each row only when every input carries its own objectWriteTraceId (batch
 * API, 2026-08). A record without one is found by its unique property.
 */
function readBatchRows<Row extends WriteRow>(
	answer: Success,
	rows: Row[],
	{ toData, explained }: Pick<BatchWrite<Row>, 'toData' | 'explained'>,
): Array<RowResult | undefined> {
	const { results, errors } = asObject(answer.data);
	const found = new Array<RowResult | undefined>(rows.length).fill(undefined);
	for (const record of asArray(results)) {
		const place = placeOf(asObject(record).objectWriteTraceId, rows) ?? placeByKey(record, rows);
		if (place !== undefined) found[place] = { ok: true, data: toData(record) };
	}
	for (const entry of asArray(errors)) {
		const context = asObject(asObject(entry).context);
		const error = readEnvelope(entry);
		for (const place of placesOf(context, rows)) {
			const row = rows[place];
			if (row === undefined) continue;
			const failure = rowFailure('row-rejected', '', answer);
			const told = explained ? explained(named(error, context), row) : error;
			found[place] = { ok: false, failure: { ...failure, error: told } };
		}
	}
	return found;
}

/** A create that lacks properties names them in its context (seen of deals, 2026-08). */
function named(error: VendorError, { properties }: Entry): VendorError {
	const lacking = asArray(properties).map(String);
	return error.fields || lacking.length === 0 ? error : { ...error, fields: lacking };
}

/** The rows that an error is about: by their trace ids, else by the keys that it names. */
function placesOf({ objectWriteTraceId, ids }: Entry, rows: WriteRow[]): number[] {
	const traced = asArray(objectWriteTraceId).flatMap((traceId) => placeOf(traceId, rows) ?? []);
	if (traced.length > 0) return traced;
	const named = new Set(asArray(ids).map((id) => asText(id)?.toLowerCase()));
	return rows.flatMap(({ key }, place) => (key && named.has(key.value.toLowerCase()) ? place : []));
}

function placeOf(traceId: JsonValue | undefined, rows: WriteRow[]): number | undefined {
	const text = asText(traceId) ?? '';
	return /^\d+$/.test(text) && Number(text) < rows.length ? Number(text) : undefined;
}

function placeByKey(record: JsonValue, rows: WriteRow[]): number | undefined {
	const properties = asObject(asObject(record).properties);
	const place = rows.findIndex(({ key }) => {
		const isId = key?.property === 'hs_object_id';
		const value = key && asText(isId ? asObject(record).id : properties[key.property]);
		return value !== undefined && value.toLowerCase() === key?.value.toLowerCase();
	});
	return place < 0 ? undefined : place;
}
