import type { ApiRequest } from '../types';
import { saysMore, type MoreFields } from './says';
import { isPlaceRefused, type PageStyle } from './style';

/**
 * Pages 1, 2, 3 … until the answer says that there is no more, or as many rows have come as it says
 * there are, or, where it says neither, until a page is empty. A short page alone is no end: vendors
 * clamp the page size.
 */
export function pageNumbers(
	options: {
		request: (page: number) => ApiRequest;
		/** The number of the first page; 1 unless told. */
		first?: number;
		size?: number;
		/** No query gives more than this many records. */
		cap?: number;
	} & MoreFields,
): PageStyle {
	const { request, size, cap, first = 1, ...fields } = options;
	return {
		name: 'pageNumber',
		first,
		...(size === undefined ? {} : { size }),
		request: (cursor) => request(Number(cursor ?? first)),
		isCap: isPlaceRefused,
		next: ({ data, rows, total }, cursor, seen) => {
			const number = Number(cursor ?? first);
			const received = seen + rows.length;
			const more = saysMore(data, fields, number - first + 1);
			if (rows.length === 0 || more === false) return { kind: 'end' };
			if (more === undefined && total !== undefined && received >= total) return { kind: 'end' };
			if (cap !== undefined && received >= cap) return { kind: 'cap', at: cap };
			return { kind: 'more', cursor: number + 1 };
		},
	};
}
