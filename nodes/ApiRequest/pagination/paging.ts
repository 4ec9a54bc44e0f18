import { cursorPages } from '../../shared/engine/pages/cursor';
import { lastRowPages } from '../../shared/engine/pages/lastRow';
import { linkPages, nextUrlPages } from '../../shared/engine/pages/nextUrl';
import { offsetPages } from '../../shared/engine/pages/offset';
import { pageNumbers } from '../../shared/engine/pages/pageNumber';
import { singlePage } from '../../shared/engine/pages/single';
import type { PageStyle } from '../../shared/engine/pages/style';
import type { ApiRequest } from '../../shared/engine/types';
import { put, type Place } from './place';

/** How an API is asked for page after page: as the user says it, or as the first page told it. */
export interface Paging {
	style: 'link' | 'nextUrl' | 'cursor' | 'pageNumber' | 'offset' | 'lastRow' | 'none';
	/** Where the answer holds the next cursor or address. */
	nextAt?: string;
	/** Where it says whether there is more, or that this is the last page. */
	moreAt?: string;
	lastAt?: string;
	/** Where it says how many pages there are, and how many records. */
	pagesAt?: string;
	totalAt?: string;
	/** How the cursor, page number or offset is sent. */
	sendAs?: string;
	sendIn?: Place['in'];
	/** The number of the first page, or the first offset. */
	first?: number;
	/** Records in a page, as asked for. */
	size?: number;
	/** For 'lastRow': the field of the last record that is sent. */
	lastRowField?: string;
}

/** The pages of this request. */
export function pagesOf(request: ApiRequest, paging: Paging): PageStyle {
	const { style, nextAt = '', moreAt, lastAt, pagesAt, sendAs = '', sendIn = 'query' } = paging;
	const { first, size, lastRowField = 'id' } = paging;
	const place: Place = { name: sendAs, in: sendIn };
	const at = (value: string | number | undefined) =>
		value === undefined ? request : put(request, place, value);
	const says = {
		...(moreAt === undefined ? {} : { moreAt }),
		...(lastAt === undefined ? {} : { lastAt }),
	};
	const counted = {
		...says,
		...(first === undefined ? {} : { first }),
		...(size === undefined ? {} : { size }),
	};
	switch (style) {
		case 'link':
			return linkPages({ first: request });
		case 'nextUrl':
			return nextUrlPages({ at: nextAt, first: request, ...says });
		case 'cursor':
			return cursorPages({ at: nextAt, request: at, ...says });
		case 'lastRow':
			return lastRowPages({ field: lastRowField, request: at, ...says });
		case 'offset':
			return offsetPages({ request: at, ...counted });
		case 'pageNumber':
			return pageNumbers({
				request: at,
				...counted,
				...(pagesAt === undefined ? {} : { pagesAt }),
			});
		case 'none':
			return singlePage(request);
	}
}
