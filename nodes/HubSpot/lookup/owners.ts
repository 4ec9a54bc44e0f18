import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { asObject, asText, recordsOf } from '../../shared/engine/body';
import { cursorPages } from '../../shared/engine/pages/cursor';
import type { Cursor } from '../../shared/engine/pages/style';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import type { Facts } from '../../shared/node/operation';
import { CRUD_QUOTAS, hubSpotAccess } from '../vendor';
import { matching } from './matching';

/** Owners API, 2026-08: 100 in a page. */
const PAGE_SIZE = 100;
/** More than this nobody picks from. */
const MOST_OWNERS = 1_000;

interface OwnersPage {
	after: Cursor | undefined;
	/** Only the owner with this address; empty for all. */
	email?: string;
	/** Those who have left the account, and no others. */
	archived?: boolean;
}

/** A page of the account's users who can own records. */
export function ownersRequest(
	{ owners }: Facts,
	{ after, email = '', archived = false }: OwnersPage,
): ApiRequest {
	return {
		operation: 'owner.getAll',
		method: 'GET',
		path: String(owners),
		query: {
			limit: PAGE_SIZE,
			after,
			...(email === '' ? {} : { email }),
			...(archived ? { archived } : {}),
		},
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
	};
}

/** Records are given to owners; sequences are those of a user, who has another ID. */
type OwnerId = 'id' | 'userId';

/** The account's owners by their names, with the one ID or the other. */
export async function listOwners(
	{ facts, list }: Lookup,
	valueOf: OwnerId = 'id',
): Promise<Array<{ name: string; value: string }>> {
	const owners = await list({
		style: cursorPages({
			at: 'paging.next.after',
			request: (after) => ownersRequest(facts, { after }),
		}),
		read: (data) => ({ rows: recordsOf(data, 'results') }),
		limit: MOST_OWNERS,
	});
	return owners
		.map((owner) => choiceOf(owner, valueOf))
		.filter(({ value }) => value !== '')
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** Owners, as records name them. */
export async function getOwners(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return { results: await ownersMatching(this, filter, 'id') };
}

/** Users, as sequences name them. */
export async function getUsers(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return { results: await ownersMatching(this, filter, 'userId') };
}

async function ownersMatching(
	context: ILoadOptionsFunctions,
	filter: string,
	valueOf: OwnerId,
): Promise<INodeListSearchItems[]> {
	const lookup = await openLookup(context, hubSpotAccess);
	return matching(await listOwners(lookup, valueOf), filter);
}

function choiceOf(owner: JsonValue, valueOf: OwnerId): { name: string; value: string } {
	const { email, firstName, lastName, [valueOf]: id } = asObject(owner);
	const name = [firstName, lastName].map((part) => asText(part) ?? '').filter(Boolean);
	const address = asText(email) ?? '';
	const value = asText(id) ?? '';
	return { name: name.length > 0 ? `${name.join(' ')} (${address})` : address || value, value };
}
