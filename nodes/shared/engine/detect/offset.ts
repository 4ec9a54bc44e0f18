import type { Evidence } from './evidence';
import type { Found } from './found';
import { numberParam, placeFor, sizeParam, type Param } from './request';
import { numberField, sizeField, type NumberField, type Seen } from './seen';
import { OFFSET } from './words';

/** Lists that are told how many records to skip. */
export function fromOffset(seen: Seen, evidence: Evidence): Found | undefined {
	const { params, fields } = seen;
	const asked = numberParam(params, OFFSET);
	const told = offsetIn(seen);
	const size = sizeField(fields) ?? sizeParam(params);
	const paired = asked || told ? undefined : pairOf(params);
	const isMany = evidence.total !== undefined || evidence.more !== undefined || evidence.end;
	if (!asked && !told && !(paired && isMany)) return undefined;
	const name = asked?.as ?? told?.key ?? paired?.name ?? 'offset';
	const place = asked
		? { sendAs: asked.as, sendIn: asked.in, known: true }
		: placeFor(name, params, seen.body);
	const isCounted = Boolean(isMany) || (told !== undefined && size !== undefined);
	const isPlaced = asked !== undefined || isFirst(told) || paired?.sure === true;
	const sure = isCounted && isPlaced && place.known && !seen.isText;
	const at = told?.path ?? asked?.as ?? paired?.name ?? name;
	return {
		style: 'offset',
		sure,
		why: sure
			? `${at} counts the records to skip, sent as ${place.sendAs}`
			: `${at} may count the records to skip`,
		sendAs: place.sendAs,
		sendIn: place.sendIn,
		first: asked?.count ?? (isFirst(told) ? told?.count : 0) ?? 0,
	};
}

/** A list of which nothing is skipped begins at 0, and one whose records are numbered at 1. */
function isFirst(told: NumberField | undefined): boolean {
	if (!told) return false;
	return told.count === 0 || (told.count === 1 && /^start/.test(told.name));
}

function offsetIn({ fields }: Seen): NumberField | undefined {
	// "from 1 to 15" numbers the records of a page.
	const places = fields.filter(
		({ name, parent, value }) =>
			typeof value !== 'string' &&
			!(name === 'from' && fields.some((each) => each.name === 'to' && each.parent === parent)),
	);
	return numberField(places, OFFSET);
}

/** What goes with the page size that was asked for. */
function pairOf(params: Param[]): { name: string; sure: boolean } | undefined {
	const size = sizeParam(params);
	if (!size) return undefined;
	if (size.as === '$top') return { name: '$skip', sure: true };
	if (size.as === '_limit') return { name: '_skip', sure: true };
	return size.name === 'limit' || size.name === 'count'
		? { name: 'offset', sure: false }
		: undefined;
}
