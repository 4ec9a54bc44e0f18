/** A request without its headers. */
export interface PlainCall {
	method: string;
	/** With its query. */
	path: string;
	body: string;
}

/** The call of today's API that does the same, and its answer in the old form. */
export interface LegacyCall {
	call: PlainCall;
	answer(text: string): string;
}

interface StoredContact {
	id: string;
	properties: Record<string, string | null>;
}

/** Where the API of today has them. */
export const CONTACTS = '/crm/v3/objects/contacts';

/**
 * HubSpot's contacts API of version 1, which n8n's HubSpot node calls (n8n-nodes-base 2.41, Hubspot/V2),
 * one request for one; the sandbox knows only the API of today. Undefined for any other path.
 */
export function legacyCall({ method, path, body }: PlainCall): LegacyCall | undefined {
	const { pathname, searchParams } = new URL(path, 'http://vendor');
	if (pathname === '/contacts/v1/lists/all/contacts/all') {
		const query = new URLSearchParams({ limit: searchParams.get('count') ?? '20' });
		const offset = searchParams.get('vidOffset');
		if (offset !== null) query.set('after', offset);
		return { call: { method, path: `${CONTACTS}?${query}`, body: '' }, answer: asPage };
	}
	const [, email] = /^\/contacts\/v1\/contact\/createOrUpdate\/email\/(.+)$/.exec(pathname) ?? [];
	if (email !== undefined) {
		const upsert = `${CONTACTS}/batch/upsert`;
		const asked = upsertBody(decodeURIComponent(email), body);
		return { call: { method, path: upsert, body: asked }, answer: asUpserted };
	}
	const [, id] = /^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/.exec(pathname) ?? [];
	if (id === undefined) return undefined;
	const answer = (text: string) => JSON.stringify(profileOf(JSON.parse(text) as StoredContact));
	return { call: { method, path: `${CONTACTS}/${id}`, body: '' }, answer };
}

function upsertBody(email: string, body: string): string {
	const { properties } = JSON.parse(body) as {
		properties: Array<{ property: string; value: unknown }>;
	};
	const values = properties.map(({ property, value }) => [property, String(value)]);
	const input = {
		idProperty: 'email',
		id: email,
		properties: { email, ...Object.fromEntries(values) },
	};
	return JSON.stringify({ inputs: [input] });
}

function asUpserted(text: string): string {
	const [contact] = (JSON.parse(text) as { results: Array<{ id: string; new?: boolean }> }).results;
	return JSON.stringify({ vid: Number(contact.id), isNew: contact.new ?? false });
}

function asPage(text: string): string {
	const { results, paging } = JSON.parse(text) as {
		results: StoredContact[];
		paging?: { next?: { after: string } };
	};
	const after = paging?.next?.after;
	return JSON.stringify({
		contacts: results.map(profileOf),
		'has-more': after !== undefined,
		'vid-offset': after === undefined ? 0 : Number(after),
	});
}

function profileOf({ id, properties }: StoredContact): object {
	const values = Object.entries(properties).map(([name, value]) => [name, { value }]);
	return { vid: Number(id), properties: Object.fromEntries(values) };
}
