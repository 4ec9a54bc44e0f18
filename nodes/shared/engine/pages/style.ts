import type { Failure } from '../client';
import type { ApiRequest, HeaderMap, JsonValue } from '../types';

/** Where a walk stands: what makes the next page's request differ from the first one's. */
export type Cursor = string | number;

/** What a page's answer says about the next one. */
export type Next =
	| { kind: 'more'; cursor: Cursor }
	| { kind: 'end' }
	/** The vendor gives no more than this many records to one query. */
	| { kind: 'cap'; at: number }
	/** The answer says that there is more, but not where. */
	| { kind: 'lost'; why: string }
	/** Nothing says whether there is more. */
	| { kind: 'unsure' }
	/** The page is the one before once more: the vendor does not know what asked for the next one. */
	| { kind: 'same' };

/** A page as it came, before its rows are used. */
export interface Page {
	/** The address that gave it. */
	url: string;
	data: JsonValue | undefined;
	headers: HeaderMap;
	rows: JsonValue[];
	/** How many records the vendor says there are in all. */
	total?: number;
}

/** One way of asking for page after page. Small functions over plain data. */
export interface PageStyle {
	name:
		| 'cursor'
		| 'pageNumber'
		| 'offset'
		| 'keyset'
		| 'nextUrl'
		| 'link'
		| 'lastRow'
		| 'window'
		| 'auto'
		| 'off';
	/** The cursor of the first page; undefined where the first request carries none. */
	first?: Cursor;
	/** How many rows are asked for in a page, where the style knows. */
	size?: number;
	/** The request of the page at the cursor. */
	request(cursor: Cursor | undefined): ApiRequest;
	/** Whether this row was to be expected a second time, at this cursor. */
	overlaps?(row: JsonValue, cursor: Cursor | undefined): boolean;
	/** What tells this cursor's place, where the cursor holds more than that. */
	placeOf?(cursor: Cursor | undefined): Cursor | undefined;
	/**
	 * The cursors of up to `most` pages behind this one, where the page tells them: they may be asked
	 * for side by side.
	 */
	ahead?(page: Page, cursor: Cursor | undefined, seen: number, most: number): Cursor[];
	/** What comes after this page. `seen` counts the rows before it. */
	next(page: Page, cursor: Cursor | undefined, seen: number): Next;
	/** Whether a refusal of a later page means that the vendor gives no more rows to this query. */
	isCap?(failure: Failure, cursor: Cursor | undefined): boolean;
	/** Whether a refusal of the first page asked for means that a kept cursor is too old. */
	isExpired?(failure: Failure, cursor: Cursor | undefined): boolean;
}

/**
 * Pages that are told by their place differ from the page before in that place alone: what was
 * right for one page and wrong for the next is the place, so the vendor's cap is reached.
 */
export function isPlaceRefused({ reason }: Failure): boolean {
	return reason === 'bad-request' || reason === 'invalid';
}

/** Vendors answer a cursor that they no longer know as bad input, as not found, or as gone. */
export function isCursorRefused({ status }: Failure): boolean {
	return status === 400 || status === 404 || status === 410;
}
