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
	const pages = pagesAt === undefined ? undefined : countAt(data, pagesAt);
	return page === undefined || pages === undefined ? undefined : page < pages;
}

/** The number at a path, which some vendors send as a text; undefined where there is none. */
export function countAt(data: JsonValue | undefined, path: string): number | undefined {
	const value = valueAt(data, path);
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && number >= 0 ? number : undefined;
}
