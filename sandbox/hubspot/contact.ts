export interface Contact {
	id: string;
	/** What was written; derived values are read with `valueOf`. */
	properties: Record<string, string>;
	createdAt: number;
	updatedAt: number;
	archivedAt?: number;
}

/** A property's value, the ones HubSpot derives by itself included. */
export function valueOf(contact: Contact, name: string): string | undefined {
	switch (name) {
		case 'hs_object_id':
			return contact.id;
		case 'createdate':
			return new Date(contact.createdAt).toISOString();
		case 'lastmodifieddate':
			return new Date(contact.updatedAt).toISOString();
		case 'hs_email_domain':
			return contact.properties.email?.split('@')[1];
		default: {
			const value = contact.properties[name];
			return value === '' ? undefined : value;
		}
	}
}

/** Who a row is about: the email, or without one everything that is said about the person. */
export function personKey(properties: Record<string, string>): string {
	const { email } = properties;
	if (email !== undefined && email !== '') return email.toLowerCase();
	const said = Object.entries(properties).filter(([, value]) => value !== '');
	return JSON.stringify(said.sort(([one], [other]) => one.localeCompare(other)));
}
