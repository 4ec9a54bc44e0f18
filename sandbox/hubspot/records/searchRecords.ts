import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject, stringList } from '../../json';
import type { Account } from '../account';
import type { Call } from '../call';
import { storeIn } from '../call';
import { validationError } from '../refusals';
import { bodyOf, boundedNumber } from '../requestBody';
import type { CrmRecord } from './crmRecord';
import { valueOf } from './crmRecord';
import type { ObjectStore } from './objectStore';
import { readView } from './recordView';
import type { RecordTest } from './searchFilter';
import { compare, rank, searchFilter } from './searchFilter';

/** developers.hubspot.com, CRM search guide, of 30 March 2026. */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 200;
const MAX_GROUPS = 5;
const MAX_FILTERS_IN_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_BODY_CHARACTERS = 3000;
const MAX_SORTS = 1;

function filterTest(body: JsonObject, store: ObjectStore, account: Account): RecordTest {
	const groups = Array.isArray(body.filterGroups) ? body.filterGroups : [];
	if (groups.length > MAX_GROUPS) throw validationError(`At most ${MAX_GROUPS} filterGroups`);
	const filters = groups.map((group) =>
		isJsonObject(group) && Array.isArray(group.filters) ? group.filters : [],
	);
	if (filters.some((each) => each.length > MAX_FILTERS_IN_GROUP)) {
		throw validationError(`At most ${MAX_FILTERS_IN_GROUP} filters in a filterGroup`);
	}
	if (filters.flat().length > MAX_FILTERS) throw validationError(`At most ${MAX_FILTERS} filters`);
	const tests = filters.map((group) =>
		group.map((filter: unknown) => searchFilter(filter, store, account)),
	);
	if (tests.length === 0) return () => true;
	return (record) => tests.some((group) => group.every((test) => test(record)));
}

function queryTest(query: unknown, { type }: ObjectStore): RecordTest {
	if (typeof query !== 'string' || query.trim() === '') return () => true;
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	return (record) => {
		const text = type.searched.map((name) => valueOf(type, record, name) ?? '').join(' ');
		return words.every((word) => text.toLowerCase().includes(word));
	};
}

/** Oldest first when nothing is said; what has no value comes last. */
function sorted(records: CrmRecord[], sorts: unknown, { definitions, type }: ObjectStore) {
	const list: unknown[] = Array.isArray(sorts) ? sorts : [];
	if (list.length > MAX_SORTS) throw validationError('Only one sort is supported');
	const [sort] = list;
	if (sort === undefined) return records;
	const text = typeof sort === 'string' ? sort : '';
	const name = isJsonObject(sort) ? String(sort.propertyName) : text.replace(/^-/, '');
	const descending = isJsonObject(sort) ? sort.direction === 'DESCENDING' : text.startsWith('-');
	const definition = definitions.get(name);
	if (definition === undefined) throw validationError(`Property ${name} does not exist`);
	const sign = descending ? -1 : 1;
	const ranked = records.map((record) => {
		const value = valueOf(type, record, name);
		return { record, rank: value === undefined ? undefined : rank(definition, value) };
	});
	ranked.sort((one, other) => {
		if (one.rank === undefined || other.rank === undefined) {
			return Number(one.rank === undefined) - Number(other.rank === undefined);
		}
		return sign * compare(one.rank, other.rank);
	});
	return ranked.map(({ record }) => record);
}

function found(body: JsonObject, store: ObjectStore, account: Account): CrmRecord[] {
	const matchesFilters = filterTest(body, store, account);
	const matchesQuery = queryTest(body.query, store);
	const now = Date.now();
	const matching = store.living().flatMap((record) => {
		const indexed = store.indexed(record, now);
		return indexed !== undefined && matchesFilters(indexed) && matchesQuery(indexed)
			? [indexed]
			: [];
	});
	return sorted(matching, body.sorts, store);
}

export function searchRecords(call: Call): VendorAnswer {
	const { account, request } = call;
	if (request.body.length > MAX_BODY_CHARACTERS) {
		throw validationError(`The request body is longer than ${MAX_BODY_CHARACTERS} characters`);
	}
	const body = bodyOf(request);
	const cap = account.searchCap;
	const bounds = { absent: DEFAULT_LIMIT, low: 1, high: MAX_LIMIT };
	const limit = boundedNumber(body.limit, 'limit', bounds);
	const offset = boundedNumber(body.after === '' ? undefined : body.after, 'after', {
		absent: 0,
		low: 0,
		high: Number.MAX_SAFE_INTEGER,
	});
	if (offset + limit > cap) {
		throw validationError(`The search endpoint cannot page beyond ${cap} results`);
	}
	const store = storeIn(call);
	const all = found(body, store, account);
	const asked = stringList(body.properties);
	const next = offset + limit;
	return jsonAnswer(
		200,
		{
			total: all.length,
			results: all.slice(offset, next).map((record) => readView(store, record, asked)),
			// The next page is offered even where asking for it is refused: at the cap.
			...(next < all.length ? { paging: { next: { after: String(next) } } } : {}),
		},
		{ applied: true },
	);
}
