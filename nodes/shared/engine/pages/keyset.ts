import { asArray, asObject, asText, parseJson } from '../body';
import type { ApiRequest, JsonValue } from '../types';
import { cursorAt } from './cursor';
import type { Cursor, Next, Page, PageStyle } from './style';

/** What a request of a keyset walk has to ask for, sorted by key, or by tie where `at` is set. */
export interface KeysetWindow {
	/** Only rows whose key is greater. */
	after?: string;
	/** Only rows whose key is this or greater. */
	from?: string;
	/** Only rows with just this key, and of those only the ones whose tie is greater. */
	at?: string;
	tieAfter?: string;
	/** The vendor's cursor inside the window. */
	cursor?: string;
}

export interface KeysetOptions {
	/** Where the vendor's cursor stands in the answer. It is an offset into the window. */
	at: string;
	/** No query gives more than this many records. */
	cap: number;
	/** The value that the rows are sorted by. */
	keyOf: (row: JsonValue) => string | undefined;
	/**
	 * A second, unique value, for keys that many rows may share, such as a time. Left out where the
	 * key itself is unique, such as an id.
	 */
	tieOf?: (row: JsonValue) => string | undefined;
	request: (window: KeysetWindow) => ApiRequest;
}

/**
 * Passes a result cap: walks by the vendor's cursor inside a window, and when the cap is reached
 * opens a new window behind the last row's key. Where keys repeat, the new window begins with that
 * key and not behind it (the walk drops rows it has seen), and a key with more rows than the cap is
 * walked by its ties.
 */
export function keysetPages(options: KeysetOptions): PageStyle {
	return {
		name: 'keyset',
		request: (cursor) => options.request(windowOf(cursor)),
		overlaps: (row, cursor) => {
			const { from, at } = windowOf(cursor);
			return (from !== undefined && options.keyOf(row) === from) || at !== undefined;
		},
		next: (page, cursor) => nextWindow(options, page, windowOf(cursor)),
	};
}

function nextWindow(options: KeysetOptions, { data, rows }: Page, window: KeysetWindow): Next {
	const { at, cap, keyOf, tieOf } = options;
	const inner = cursorAt(data, at);
	if (inner === undefined) {
		// All rows of the one key are read: go on behind it.
		return window.at !== undefined ? more({ after: window.at }) : { kind: 'end' };
	}
	// The vendor's cursor is an offset: the window is full when it reaches the cap.
	if (Number(inner) < cap) return more({ ...window, cursor: String(inner) });

	const last = rows.at(-1);
	const key = last === undefined ? undefined : keyOf(last);
	if (key === undefined) return { kind: 'cap', at: cap };
	if (!tieOf) {
		return key === window.after ? { kind: 'cap', at: cap } : more({ after: key });
	}
	// More rows of one key than a window holds: they are walked by their ties, from the first on,
	// since those that came stood in no order of their ties.
	if (key === window.from) return more({ at: key, tieAfter: '' });
	if (window.at === undefined) return more({ from: key });
	const tie = last === undefined ? undefined : tieOf(last);
	if (tie === undefined || tie === window.tieAfter) return { kind: 'cap', at: cap };
	return more({ at: key, tieAfter: tie });
}

/** The window as a cursor: what kind it is, its key, its tie, and the vendor's cursor inside it. */
function more({ after, from, at, tieAfter = '', cursor = '' }: KeysetWindow): Next {
	const key = after ?? from ?? at ?? '';
	const kind = at === undefined ? (from === undefined ? 'after' : 'from') : 'at';
	return { kind: 'more', cursor: JSON.stringify([kind, key, tieAfter, cursor]) };
}

function windowOf(place: Cursor | undefined): KeysetWindow {
	const [kind, key = '', tieAfter = '', inner = ''] = asArray(
		typeof place === 'string' ? parseJson(place) : undefined,
	).map((part) => asText(part) ?? '');
	const cursor = inner === '' ? {} : { cursor: inner };
	if (kind === 'from') return { from: key, ...cursor };
	if (kind === 'at') return { at: key, tieAfter, ...cursor };
	return key === '' ? cursor : { after: key, ...cursor };
}

/** The record's id, as most vendors give it. */
export function idOf(row: JsonValue): string | undefined {
	return asText(asObject(row).id);
}
