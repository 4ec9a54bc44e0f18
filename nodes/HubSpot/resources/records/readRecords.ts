import {
	rowFailure,
	sendBatches,
	type BatchOptions,
	type RowResult,
} from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Failure, Success } from '../../../shared/engine/client';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import type { Facts, Placed, RunContext } from '../../../shared/node/operation';
import { isCausedByRow } from '../../objectType';
import { refusalsByKey } from '../../refusals';
import { BATCH_SIZE, CRUD_QUOTAS } from '../../vendor';
import { RECORD_ID } from './rows';

/** A record to read. */
export interface ReadRow {
	type: string;
	/** By which it is found: `hs_object_id`, or one with unique values. */
	property: string;
	value: string;
	/** Empty for those that HubSpot gives by itself. */
	properties: string[];
}

/** Contacts are found by their further emails too (contacts guide, 2026-08). */
const FURTHER = new Map([['email', 'hs_additional_emails']]);

/** Reads records, a hundred in a request. `isMissing` tells those that are not there. */
export async function readRecords<Row extends Placed<ReadRow>>(
	{ client, facts, settings, stopped }: RunContext,
	operation: string,
	rows: Row[],
	settle: BatchOptions<Row>['settle'],
): Promise<void> {
	await sendBatches(client, rows, {
		size: Math.min(BATCH_SIZE, settings.itemsPerRequest),
		inFlight: settings.inFlight,
		groupOf: ({ value: { type, property, properties } }) =>
			JSON.stringify([type, property, properties]),
		request: (batch) =>
			readRequest(
				operation,
				batch.map(({ value }) => value),
				facts,
			),
		readRows: (answer, batch) => {
			const refusals = refusalsByKey(answer);
			return batch.map(({ value }) => recordIn(answer, refusals, value));
		},
		causedByRow: isCausedByRow,
		settle,
		stopped,
	});
}

/** A batch/read of records of one type by one property. */
export function readRequest(operation: string, rows: ReadRow[], { objects }: Facts): ApiRequest {
	const { type = '', property = RECORD_ID, properties = [] } = rows[0] ?? {};
	const isById = property === RECORD_ID;
	const found = isById ? [] : [property, FURTHER.get(property) ?? property];
	return {
		operation,
		method: 'POST',
		path: `${objects}/${type}/batch/read`,
		body: {
			inputs: [...new Set(rows.map(({ value }) => value))].map((id) => ({ id })),
			properties: [...new Set([...properties, ...found])],
			...(isById ? {} : { idProperty: property }),
		},
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
		records: rows.length,
	};
}

const NOT_THERE = 'OBJECT_NOT_FOUND';

/**
 * Whether the record itself is not there. A page that is not there says nothing of its records: a
 * write that relied on it would make them twice, or change what they hold.
 */
export function isMissing({ reason, status, error }: Failure): boolean {
	return reason === 'not-found' && (status < 400 || error.code === NOT_THERE);
}

function recordIn(answer: Success, refusals: Map<string, Failure>, row: ReadRow): RowResult {
	const record = asArray(asObject(answer.data).results).find((each) => isOf(each, row));
	if (record !== undefined) return { ok: true, data: asObject(record) };
	const refusal = refusals.get(row.value.toLowerCase());
	const isRefused = refusal !== undefined && refusal.error.code !== NOT_THERE;
	return { ok: false, failure: isRefused ? refusal : rowFailure('not-found', '', answer) };
}

function isOf(record: JsonValue, { property, value }: ReadRow): boolean {
	const { id, properties } = asObject(record);
	if (property === RECORD_ID) return asText(id) === value;
	const held = [property, FURTHER.get(property) ?? property].flatMap((name) =>
		(asText(asObject(properties)[name]) ?? '').split(name === property ? '\n' : ';'),
	);
	return held.some((each) => each.trim().toLowerCase() === value.toLowerCase());
}
