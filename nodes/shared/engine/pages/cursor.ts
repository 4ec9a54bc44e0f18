import { valueAt } from '../dataPath';
import type { ApiRequest, JsonValue } from '../types';
import { saysMore, type MoreFields } from './says';
import { isCursorRefused, type Cursor, type Next, type PageStyle } from './style';

/** Values that vendors send for "there is no next page". 0 is a cursor. */
const NO_CURSOR: Array<JsonValue | undefined> = [undefined, null, '', false, 'null'];

/** The cursor at the path; undefined where the answer says that there is no next page. */
export function cursorAt(data: JsonValue | undefined, path: string): Cursor | undefined {
	const value = valueAt(data, path);
	if (NO_CURSOR.includes(value)) return undefined;
	return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/**
 * The next page's cursor stands in the answer at `at`. Walks end where it is missing, or, where
 * the answer says whether there is more ("has_more", "pageInfo.hasNextPage"), as that says.
 */
export function cursorPages(
	options: {
		at: string;
		request: (cursor: Cursor | undefined) => ApiRequest;
		/** No query gives more than this many records. */
		cap?: number;
	} & Pick<MoreFields, 'moreAt' | 'lastAt'>,
): PageStyle {
	return {
		name: 'cursor',
		request: options.request,
		isExpired: isCursorRefused,
		next: ({ data, rows }, _cursor, seen): Next => {
			const more = saysMore(data, options);
			if (more === false) return { kind: 'end' };
			const value = cursorAt(data, options.at);
			if (value === undefined) {
				// Beginning again at page 1 is what a missing cursor would ask for.
				const says = options.moreAt ?? `not ${options.lastAt}`;
				const why = `${says} is true, but ${options.at} holds no cursor`;
				return more === true ? { kind: 'lost', why } : { kind: 'end' };
			}
			if (options.cap !== undefined && seen + rows.length >= options.cap) {
				return { kind: 'cap', at: options.cap };
			}
			return { kind: 'more', cursor: value };
		},
	};
}
