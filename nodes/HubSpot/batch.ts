import { rowFailure, type RowResult } from '../shared/engine/batch';
import { asArray, asObject, asText } from '../shared/engine/body';
import type { Failure, Success } from '../shared/engine/client';
import type { JsonValue } from '../shared/engine/types';
import { batchOperation, type BatchDefinition } from '../shared/node/batchOperation';
import type { Operation } from '../shared/node/operation';
import type { Properties } from './record';
import { BATCH_SIZE, CRUD_QUOTAS, readEnvelope } from './vendor';

/** A row of a batch write. `key` finds its record in an answer that names no trace id. */
export interface WriteRow {
	properties: Properties;
	key?: { property: string; value: string };
}

interface WriteDefinition<Row extends WriteRow>
	extends Pick<
		BatchDefinition<Row>,
		'name' | 'action' | 'description' | 'fields' | 'row' | 'keyOf' | 'groupOf'
	> {
	/** "contact.create", for the log. */
	operation: string;
	/** Behind the path of the objects: "contacts/batch/create". */
	path: string;
	/** What the vendor takes for a row, besides its properties. */
	input: (row: Row) => { [key: string]: JsonValue };
	/** Whether a second arrival does no harm; else only if the user wants creates sent again. */
	safeToRepeat: boolean;
	toData: (record: JsonValue) => { [key: string]: JsonValue | undefined };
}

/** A batch write of the objects API: a hundred inputs, each with its own trace id. */
export function batchWrite<Row extends WriteRow>(definition: WriteDefinition<Row>): Operation {
	const { operation, path, input, safeToRepeat, toData, ...rest } = definition;
	return batchOperation<Row>({
		...rest,
		batchSize: BATCH_SIZE,
		request: (rows, { objects }, resend) => ({
			operation,
			method: 'POST',
			path: `${objects}/${path}`,
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
		}),
		readRows: (answer, rows) => readBatchRows(answer, rows, toData),
		causedByRow: ({ status, error }, rows) =>
			(status === 400 || status === 409) && !isShared(error, rows),
	});
}

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
	toData: WriteDefinition<Row>['toData'],
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
		const failure = { ...rowFailure('row-rejected', '', answer), error };
		for (const traceId of asArray(context.objectWriteTraceId)) {
			const place = placeOf(traceId, rows);
			if (place !== undefined) found[place] = { ok: false, failure };
		}
	}
	return found;
}

function placeOf(traceId: JsonValue | undefined, rows: WriteRow[]): number | undefined {
	const place = Number(asText(traceId) ?? Number.NaN);
	return Number.isInteger(place) && place >= 0 && place < rows.length ? place : undefined;
}

function placeByKey(record: JsonValue, rows: WriteRow[]): number | undefined {
	const properties = asObject(asObject(record).properties);
	const place = rows.findIndex(({ key }) => {
		const value = key && asText(properties[key.property]);
		return value !== undefined && value.toLowerCase() === key?.value.toLowerCase();
	});
	return place < 0 ? undefined : place;
}
