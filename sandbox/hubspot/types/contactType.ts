import { CONTACT_PROPERTIES } from './contactProperties';
import { objectScopes, objectType } from './objectType';

/** Contacts need nothing on a create; email, first or last name are only advised. */
export const CONTACTS = objectType({
	id: '0-1',
	name: 'contacts',
	singular: 'contact',
	properties: CONTACT_PROPERTIES,
	defaults: ['email', 'firstname', 'lastname'],
	created: 'createdate',
	modified: 'lastmodifieddate',
	searched: ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'fax', 'company'],
	mergeable: true,
	scopes: objectScopes('contacts'),
	derived: {
		hs_email_domain: ({ properties: { email } }) => email?.split('@')[1],
	},
	seeded: (index) => ({
		email: `contact${index}@seed.example`,
		firstname: `First ${index}`,
		lastname: `Last ${index}`,
		lifecyclestage: index % 3 === 0 ? 'customer' : 'lead',
	}),
});
