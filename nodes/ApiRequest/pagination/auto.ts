import { asObject, asText, parseJson } from '../../shared/engine/body';
import { detect, type Detected } from '../../shared/engine/detect/detect';
import type { Cursor, Page, PageStyle } from '../../shared/engine/pages/style';
import type { ApiRequest } from '../../shared/engine/types';
import { fingerprintOf } from './fingerprint';
import { pagesOf } from './paging';

/** Pages whose style the first answer tells. */
export interface AutoPages {
	style: PageStyle;
	/** What was found; undefined before the first page. */
	found(page: Pick<Page, 'url' | 'headers' | 'data'>): Detected;
	/** The same, without a page. */
	readonly told: Detected | undefined;
	/** Pages of another request, in the style that was found on the first one's. */
	of(request: ApiRequest): PageStyle;
}

/**
 * Looks at the first page and goes on in the style that it shows. The style travels in the cursor,
 * so that a later run goes on in the same one without a first page.
 */
export function autoPages(first: ApiRequest): AutoPages {
	let told: Detected | undefined;
	const found: AutoPages['found'] = ({ url, headers, data }) =>
		(told ??= detect({
			url,
			headers,
			data,
			...(first.body === undefined ? {} : { body: first.body }),
		}));
	const memory: Memory = {
		get: () => told,
		set: (paging) => (told ??= paging),
		found,
	};
	return {
		get told() {
			return told;
		},
		found,
		style: styleOf(first, memory),
		of: (request) => styleOf(request, memory),
	};
}

/** What the first page told; the same for all requests of a list. */
interface Memory {
	get(): Detected | undefined;
	set(paging: Detected): void;
	found: AutoPages['found'];
}

function styleOf(request: ApiRequest, { get, set, found }: Memory): PageStyle {
	/** The style that the cursor names, and its own cursor. */
	const inner = (cursor: Cursor | undefined) => {
		const { paging, cursor: place } = unpack(cursor);
		if (paging) set(paging);
		const told = get();
		return { pages: told ? pagesOf(request, told) : undefined, place };
	};
	return {
		name: 'auto',
		request: (cursor) => {
			const { pages, place } = inner(cursor);
			return pages && place !== undefined ? pages.request(place) : request;
		},
		placeOf: (cursor) => unpack(cursor).cursor ?? cursor,
		ahead: (page, cursor, seen, most) => {
			const paging = found(page);
			const pages = pagesOf(request, paging);
			const place = unpack(cursor).cursor ?? pages.first;
			const cursors = pages.ahead?.(page, place, seen, most) ?? [];
			return cursors.map((each) => pack({ paging, cursor: each, rows: '' }));
		},
		isCap: (failure, cursor) => inner(cursor).pages?.isCap?.(failure, cursor) ?? false,
		isExpired: (failure, cursor) => inner(cursor).pages?.isExpired?.(failure, cursor) ?? false,
		next: (page, cursor, seen) => {
			const paging = found(page);
			if (paging.style === 'none') return { kind: paging.sure ? 'end' : 'unsure' };
			const pages = pagesOf(request, paging);
			const kept = unpack(cursor);
			const rows = fingerprintOf(page.rows);
			// A parameter that the API does not know gives the first page for ever.
			if (rows !== '' && rows === kept.rows) return { kind: 'same' };
			const next = pages.next(page, kept.cursor ?? pages.first, seen);
			if (next.kind !== 'more') return next;
			return { ...next, cursor: pack({ paging, cursor: next.cursor, rows }) };
		},
	};
}

interface Packed {
	paging: Detected;
	cursor: Cursor;
	/** Tells the rows of the page before. */
	rows: string;
}

function pack(packed: Packed): string {
	return JSON.stringify(packed);
}

function unpack(text: Cursor | undefined): Partial<Packed> {
	const { paging, cursor, rows } = asObject(typeof text === 'string' ? parseJson(text) : undefined);
	if (!isDetected(paging) || !(typeof cursor === 'string' || typeof cursor === 'number')) return {};
	return { paging, cursor, rows: asText(rows) ?? '' };
}

function isDetected(value: unknown): value is Detected {
	return typeof value === 'object' && value !== null && 'style' in value && 'sure' in value;
}
