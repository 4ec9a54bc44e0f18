import { asObject } from '../body';
import type { Evidence } from './evidence';
import type { Found } from './found';
import { placeFor } from './request';
import type { Seen } from './seen';

/** There is more, there is no cursor, but the records have ids: the last one's is sent back. */
export function fromLastRow(seen: Seen, { moreAt, more, end }: Evidence): Found | undefined {
	const { params, rows, data } = seen;
	const asked = params.find(({ name }) => /^(startingafter|afterid|sinceid)$/.test(name));
	const { object, url } = asObject(data);
	// The list tells of itself that it is one, and its own address: so do the APIs of one family.
	const isFamily = object === 'list' && typeof url === 'string' && moreAt === 'has_more';
	if (!rows || moreAt === undefined || !(asked || isFamily)) return undefined;
	const place = placeFor('starting_after', params, seen.body);
	const sendAs = asked?.as ?? place.sendAs;
	const sendIn = asked?.in ?? place.sendIn;
	const found = { style: 'lastRow', moreAt, sendAs, sendIn, lastRowField: 'id' } as const;
	if (!more) return { ...found, sure: true, ends: true, why: end ?? 'the last page' };
	const { id } = asObject(rows.list.at(-1));
	const hasId = typeof id === 'string' || typeof id === 'number';
	return hasId
		? { ...found, sure: true, why: `${more}: the last record's id is sent back as ${sendAs}` }
		: { style: 'none', sure: false, why: `${more}, but the last record has no id` };
}
