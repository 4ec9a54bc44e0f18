import type { VendorAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { paramIn, typeIn } from '../call';
import { fullId } from '../recordId';
import { jsonRow } from '../records/incomingRow';
import type { Org } from '../records/org';
import type { StoredRecord } from '../records/storedRecord';
import { notUpsertable, upsertField, upsertRow } from '../records/upsertRow';
import { deleteRecord, insertRow, updateRow } from '../records/writeRecord';
import { writingOf } from '../records/writingOf';
import { Refused } from '../refusals';
import type { SobjectType } from '../schema/sobjectType';
import { envelopeOf, MAX_RECORDS, tooManyRecords } from './envelope';
import { KeyRepeats, UpdateRepeats } from './repeats';
import { rowResults } from './rowResults';

export function createCollection(call: Call): VendorAnswer {
	const { allOrNone, records } = envelopeOf(call.request);
	const writing = writingOf(call);
	const rows = records.map(({ type, body }) => jsonRow(type, body));
	const writes = rows.map((row) => () => insertRow(writing, row));
	return rowResults(call.org, { allOrNone, writes });
}

/** What a row names by its id; everything wrong with that is the row's own affair. */
export function recordOfRow(org: Org, id: unknown, type?: SobjectType): StoredRecord {
	if (id === undefined || id === null || id === '') {
		throw new Refused('MISSING_ARGUMENT', 'Id not specified in an update call', { fields: [] });
	}
	const text = String(id);
	if (fullId(text) === undefined) {
		throw new Refused('MALFORMED_ID', `malformed id ${text}`, { fields: ['Id'] });
	}
	const record = org.find(text);
	if (record === undefined) {
		throw new Refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields: [] });
	}
	if (type === undefined || record.type === type) return record;
	const message = `Record ID: id value of incorrect type: ${record.id}`;
	throw new Refused('MALFORMED_ID', message, { fields: ['Id'] });
}

export function updateCollection(call: Call): VendorAnswer {
	const { allOrNone, records } = envelopeOf(call.request);
	const writing = writingOf(call);
	const repeats = new UpdateRepeats();
	const rows = records.map(({ type, body }) => ({
		id: body.id ?? body.Id,
		row: jsonRow(type, body, ['id']),
	}));
	const writes = rows.map(({ id, row }) => () => {
		const record = recordOfRow(call.org, id, row.type);
		repeats.refuse(record.id);
		return updateRow(writing, record, row);
	});
	return rowResults(call.org, { allOrNone, writes });
}

export function deleteCollection(call: Call): VendorAnswer {
	const { query } = call.request;
	const ids = (query.get('ids') ?? '').split(',').filter((id) => id !== '');
	if (ids.length === 0) throw new Refused('MISSING_ARGUMENT', 'The ids parameter is required');
	if (ids.length > MAX_RECORDS) throw tooManyRecords();
	const writing = writingOf(call);
	const writes = ids.map((id) => () => deleteRecord(writing, recordOfRow(call.org, id)));
	return rowResults(call.org, { allOrNone: query.get('allOrNone') === 'true', writes });
}

export function upsertCollection(call: Call): VendorAnswer {
	const type = typeIn(call);
	const name = paramIn(call, 'key');
	const by = upsertField(type, name);
	if (by === undefined) throw new Refused('INVALID_FIELD', notUpsertable(type, name));
	const { allOrNone, records } = envelopeOf(call.request);
	const other = records.find((each) => each.type !== type);
	if (other !== undefined) {
		const message = `Records of ${other.type.name} in an upsert of ${type.name}`;
		throw new Refused('INVALID_TYPE', message);
	}
	const writing = writingOf(call);
	const repeats = new KeyRepeats(by);
	const rows = records.map(({ body }) => jsonRow(type, body));
	const writes = rows.map((row) => () => {
		repeats.refuse(row);
		return upsertRow(writing, row, by);
	});
	return rowResults(call.org, { allOrNone, showsCreated: true, writes });
}
