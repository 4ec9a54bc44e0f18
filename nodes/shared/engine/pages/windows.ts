import { asArray, asText, parseJson } from '../body';
import type { JsonValue } from '../types';
import type { Cursor, Next, Page, PageStyle } from './style';

export interface WindowOptions {
	/** No query gives more than this many records. */
	cap: number;
	/** The value that the rows are sorted by. */
	keyOf: (row: JsonValue) => string | number | undefined;
	/** Whether the rows behind a key begin with those of that key: the walk drops what it has seen. */
	inclusive: boolean;
	/** The pages of the rows behind a key; of all rows for undefined. */
	open: (after: string | number | undefined) => PageStyle;
}

/**
 * Passes a result cap with any style of pages: when a query has given as many records as it can, a
 * new one asks for those behind the last row's key. Ends at the cap where a row has no key, or where
 * more rows than the cap have the same one.
 */
export function windowedPages(options: WindowOptions): PageStyle {
	const { open, keyOf, inclusive } = options;
	return {
		name: 'window',
		request: (cursor) => {
			const { after, inner } = windowOf(cursor);
			const pages = open(after);
			return pages.request(inner ?? pages.first);
		},
		isExpired: (failure, cursor) => {
			const { after, inner } = windowOf(cursor);
			return inner !== undefined && (open(after).isExpired?.(failure, inner) ?? false);
		},
		isCap: (failure, cursor) => {
			const { after, inner } = windowOf(cursor);
			return inner !== undefined && (open(after).isCap?.(failure, inner) ?? false);
		},
		overlaps: (row, cursor) => {
			const { after } = windowOf(cursor);
			return inclusive && after !== undefined && keyOf(row) === after;
		},
		next: (page, cursor, seen) => nextPage(options, page, windowOf(cursor), seen),
	};
}

interface Window {
	after?: string | number;
	/** Rows that came before this window. */
	before: number;
	/** Where the window's own pages stand. */
	inner?: Cursor;
}

function nextPage({ open, keyOf, cap }: WindowOptions, page: Page, at: Window, seen: number): Next {
	const inside = seen - at.before;
	const pages = open(at.after);
	const next = pages.next(page, at.inner ?? pages.first, inside);
	if (next.kind === 'same' || next.kind === 'lost') return next;
	if (next.kind !== 'cap' && inside + page.rows.length < cap) {
		return next.kind === 'more' ? more({ ...at, inner: next.cursor }) : next;
	}
	const last = page.rows.at(-1);
	const key = last === undefined ? undefined : keyOf(last);
	if (key === undefined || key === at.after) return { kind: 'cap', at: cap };
	return more({ after: key, before: seen + page.rows.length });
}

function more({ after, before, inner }: Window): Next {
	return {
		kind: 'more',
		cursor: JSON.stringify([after ?? null, before, inner ?? null]),
	};
}

function windowOf(cursor: Cursor | undefined): Window {
	const [after, before, inner] = asArray(
		typeof cursor === 'string' ? parseJson(cursor) : undefined,
	);
	return {
		before: Number(asText(before) ?? 0),
		...(isPlace(after) ? { after } : {}),
		...(isPlace(inner) ? { inner } : {}),
	};
}

function isPlace(value: JsonValue | undefined): value is string | number {
	return typeof value === 'string' || typeof value === 'number';
}
