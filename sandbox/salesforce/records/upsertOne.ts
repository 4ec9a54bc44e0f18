import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn, typeIn } from '../call';
import { notFound, Refused } from '../refusals';
import { bodyOf } from '../requestBody';
import type { Field } from '../schema/field';
import { cellValue } from './fieldValue';
import { jsonRow } from './incomingRow';
import { readView, written } from './singleRecords';
import type { StoredRecord } from './storedRecord';
import { matches, upsertField } from './upsertRow';
import { insertRow, updateRow } from './writeRecord';
import { writingOf } from './writingOf';

function keyIn(call: Call): { by: Field; found: StoredRecord[]; text: string } {
	const name = paramIn(call, 'key');
	const by = upsertField(typeIn(call), name);
	if (by === undefined) {
		throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
	}
	const text = paramIn(call, 'value');
	return { by, found: matches(call, typeIn(call), by, text), text };
}

/** The URLs of all the records that have the value (REST API guide, status 300). */
function several({ base }: Call, found: readonly StoredRecord[]): VendorAnswer {
	return jsonAnswer(
		300,
		found.map(({ id, type }) => `${base}/sobjects/${type.name}/${id}`),
	);
}

export function readByKey(call: Call): VendorAnswer {
	const { found } = keyIn(call);
	const [record] = found;
	if (record === undefined) throw notFound();
	return found.length > 1 ? several(call, found) : readView(call, record);
}

/** 201 for a new record and 200 for one that was there, which says so since v46.0. */
export function upsertOne(call: Call): VendorAnswer {
	const { by, found, text } = keyIn(call);
	const type = typeIn(call);
	const body = bodyOf(call.request);
	if (Object.keys(body).some((name) => name.toLowerCase() === by.name.toLowerCase())) {
		const message = `The ${by.name} field should not be specified in the sobject data.`;
		throw new Refused('INVALID_FIELD', message);
	}
	const row = jsonRow(type, body);
	const writing = writingOf(call);
	const [record] = found;
	if (found.length > 1) return several(call, found);
	if (record !== undefined) return answered(200, updateRow(writing, record, row));
	if (by.name === 'Id' || call.request.query.get('updateOnly') === 'true') throw notFound();
	const value = cellValue(by, text);
	const whole = { ...row, values: [...row.values, { field: by, value }] };
	return answered(201, insertRow(writing, whole));
}

function answered(status: 200 | 201, done: Parameters<typeof written>[1]): VendorAnswer {
	const { id } = done.record;
	const body = { id, success: true, errors: [], created: status === 201 };
	return written(jsonAnswer(status, body), done);
}
