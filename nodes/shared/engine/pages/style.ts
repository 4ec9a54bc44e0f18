import type { ApiRequest, JsonValue } from '../types';

/** Where a walk stands: what makes the next page's request differ from the first one's. */
export type Cursor = string | number;

/** What a page's answer says about the next one. */
export type Next =
	| { kind: 'more'; cursor: Cursor }
	| { kind: 'end' }
	/** The vendor gives no more than this many records to one query. */
	| { kind: 'cap'; at: number };

/** A page as it came, before its rows are used. */
export interface Page {
	data: JsonValue | undefined;
	rows: JsonValue[];
	/** How many records the vendor says there are in all. */
	total?: number;
}

/** One way of asking for page after page. Three small functions over plain data. */
export interface PageStyle {
	name: 'cursor' | 'pageNumber' | 'offset' | 'keyset' | 'nextUrl' | 'link';
	/** The cursor of the first page; undefined where the first request carries none. */
	first?: Cursor;
	/** The request of the page at the cursor. */
	request(cursor: Cursor | undefined): ApiRequest;
	/** What comes after this page. `seen` counts the rows before it. */
	next(page: Page, cursor: Cursor | undefined, seen: number): Next;
}
