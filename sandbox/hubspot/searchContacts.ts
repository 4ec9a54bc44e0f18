import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject, stringList } from '../json';
import type { Account } from './account';
import type { Contact } from './contact';
import { valueOf } from './contact';
import { readView } from './contactView';
import { validationError } from './refusals';
import { bodyOf, boundedNumber } from './requestBody';
import type { ContactTest } from './searchFilter';
import { inOrder, searchFilter } from './searchFilter';

/** developers.hubspot.com, CRM search guide, of 30 March 2026. */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 200;
const MAX_GROUPS = 5;
const MAX_FILTERS_IN_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_BODY_CHARACTERS = 3000;
const MAX_SORTS = 1;

const SEARCHED_BY_QUERY = [
	'firstname',
	'lastname',
	'email',
	'phone',
	'mobilephone',
	'fax',
	'company',
];

function filterTest(body: JsonObject, account: Account): ContactTest {
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
		group.map((filter: unknown) => searchFilter(filter, account.definitions)),
	);
	if (tests.length === 0) return () => true;
	return (contact) => tests.some((group) => group.every((test) => test(contact)));
}

function queryTest(query: unknown): ContactTest {
	if (typeof query !== 'string' || query.trim() === '') return () => true;
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	return (contact) => {
		const text = SEARCHED_BY_QUERY.map((name) => contact.properties[name] ?? '').join(' ');
		return words.every((word) => text.toLowerCase().includes(word));
	};
}

/** Oldest first when nothing is said. */
function sorted(contacts: Contact[], sorts: unknown, account: Account): Contact[] {
	const list: unknown[] = Array.isArray(sorts) ? sorts : [];
	if (list.length > MAX_SORTS) throw validationError('Only one sort is supported');
	const [sort] = list;
	if (sort === undefined) return contacts;
	const text = typeof sort === 'string' ? sort : '';
	const name = isJsonObject(sort) ? String(sort.propertyName) : text.replace(/^-/, '');
	const descending = isJsonObject(sort) ? sort.direction === 'DESCENDING' : text.startsWith('-');
	const definition = account.definitions.get(name);
	if (definition === undefined) throw validationError(`Property ${name} does not exist`);
	const order = inOrder(definition);
	const sign = descending ? -1 : 1;
	return [...contacts].sort(
		(one, other) => sign * order(valueOf(one, name) ?? '', valueOf(other, name) ?? ''),
	);
}

export function searchContacts(account: Account, request: VendorRequest): VendorAnswer {
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
	const matchesFilters = filterTest(body, account);
	const matchesQuery = queryTest(body.query);
	const indexedBefore = Date.now() - account.indexLagMs;
	const found = account.store
		.living()
		.filter(
			(contact) =>
				contact.createdAt <= indexedBefore && matchesFilters(contact) && matchesQuery(contact),
		);
	const page = sorted(found, body.sorts, account).slice(offset, offset + limit);
	const asked = stringList(body.properties);
	const next = offset + limit;
	return jsonAnswer(
		200,
		{
			total: found.length,
			results: page.map((contact) =>
				readView(contact, asked, (name) => account.definitions.has(name)),
			),
			// The next page is offered even where asking for it is refused: at the cap.
			...(next < found.length ? { paging: { next: { after: String(next) } } } : {}),
		},
		{ applied: true },
	);
}
