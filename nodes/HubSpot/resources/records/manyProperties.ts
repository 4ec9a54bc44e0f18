import { asArray, asObject } from '../../../shared/engine/body';
import { idOf } from '../../../shared/engine/pages/keyset';
import type { ApiRequest, JsonValue } from '../../../shared/engine/types';
import { readRequest, type ReadRow } from './readRecords';
import { RECORD_ID } from './rows';
import type { RunContext } from '../../../shared/node/operation';
import { BATCH_SIZE } from '../../vendor';

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
			const { results } = asObject(page.data);
			const filled = new Map<string, JsonValue>();
			for (const rows of pagesOf(asArray(results), values)) {
				const { archived } = values;
				const asked = readRequest(values.operation, rows, facts);
				const answer = await client.send(archived ? { ...asked, query: { archived } } : asked);
				if (!answer.ok) return answer;
				for (const record of asArray(asObject(answer.data).results)) {
					filled.set(idOf(record) ?? '', record);
				}
			}
			const records = asArray(results).map((row) => filled.get(idOf(row) ?? '') ?? row);
			return { ...page, data: { ...asObject(page.data), results: records } };
		},
	};
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
