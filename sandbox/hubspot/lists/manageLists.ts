import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject, stringList } from '../../json';
import type { Call } from '../call';
import { paramIn } from '../call';
import { objectNotFound, validationError } from '../refusals';
import { bodyOf, boundedNumber, requiredText } from '../requestBody';
import { OBJECT_TYPES } from '../types/objectTypes';
import type { RecordList } from './recordLists';
import { listView, PROCESSING_TYPES } from './recordLists';

/** 20 by default, 500 at most (lists specification, 2026-03). */
const DEFAULT_COUNT = 20;
const MAX_COUNT = 500;

export function listIn(call: Call): RecordList {
	const list = call.account.lists.get(paramIn(call, 'list'));
	if (list === undefined) throw objectNotFound('List does not exist.');
	return list;
}

/** An OR branch, and in it AND branches with the filters (list filters guide, 2026-03). */
function filterBranchIn({ filterBranch: branch }: JsonObject): JsonObject | undefined {
	if (branch === undefined || branch === null) return undefined;
	if (!isJsonObject(branch) || branch.filterBranchType !== 'OR') {
		throw validationError('The root of a filterBranch must have the filterBranchType OR');
	}
	const below: unknown[] = Array.isArray(branch.filterBranches) ? branch.filterBranches : [];
	const isAnd = (each: unknown) => isJsonObject(each) && each.filterBranchType === 'AND';
	if (below.length === 0 || !below.every(isAnd)) {
		throw validationError('The OR filterBranch must hold one or more AND filterBranches');
	}
	return branch;
}

/** `{name, objectTypeId, processingType, filterBranch?}`; answers 200 with `{list}`. */
export function createList({ account, request }: Call): VendorAnswer {
	const body = bodyOf(request);
	const name = requiredText(body, 'name');
	const objectTypeId = requiredText(body, 'objectTypeId');
	const wanted = requiredText(body, 'processingType');
	const processingType = PROCESSING_TYPES.find((each) => each === wanted);
	if (processingType === undefined) throw validationError(`Invalid processingType ${wanted}`);
	if (!OBJECT_TYPES.some(({ id }) => id === objectTypeId)) {
		throw validationError(`Invalid objectTypeId ${objectTypeId}`);
	}
	const filterBranch = filterBranchIn(body);
	if (processingType === 'DYNAMIC' && filterBranch === undefined) {
		throw validationError('A DYNAMIC list requires a filterBranch');
	}
	// Unique over all lists of the account, whatever they hold (lists specification, 2026-03).
	const taken = account.lists.all().some((list) => list.name === name);
	if (taken) throw validationError(`A list with the name ${name} exists already`);
	const branch = filterBranch === undefined ? {} : { filterBranch };
	const list = account.lists.create({ name, objectTypeId, processingType, ...branch });
	return jsonAnswer(200, { list: listView(list) }, { applied: true, rows: 1 });
}

function foundView(list: RecordList): JsonObject {
	const { size, filterBranch, ...told } = listView(list);
	const joined = [...list.members.values()];
	const last = joined.length === 0 ? {} : { hs_last_record_added_at: String(Math.max(...joined)) };
	const counted = { hs_list_size: String(size), hs_list_reference_count: '0', ...last };
	return { ...told, additionalProperties: counted };
}

/** `{query, offset, count, processingTypes, listIds, objectTypeId}`; an offset, and no cursor. */
export function searchLists({ account, request }: Call): VendorAnswer {
	const body = bodyOf(request);
	const bounds = { absent: 0, low: 0, high: Number.MAX_SAFE_INTEGER };
	const offset = boundedNumber(body.offset, 'offset', bounds);
	const count = boundedNumber(body.count, 'count', {
		absent: DEFAULT_COUNT,
		low: 1,
		high: MAX_COUNT,
	});
	const query = typeof body.query === 'string' ? body.query.toLowerCase() : '';
	const types = stringList(body.processingTypes);
	const ids = stringList(body.listIds);
	const found = account.lists
		.all()
		.filter(
			(list) =>
				list.name.toLowerCase().includes(query) &&
				(types.length === 0 || types.includes(list.processingType)) &&
				(ids.length === 0 || ids.includes(list.listId)) &&
				(body.objectTypeId === undefined || body.objectTypeId === list.objectTypeId),
		);
	const next = Math.min(offset + count, found.length);
	const lists = found.slice(offset, next).map(foundView);
	const page = { offset: next, hasMore: next < found.length, total: found.length };
	return jsonAnswer(200, { lists, ...page }, { applied: true });
}

export function readList(call: Call): VendorAnswer {
	return jsonAnswer(200, { list: listView(listIn(call)) }, { applied: true });
}

export function deleteList(call: Call): VendorAnswer {
	call.account.lists.remove(listIn(call));
	return { status: 204, body: '', applied: true };
}
