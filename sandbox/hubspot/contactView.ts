import type { JsonObject } from '../json';
import type { Contact } from './contact';
import { valueOf } from './contact';
import { PORTAL_ID } from './propertyCheck';

/** Sent with every record, whatever was asked (developers.hubspot.com, search guide, 2026). */
const ALWAYS = ['createdate', 'hs_object_id', 'lastmodifieddate'];
const WHEN_NOTHING_IS_ASKED = ['email', 'firstname', 'lastname'];

function record(contact: Contact, names: readonly string[]): JsonObject {
	const properties: Record<string, string | null> = {};
	for (const name of [...new Set([...names, ...ALWAYS])].sort()) {
		properties[name] = valueOf(contact, name) ?? null;
	}
	const { archivedAt } = contact;
	return {
		id: contact.id,
		properties,
		createdAt: new Date(contact.createdAt).toISOString(),
		updatedAt: new Date(contact.updatedAt).toISOString(),
		archived: archivedAt !== undefined,
		...(archivedAt === undefined ? {} : { archivedAt: new Date(archivedAt).toISOString() }),
		url: `https://app.hubspot.com/contacts/${PORTAL_ID}/record/0-1/${contact.id}`,
	};
}

/** For a read. Names that do not exist are left out without a word. */
export function readView(
	contact: Contact,
	asked: readonly string[],
	known: (name: string) => boolean,
): JsonObject {
	return record(contact, asked.length === 0 ? WHEN_NOTHING_IS_ASKED : asked.filter(known));
}

/** For a create: everything the record holds. */
export function createdView(contact: Contact): JsonObject {
	return record(contact, [...Object.keys(contact.properties), 'hs_email_domain']);
}

/** For an update or upsert: what was written, and what identifies the record. */
export function writtenView(contact: Contact, written: readonly string[]): JsonObject {
	return record(contact, [...written, 'email']);
}
