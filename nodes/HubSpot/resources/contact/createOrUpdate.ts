import { asObject } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import { batchWrite, type WriteRow } from '../../batch';
import {
	emailProblem,
	emptyValuesField,
	propertiesField,
	readProperties,
	recordData,
} from '../../record';

interface UpsertRow extends WriteRow {
	key: { property: string; value: string };
}

function readRow(read: ParameterReader): UpsertRow | Problem {
	const property = read.text('idProperty');
	if (property === '') {
		return new Problem('Unique Property is empty', 'Enter "email" or another unique property.');
	}
	const value = read.text('idValue');
	if (value === '') {
		return new Problem(
			`The item has no ${property}`,
			`Fill Value of Unique Property: check that this item has a field for ${property}.`,
		);
	}
	const wrong = property === 'email' ? emailProblem(value) : undefined;
	if (wrong) return wrong;
	const properties = readProperties(read);
	if (properties instanceof Problem) return properties;
	return { key: { property, value }, properties: { ...properties, [property]: value } };
}

/** `new` tells whether the record was made or found (batch upsert, 2026-08). */
function upserted(record: JsonValue) {
	const result = asObject(record).new === true ? 'created' : 'updated';
	return { ...recordData(record), result };
}

export const createOrUpdate = batchWrite<UpsertRow>({
	name: 'Create or Update',
	action: 'Create or update contacts',
	description: 'Create contacts, or update those that exist (upsert), a hundred in a request',
	fields: [
		{
			displayName: 'Unique Property',
			name: 'idProperty',
			type: 'string',
			default: 'email',
			required: true,
			placeholder: 'e.g. email',
			description:
				'Internal name of the property that tells contacts apart: email, or a property with unique values',
		},
		{
			displayName: 'Value of Unique Property',
			name: 'idValue',
			type: 'string',
			default: '={{ $json.email }}',
			required: true,
			placeholder: 'e.g. name@example.com',
			description: 'The value to look the contact up by',
		},
		{
			// Batch upsert guide, 2026-08.
			displayName:
				'HubSpot does not support partial upserts by email: set all properties that the contact shall have, or use a unique property of your own',
			name: 'partialUpsertNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { idProperty: ['email'] } },
		},
		propertiesField,
		emptyValuesField,
	],
	operation: 'contact.createOrUpdate',
	path: 'contacts/batch/upsert',
	row: readRow,
	// HubSpot compares emails without regard to case, and refuses twins in one request.
	keyOf: ({ key }) => `${key.property} ${key.value.toLowerCase()}`,
	groupOf: ({ key }) => key.property,
	input: ({ key }) => ({ id: key.value, idProperty: key.property }),
	safeToRepeat: true,
	toData: upserted,
});
