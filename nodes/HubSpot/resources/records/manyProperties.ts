import { asArray, asObject } from '../../../shared/engine/body';
import type { Outcome, Success } from '../../../shared/engine/client';
import { idOf } from '../../../shared/engine/pages/keyset';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import type { Facts, RunContext } from '../../../shared/node/operation';
import { BATCH_SIZE } from '../../vendor';
import { readRequest, type ReadRow } from './readRecords';
import { RECORD_ID } from './rows';

/** What the address of a page or the body of a search cannot hold is read for each page by itself. */
export interface ValuesApart {
	operation: string;
	type: string;
	properties: string[];
	archived: boolean;
}

/** By the query or the body of the request that leaves its values out. */
export type ApartBy = WeakMap<object, ValuesApart>;

/**
 * A client whose pages have their values filled in by a second request: the page itself gives only
 * the IDs. HubSpot answers an address that is too long with 414.
 */
export function fillPages({ client, facts }: RunContext, apart: ApartBy): RunContext['client'] {
	return {
		redact: (text) => client.redact(text),
		send: async (request) => {
			const page = await client.send(request);
			const values = apartOf(request, apart);
			if (!page.ok || !values) return page;
			return await fillPage(client, facts, page, values);
		},
	};
}

/** A page with its values filled in; what it tells of a record beside them stays. */
export async function fillPage(
	client: RunContext['client'],
	facts: Facts,
	page: Success,
	values: ValuesApart,
): Promise<Outcome> {
	const { archived, operation } = values;
	const { results } = asObject(page.data);
	if (!Array.isArray(results)) return page;
	const filled = new Map<string, JsonValue>();
	for (const rows of pagesOf(results, values)) {
		const asked = readRequest(operation, rows, facts);
		const answer = await client.send(archived ? { ...asked, query: { archived } } : asked);
		if (!answer.ok) return answer;
		for (const record of asArray(asObject(answer.data).results)) {
			filled.set(idOf(record) ?? '', record);
		}
	}
	const records = results.map((row) => ({
		...asObject(row),
		...asObject(filled.get(idOf(row) ?? '')),
	}));
	return { ...page, data: { ...asObject(page.data), results: records } };
}

function apartOf({ query, body }: ApiRequest, apart: ApartBy): ValuesApart | undefined {
	const part = query ?? body;
	return typeof part === 'object' && part !== null ? apart.get(part) : undefined;
}

function pagesOf(records: JsonValue[], { type, properties }: ValuesApart): ReadRow[][] {
	const rows = records.map((record) => ({
		type,
		property: RECORD_ID,
		value: idOf(record) ?? '',
		properties,
	}));
	const pages: ReadRow[][] = [];
	for (let at = 0; at < rows.length; at += BATCH_SIZE) pages.push(rows.slice(at, at + BATCH_SIZE));
	return pages;
}
