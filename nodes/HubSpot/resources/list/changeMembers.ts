import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Failure, Success } from '../../../shared/engine/client';
import type { JsonValue } from '../../../shared/engine/types';
import { batchOperation } from '../../../shared/node/batchOperation';
import type { Operation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import { withAdvice } from '../../advised';
import { CRUD_QUOTAS } from '../../vendor';
import { readRecordId } from '../records/rows';
import { adviceOnList, listedTypeField, listField, memberField, readList } from './fields';

/** HubSpot names no number for one call (lists specification, 2026-08); callers send up to 10,000. */
const MOST_MEMBERS = 1_000;

/** One record of one list. */
interface Member {
	list: string;
	record: string;
}

/** What differs between adding and removing. */
interface Change {
	name: string;
	action: string;
	description: string;
	/** The last part of the path. */
	path: string;
	/** What HubSpot calls those that were changed: not all pages spell it alike. */
	changedAt: string[];
	changed: string;
	unchanged: string;
}

export const addRecords = changeMembers({
	name: 'Add Records',
	action: 'Add records to a list',
	description: `Add records to manual or snapshot lists, up to ${MOST_MEMBERS.toLocaleString('en-US')} in a request`,
	path: 'add',
	changedAt: ['recordsIdsAdded', 'recordIdsAdded'],
	changed: 'added',
	unchanged: 'already in list',
});

export const removeRecords = changeMembers({
	name: 'Remove Records',
	action: 'Remove records from a list',
	description: `Remove records from manual or snapshot lists, up to ${MOST_MEMBERS.toLocaleString('en-US')} in a request. The records themselves stay.`,
	path: 'remove',
	changedAt: ['recordIdsRemoved', 'recordsIdsRemoved'],
	changed: 'removed',
	unchanged: 'not in list',
});

function changeMembers(change: Change): Operation {
	const { name, action, description, path } = change;
	const operation = batchOperation<Member>({
		name,
		action,
		description,
		fields: [listedTypeField, listField('getWritableLists'), memberField],
		batchSize: MOST_MEMBERS,
		row: (read) => {
			const list = readList(read);
			if (list instanceof Problem) return list;
			const record = readRecordId(read, 'recordId', 'Record ID');
			return record instanceof Problem ? record : { list, record };
		},
		groupOf: ({ list }) => list,
		request: (rows, { lists }) => ({
			operation: `list.${path}Records`,
			method: 'PUT',
			path: `${lists}/${rows[0]?.list ?? ''}/memberships/${path}`,
			pathTemplate: `${lists}/{listId}/memberships/${path}`,
			body: [...new Set(rows.map(({ record }) => record))],
			// Members that are there already, or are not there, are passed over (lists API, 2026-08).
			safeToRepeat: true,
			quotas: CRUD_QUOTAS,
			records: rows.length,
		}),
		readRows: (answer, rows) => readRows(answer, rows, change),
		// IDs have been looked at: what is refused is the list, which all rows share.
		causedByRow: () => false,
	});
	return withAdvice(operation, adviceOf);
}

/**
 * The answer names those that were changed and those that do not exist; the others were so before. A
 * request that is repeated because its answer was lost finds what it has done itself.
 */
function readRows(
	answer: Success,
	rows: Member[],
	{ changedAt, changed, unchanged }: Change,
): Array<RowResult | undefined> {
	// An empty body tells of no row what became of it.
	if (answer.data === undefined) return [];
	const told = asObject(answer.data);
	const missing = idsIn(told.recordIdsMissing);
	const open = idsIn(changedAt.map((name) => told[name]).find((ids) => ids !== undefined));
	return rows.map(({ list, record }) => {
		if (missing.has(record)) return { ok: false, failure: notThere(record, answer) };
		// Of items with the same record, the first one has changed the list.
		const result = open.delete(record) ? changed : unchanged;
		return { ok: true, data: { id: record, listId: list, result } };
	});
}

function idsIn(ids: JsonValue | undefined): Set<string> {
	return new Set(asArray(ids).map((id) => asText(id) ?? ''));
}

function notThere(record: string, answer: Success): Failure {
	return {
		...rowFailure('not-found', '', answer),
		error: {
			message: `there is no record ${record} of the type that the list holds`,
			advice:
				'Check Record ID, and that the list is one of such records. A deleted record is in the recycle bin of HubSpot for 90 days.',
		},
	};
}

function adviceOf(failure: Failure): string | undefined {
	return failure.status === 400
		? 'Choose a manual or snapshot list: the records of a dynamic list follow from its filters.'
		: adviceOnList(failure);
}
