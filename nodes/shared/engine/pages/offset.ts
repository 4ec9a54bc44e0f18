import type { ApiRequest } from '../types';
import { saysMore, type MoreFields } from './says';
import { isPlaceRefused, type PageStyle } from './style';

/**
 * Offsets 0, n, 2n …, each moved on by the rows that came and not by those asked for: a vendor that
 * clamps the page size leaves no gap. Ends as page numbers do.
 */
export function offsetPages(
	options: {
		request: (offset: number) => ApiRequest;
		/** The place of the first row; 0 unless told. */
		first?: number;
		size?: number;
		/** No query gives rows behind this place. */
		cap?: number;
	} & Pick<MoreFields, 'moreAt' | 'lastAt'>,
): PageStyle {
	const { first = 0 } = options;
	return {
		name: 'offset',
		first,
		...(options.size === undefined ? {} : { size: options.size }),
		request: (cursor) => options.request(Number(cursor ?? first)),
		isCap: isPlaceRefused,
		ahead: ({ rows, total }, cursor, _seen, most) => {
			const end = Math.min((total ?? -1) + first, options.cap ?? Infinity);
			const offsets: number[] = [];
			const step = rows.length;
			let place = Number(cursor ?? first) + step;
			for (; step > 0 && place < end && offsets.length < most; place += step) offsets.push(place);
			return offsets;
		},
		next: ({ data, rows, total }, cursor) => {
			const place = Number(cursor ?? first) + rows.length;
			const more = saysMore(data, options);
			if (rows.length === 0 || more === false) return { kind: 'end' };
			if (more === undefined && total !== undefined && place - first >= total) {
				return { kind: 'end' };
			}
			return options.cap !== undefined && place >= options.cap
				? { kind: 'cap', at: options.cap }
				: { kind: 'more', cursor: place };
		},
	};
}
