import { recordsOf } from '../shared/engine/body';
import { cursorPages } from '../shared/engine/pages/cursor';
import type { Cursor, PageStyle } from '../shared/engine/pages/style';
import type { ApiRequest, JsonValue } from '../shared/engine/types';
import { PAGE_SIZE } from './vendor';

/** Where a page begins, and how many records it may hold: of a GET in the query, of a POST in the body. */
export interface Paging {
	limit: number;
	starting_after?: string;
}

/**
 * Pages by an opaque cursor. The last one with records may still name a next one, which is empty
 * (conventions of the starter kit, 2026-11).
 */
export function listPages(request: (paging: Paging) => ApiRequest, most = PAGE_SIZE): PageStyle {
	const limit = Math.min(PAGE_SIZE, most);
	const pages = cursorPages({
		at: 'next_starting_after',
		request: (cursor) => request({ limit, ...startingAfter(cursor) }),
	});
	return {
		...pages,
		next: (page, cursor, seen) =>
			page.rows.length === 0 ? { kind: 'end' } : pages.next(page, cursor, seen),
	};
}

function startingAfter(cursor: Cursor | undefined): Pick<Paging, 'starting_after'> {
	return cursor === undefined ? {} : { starting_after: String(cursor) };
}

/** The records of a page. Throws where the answer is none. */
export function itemsOf(data: JsonValue | undefined): { rows: JsonValue[] } {
	return { rows: recordsOf(data, 'items') };
}
