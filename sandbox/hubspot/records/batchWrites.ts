import type { VendorAnswer } from '../../http/exchange';
import { isJsonObject } from '../../json';
import type { Call } from '../call';
import { storeIn } from '../call';
import { objectNotFound, validationError } from '../refusals';
import { bodyOf } from '../requestBody';
import type { WrittenRow } from './batchAnswer';
import { writeRows } from './batchAnswer';
import type { BatchInput } from './batchInputs';
import { batchInputs, refuseDuplicateIds } from './batchInputs';
import { createRecord } from './createRecord';
import type { ObjectStore } from './objectStore';
import { checkedProperties } from './propertyCheck';
import { createdView, writtenView } from './recordView';
import { effectOf, updateRecord } from './writeRecord';

export function batchCreate(call: Call): VendorAnswer {
	const { account } = call;
	const store = storeIn(call);
	const inputs = batchInputs(bodyOf(call.request));
	return writeRows(account, inputs, 201, ({ properties, associations }) => {
		const checked = checkedProperties(properties, store, account);
		const record = createRecord(account, store, checked, associations);
		return { result: createdView(store, record), effect: effectOf(store, record, 'created') };
	});
}

function refuseNonUnique(store: ObjectStore, inputs: readonly BatchInput[]): void {
	for (const { id, idProperty } of inputs) {
		if (id === '') throw validationError('Invalid input JSON: id is required');
		if (idProperty !== undefined && !store.isUnique(idProperty)) {
			throw validationError(
				`Unable to perform update/upsert by non-unique ${store.type.id} property`,
			);
		}
	}
}

function updateRow({ account }: Call, store: ObjectStore, input: BatchInput): WrittenRow {
	const { id, idProperty = 'hs_object_id' } = input;
	const record = store.find(idProperty, id);
	if (record === undefined) throw objectNotFound();
	const properties = checkedProperties(input.properties, store, account);
	const changed = updateRecord(store, record, properties);
	return {
		result: writtenView(store, record, [...Object.keys(properties), idProperty]),
		effect: effectOf(store, record, changed ? 'updated' : 'unchanged'),
	};
}

/** The ids of merged-away records are not known here (using object APIs, 2026-03). */
export function batchUpdate(call: Call): VendorAnswer {
	const store = storeIn(call);
	const inputs = batchInputs(bodyOf(call.request));
	refuseNonUnique(store, inputs);
	refuseDuplicateIds(inputs);
	return writeRows(call.account, inputs, 200, (input) => updateRow(call, store, input));
}

function upsertRow(call: Call, store: ObjectStore, input: BatchInput): WrittenRow {
	const { account } = call;
	const { id, idProperty = 'hs_object_id' } = input;
	if (idProperty === 'hs_object_id' || store.find(idProperty, id) !== undefined) {
		const { result, effect } = updateRow(call, store, input);
		return { result: { ...result, new: false }, effect };
	}
	if (!isJsonObject(input.properties)) throw validationError('Invalid input JSON: properties');
	// The id is a value like any other: an email that is none is refused here too.
	const given = { [idProperty]: id, ...input.properties };
	const properties = checkedProperties(given, store, account);
	const record = createRecord(account, store, properties, undefined);
	const result = writtenView(store, record, Object.keys(properties));
	return { result: { ...result, new: true }, effect: effectOf(store, record, 'created') };
}

export function batchUpsert(call: Call): VendorAnswer {
	const store = storeIn(call);
	const inputs = batchInputs(bodyOf(call.request));
	refuseNonUnique(store, inputs);
	refuseDuplicateIds(inputs);
	return writeRows(call.account, inputs, 200, (input) => upsertRow(call, store, input));
}
