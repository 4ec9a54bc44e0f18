import { asObject, asText } from '../body';
import type { ApiRequest, JsonValue } from '../types';
import { cursorAt } from './cursor';
import type { Cursor, PageStyle } from './style';

/**
 * Passes a result cap: walks by the vendor's cursor inside a window, and when the cap is reached
 * opens a new window behind the last row's key. The rows must come sorted by that key.
 *
 * The cursor is "<key>|<inner cursor>", so that a resume token holds both.
 */
export function keysetPages(options: {
	at: string;
	cap: number;
	keyOf: (row: JsonValue) => string | undefined;
	request: (window: { after?: string; cursor?: string }) => ApiRequest;
}): PageStyle {
	return {
		name: 'keyset',
		request: (cursor) => {
			const { key, inner } = split(cursor);
			return options.request({
				...(key === '' ? {} : { after: key }),
				...(inner === '' ? {} : { cursor: inner }),
			});
		},
		next: ({ data, rows }, cursor) => {
			const { key } = split(cursor);
			const inner = cursorAt(data, options.at);
			if (inner === undefined) return { kind: 'end' };
			// The vendor's cursor is an offset: the window is full when it reaches the cap.
			if (Number(inner) < options.cap) return { kind: 'more', cursor: join(key, String(inner)) };
			const last = rows.at(-1);
			const lastKey = last === undefined ? undefined : options.keyOf(last);
			if (lastKey === undefined || lastKey === key) return { kind: 'cap', at: options.cap };
			return { kind: 'more', cursor: join(lastKey, '') };
		},
	};
}

function join(key: string, inner: string): string {
	return `${encodeURIComponent(key)}|${encodeURIComponent(inner)}`;
}

function split(cursor: Cursor | undefined): { key: string; inner: string } {
	const [key = '', inner = ''] = String(cursor ?? '').split('|');
	return { key: decoded(key), inner: decoded(inner) };
}

/** A resume token that a person has changed may hold anything. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The record's id, as most vendors give it. */
export function idOf(row: JsonValue): string | undefined {
	return asText(asObject(row).id);
}
