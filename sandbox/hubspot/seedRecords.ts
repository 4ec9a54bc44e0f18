import type { Account } from './account';
import { associate } from './associations/associate';
import type { ObjectName } from './types/objectType';
import { OBJECT_TYPES } from './types/objectTypes';

/** Every lead belongs to a contact, as far as there are contacts. */
function giveLeadsContacts(account: Account): void {
	const contacts = account.store('contacts');
	const leads = account.store('leads');
	const [main, plain] = [578, 608].map((typeId) =>
		account.associationTypes.byId('HUBSPOT_DEFINED', typeId),
	);
	const all = contacts.living();
	for (const [place, { id }] of leads.living().entries()) {
		const contact = all[place % all.length];
		if (contact === undefined || main === undefined) continue;
		const from = { typeId: leads.type.id, id };
		associate(account, { from, to: { typeId: contacts.type.id, id: contact.id } }, [main], plain);
	}
}

/** Records of a grown account, as many as asked for of each type; the same ones every time. */
export function seedRecords(account: Account, wanted: Partial<Record<ObjectName, number>>): void {
	for (const type of OBJECT_TYPES) {
		const store = account.storeOf(type);
		const count = wanted[type.name] ?? 0;
		for (let index = 1; index <= count; index++) store.create(type.seeded(index));
	}
	giveLeadsContacts(account);
}
