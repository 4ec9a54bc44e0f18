import type { VendorRequest } from '../http/exchange';

export interface Paging {
	paging: { next: { after: string; link: string } };
}

/** `paging` with the cursor and the same address with it; the last page has no `paging` at all. */
export function linkTo({ path, query }: VendorRequest, after: string): Paging {
	const next = new URLSearchParams(query);
	next.set('after', after);
	return { paging: { next: { after, link: `https://api.hubapi.com${path}?${next.toString()}` } } };
}

/** One page out of a list whose cursor is a place in it. */
export function pageOf<T>(
	items: readonly T[],
	{ start, limit }: { start: number; limit: number },
	request: VendorRequest,
): { page: T[]; paging: Paging | object } {
	const page = items.slice(start, start + limit);
	const next = start + limit;
	return { page, paging: next < items.length ? linkTo(request, String(next)) : {} };
}
