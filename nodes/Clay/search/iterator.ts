import { asObject, asText } from '../../shared/engine/body';
import type { Client, Failure } from '../../shared/engine/client';
import type { PageStyle } from '../../shared/engine/pages/style';
import type { ApiRequest } from '../../shared/engine/types';
import type { Placed } from '../../shared/node/operation';
import { rowFailure } from '../../shared/engine/batch';
import { clayRequest } from '../vendor';
import type { Asked } from './asked';

/** A search at Clay. Its place lies there: each run of it gives the results behind the last ones. */
export interface Search {
	mode: Asked['mode'];
	id: string;
	/** Runs of it that this node knows of. */
	runs: number;
}

/** Begins a search. That alone gives no results, and uses up none. */
export async function createSearch(
	client: Pick<Client, 'send'>,
	{ value: { mode, source, body } }: Placed<Asked>,
): Promise<Search | Failure> {
	const answer = await client.send(
		clayRequest({
			operation: `search.${source}.create`,
			method: 'POST',
			path: `/search/${mode}`,
			body,
			safeToRepeat: true,
			readOnly: true,
		}),
	);
	if (!answer.ok) return answer;
	const { search_id: id, source_type: found } = asObject(answer.data);
	const text = asText(id);
	if (text === undefined) return rowFailure('bad-request', 'the answer names no search', answer);
	// Of a query it is Clay that tells what it searches for (OpenAPI, 2026-08).
	if (asText(found) !== undefined && found !== source) {
		const message = `the query searches for ${String(found)}, and not for ${source}`;
		return rowFailure('invalid', message, answer);
	}
	return { mode, id: text, runs: 0 };
}

/** "query-mode srch_1 3": which search, and how often it was run. */
export function placeIn({ mode, id, runs }: Search): string {
	return `${mode} ${id} ${runs}`;
}

export function searchAt(place: string): Search | undefined {
	const [mode, id, runs, ...more] = place.split(' ');
	if (mode !== 'filters-mode' && mode !== 'query-mode') return undefined;
	if (!id || runs === undefined || more.length > 0) return undefined;
	return { mode, id, runs: Number(runs) };
}

/**
 * The pages of a search. A page whose answer is lost is not asked for again: the next run gives the
 * one behind it (pagination, 2026-08). `wanted` tells how many results are still wanted.
 */
export function iteratorPages(
	search: Search,
	{ source, pageSize }: Asked,
	wanted: () => number,
): PageStyle {
	return {
		name: 'cursor',
		first: placeIn(search),
		request: (cursor): ApiRequest => {
			const { mode, id, runs } = searchAt(String(cursor)) ?? search;
			return clayRequest({
				operation: `search.${source}.run`,
				method: 'POST',
				path: `/search/${mode}/${encodeURIComponent(id)}/run`,
				pathTemplate: `/search/${mode}/{id}/run`,
				body: { limit: Math.min(pageSize, wanted()) },
				safeToRepeat: false,
				keyFields: { searchId: id, run: String(runs + 1) },
			});
		},
		next: ({ data }, cursor) => {
			const at = searchAt(String(cursor)) ?? search;
			return asObject(data).has_more === true
				? { kind: 'more', cursor: placeIn({ ...at, runs: at.runs + 1 }) }
				: { kind: 'end' };
		},
	};
}
