import type { ObjectType } from '../types/objectType';

/** What search still sees of a record that has just been changed. */
export interface RecordState {
	properties: Record<string, string>;
	updatedAt: number;
}

export type PropertyHistory = Record<string, ReadonlyArray<{ value: string; at: number }>>;

/** The history with these values on top of it. */
export function withValues(
	history: PropertyHistory,
	values: Record<string, string>,
	at: number,
): PropertyHistory {
	const added = Object.entries(values).map(([name, value]) => [
		name,
		[{ value, at }, ...(history[name] ?? [])],
	]);
	return { ...history, ...(Object.fromEntries(added) as PropertyHistory) };
}

export interface CrmRecord extends RecordState {
	id: string;
	/** What was written; derived values are read with `valueOf`. */
	properties: Record<string, string>;
	createdAt: number;
	archivedAt?: number;
	/** The id of the record this one went into; such a record lives on under that id. */
	mergedInto?: string;
	/** The ids of the records that went into this one. */
	mergedIds?: string[];
	stale?: RecordState;
	/** The values that each property had, the newest first. */
	history: PropertyHistory;
	/** Tells the same request to create a record again from another one (see `rowKey`). */
	key: string;
}

/** A property's value, the ones HubSpot derives by itself included. */
export function valueOf(type: ObjectType, record: CrmRecord, name: string): string | undefined {
	switch (name) {
		case 'hs_object_id':
			return record.id;
		case type.created:
			return new Date(record.createdAt).toISOString();
		case type.modified:
			return new Date(record.updatedAt).toISOString();
		case 'hs_object_source':
			return 'INTEGRATION';
		case 'hs_merged_object_ids':
			return record.mergedIds?.join(';');
		default: {
			const derive = type.derived[name];
			const value = derive === undefined ? record.properties[name] : derive(record);
			return value === '' ? undefined : value;
		}
	}
}

/**
 * What a row that creates is about: a contact's email, or everything the row says, the records it
 * is to be associated with included. Two rows of one key are the same request made twice.
 */
export function rowKey(
	type: ObjectType,
	properties: Record<string, string>,
	associated: readonly string[] = [],
): string {
	const { email } = properties;
	const isContact = type.name === 'contacts';
	if (isContact && email !== undefined && email !== '') return email.toLowerCase();
	const said = Object.entries(properties).filter(([, value]) => value !== '');
	const sorted = JSON.stringify(said.sort(([one], [other]) => one.localeCompare(other)));
	return isContact ? sorted : `${type.name} ${sorted} ${[...associated].sort().join(',')}`.trim();
}
