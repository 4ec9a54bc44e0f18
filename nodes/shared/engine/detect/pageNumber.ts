import { asObject } from '../body';
import type { Evidence } from './evidence';
import { isObject } from './fields';
import type { Found } from './found';
import { numberParam, placeFor, sizeParam } from './request';
import { numberField, sizeField, type NumberField, type Seen } from './seen';
import { PAGE, PAGE_INSIDE } from './words';

/** Pages that are counted. */
export function fromPageNumber(seen: Seen, evidence: Evidence): Found | undefined {
	const { params, fields } = seen;
	const asked = numberParam(params, PAGE);
	const told = numberOf(seen);
	const { pages, total } = evidence;
	const isMany =
		pages !== undefined ||
		total !== undefined ||
		(evidence.moreAt ?? evidence.lastAt) !== undefined;
	const size = sizeField(fields) ?? sizeParam(params);
	if (!asked && !told && !pages) return undefined;
	const first = asked?.count ?? told?.count ?? 1;
	const named = asked ? { name: asked.as, sure: true } : nameFor(told, seen);
	const place = asked
		? { sendAs: asked.as, sendIn: asked.in, known: true }
		: placeFor(named.name, params, seen.body);
	// Where neither tells the number, the first page may be 0 or 1.
	const isPlaced = asked !== undefined || (told !== undefined && told.count <= 1);
	const isCounted = isMany || (told !== undefined && size !== undefined);
	const sure = isPlaced && isCounted && named.sure && place.known && !seen.isText;
	const at = told?.path ?? pages?.path ?? 'the request';
	return {
		style: 'pageNumber',
		sure,
		why: sure
			? `${at} tells of page numbers, sent as ${place.sendAs}`
			: `${at} tells of page numbers, but not ${doubt(isPlaced, isCounted)}`,
		sendAs: place.sendAs,
		sendIn: place.sendIn,
		first,
		...(pages && holdsAll(evidence, size?.count, first, seen) ? { pagesAt: pages.path } : {}),
	};
}

function doubt(isPlaced: boolean, isCounted: boolean): string {
	if (!isPlaced) return 'whether the first page is 0 or 1';
	return isCounted ? 'how they are sent' : 'how many there are';
}

/** The number of this page: "page", or "number" inside of "page". */
function numberOf({ fields }: Seen): NumberField | undefined {
	const inside = fields.filter(
		({ name, around, parent }) =>
			PAGE_INSIDE.test(name) &&
			(/^(page|pageable|pagination|paging)$/.test(around.at(-1) ?? '') ||
				fields.some((each) => each.parent === parent && each.name === 'totalpages')),
	);
	return numberField(inside, PAGE_INSIDE) ?? numberField(fields, PAGE);
}

/** Most call it "page". What else an answer calls it may be sent so, or as "page". */
function nameFor(told: NumberField | undefined, seen: Seen): { name: string; sure: boolean } {
	const bracket = seen.params.some(({ as }) => /^page\[\w+\]$/.test(as));
	if (bracket) return { name: 'page[number]', sure: true };
	if (isJsonApi(seen)) return { name: 'page[number]', sure: false };
	if (!told) return { name: 'page', sure: true };
	// "current_page" and "per_page" are of one family, in which "page" asks for a page.
	const isFamily =
		told.key === 'current_page' &&
		[...seen.fields, ...seen.params].some(({ name }) => name === 'perpage');
	const isPage = told.key === 'page' || told.name === 'number' || isFamily;
	const isLike = isPage || told.name === 'currentpage';
	return { name: isLike ? 'page' : told.key, sure: isPage };
}

/** Records with "type" and "attributes" (JSON:API). */
function isJsonApi({ rows }: Seen): boolean {
	const { type, attributes } = asObject(rows?.list[0]);
	return typeof type === 'string' && isObject(attributes);
}

/** Whether that many pages hold all records: some APIs stop short of that, some count otherwise. */
function holdsAll(
	{ pages, total }: Evidence,
	size: number | undefined,
	first: number,
	{ rows }: Seen,
): boolean {
	if (!pages || first > 1 || pages.count === 0) return false;
	const each = Math.min(size ?? Infinity, rows?.list.length || Infinity);
	return total === undefined || pages.count * each >= total;
}
