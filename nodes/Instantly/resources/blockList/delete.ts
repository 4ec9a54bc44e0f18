import { rowFailure, type RowResult } from '../../../shared/engine/batch';
import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { Success } from '../../../shared/engine/client';
import { batchOperation } from '../../../shared/node/batchOperation';
import { mayBeDone } from '../../lost';
import { BULK_SIZE, instantlyRequest } from '../../vendor';
import { blockListEntity } from './blockList';

export const deleteEntries = batchOperation<string>({
	name: 'Delete',
	action: 'Delete block list entries',
	description: 'Take entries off the block list, a thousand in a request',
	fields: [blockListEntity.idField],
	batchSize: BULK_SIZE,
	row: (read) => blockListEntity.readId(read),
	request: (ids) =>
		instantlyRequest({
			operation: 'blockList.delete',
			method: 'POST',
			path: `${blockListEntity.path}/bulk-delete`,
			body: { ids: [...new Set(ids)] },
			safeToRepeat: true,
			records: ids.length,
		}),
	readRows,
	// IDs have been looked at.
	causedByRow: () => false,
});

/** The answer is a list of the entries that were deleted. */
function readRows(answer: Success, ids: string[]): Array<RowResult | undefined> {
	if (!Array.isArray(answer.data)) return [];
	const gone = new Map(asArray(answer.data).map((entry) => [asText(asObject(entry).id), entry]));
	return ids.map((id): RowResult => {
		const entry = gone.get(id);
		// What an earlier attempt has deleted is not there any more.
		if (entry !== undefined || mayBeDone(answer.earlier)) {
			const { bl_value } = asObject(entry);
			return { ok: true, data: { id, bl_value, result: 'deleted' } };
		}
		return { ok: false, failure: rowFailure('not-found', `there is no entry ${id}`, answer) };
	});
}
