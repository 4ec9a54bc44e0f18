import { Refused } from '../refusals';
import type { StoredRecord } from './storedRecord';
import type { Org } from './org';

/** Under what a call or job writes: who writes, and what its headers ask for. */
export interface Writing {
	org: Org;
	userId: string;
	canWrite: boolean;
	/** What unanswered calls were writing to when this one came; ids of 15 characters. */
	heldElsewhere: ReadonlySet<string>;
	/** Whether the row at hand fails for a lock that nobody can explain. */
	nextLockFails(): boolean;
	/** Sforce-Duplicate-Rule-Header: allowSave=true. */
	allowDuplicates: boolean;
	/** Objects whose duplicate rule blocks. */
	duplicateRules: readonly string[];
	/** The user who gets new leads, or none. */
	leadAssignee?: string;
}

export function deletedEntity(record: StoredRecord): Refused {
	return new Refused('ENTITY_IS_DELETED', 'entity is deleted', {
		status: 404,
		...(record.deleted ? { fields: [] } : {}),
	});
}

function lockedRow(id: string): Refused {
	return new Refused(
		'UNABLE_TO_LOCK_ROW',
		`unable to obtain exclusive access to this record or 1 records: ${id}`,
		{ fields: [] },
	);
}

/** Owners and users are not locked by what they own. */
export function takeLocks(writing: Writing, ids: readonly string[]): void {
	const held = ids.find((id) => writing.heldElsewhere.has(id.slice(0, 15)));
	if (held !== undefined) throw lockedRow(held);
	if (writing.nextLockFails()) throw lockedRow(ids[0] ?? writing.userId);
}

/** Ids of the parents named in a record's values. */
export function parentIds({ type, values }: Pick<StoredRecord, 'type' | 'values'>): string[] {
	return type.fields.flatMap(({ name, referenceTo }) => {
		const value = values[name];
		return typeof value === 'string' && referenceTo.length > 0 && !referenceTo.includes('User')
			? [value]
			: [];
	});
}
