import type { Field, FieldValue, FieldValues } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';

export interface StoredRecord {
	/** Of 18 characters. */
	id: string;
	type: SobjectType;
	/** What was written; system fields and derived ones are read with `valueOf`. */
	values: FieldValues;
	createdAt: number;
	modifiedAt: number;
	ownedBy: string;
	deleted: boolean;
	/** Tells the same request to create a record again from another one (see `rowKey`). */
	key: string;
}

export function valueOf(record: StoredRecord, { name, derive, initial }: Field): FieldValue {
	switch (name) {
		case 'Id':
			return record.id;
		case 'IsDeleted':
			return record.deleted;
		case 'CreatedDate':
			return new Date(record.createdAt).toISOString();
		case 'LastModifiedDate':
		case 'SystemModstamp':
			return new Date(record.modifiedAt).toISOString();
		case 'CreatedById':
		case 'LastModifiedById':
			return record.ownedBy;
		default: {
			if (derive !== undefined) return derive(record.values);
			const value = record.values[name];
			// Only a boolean has a value that nobody gave it.
			return value ?? (typeof initial === 'boolean' ? initial : null);
		}
	}
}
