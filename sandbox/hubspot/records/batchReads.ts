import type { RowEffect } from '../../arrivals';
import type { VendorAnswer } from '../../http/exchange';
import { stringList } from '../../json';
import type { Call } from '../call';
import { storeIn } from '../call';
import { validationError } from '../refusals';
import { bodyOf } from '../requestBody';
import { batchAnswer, idsNotFound } from './batchAnswer';
import { batchInputs } from './batchInputs';
import { refuseNonUnique } from './readRecords';
import { historyView, readView } from './recordView';
import { archiveRecord, effectOf } from './writeRecord';

/** In the words of HubSpot's own refusal, which the documentation does not tell (seen until 2026-09). */
const MAX_INPUTS_WITH_HISTORY = 50;

/** Cannot give associations, whatever the body or the query asks. */
export function batchRead(call: Call): VendorAnswer {
	const { account, request } = call;
	const store = storeIn(call);
	const body = bodyOf(request);
	const inputs = batchInputs(body);
	const idProperty = typeof body.idProperty === 'string' ? body.idProperty : 'hs_object_id';
	refuseNonUnique(store, idProperty);
	const asked = stringList(body.properties);
	const withHistory = stringList(body.propertiesWithHistory);
	if (withHistory.length > 0 && inputs.length > MAX_INPUTS_WITH_HISTORY) {
		throw validationError(
			`The maximum number of inputs supported in a batch request for property histories is ${MAX_INPUTS_WITH_HISTORY}. Please reduce the number of items and try again`,
		);
	}
	const archived = request.query.get('archived') === 'true';
	const ids = [...new Set(inputs.map(({ id }) => id))];
	const missing: string[] = [];
	const results = ids.flatMap((id) => {
		const found = archived ? store.get(id) : store.find(idProperty, id);
		const record = archived && found?.archivedAt === undefined ? undefined : found;
		if (record === undefined) missing.push(id);
		return record === undefined
			? []
			: [{ ...readView(store, record, asked), ...historyView(record, withHistory) }];
	});
	const errors = missing.length === 0 ? [] : [idsNotFound(store.type, missing)];
	return batchAnswer(account, 200, { results, errors }, { rows: inputs.length });
}

/** 204 for unknown ids too: what is not there needs no archiving. */
export function batchArchive(call: Call): VendorAnswer {
	const store = storeIn(call);
	const inputs = batchInputs(bodyOf(call.request));
	const effects: RowEffect[] = [];
	for (const { id } of inputs) {
		const record = store.find('hs_object_id', id);
		if (record === undefined) continue;
		archiveRecord(call, store, record);
		effects.push(effectOf(store, record, 'archived'));
	}
	return { status: 204, body: '', applied: true, rows: inputs.length, effects };
}
