import type { RowEffect } from '../arrivals';
import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { stringList } from '../json';
import type { Account } from './account';
import { batchAnswer, idsNotFound } from './batchAnswer';
import { batchInputs } from './batchInputs';
import { readView } from './contactView';
import { validationError } from './refusals';
import { bodyOf } from './requestBody';
import { effectOf } from './writeContact';

export function batchRead(account: Account, request: VendorRequest): VendorAnswer {
	const body = bodyOf(request);
	const inputs = batchInputs(body);
	const idProperty = typeof body.idProperty === 'string' ? body.idProperty : 'hs_object_id';
	if (!account.store.isUnique(idProperty)) {
		throw validationError(`Unable to look up 0-1 by non-unique property ${idProperty}`);
	}
	const asked = stringList(body.properties);
	const ids = [...new Set(inputs.map(({ id }) => id))];
	const missing: string[] = [];
	const results = ids.flatMap((id) => {
		const contact = account.store.find(idProperty, id);
		if (contact === undefined) missing.push(id);
		return contact === undefined
			? []
			: [readView(contact, asked, (name) => account.definitions.has(name))];
	});
	const errors = missing.length === 0 ? [] : [idsNotFound(missing)];
	return batchAnswer(account, 200, { results, errors }, { rows: inputs.length });
}

/** 204 for unknown ids too: what is not there needs no archiving. */
export function batchArchive(account: Account, request: VendorRequest): VendorAnswer {
	const inputs = batchInputs(bodyOf(request));
	const effects: RowEffect[] = [];
	for (const { id } of inputs) {
		const contact = account.store.find('hs_object_id', id);
		if (contact === undefined) continue;
		account.store.archive(contact);
		effects.push(effectOf(contact, 'archived'));
	}
	return { status: 204, body: '', applied: true, rows: inputs.length, effects };
}
