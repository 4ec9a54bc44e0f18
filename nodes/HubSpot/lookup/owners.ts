import { asObject, asText, recordsOf } from '../../shared/engine/body';
import { cursorPages } from '../../shared/engine/pages/cursor';
import type { JsonValue } from '../../shared/engine/types';
import type { Lookup } from '../../shared/node/lookup';
import { CRUD_QUOTAS } from '../vendor';

/** Owners API, 2026-08: 100 in a page. */
const PAGE_SIZE = 100;
/** More than this nobody picks from. */
const MOST_OWNERS = 1_000;

export interface OwnerChoice {
	name: string;
	value: string;
}

/** The account's users who can own records, by name. */
export async function listOwners({ facts, list }: Lookup): Promise<OwnerChoice[]> {
	const owners = await list({
		style: cursorPages({
			at: 'paging.next.after',
			request: (after) => ({
				operation: 'owner.getAll',
				method: 'GET',
				path: String(facts.owners),
				query: { limit: PAGE_SIZE, after },
				safeToRepeat: true,
				readOnly: true,
				quotas: CRUD_QUOTAS,
			}),
		}),
		read: (data) => ({ rows: recordsOf(data, 'results') }),
		limit: MOST_OWNERS,
	});
	return owners.map(choiceOf).sort((a, b) => a.name.localeCompare(b.name));
}

function choiceOf(owner: JsonValue): OwnerChoice {
	const { id, email, firstName, lastName } = asObject(owner);
	const name = [firstName, lastName].map((part) => asText(part) ?? '').filter(Boolean);
	const address = asText(email) ?? '';
	const value = asText(id) ?? '';
	return { name: name.length > 0 ? `${name.join(' ')} (${address})` : address || value, value };
}
