import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { Call } from '../call';
import { linkTo } from '../paging';
import { validationError } from '../refusals';
import { bodyOf, boundedNumber, listBodyOf } from '../requestBody';
import { OBJECT_TYPES } from '../types/objectTypes';
import { listIn } from './manageLists';
import type { RecordList } from './recordLists';

/** 100 by default, 250 at most (lists specification, 2026-03). */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 250;

/** In order of record id. */
export function listMembers(call: Call): VendorAnswer {
	const { query } = call.request;
	const limit = boundedNumber(query.get('limit'), 'limit', {
		absent: DEFAULT_LIMIT,
		low: 1,
		high: MAX_LIMIT,
	});
	const after = query.get('after');
	if (after !== null && !/^\d+$/.test(after)) throw validationError(`Invalid after ${after}`);
	const all = [...listIn(call).members].sort(([one], [other]) => Number(one) - Number(other));
	// The cursor is the last id that was given; records following it come next.
	const rest = all.filter(([id]) => Number(id) > Number(after ?? 0));
	const page = rest.slice(0, limit);
	const results = page.map(([recordId, joined]) => ({
		recordId,
		membershipTimestamp: new Date(joined).toISOString(),
	}));
	const last = page.at(-1)?.[0];
	const paging = rest.length > limit && last !== undefined ? linkTo(call.request, last) : {};
	return jsonAnswer(200, { results, total: all.length, ...paging }, { applied: true });
}

/** Ids are texts in here: a number is refused. */
function idsIn(value: unknown): string[] {
	if (!Array.isArray(value)) throw validationError('Invalid input JSON: an array is expected');
	return value.map((id: unknown) => {
		if (typeof id === 'string' && /^\d+$/.test(id)) return id;
		throw validationError(`Invalid record id ${String(id)}`);
	});
}

function writableIn(call: Call): RecordList {
	const list = listIn(call);
	if (list.processingType !== 'DYNAMIC') return list;
	throw validationError(
		`List ${list.listId} has the processingType DYNAMIC; only MANUAL and SNAPSHOT lists take records`,
	);
}

/** Records that do not exist are named; members there already, or not there, are passed over. */
function change(call: Call, list: RecordList, ids: { add: string[]; remove: string[] }) {
	const type = OBJECT_TYPES.find(({ id }) => id === list.objectTypeId);
	const exists = (id: string): boolean =>
		type !== undefined && call.account.storeOf(type).find('hs_object_id', id) !== undefined;
	const now = Date.now();
	const added = [...new Set(ids.add)].filter((id) => exists(id) && !list.members.has(id));
	const removed = [...new Set(ids.remove)].filter((id) => list.members.has(id));
	for (const id of added) list.members.set(id, now);
	for (const id of removed) list.members.delete(id);
	const missing = [...new Set([...ids.add, ...ids.remove])].filter((id) => !exists(id));
	if (added.length + removed.length > 0) list.updatedAt = now;
	const rows = ids.add.length + ids.remove.length;
	// The first of these names is spelled as the specification spells it.
	return jsonAnswer(
		200,
		{ recordsIdsAdded: added, recordIdsRemoved: removed, recordIdsMissing: missing },
		{ applied: true, rows },
	);
}

export function addMembers(call: Call): VendorAnswer {
	const list = writableIn(call);
	return change(call, list, { add: idsIn(listBodyOf(call.request)), remove: [] });
}

export function removeMembers(call: Call): VendorAnswer {
	const list = writableIn(call);
	return change(call, list, { add: [], remove: idsIn(listBodyOf(call.request)) });
}

export function changeMembers(call: Call): VendorAnswer {
	const list = writableIn(call);
	const { recordIdsToAdd, recordIdsToRemove } = bodyOf(call.request);
	return change(call, list, {
		add: idsIn(recordIdsToAdd ?? []),
		remove: idsIn(recordIdsToRemove ?? []),
	});
}
