import { sendBatches, type BatchOptions } from '../../shared/engine/batch';
import { asArray, asObject, asText } from '../../shared/engine/body';
import type { Failure, Success } from '../../shared/engine/client';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Facts, Placed, RunContext } from '../../shared/node/operation';
import { distinct, valueOf } from '../apiName';
import { holdsNumbers } from '../lookup/describe';
import { fullId } from '../recordId';
import type { Definitions, Scene } from '../scene';
import { addressLength } from '../soql/addressLength';
import { groupsByLength } from '../soql/inList';
import { quote } from '../soql/literal';
import { queryRequest } from '../soql/query';
import { withAllPages } from '../soql/whole';
import { CALLS, RETRIEVE_SIZE } from '../vendor';

/** A record to read. */
export interface ReadRow {
	type: string;
	/** By which it is found: `Id`, or an external ID. */
	field: string;
	value: string;
	fields: string[];
	/** Whether the external ID is a number. */
	isNumber?: boolean;
}

/** A record as it came. */
export type Held = { [field: string]: JsonValue | undefined };

/** The records that a row has found: none, one, or several of one external ID; or why nobody knows. */
export type Settled = { records: Held[] } | { failure: Failure };

type Read<Row> = (row: Row, settled: Settled) => void;

/**
 * Reads records: two thousand in a request by their IDs, else by queries for as many as an address
 * holds.
 */
export async function readRecords<Row extends Placed<ReadRow>>(
	{ context, definitions }: Scene,
	operation: string,
	rows: Row[],
	settle: Read<Row>,
): Promise<void> {
	const byId = rows.filter(isRetrieved);
	const byQuery = await withNumbers(
		definitions,
		rows.filter((row) => !isRetrieved(row)),
	);
	const common = commonOptions(context, settle);
	await sendBatches(context.client, byId, {
		...common,
		groupOf: ({ value: { type, fields } }) => JSON.stringify([type, fields]),
		request: (batch) => retrieveRequest(operation, valuesOf(batch), context.facts),
		readRows: ({ data }, batch) => inOrder(data, batch).map(found),
	});
	const groups = groupsByLength(
		byQuery,
		({ value: { type, field, fields, isNumber } }) =>
			JSON.stringify([type, field, fields, isNumber]),
		({ value: { value } }) => value,
		({ value: { fields } }) => addressLength(fields.join(',')),
	);
	await sendBatches(withAllPages(context.client), byQuery, {
		...common,
		groupOf: (row) => String(groups.get(row)),
		request: (batch) => queryRequest(operation, keyQuery(valuesOf(batch)), context.facts),
		readRows: (answer, batch) => recordsByKey(answer, valuesOf(batch)).map(found),
	});
}

/** Fields of parents are given by queries alone. */
function isRetrieved({ value: { field, fields } }: Placed<ReadRow>): boolean {
	return field === 'Id' && !fields.some((name) => name.includes('.'));
}

/** Which keys are numbers only the object's description tells: it is asked for where one looks so. */
async function withNumbers<Row extends Placed<ReadRow>>(
	definitions: Definitions,
	rows: Row[],
): Promise<Row[]> {
	const told: Row[] = [];
	for (const row of rows) {
		const { type, field, value } = row.value;
		const looksSo = field !== 'Id' && /^-?\d+(\.\d+)?$/.test(value);
		if (looksSo) await definitions.load(type);
		const known = looksSo ? definitions.fieldAt(type, field) : undefined;
		const isNumber = known !== undefined && holdsNumbers(known);
		told.push(isNumber ? { ...row, value: { ...row.value, isNumber } } : row);
	}
	return told;
}

function valuesOf(rows: Array<Placed<ReadRow>>): ReadRow[] {
	return rows.map(({ value }) => value);
}

function found(records: Held[]): { ok: true; data: { records: Held[] } } {
	return { ok: true, data: { records } };
}

function commonOptions<Row>(
	{ settings, stopped }: RunContext,
	settle: Read<Row>,
): Pick<BatchOptions<Row>, 'size' | 'inFlight' | 'causedByRow' | 'settle' | 'stopped'> {
	return {
		size: Math.min(RETRIEVE_SIZE, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		causedByRow: ({ status, error }) => status === 400 && error.code === 'MALFORMED_ID',
		settle: (row, result) =>
			settle(
				row,
				result.ok
					? { records: asArray(result.data.records).map(asObject) }
					: { failure: result.failure },
			),
		stopped,
	};
}

/** Up to two thousand records of one object by their IDs (REST guide, collections, 2026-08). */
export function retrieveRequest(operation: string, rows: ReadRow[], { data }: Facts): ApiRequest {
	const { type = '', fields = [] } = rows[0] ?? {};
	return {
		operation,
		method: 'POST',
		path: `${data}/composite/sobjects/${type}`,
		body: { ids: rows.map(({ value }) => value), fields },
		safeToRepeat: true,
		readOnly: true,
		quotas: CALLS,
		records: rows.length,
	};
}

/** A record for each ID, in their order; null where there is none. */
function inOrder(data: JsonValue | undefined, rows: unknown[]): Held[][] {
	const records = asArray(data);
	if (records.length !== rows.length) return [];
	return records.map((record) => (record === null ? [] : [asObject(record)]));
}

function keyQuery(rows: ReadRow[]): string {
	const { type = '', field = '', fields = [] } = rows[0] ?? {};
	const literals = rows.map(({ value, isNumber }) =>
		isNumber ? plainNumber(value) : quote(value),
	);
	const values = [...new Set(literals)].join(',');
	const names = distinct([...fields, field]).join(',');
	return `SELECT ${names} FROM ${type} WHERE ${field} IN (${values})`;
}

function plainNumber(text: string): string {
	return text.replace(/^(-?)0+(?=\d)/, '$1');
}

function recordsByKey({ data }: Success, rows: ReadRow[]): Held[][] {
	const records = asArray(asObject(data).records).map(asObject);
	return rows.map(({ field, value, isNumber }) => {
		if (isNumber) {
			return records.filter((record) => Number(valueOf(record, field)) === Number(value));
		}
		const held = (record: Held) => asText(valueOf(record, field)) ?? '';
		const exact = records.filter((record) => held(record) === value);
		// Most external IDs do not look at case, and an ID has two forms.
		const alike = records.filter((record) => plain(held(record)) === plain(value));
		return exact.length > 0 ? exact : alike;
	});
}

function plain(value: string): string {
	return fullId(value) ?? value.toLowerCase();
}
