import { asObject } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';
import { batchOperation } from '../../../shared/node/operation';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import {
	emailProblem,
	readBatchRows,
	readProperties,
	recordData,
	type Properties,
} from '../../record';
import { BATCH_SIZE, CRUD_QUOTAS } from '../../vendor';
import { propertiesField } from './fields';

interface UpsertRow {
	idProperty: string;
	value: string;
	properties: Properties;
}

function readRow(read: ParameterReader): UpsertRow | Problem {
	const idProperty = read.text('idProperty');
	if (idProperty === '') {
		return new Problem('Unique Property is empty', 'Enter "email" or another unique property.');
	}
	const value = read.text('idValue');
	if (value === '') {
		return new Problem(
			`The item has no ${idProperty}`,
			`Fill Value of Unique Property: check that this item has a field for ${idProperty}.`,
		);
	}
	const wrong = idProperty === 'email' ? emailProblem(value) : undefined;
	if (wrong) return wrong;
	const properties = readProperties(read);
	if (properties instanceof Problem) return properties;
	return { idProperty, value, properties };
}

/** `new` tells whether the record was made or found (batch upsert, 2026-08). */
function upserted(record: JsonValue) {
	const result = asObject(record).new === true ? 'created' : 'updated';
	return { ...recordData(record), result };
}

export const createOrUpdate = batchOperation<UpsertRow>({
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
		propertiesField,
	],
	batchSize: BATCH_SIZE,
	creates: false,
	row: readRow,
	// HubSpot compares emails without regard to case, and refuses twins in one request.
	keyOf: ({ idProperty, value }) => `${idProperty} ${value.toLowerCase()}`,
	groupOf: ({ idProperty }) => idProperty,
	request: (rows, { objects }) => ({
		operation: 'contact.createOrUpdate',
		method: 'POST',
		path: `${objects}/contacts/batch/upsert`,
		body: {
			inputs: rows.map(({ idProperty, value, properties }, place) => ({
				id: value,
				idProperty,
				properties: { ...properties, [idProperty]: value },
				objectWriteTraceId: String(place),
			})),
		},
		safeToRepeat: true,
		quotas: CRUD_QUOTAS,
		records: rows.length,
	}),
	readRows: (answer, rows) => readBatchRows(answer, rows.length, upserted),
	causedByRow: ({ status }) => status === 400 || status === 409,
});
