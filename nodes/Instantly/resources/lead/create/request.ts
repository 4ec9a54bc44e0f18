import type { ApiRequest } from '../../../../shared/engine/types';
import { instantlyRequest } from '../../../vendor';
import type { LeadRow } from './row';

/** The body's name for the place (leads/add, 2026-11). */
export const PLACE_FIELD = { campaign: 'campaign_id', list: 'list_id' } as const;

/** Only rows of the same group travel in one request. Leads without an email go apart. */
export function groupOf({ place, choices, email }: LeadRow): string {
	return JSON.stringify([place, choices, email === '']);
}

/** What tells a lead from others; undefined for one without an email, of which there may be many. */
export function keyOf(row: LeadRow): string | undefined {
	return row.email === '' ? undefined : `${groupOf(row)} ${row.email.toLowerCase()}`;
}

/** One request for leads of one group. */
export function addRequest(rows: LeadRow[], resend: boolean): ApiRequest {
	const [first] = rows;
	const { place, choices } = first ?? {};
	return instantlyRequest({
		operation: 'lead.create',
		method: 'POST',
		path: '/leads/add',
		body: {
			...(place ? { [PLACE_FIELD[place.kind]]: place.id } : {}),
			leads: rows.map(({ lead }) => lead),
			...choices?.body,
		},
		safeToRepeat: resend || (first !== undefined && isHarmlessTwice(first)),
		records: rows.length,
		...(place ? { keyFields: { [place.kind]: place.id } } : {}),
	});
}

/**
 * Whether Instantly adds nothing when the request comes a second time: it has been told to skip the
 * leads that the first one has put there, and knows them by their email.
 */
function isHarmlessTwice({ place, choices, email }: LeadRow): boolean {
	const skips = {
		place: [],
		campaigns: ['campaign'],
		lists: ['list'],
		workspace: ['campaign', 'list'],
	};
	return email !== '' && skips[choices.skipIf].some((kind) => kind === place.kind);
}
