import { Problem } from '../../../shared/node/parameters';
import { batchWrite, type WriteRow } from '../../batch';
import {
	emailProblem,
	emptyValuesField,
	propertiesField,
	readProperties,
	recordData,
} from '../../record';

export const create = batchWrite<WriteRow>({
	name: 'Create',
	action: 'Create contacts',
	description: 'Create new contacts, a hundred in a request. Contacts that exist are refused.',
	fields: [propertiesField, emptyValuesField],
	operation: 'contact.create',
	path: 'contacts/batch/create',
	row: (read) => {
		const properties = readProperties(read);
		if (properties instanceof Problem) return properties;
		if (Object.keys(properties).length === 0) {
			return new Problem('The item sets no property', 'Add at least one property, such as email.');
		}
		const { email } = properties;
		if (!email) return { properties };
		return emailProblem(email) ?? { properties, key: { property: 'email', value: email } };
	},
	// Two contacts with one email in a request make HubSpot refuse it (409).
	keyOf: ({ properties }) => properties.email?.toLowerCase(),
	input: () => ({ associations: [] }),
	// HubSpot has no idempotency key: a second arrival makes a second contact.
	safeToRepeat: false,
	toData: (record) => ({ ...recordData(record), result: 'created' }),
});
