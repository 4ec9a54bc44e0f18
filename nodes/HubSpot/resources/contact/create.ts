import { batchOperation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import {
	emailProblem,
	readBatchRows,
	readProperties,
	recordData,
	type Properties,
} from '../../record';
import { BATCH_SIZE, CRUD_QUOTAS } from '../../vendor';
import { propertiesField } from './fields';

interface CreateRow {
	properties: Properties;
}

export const create = batchOperation<CreateRow>({
	name: 'Create',
	action: 'Create contacts',
	description: 'Create new contacts, a hundred in a request. Contacts that exist are refused.',
	fields: [propertiesField],
	batchSize: BATCH_SIZE,
	creates: true,
	row: (read) => {
		const properties = readProperties(read);
		if (properties instanceof Problem) return properties;
		if (Object.keys(properties).length === 0) {
			return new Problem('The item sets no property', 'Add at least one property, such as email.');
		}
		const wrong = properties.email ? emailProblem(properties.email) : undefined;
		return wrong ?? { properties };
	},
	// Two contacts with one email in a request make HubSpot refuse it (409).
	keyOf: ({ properties }) => properties.email?.toLowerCase(),
	request: (rows, { objects }, resend) => ({
		operation: 'contact.create',
		method: 'POST',
		path: `${objects}/contacts/batch/create`,
		body: {
			inputs: rows.map(({ properties }, place) => ({
				properties,
				associations: [],
				objectWriteTraceId: String(place),
			})),
		},
		// HubSpot has no idempotency key: a second arrival makes a second contact.
		safeToRepeat: resend,
		quotas: CRUD_QUOTAS,
		records: rows.length,
	}),
	readRows: (answer, rows) =>
		readBatchRows(answer, rows.length, (record) => ({ ...recordData(record), result: 'created' })),
	causedByRow: ({ status }) => status === 400 || status === 409,
});
