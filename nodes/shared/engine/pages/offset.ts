import type { ApiRequest } from '../types';
import { isPlaceRefused, type PageStyle } from './style';

/**
 * Offsets 0, n, 2n …, each moved on by the rows that came and not by those asked for: a vendor that
 * clamps the page size leaves no gap. Ends as page numbers do.
 */
export function offsetPages(options: {
	request: (offset: number) => ApiRequest;
	size?: number;
	/** No query gives rows behind this place. */
	cap?: number;
}): PageStyle {
	return {
		name: 'offset',
		first: 0,
		...(options.size === undefined ? {} : { size: options.size }),
		request: (cursor) => options.request(Number(cursor ?? 0)),
		isCap: isPlaceRefused,
		next: ({ rows, total }, cursor) => {
			const place = Number(cursor ?? 0) + rows.length;
			if (rows.length === 0 || (total !== undefined && place >= total)) return { kind: 'end' };
			return options.cap !== undefined && place >= options.cap
				? { kind: 'cap', at: options.cap }
				: { kind: 'more', cursor: place };
		},
	};
}
