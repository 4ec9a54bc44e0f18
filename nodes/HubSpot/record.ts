import type { RowResult } from '../shared/engine/batch';
import { rowFailure } from '../shared/engine/batch';
import { asArray, asObject, asText } from '../shared/engine/body';
import type { Success } from '../shared/engine/client';
import type { JsonValue } from '../shared/engine/types';
import { Problem, type ParameterReader } from '../shared/node/parameters';
import { readEnvelope } from './vendor';

/** Properties of a record, as HubSpot takes them: all values are strings. */
export type Properties = Record<string, string>;

/** Reads the "Properties" list of one item. An empty value is sent: it clears the property. */
export function readProperties(read: ParameterReader): Properties | Problem {
	const properties: Properties = {};
	for (const { name, value } of read.list('properties', 'property')) {
		const property = String(name ?? '').trim();
		if (property === '') {
			return new Problem('A property has no name', 'Enter its internal name, or remove the line.');
		}
		if (value === undefined || value === null) continue;
		properties[property] = typeof value === 'object' ? JSON.stringify(value) : String(value);
	}
	return properties;
}

/** Enough to catch a slip before anything is sent; HubSpot itself decides what it takes. */
export function emailProblem(email: string): Problem | undefined {
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
		? undefined
		: new Problem(
				`The property email is "${email}", which is not an email address`,
				'Correct the email of this item.',
			);
}

/**
 * Results of a batch by trace id: HubSpot does not promise the order, and tells the outcome of
 * each row only when every input carries its own objectWriteTraceId (batch API, 2026-08).
 * The trace id of a row is its place in the request.
 */
export function readBatchRows(
	answer: Success,
	rowCount: number,
	toData: (record: JsonValue) => { [key: string]: JsonValue | undefined },
): Array<RowResult | undefined> {
	const { results, errors } = asObject(answer.data);
	const rows = new Array<RowResult | undefined>(rowCount).fill(undefined);
	for (const record of asArray(results)) {
		const place = placeOf(asObject(record).objectWriteTraceId, rowCount);
		if (place !== undefined) rows[place] = { ok: true, data: toData(record) };
	}
	for (const entry of asArray(errors)) {
		const context = asObject(asObject(entry).context);
		const error = readEnvelope(entry);
		const failure = { ...rowFailure('row-rejected', '', answer), error };
		for (const traceId of asArray(context.objectWriteTraceId)) {
			const place = placeOf(traceId, rowCount);
			if (place !== undefined) rows[place] = { ok: false, failure };
		}
	}
	return rows;
}

function placeOf(traceId: JsonValue | undefined, rowCount: number): number | undefined {
	const place = Number(asText(traceId) ?? Number.NaN);
	return Number.isInteger(place) && place >= 0 && place < rowCount ? place : undefined;
}

/** A record as an item: id, properties, and when it was made and changed. */
export function recordData(record: JsonValue): { [key: string]: JsonValue | undefined } {
	const { id, properties, createdAt, updatedAt, archived } = asObject(record);
	return { id, properties, createdAt, updatedAt, archived };
}
