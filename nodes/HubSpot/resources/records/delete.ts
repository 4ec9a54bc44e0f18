import { batchOperation } from '../../../shared/node/batchOperation';
import type { Operation } from '../../../shared/node/operation';
import { Problem } from '../../../shared/node/parameters';
import type { ObjectKind } from '../../objects';
import { BATCH_SIZE, CRUD_QUOTAS } from '../../vendor';
import { isCausedByRow } from '../../objectType';
import { refusalsByKey } from '../../refusals';
import { recordField, typeFields } from './fields';
import { readRecordId, readType } from './rows';

interface DeleteRow {
	type: string;
	id: string;
}

export function deleteRecords(kind: ObjectKind): Operation {
	const { value, one, many } = kind;
	return batchOperation<DeleteRow>({
		name: 'Delete',
		action: `Delete ${many}`,
		description: `Move ${many} to the recycle bin, a hundred in a request. They can be restored there for 90 days.`,
		fields: [
			...typeFields(kind),
			recordField('Record ID', 'recordId', kind, `The ${one} to delete`),
		],
		batchSize: BATCH_SIZE,
		row: (read) => {
			const type = readType(kind, read);
			if (type instanceof Problem) return type;
			const id = readRecordId(read, 'recordId', 'Record ID');
			return id instanceof Problem ? id : { type, id };
		},
		keyOf: ({ type, id }) => JSON.stringify([type, id]),
		groupOf: ({ type }) => type,
		request: (rows, { objects }) => ({
			operation: `${value}.delete`,
			method: 'POST',
			path: `${objects}/${rows[0]?.type ?? ''}/batch/archive`,
			body: { inputs: rows.map(({ id }) => ({ id })) },
			// What is deleted already is no error (batch archive, 2026-08).
			safeToRepeat: true,
			quotas: CRUD_QUOTAS,
			records: rows.length,
		}),
		readRows: (answer, rows) => {
			// No content where all is done (batch archive, 2026-08); else what an error names is not.
			const refusals = refusalsByKey(answer);
			return rows.map(({ id }) => {
				const failure = refusals.get(id);
				return failure ? { ok: false, failure } : { ok: true, data: { id, deleted: true } };
			});
		},
		causedByRow: isCausedByRow,
	});
}
