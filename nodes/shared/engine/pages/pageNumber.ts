import type { ApiRequest } from '../types';
import { isPlaceRefused, type PageStyle } from './style';

/**
 * Pages 1, 2, 3 … until as many rows have come as the vendor says there are, or, where it does not
 * say, until a page is empty. A short page alone is no end: vendors clamp the page size.
 */
export function pageNumbers(options: {
	request: (page: number) => ApiRequest;
	size?: number;
	/** No query gives more than this many records. */
	cap?: number;
}): PageStyle {
	return {
		name: 'pageNumber',
		first: 1,
		...(options.size === undefined ? {} : { size: options.size }),
		request: (cursor) => options.request(Number(cursor ?? 1)),
		isCap: isPlaceRefused,
		next: ({ rows, total }, cursor, seen) => {
			const received = seen + rows.length;
			if (rows.length === 0) return { kind: 'end' };
			if (total !== undefined && received >= total) return { kind: 'end' };
			if (options.cap !== undefined && received >= options.cap) {
				return { kind: 'cap', at: options.cap };
			}
			return { kind: 'more', cursor: Number(cursor ?? 1) + 1 };
		},
	};
}
