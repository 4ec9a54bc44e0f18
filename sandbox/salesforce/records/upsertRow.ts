import { Refused } from '../refusals';
import type { Field, FieldValue } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { fieldNamed } from '../schema/sobjectType';
import type { IncomingRow } from './incomingRow';
import type { StoredRecord } from './storedRecord';
import type { Written } from './writeRecord';
import { insertRow, recordById, updateRow } from './writeRecord';
import type { Writing } from './writing';

/** The field an upsert goes by: an external id, a field with `idLookup`, or Id itself. */
export function upsertField(type: SobjectType, name: string): Field | undefined {
	const field = fieldNamed(type, name);
	return field?.idLookup === true || field?.externalId === true ? field : undefined;
}

export function notUpsertable(type: SobjectType, name: string): string {
	return `Field name provided, '${name}' does not match an External ID, Salesforce Id, or indexed field for '${type.name}'`;
}

/** The living records with this value. */
export function matches(
	writing: Pick<Writing, 'org'>,
	type: SobjectType,
	by: Field,
	value: FieldValue,
): StoredRecord[] {
	if (by.name === 'Id') {
		const record = recordById(writing, type, String(value));
		return record === undefined || record.deleted ? [] : [record];
	}
	return writing.org.storeOf(type).index.find(by, value);
}

/** The value by which a row of many names its record, and the row without it. */
export function splitKey(row: IncomingRow, by: Field): { value: FieldValue; rest: IncomingRow } {
	const value = row.values.find(({ field }) => field === by)?.value ?? null;
	return {
		value,
		rest: { ...row, values: row.values.filter(({ field }) => field !== by) },
	};
}

function refuseAmbiguous(found: readonly StoredRecord[]): void {
	if (found.length < 2) return;
	throw new Refused(
		'DUPLICATE_EXTERNAL_ID',
		`The external ID provided matches more than one record: ${found.map(({ id }) => id).join(', ')}`,
		{ fields: [] },
	);
}

/** Writes one row of a collection or job by its key field. */
export function upsertRow(writing: Writing, row: IncomingRow, by: Field): Written {
	const { value, rest } = splitKey(row, by);
	if (by.name === 'Id' && value === null) return insertRow(writing, rest);
	if (value === null) {
		throw new Refused('MISSING_ARGUMENT', `${by.name} not specified`, { fields: [] });
	}
	const found = matches(writing, row.type, by, value);
	refuseAmbiguous(found);
	const [record] = found;
	if (record !== undefined) return updateRow(writing, record, rest);
	if (by.name !== 'Id') return insertRow(writing, row);
	throw new Refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', { fields: [] });
}
