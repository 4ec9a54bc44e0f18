import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn, typeIn } from '../call';
import { fieldsInQuery } from '../fieldList';
import { Refused } from '../refusals';
import { bodyOf } from '../requestBody';
import { jsonRow } from './incomingRow';
import { recordView } from './recordView';
import type { StoredRecord } from './storedRecord';
import type { Written } from './writeRecord';
import { deleteRecord, effectOf, insertRow, recordInPath, updateRow } from './writeRecord';
import { deletedEntity } from './writing';
import { writingOf } from './writingOf';

const EMPTY: VendorAnswer = { status: 204, body: '' };

/** An answer to a write of one record, with what it did. */
export function written(answer: VendorAnswer, done: Written): VendorAnswer {
	return { ...answer, applied: true, rows: 1, effects: [effectOf(done)] };
}

/** Rows of many are refused without a status of their own; a record alone is refused with 400. */
export function createOne(call: Call): VendorAnswer {
	const { request, base } = call;
	const type = typeIn(call);
	const done = insertRow(writingOf(call), jsonRow(type, bodyOf(request)));
	const { id } = done.record;
	const headers = { location: `${base}/sobjects/${type.name}/${id}` };
	return written(jsonAnswer(201, { id, success: true, errors: [] }, { headers }), done);
}

/** `fields`, or every field there is. */
export function readView(call: Call, record: StoredRecord): VendorAnswer {
	if (record.deleted) throw deletedEntity(record);
	const fields = fieldsInQuery(typeIn(call), call.request.query.get('fields'));
	return jsonAnswer(200, recordView(record, fields, call.base), { applied: true });
}

export function readOne(call: Call): VendorAnswer {
	return readView(call, recordInPath(call, typeIn(call), paramIn(call, 'id')));
}

export function updateOne(call: Call): VendorAnswer {
	const type = typeIn(call);
	const record = recordInPath(call, type, paramIn(call, 'id'));
	const body = bodyOf(call.request);
	if (Object.keys(body).some((name) => name.toLowerCase() === 'id')) {
		throw new Refused('INVALID_FIELD', 'The Id field should not be specified in the sobject data.');
	}
	return written(EMPTY, updateRow(writingOf(call), record, jsonRow(type, body)));
}

export function deleteOne(call: Call): VendorAnswer {
	const record = recordInPath(call, typeIn(call), paramIn(call, 'id'));
	return written(EMPTY, deleteRecord(writingOf(call), record));
}
