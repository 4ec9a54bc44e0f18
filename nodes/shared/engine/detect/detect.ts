import { fromAddress } from './address';
import { fromCursor, fromEmptyNext } from './cursor';
import { evidenceOf, type Evidence } from './evidence';
import type { Detected, Found } from './found';
import { fromGraphql } from './graphql';
import { fromLastRow } from './lastRow';
import { fromLink } from './link';
import { fromNothing } from './none';
import { fromOffset } from './offset';
import { fromPageNumber } from './pageNumber';
import { numberParam, sizeParam } from './request';
import { see, sizeField, type FirstPage, type Seen } from './seen';
import { OFFSET } from './words';

export type { Detected } from './found';
export type { FirstPage } from './seen';
export { findRows } from './rows';

/**
 * How the list goes on behind its first page. What an answer tells outright comes before what is
 * concluded; where two signs contradict each other, or none is known, it is unsure.
 */
export function detect(page: FirstPage): Detected {
	const seen = see(page);
	const evidence = evidenceOf(seen);
	return described(doubted(foundIn(seen, evidence), seen, evidence), seen, evidence);
}

/**
 * What in an answer says that there is another page; undefined where nothing does. For lists whose
 * pagination a user has described: a slip there would end them at their first page.
 */
export function signOfMore(page: FirstPage): string | undefined {
	const seen = see(page);
	const evidence = evidenceOf(seen);
	const { style, sure, ends, why } = foundIn(seen, evidence);
	const isTold = style === 'link' || style === 'nextUrl' || style === 'cursor';
	return evidence.more ?? (isTold && sure && !ends ? why : undefined);
}

function foundIn(seen: Seen, evidence: Evidence): Found {
	const told = fromLink(seen) ?? fromGraphql(seen) ?? fromPlace(seen);
	if (told) return !told.sure && evidence.isSaid ? ended(told, evidence) : told;
	const end = evidence.more ? undefined : fromEmptyNext(seen);
	if (end) return end;
	const counted = isOffsetAsked(seen)
		? (fromOffset(seen, evidence) ?? fromPageNumber(seen, evidence))
		: (fromPageNumber(seen, evidence) ?? fromOffset(seen, evidence));
	const found = fromLastRow(seen, evidence) ?? counted;
	const nothing = fromNothing(seen, evidence);
	if (!found) return nothing;
	const size = sizeParam(seen.params)?.count;
	const isShort = size !== undefined && (seen.rows?.list.length ?? size) < size;
	// Everything came: it does not matter how a next page would be asked for.
	if (!found.sure && nothing.sure && (evidence.end || isShort)) return nothing;
	return evidence.end ? ended(found, evidence) : found;
}

/** The address of the next page, or a cursor, where that is surer. */
function fromPlace(seen: Seen): Found | undefined {
	const address = fromAddress(seen);
	const cursor = address?.sure ? undefined : fromCursor(seen);
	return cursor?.sure ? cursor : (address ?? cursor);
}

/** How a next page would be asked for does not matter: there is none. */
function ended(found: Found, { end }: Evidence): Found {
	return { ...found, sure: true, ends: true, why: `${end}: the last page` };
}

function isOffsetAsked({ params }: Seen): boolean {
	return numberParam(params, OFFSET) !== undefined;
}

/** Takes the certainty away where something else in the answer speaks against it. */
function doubted(found: Found, { rows }: Seen, { more }: Evidence): Found {
	if (!found.sure) return found;
	const doubt = (why: string): Found => ({ ...found, sure: false, why });
	if (found.ends && more && !found.moreAt) return doubt(`${found.why}, but ${more}`);
	if (rows?.rival !== undefined) {
		return doubt(`${rows.path} and ${rows.rival} may both be the records; ${found.why}`);
	}
	if (!rows) return doubt(`there is no list of records in the answer; ${found.why}`);
	return rows.mixed ? doubt(`the answer is a list of unlike things; ${found.why}`) : found;
}

/** Adds what is the same for all styles. */
function described(found: Found, seen: Seen, evidence: Evidence): Detected {
	const { rows, params, fields } = seen;
	const { totalAt, moreAt, lastAt } = evidence;
	const asked = sizeParam(params);
	const size = asked?.count ?? sizeField(fields)?.count;
	// That it ends here is told by the style and by why; a kept one does not say it again.
	const kept: Found = { ...found };
	delete kept.ends;
	return {
		...(rows ? { rowsAt: rows.path } : {}),
		...(totalAt === undefined ? {} : { totalAt }),
		...(moreAt === undefined ? {} : { moreAt }),
		...(lastAt === undefined ? {} : { lastAt }),
		...(size === undefined || size === 0 ? {} : { size }),
		...(asked ? { sizeAs: asked.as } : {}),
		...kept,
	};
}
