import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { asArray, asObject, asText } from '../../shared/engine/body';
import { cursorAt } from '../../shared/engine/pages/cursor';
import type { Cursor } from '../../shared/engine/pages/style';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { openLookup, type Lookup } from '../../shared/node/lookup';
import type { Facts } from '../../shared/node/operation';
import { CRUD_QUOTAS, hubSpotAccess } from '../vendor';
import { readSchemas, schemasRequest } from './schemas';
import { knownTypeId, typeIdIn } from './typeIds';

/** As many as a list of the editor shows before it asks for more. */
const PAGE_SIZE = 50;

/** Lists whose members are chosen one by one; those of the others follow from filters. */
export const WRITABLE = ['MANUAL', 'SNAPSHOT'];

/** What is looked for in the account's lists. */
export interface ListSearch {
	/** A part of the name; empty for all. */
	query: string;
	/** Empty for all. */
	processingTypes: string[];
	/** What the lists hold; undefined for all. */
	typeId: string | undefined;
	/** In one page: 500 at most. */
	count: number;
}

/** A page of the lists that match (lists specification, 2026-08: an offset in the place of a cursor). */
export function listSearchRequest(
	{ lists }: Facts,
	{ query, processingTypes, typeId, count }: ListSearch,
	offset: Cursor = 0,
): ApiRequest {
	return {
		operation: 'list.getAll',
		method: 'POST',
		path: `${lists}/search`,
		body: {
			query,
			processingTypes,
			...(typeId === undefined ? {} : { objectTypeId: typeId }),
			offset: Number(offset),
			count,
			// The specification wants both, also where nothing is asked of them.
			listIds: [],
			additionalProperties: [],
		},
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
	};
}

/** The account's lists of the chosen type of records, by their names. */
export async function getLists(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchLists(this, [], filter, paginationToken);
}

/** The same, without those whose members nobody can add or remove. */
export async function getWritableLists(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchLists(this, WRITABLE, filter, paginationToken);
}

async function searchLists(
	context: ILoadOptionsFunctions,
	processingTypes: string[],
	query: string,
	offset = '0',
): Promise<INodeListSearchResult> {
	const lookup = await openLookup(context, hubSpotAccess);
	const typeId = await chosenTypeId(lookup);
	const search = { query, processingTypes, typeId, count: PAGE_SIZE };
	const data = await lookup.get(listSearchRequest(lookup.facts, search, offset));
	const { lists, hasMore } = asObject(data);
	const next = hasMore === true ? cursorAt(data, 'offset') : undefined;
	return {
		results: asArray(lists).map(choiceOf),
		...(next === undefined ? {} : { paginationToken: String(next) }),
	};
}

async function chosenTypeId({ read, facts, get }: Lookup): Promise<string | undefined> {
	const type = read.locator('objectType');
	if (type === '') return undefined;
	return knownTypeId(type) ?? typeIdIn(readSchemas(await get(schemasRequest(facts))), type);
}

function choiceOf(list: JsonValue): { name: string; value: string } {
	const { listId, name } = asObject(list);
	const value = asText(listId) ?? '';
	return { name: asText(name) ?? value, value };
}
