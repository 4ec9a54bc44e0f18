import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import { readAssociations } from '../associations/readAssociations';
import type { Call } from '../call';
import { paramIn, storeIn } from '../call';
import { linkTo } from '../paging';
import { objectNotFound, validationError } from '../refusals';
import { boundedNumber } from '../requestBody';
import type { CrmRecord } from './crmRecord';
import type { ObjectStore } from './objectStore';
import { historyView, readView } from './recordView';

/** GET list: 10 by default, 100 at most (HubSpot, object specifications, 2026-03). */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** Names in a query, with commas between them or given several times. */
function namesIn(query: URLSearchParams, name: string): string[] {
	return query
		.getAll(name)
		.flatMap((names) => names.split(','))
		.map((each) => each.trim())
		.filter((each) => each !== '');
}

export function refuseNonUnique(store: ObjectStore, property: string): void {
	if (store.isUnique(property)) return;
	throw validationError(`Unable to look up ${store.type.id} by non-unique property ${property}`);
}

/** A living record; the id of one that was merged away gives the one it went into. */
export function recordById(store: ObjectStore, id: string, idProperty: string | null): CrmRecord {
	const property = idProperty ?? 'hs_object_id';
	refuseNonUnique(store, property);
	const record = property === 'hs_object_id' ? store.followed(id) : store.find(property, id);
	if (record?.archivedAt !== undefined || record === undefined) throw objectNotFound();
	return record;
}

function shown(call: Call, record: CrmRecord): object {
	const { query } = call.request;
	const store = storeIn(call);
	const wanted = namesIn(query, 'associations');
	return {
		...readView(store, record, namesIn(query, 'properties')),
		...historyView(record, namesIn(query, 'propertiesWithHistory')),
		...readAssociations(call.account, { typeId: store.type.id, id: record.id }, wanted),
	};
}

export function readOne(call: Call): VendorAnswer {
	const { query } = call.request;
	const store = storeIn(call);
	const id = paramIn(call);
	if (query.get('archived') !== 'true') {
		const record = recordById(store, id, query.get('idProperty'));
		return jsonAnswer(200, shown(call, record), { applied: true });
	}
	const record = store.get(id);
	if (record?.archivedAt === undefined) throw objectNotFound();
	return jsonAnswer(200, shown(call, record), { applied: true });
}

/** The first place whose id is not below `id`; the records are in order of their ids. */
function placeOf(records: readonly CrmRecord[], id: number): number {
	let low = 0;
	let high = records.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (Number(records[middle]?.id) < id) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** `after` is the id of the next record; the last page has no `paging`. */
export function listRecords(call: Call): VendorAnswer {
	const { query } = call.request;
	const limit = boundedNumber(query.get('limit'), 'limit', {
		absent: DEFAULT_LIMIT,
		low: 1,
		high: MAX_LIMIT,
	});
	const after = query.get('after');
	if (after !== null && !/^\d+$/.test(after)) throw validationError(`Invalid after ${after}`);
	const store = storeIn(call);
	const all = query.get('archived') === 'true' ? store.archived() : store.living();
	const start = after === null ? 0 : placeOf(all, Number(after));
	const next = all[start + limit];
	const results = all.slice(start, start + limit).map((record) => shown(call, record));
	const paging = next === undefined ? {} : linkTo(call.request, next.id);
	return jsonAnswer(200, { results, ...paging }, { applied: true });
}
