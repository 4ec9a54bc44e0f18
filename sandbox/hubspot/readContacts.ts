import type { VendorAnswer, VendorRequest } from '../http/exchange';
import { jsonAnswer } from '../http/exchange';
import type { Account } from './account';
import type { Contact } from './contact';
import { readView } from './contactView';
import { objectNotFound, validationError } from './refusals';
import { boundedNumber } from './requestBody';

/** GET list: 10 by default, 100 at most (HubSpot's contacts specification, 2026-03). */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

export function askedProperties(query: URLSearchParams): string[] {
	return query
		.getAll('properties')
		.flatMap((names) => names.split(','))
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

export function contactById(account: Account, id: string, idProperty: string | null): Contact {
	const property = idProperty ?? 'hs_object_id';
	if (property !== 'email' && !account.store.isUnique(property)) {
		throw validationError(`Unable to look up 0-1 by non-unique property ${property}`);
	}
	const contact = account.store.find(property, id);
	if (contact === undefined) throw objectNotFound();
	return contact;
}

export function readContact(account: Account, request: VendorRequest, id: string): VendorAnswer {
	const { query } = request;
	const known = (name: string): boolean => account.definitions.has(name);
	if (query.get('archived') === 'true') {
		const contact = account.store.get(id);
		if (contact?.archivedAt === undefined) throw objectNotFound();
		return jsonAnswer(200, readView(contact, askedProperties(query), known), { applied: true });
	}
	const contact = contactById(account, id, query.get('idProperty'));
	return jsonAnswer(200, readView(contact, askedProperties(query), known), { applied: true });
}

/** `after` is the id of the next record; the last page has no `paging`. */
export function listContacts(account: Account, request: VendorRequest): VendorAnswer {
	const { query, path } = request;
	const limit = boundedNumber(query.get('limit'), 'limit', {
		absent: DEFAULT_LIMIT,
		low: 1,
		high: MAX_LIMIT,
	});
	const after = query.get('after');
	if (after !== null && !/^\d+$/.test(after)) throw validationError(`Invalid after ${after}`);
	const asked = askedProperties(query);
	const { store, definitions } = account;
	const all = query.get('archived') === 'true' ? store.archived() : store.living();
	const rest = after === null ? all : all.filter(({ id }) => Number(id) >= Number(after));
	const next = rest[limit];
	const paging =
		next === undefined
			? {}
			: { paging: { next: { after: next.id, link: linkTo(path, query, next.id) } } };
	const results = rest
		.slice(0, limit)
		.map((contact) => readView(contact, asked, (name) => definitions.has(name)));
	return jsonAnswer(200, { results, ...paging }, { applied: true });
}

function linkTo(path: string, query: URLSearchParams, after: string): string {
	const next = new URLSearchParams(query);
	next.set('after', after);
	return `https://api.hubapi.com${path}?${next.toString()}`;
}
