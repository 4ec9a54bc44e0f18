import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { asArray, asObject, asText } from '../../shared/engine/body';
import { cursorAt } from '../../shared/engine/pages/cursor';
import type { Cursor } from '../../shared/engine/pages/style';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { openLookup } from '../../shared/node/lookup';
import type { Facts } from '../../shared/node/operation';
import { CRUD_QUOTAS, hubSpotAccess } from '../vendor';

/** The specification of 2026-08 names no bound; callers ask for a hundred. */
const PAGE_SIZE = 100;

/** A page of the sequences that a user may use; `name`: empty for all. */
export function sequencesRequest(
	{ sequences }: Facts,
	{ userId, name }: { userId: string; name: string },
	after: Cursor | undefined,
): ApiRequest {
	return {
		operation: 'sequence.getAll',
		method: 'GET',
		path: String(sequences),
		query: { userId, ...(name === '' ? {} : { name }), limit: PAGE_SIZE, after },
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
	};
}

/** The sequences of the chosen user, by their names; none while no user is chosen. */
export async function getSequences(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { read, facts, get } = await openLookup(this, hubSpotAccess);
	const userId = read.locator('user');
	if (userId === '') return { results: [] };
	const data = await get(sequencesRequest(facts, { userId, name: filter }, paginationToken));
	const next = cursorAt(data, 'paging.next.after');
	return {
		results: asArray(asObject(data).results).map(choiceOf),
		...(next === undefined ? {} : { paginationToken: String(next) }),
	};
}

function choiceOf(sequence: JsonValue): { name: string; value: string } {
	const { id, name } = asObject(sequence);
	const value = asText(id) ?? '';
	return { name: asText(name) ?? value, value };
}
