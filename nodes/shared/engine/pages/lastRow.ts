import { asText } from '../body';
import type { ApiRequest } from '../types';
import { valueAt } from '../dataPath';
import { saysMore, type MoreFields } from './says';
import { isCursorRefused, type Cursor, type PageStyle } from './style';

/**
 * The next page begins behind the last record of this one, until the answer says that there is no
 * more, or a page is empty.
 */
export function lastRowPages(
	options: {
		/** What of the record is sent. */
		field: string;
		request: (after: Cursor | undefined) => ApiRequest;
	} & Pick<MoreFields, 'moreAt' | 'lastAt'>,
): PageStyle {
	const { field, request } = options;
	return {
		name: 'lastRow',
		request,
		isExpired: isCursorRefused,
		next: ({ data, rows }) => {
			if (rows.length === 0 || saysMore(data, options) === false) return { kind: 'end' };
			const last = asText(valueAt(rows.at(-1), field));
			return last === undefined
				? { kind: 'lost', why: `the last record has no "${field}"` }
				: { kind: 'more', cursor: last };
		},
	};
}
