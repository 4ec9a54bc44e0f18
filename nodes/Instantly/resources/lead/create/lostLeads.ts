import { asArray, asObject, asText } from '../../../../shared/engine/body';
import type { Outcome, Success } from '../../../../shared/engine/client';
import { systemClock } from '../../../../shared/engine/clock';
import { walk } from '../../../../shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../../../shared/engine/types';
import type { RunContext } from '../../../../shared/node/operation';
import { mayBeDone } from '../../../lost';
import { itemsOf, listPages } from '../../../pages';
import { leadsRequest } from '../listRequest';
import { FOUND, type Found } from './answer';

/** Headers tell the time in whole seconds, and clocks are not read at once. */
const TOLERANCE_MS = 2_000;

/**
 * A client that knows of leads which an earlier attempt has created, whose answer was lost: the answer
 * to the next one only counts them among those that were there already. They are looked up by email.
 */
export function findingLostLeads(client: RunContext['client']): RunContext['client'] {
	return {
		redact: (text) => client.redact(text),
		send: async (request): Promise<Outcome> => {
			const startedAt = systemClock.now();
			const answer = await client.send(request);
			if (!answer.ok || !mayBeDone(answer.earlier)) return answer;
			const found = await lookUp(client, request, answer, startedAt);
			return { ...answer, data: { ...asObject(answer.data), [FOUND]: found } };
		},
	};
}

/** Leads of the request that are in its place, though the answer does not name them; null if unread. */
async function lookUp(
	client: RunContext['client'],
	{ body }: ApiRequest,
	{ data, headers }: Success,
	startedAt: number,
): Promise<JsonValue> {
	const { leads, campaign_id: campaign, list_id: list } = asObject(body);
	const named = asArray(asObject(data).created_leads).map((lead) => asObject(lead).index);
	const wanted = new Map<string, number>();
	for (const [index, lead] of asArray(leads).entries()) {
		const email = asText(asObject(lead).email)?.toLowerCase();
		if (email !== undefined && !named.includes(index)) wanted.set(email, index);
	}
	if (wanted.size === 0) return [];
	const asked = {
		...(campaign === undefined ? {} : { campaign }),
		...(list === undefined ? {} : { list_id: list }),
		contacts: [...wanted.keys()],
	};
	const { rows, failure } = await walk(client, {
		style: listPages((paging) => leadsRequest('lead.lookUp', { ...asked, ...paging })),
		read: itemsOf,
		limit: Infinity,
	});
	if (failure) return null;
	const since = startedAt + skewOf(headers) - TOLERANCE_MS;
	return rows.flatMap((lead) => foundOf(lead, wanted, since));
}

/** How far Instantly's clock is ahead of ours, ms. */
function skewOf({ date = '' }: Success['headers']): number {
	const theirs = Date.parse(date);
	return Number.isNaN(theirs) ? 0 : theirs - systemClock.now();
}

function foundOf(lead: JsonValue, wanted: Map<string, number>, since: number): JsonValue[] {
	const { email, timestamp_created: createdAt } = asObject(lead);
	const index = wanted.get(asText(email)?.toLowerCase() ?? '');
	if (index === undefined) return [];
	const isOlder = Date.parse(asText(createdAt) ?? '') < since;
	const found: Found = { index, lead, isOlder };
	return [{ ...found }];
}
