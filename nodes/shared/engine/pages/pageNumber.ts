import type { ApiRequest } from '../types';
import { countAt, saysMore, type MoreFields } from './says';
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
	const { pagesAt } = fields;
	return {
		name: 'pageNumber',
		first,
		...(size === undefined ? {} : { size }),
		request: (cursor) => request(Number(cursor ?? first)),
		isCap: isPlaceRefused,
		ahead: ({ data, rows, total }, cursor, seen, most) => {
			const number = Number(cursor ?? first);
			const pages = pagesAt === undefined ? undefined : countAt(data, pagesAt);
			const left = Math.min(total ?? Infinity, cap ?? Infinity) - seen - rows.length;
			const behind = rows.length === 0 ? 0 : Math.ceil(left / rows.length);
			const known = pages === undefined ? behind : pages - (number - first + 1);
			if (!Number.isFinite(known)) return [];
			const count = Math.max(0, Math.min(most, known));
			return Array.from({ length: count }, (_, place) => number + 1 + place);
		},
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
