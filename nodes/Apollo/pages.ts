import { asArray, asObject } from '../shared/engine/body';
import { idOf } from '../shared/engine/pages/keyset';
import { pageNumbers } from '../shared/engine/pages/pageNumber';
import { countAt } from '../shared/engine/pages/says';
import { singlePage } from '../shared/engine/pages/single';
import type { PageStyle } from '../shared/engine/pages/style';
import type { ApiRequest, JsonValue } from '../shared/engine/types';
import type { ListPlan, Note } from '../shared/node/listOperation';
import { DISPLAY_CAP, PAGE_SIZE } from './limits';

/** A list of Apollo: numbered pages of a hundred, and the total in `pagination`. */
interface PagedList {
	/** The request of a page, with its number and size among the query or in the body. */
	request: (paging: { page: number; per_page: number }) => ApiRequest;
	/** The lists of records in the answer. Records of all of them make up a page. */
	lists: readonly string[];
	/** Where the total stands. */
	totalAt?: string;
	/** What narrows a search of which Apollo shows only the first 50,000 records; undefined for none. */
	narrowBy?: string;
}

type Listed = Pick<ListPlan, 'style' | 'read' | 'keyOf' | 'notes'>;

/** Pages of a hundred; of a search up to the records that Apollo shows of it. */
export function pagedList(list: PagedList): Listed {
	const { request, lists, totalAt = 'pagination.total_entries', narrowBy } = list;
	const style = pageNumbers({
		...(narrowBy === undefined ? {} : { cap: DISPLAY_CAP }),
		size: PAGE_SIZE,
		pagesAt: 'pagination.total_pages',
		request: (page) => request({ page, per_page: PAGE_SIZE }),
	});
	return {
		...(narrowBy === undefined ? { style } : toldCap(style, narrowBy)),
		read: (data) => {
			const total = countAt(data, totalAt);
			return { rows: recordsIn(data, lists), ...(total === undefined ? {} : { total }) };
		},
		keyOf: idOf,
	};
}

/** A list that comes whole in one answer. `read` finds its records. */
export function wholeList(
	request: ApiRequest,
	read: (data: JsonValue | undefined) => JsonValue[],
): Listed {
	return {
		style: singlePage(request),
		read: (data) => ({ rows: read(data) }),
		keyOf: idOf,
	};
}

/** The records under these names. An answer that has none of the names is no page, and throws. */
export function recordsIn(data: JsonValue | undefined, lists: readonly string[]): JsonValue[] {
	const answer = asObject(data);
	if (data !== undefined && lists.every((name) => answer[name] === undefined)) {
		throw new Error(`there is no list of "${lists[0] ?? ''}" in it`);
	}
	return lists.flatMap((name) => asArray(answer[name]));
}

/** A note when the walk has met the vendor's cap. */
function toldCap(style: PageStyle, narrowBy: string): Pick<Listed, 'style' | 'notes'> {
	let isCapped = false;
	let shown = 0;
	let total: number | undefined;
	return {
		style: {
			...style,
			next: (page, cursor, seen) => {
				const next = style.next(page, cursor, seen);
				shown = seen + page.rows.length;
				total = page.total ?? total;
				// The last page that is shown may be counted as the last one there is.
				const isLast = next.kind === 'end' && shown >= DISPLAY_CAP && (total ?? 0) > shown;
				isCapped ||= isLast || next.kind === 'cap';
				return isLast ? { kind: 'cap', at: DISPLAY_CAP } : next;
			},
			isCap: (failure, cursor) => {
				const capped = style.isCap?.(failure, cursor) === true;
				isCapped ||= capped;
				return capped;
			},
		},
		notes: () => (isCapped ? [capNote(shown, total, narrowBy)] : []),
	};
}

const number = new Intl.NumberFormat('en-US');

function capNote(shown: number, total: number | undefined, narrowBy: string): Note {
	const of = total === undefined ? '' : ` of ${number.format(total)}`;
	return {
		message: `Apollo shows only the first ${number.format(shown)}${of} records of one search. Split it into several, each with ${narrowBy}: one input item for each part.`,
		type: 'warning',
	};
}
