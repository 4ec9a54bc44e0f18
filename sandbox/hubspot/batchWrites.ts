import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { isJsonObject } from '../json';
import type { Account } from './account';
import type { WrittenRow } from './batchAnswer';
import { writeRows } from './batchAnswer';
import type { BatchInput } from './batchInputs';
import { batchInputs, refuseDuplicateIds } from './batchInputs';
import { createdView, writtenView } from './contactView';
import { checkedProperties } from './propertyCheck';
import { objectNotFound, validationError } from './refusals';
import { bodyOf } from './requestBody';
import { effectOf } from './writeContact';

export function batchCreate(account: Account, request: VendorRequest): VendorAnswer {
	const inputs = batchInputs(bodyOf(request));
	return writeRows(account, inputs, 201, (input) => {
		const contact = account.store.create(checkedProperties(input.properties, account.definitions));
		return { result: createdView(contact), effect: effectOf(contact, 'created') };
	});
}

function refuseNonUnique(account: Account, inputs: readonly BatchInput[]): void {
	for (const { id, idProperty } of inputs) {
		if (id === '') throw validationError('Invalid input JSON: id is required');
		if (idProperty !== undefined && !account.store.isUnique(idProperty)) {
			throw validationError('Unable to perform update/upsert by non-unique 0-1 property');
		}
	}
}

function updateRow(account: Account, input: BatchInput): WrittenRow {
	const { id, idProperty = 'hs_object_id' } = input;
	const contact = account.store.find(idProperty, id);
	if (contact === undefined) throw objectNotFound();
	const properties = checkedProperties(input.properties, account.definitions);
	const changed = account.store.update(contact, properties);
	return {
		result: writtenView(contact, [...Object.keys(properties), idProperty]),
		effect: effectOf(contact, changed ? 'updated' : 'unchanged'),
	};
}

export function batchUpdate(account: Account, request: VendorRequest): VendorAnswer {
	const inputs = batchInputs(bodyOf(request));
	refuseNonUnique(account, inputs);
	refuseDuplicateIds(inputs);
	return writeRows(account, inputs, 200, (input) => updateRow(account, input));
}

function upsertRow(account: Account, input: BatchInput): WrittenRow {
	const { id, idProperty = 'hs_object_id' } = input;
	if (idProperty === 'hs_object_id' || account.store.find(idProperty, id) !== undefined) {
		const { result, effect } = updateRow(account, input);
		return { result: { ...result, new: false }, effect };
	}
	if (!isJsonObject(input.properties)) throw validationError('Invalid input JSON: properties');
	// The id is a value like any other: an email that is none is refused here too.
	const given = { [idProperty]: id, ...input.properties };
	const properties = checkedProperties(given, account.definitions);
	const contact = account.store.create(properties);
	const result = writtenView(contact, Object.keys(properties));
	return { result: { ...result, new: true }, effect: effectOf(contact, 'created') };
}

export function batchUpsert(account: Account, request: VendorRequest): VendorAnswer {
	const inputs = batchInputs(bodyOf(request));
	refuseNonUnique(account, inputs);
	refuseDuplicateIds(inputs);
	return writeRows(account, inputs, 200, (input) => upsertRow(account, input));
}
