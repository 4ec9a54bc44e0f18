import type { RowEffect } from '../arrivals';
import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { Account } from './account';
import type { Contact } from './contact';
import { personKey } from './contact';
import { createdView, writtenView } from './contactView';
import { checkedProperties } from './propertyCheck';
import { contactById } from './readContacts';
import { objectNotFound } from './refusals';
import { bodyOf } from './requestBody';

export function effectOf(contact: Contact, effect: RowEffect['effect']): RowEffect {
	return { effect, id: contact.id, key: personKey(contact.properties) };
}

export function createContact(account: Account, request: VendorRequest): VendorAnswer {
	const properties = checkedProperties(bodyOf(request).properties, account.definitions);
	const contact = account.store.create(properties);
	return jsonAnswer(201, createdView(contact), {
		applied: true,
		rows: 1,
		effects: [effectOf(contact, 'created')],
	});
}

export function updateContact(account: Account, request: VendorRequest, id: string): VendorAnswer {
	const contact = contactById(account, id, request.query.get('idProperty'));
	const properties = checkedProperties(bodyOf(request).properties, account.definitions);
	const changed = account.store.update(contact, properties);
	return jsonAnswer(200, writtenView(contact, Object.keys(properties)), {
		applied: true,
		rows: 1,
		effects: [effectOf(contact, changed ? 'updated' : 'unchanged')],
	});
}

/** Archiving twice is no error; archiving what never was there is. */
export function archiveContact(account: Account, id: string): VendorAnswer {
	const contact = account.store.get(id);
	if (contact === undefined) throw objectNotFound();
	if (contact.archivedAt !== undefined) {
		return {
			status: 204,
			body: '',
			applied: true,
			rows: 1,
			effects: [effectOf(contact, 'unchanged')],
		};
	}
	account.store.archive(contact);
	return {
		status: 204,
		body: '',
		applied: true,
		rows: 1,
		effects: [effectOf(contact, 'archived')],
	};
}
