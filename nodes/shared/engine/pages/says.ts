import type { JsonValue } from '../types';
import { valueAt } from '../dataPath';

/** Fields of an answer that say whether there is more. */
export interface MoreFields {
	/** True when there is more: "has_more". */
	moreAt?: string;
	/** True when there is no more: "last". */
	lastAt?: string;
	/** How many pages there are. */
	pagesAt?: string;
}

/** What an answer says of whether there is more; undefined when it says nothing. `page` is its number. */
export function saysMore(
	data: JsonValue | undefined,
	{ moreAt, lastAt, pagesAt }: MoreFields,
	page?: number,
): boolean | undefined {
	const more = moreAt === undefined ? undefined : valueAt(data, moreAt);
	if (typeof more === 'boolean') return more;
	const last = lastAt === undefined ? undefined : valueAt(data, lastAt);
	if (typeof last === 'boolean') return !last;
	const pages = pagesAt === undefined ? Number.NaN : Number(valueAt(data, pagesAt) ?? Number.NaN);
	return page === undefined || Number.isNaN(pages) ? undefined : page < pages;
}
