import type { RowEffect } from '../../arrivals';
import { Refused, notFound } from '../refusals';
import type { FieldValues } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { checkedRow, completedRow, refuseMember } from './checkedRow';
import { refuseDuplicates } from './duplicateRule';
import type { IncomingRow } from './incomingRow';
import type { RecordStore } from './recordStore';
import type { StoredRecord } from './storedRecord';
import type { Writing } from './writing';
import { deletedEntity, parentIds, takeLocks } from './writing';

export interface Written {
	record: StoredRecord;
	effect: RowEffect['effect'];
}

/** What a write did, as arrivals tell it. */
export function effectOf({ record, effect }: Written): RowEffect {
	return { effect, id: record.id, key: record.key };
}

function refuseReadOnlyUser({ canWrite }: Writing, { writable, name }: SobjectType): void {
	if (canWrite && writable) return;
	const message = canWrite
		? `entity type cannot be written: ${name}`
		: 'insufficient access rights on object id';
	throw new Refused('INSUFFICIENT_ACCESS_OR_READONLY', message, { status: 403, fields: [] });
}

function refuseTaken(store: RecordStore, values: FieldValues, but?: StoredRecord): void {
	const taken = store.index.taken(values, but);
	if (taken === undefined) return;
	const { field, by } = taken;
	throw new Refused(
		'DUPLICATE_VALUE',
		`duplicate value found: ${field.name} duplicates value on record with id: ${by.id}`,
		{ fields: [] },
	);
}

export function insertRow(writing: Writing, row: IncomingRow): Written {
	const { org, userId, leadAssignee } = writing;
	const { type } = row;
	refuseReadOnlyUser(writing, type);
	const store = org.storeOf(type);
	const given = checkedRow(org, row, 'createable');
	const values = completedRow(type, given, userId);
	// An active rule overrides the owner that the row names (REST API guide, Sforce-Auto-Assign).
	if (type.name === 'Lead' && leadAssignee !== undefined) values.OwnerId = leadAssignee;
	refuseMember(org, type, values);
	takeLocks(writing, parentIds({ type, values }));
	refuseTaken(store, values);
	refuseDuplicates(writing, type, values);
	return { record: store.create(values, userId, row.key), effect: 'created' };
}

export function updateRow(writing: Writing, record: StoredRecord, row: IncomingRow): Written {
	const { org } = writing;
	refuseReadOnlyUser(writing, row.type);
	if (record.deleted) throw deletedEntity(record);
	const store = org.storeOf(row.type);
	const given = checkedRow(org, row, 'updateable');
	takeLocks(writing, [record.id, ...parentIds({ type: row.type, values: given })]);
	refuseTaken(store, given, record);
	refuseDuplicates(writing, row.type, given, record);
	return { record, effect: store.update(record, given) ? 'updated' : 'unchanged' };
}

/** Into the recycle bin, or for good. */
export function deleteRecord(
	writing: Writing,
	record: StoredRecord,
	how: 'delete' | 'erase' = 'delete',
): Written {
	refuseReadOnlyUser(writing, record.type);
	if (record.deleted) throw deletedEntity(record);
	takeLocks(writing, [record.id, ...parentIds(record)]);
	writing.org.storeOf(record.type)[how](record);
	return { record, effect: 'archived' };
}

/** A living or deleted record of one object by its id; another object's id is malformed here. */
export function recordById(writing: Pick<Writing, 'org'>, type: SobjectType, id: string) {
	const record = writing.org.find(id);
	return record?.type === type ? record : undefined;
}

/** What `id` names in a path: 404 for everything that is not there. */
export function recordInPath(
	writing: Pick<Writing, 'org'>,
	type: SobjectType,
	id: string,
): StoredRecord {
	const record = recordById(writing, type, id);
	if (record === undefined) throw notFound();
	return record;
}
