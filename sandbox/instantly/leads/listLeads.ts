import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { stringList } from '../../json';
import { bodyOf, checkTypes } from '../body';
import type { Call } from '../call';
import { badRequest } from '../refusals';
import { pageOf } from '../records/page';
import type { InstantlyRecord } from '../records/record';

const FILTERS = {
	search: ['string'],
	filter: ['string'],
	campaign: ['string'],
	list_id: ['string'],
	in_campaign: ['boolean'],
	in_list: ['boolean'],
	ids: ['array'],
	excluded_ids: ['array'],
	contacts: ['array'],
	distinct_contacts: ['boolean'],
	enrichment_status: ['number'],
	limit: ['number'],
	starting_after: ['string'],
} as const;

/** Those words of `filter` that stand for an interest status (leads/list, 2026-11). */
const INTEREST: Record<string, number> = {
	FILTER_LEAD_INTERESTED: 1,
	FILTER_LEAD_MEETING_BOOKED: 2,
	FILTER_LEAD_MEETING_COMPLETED: 3,
	FILTER_LEAD_CLOSED: 4,
	FILTER_LEAD_OUT_OF_OFFICE: 0,
	FILTER_LEAD_NOT_INTERESTED: -1,
	FILTER_LEAD_WRONG_PERSON: -2,
	FILTER_LEAD_LOST: -3,
	FILTER_LEAD_NO_SHOW: -4,
};

/** A page of the leads that match; filters and cursor are in the body (leads/list, 2026-11). */
export function listLeads({ workspace, request }: Call): VendorAnswer {
	const body = bodyOf(request);
	checkTypes(body, FILTERS);
	const leads = workspace.leads.all().filter(leadFilter(body));
	const distinct = body.distinct_contacts === true;
	const listed = distinct ? firstOfEach(leads) : leads;
	const page = pageOf(listed, body, distinct ? ({ email }) => String(email) : undefined);
	return jsonAnswer(200, page, { applied: true });
}

/** Whether a lead matches all that a body asks for. */
export function leadFilter(body: JsonObject): (lead: InstantlyRecord) => boolean {
	const { campaign, list_id: list, in_campaign: inCampaign, in_list: inList } = body;
	const words = typeof body.search === 'string' ? body.search.toLowerCase() : '';
	const ids = body.ids === undefined ? undefined : new Set(stringList(body.ids));
	const excluded = new Set(stringList(body.excluded_ids));
	const emails = stringList(body.contacts).map((email) => email.toLowerCase());
	const contacts = body.contacts === undefined ? undefined : new Set(emails);
	const interest = interestIn(body);
	return (lead) =>
		(campaign === undefined || lead.campaign === campaign) &&
		(list === undefined || lead.list_id === list) &&
		(inCampaign === undefined || (lead.campaign !== null) === inCampaign) &&
		(inList === undefined || (lead.list_id !== null) === inList) &&
		(ids === undefined || ids.has(lead.id)) &&
		!excluded.has(lead.id) &&
		(contacts === undefined || contacts.has(String(lead.email))) &&
		(interest === undefined || lead.lt_interest_status === interest) &&
		(body.enrichment_status === undefined || lead.enrichment_status === body.enrichment_status) &&
		[lead.first_name, lead.last_name, lead.email].some((held) =>
			String(held ?? '')
				.toLowerCase()
				.includes(words),
		);
}

function interestIn({ filter }: JsonObject): number | undefined {
	if (filter === undefined) return undefined;
	const word = String(filter);
	if (word in INTEREST) return INTEREST[word];
	if (/^FILTER_(VAL|LEAD)_[A-Z_]+$/.test(word)) return undefined;
	throw badRequest('body/filter must be equal to one of the allowed values');
}

function firstOfEach(leads: readonly InstantlyRecord[]): InstantlyRecord[] {
	const byEmail = new Map<unknown, InstantlyRecord>();
	for (const lead of leads) {
		if (!byEmail.has(lead.email)) byEmail.set(lead.email, lead);
	}
	return [...byEmail.values()];
}
