import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import { stringList } from '../../json';
import type { Call } from '../call';
import { typeIn } from '../call';
import { fieldsInList } from '../fieldList';
import { recordView } from '../records/recordView';
import { recordById } from '../records/writeRecord';
import { Refused } from '../refusals';
import { bodyOf } from '../requestBody';
import { tooManyRecords } from './envelope';

/** Ids of one call (REST API guide, sObject Collections, retrieve). */
const MAX_IDS = 2000;

function readMany(call: Call, ids: readonly string[], names: readonly string[]): VendorAnswer {
	const type = typeIn(call);
	if (ids.length === 0) throw new Refused('MISSING_ARGUMENT', 'The ids parameter is required');
	if (ids.length > MAX_IDS) throw tooManyRecords(MAX_IDS);
	const fields = fieldsInList(type, names);
	const views = ids.map((id) => {
		const record = recordById(call, type, id);
		// What is not there or not to be seen leaves its place empty.
		return record === undefined || record.deleted ? null : recordView(record, fields, call.base);
	});
	return jsonAnswer(200, views, { applied: true, rows: ids.length });
}

export function readByPost(call: Call): VendorAnswer {
	const { ids, fields } = bodyOf(call.request);
	return readMany(call, stringList(ids), stringList(fields));
}

export function readByGet(call: Call): VendorAnswer {
	const { query } = call.request;
	const list = (name: string): string[] =>
		(query.get(name) ?? '').split(',').filter((part) => part !== '');
	return readMany(call, list('ids'), list('fields'));
}
