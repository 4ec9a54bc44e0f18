import { parseJson, asObject } from '../../shared/engine/body';
import { detect, type Detected } from '../../shared/engine/detect/detect';
import type { Cursor, Page, PageStyle } from '../../shared/engine/pages/style';
import type { ApiRequest } from '../../shared/engine/types';
import { pagesOf } from './paging';

/** Pages whose style the first answer tells. */
export interface AutoPages {
	style: PageStyle;
	/** What was found; undefined before the first page. */
	found(page: Pick<Page, 'url' | 'headers' | 'data'>): Detected;
	/** The same, without a page. */
	readonly told: Detected | undefined;
}

/**
 * Looks at the first page and goes on in the style that it shows. The style travels in the cursor,
 * so that a later run goes on in the same one without a first page.
 */
export function autoPages(request: ApiRequest): AutoPages {
	let told: Detected | undefined;
	const found: AutoPages['found'] = ({ url, headers, data }) =>
		(told ??= detect({
			url,
			headers,
			data,
			...(request.body === undefined ? {} : { body: request.body }),
		}));
	/** The style that the cursor names, and its own cursor. */
	const inner = (cursor: Cursor | undefined) => {
		const [kept, place] = unpack(cursor);
		if (kept) told ??= kept;
		return { pages: told ? pagesOf(request, told) : undefined, place };
	};
	return {
		get told() {
			return told;
		},
		found,
		style: {
			name: 'auto',
			request: (cursor) => {
				const { pages, place } = inner(cursor);
				return pages && place !== undefined ? pages.request(place) : request;
			},
			isCap: (failure, cursor) => inner(cursor).pages?.isCap?.(failure, cursor) ?? false,
			isExpired: (failure, cursor) => inner(cursor).pages?.isExpired?.(failure, cursor) ?? false,
			next: (page, cursor, seen) => {
				const paging = found(page);
				const pages = pagesOf(request, paging);
				const next = pages.next(page, unpack(cursor)[1] ?? pages.first, seen);
				return next.kind === 'more' ? { ...next, cursor: pack(paging, next.cursor) } : next;
			},
		},
	};
}

function pack(paging: Detected, cursor: Cursor): string {
	return JSON.stringify({ paging, cursor });
}

function unpack(text: Cursor | undefined): [Detected | undefined, Cursor | undefined] {
	const { paging, cursor } = asObject(typeof text === 'string' ? parseJson(text) : undefined);
	const isCursor = typeof cursor === 'string' || typeof cursor === 'number';
	return isDetected(paging) ? [paging, isCursor ? cursor : undefined] : [undefined, undefined];
}

function isDetected(value: unknown): value is Detected {
	return typeof value === 'object' && value !== null && 'style' in value && 'sure' in value;
}
