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

interface Place extends KeysetWindow {
	mode: 'start' | 'after' | 'from' | 'at';
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
		request: (cursor) => {
			const { mode: _, ...window } = placeOf(cursor);
			return options.request(window);
		},
		overlaps: (cursor) => ['from', 'at'].includes(placeOf(cursor).mode),
		next: (page, cursor) => nextPlace(options, page, placeOf(cursor)),
	};
}

function nextPlace(options: KeysetOptions, { data, rows }: Page, place: Place): Next {
	const { at, cap, keyOf, tieOf } = options;
	const inner = cursorAt(data, at);
	if (inner === undefined) {
		// All rows of the one key are read: go on behind it.
		return place.mode === 'at' ? more({ mode: 'after', after: place.at ?? '' }) : { kind: 'end' };
	}
	// The vendor's cursor is an offset: the window is full when it reaches the cap.
	if (Number(inner) < cap) return more({ ...place, cursor: String(inner) });

	const last = rows.at(-1);
	const key = last === undefined ? undefined : keyOf(last);
	if (key === undefined) return { kind: 'cap', at: cap };
	if (!tieOf) {
		return key === place.after ? { kind: 'cap', at: cap } : more({ mode: 'after', after: key });
	}
	// More rows of one key than a window holds: they are walked by their ties, from the first on,
	// since those that came stood in no order of their ties.
	if (key === place.from) return more({ mode: 'at', at: key, tieAfter: '' });
	if (place.mode !== 'at') return more({ mode: 'from', from: key });
	const tie = last === undefined ? undefined : tieOf(last);
	if (tie === undefined || tie === place.tieAfter) return { kind: 'cap', at: cap };
	return more({ mode: 'at', at: key, tieAfter: tie });
}

function more(place: Place): Next {
	const { mode, after, from, at, tieAfter, cursor } = place;
	const parts = [mode, after ?? from ?? at ?? '', tieAfter ?? '', cursor ?? ''];
	return { kind: 'more', cursor: JSON.stringify(parts) };
}

function placeOf(cursor: Cursor | undefined): Place {
	const [mode = 'start', key = '', tieAfter = '', inner = ''] = asArray(
		typeof cursor === 'string' ? parseJson(cursor) : undefined,
	).map((part) => asText(part) ?? '');
	const rest = inner === '' ? {} : { cursor: inner };
	if (mode === 'after') return { mode, after: key, ...rest };
	if (mode === 'from') return { mode, from: key, ...rest };
	if (mode === 'at') return { mode, at: key, tieAfter, ...rest };
	return { mode: 'start', ...rest };
}

/** The record's id, as most vendors give it. */
export function idOf(row: JsonValue): string | undefined {
	return asText(asObject(row).id);
}
