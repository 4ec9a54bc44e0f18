import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { bodyOf, checkTypes } from '../body';
import type { Call } from '../call';
import { badRequest } from '../refusals';
import type { InstantlyRecord } from '../records/record';
import type { InstantlyVendor } from '../instantlyVendor';
import { effectOf, leadKey } from '../workspace';
import { leadFilter } from './listLeads';
import type { Place } from './place';
import { placeIfAny, placeIn } from './place';

const FLAGS = {
	ids: ['array'],
	contacts: ['array'],
	copy_leads: ['boolean'],
	check_duplicates: ['boolean'],
	check_duplicates_in_campaigns: ['boolean'],
	reset_interest_status: ['boolean'],
} as const;

/** A job that moves the leads which match; IDs alone do not choose leads (leads/move, 2026-11). */
export function moveLeads({ workspace, vendor, request }: Call): VendorAnswer {
	const body = bodyOf(request);
	checkTypes(body, FLAGS);
	const source = placeIfAny(workspace, body, { campaign: 'campaign', list: 'list_id' });
	if (body.ids !== undefined && source === undefined) {
		throw badRequest('Either campaign or list_id must be provided along with ids');
	}
	const target = placeIn(workspace, body, { campaign: 'to_campaign_id', list: 'to_list_id' });
	const entity = target.kind === 'campaign' ? 'campaign' : 'list';
	const job = workspace.jobs.begin('move-leads', entity, target.id, () =>
		moved(vendor, body, target),
	);
	return jsonAnswer(200, job, { applied: true });
}

function moved(vendor: InstantlyVendor, body: JsonObject, target: Place): JsonObject {
	const { workspace } = vendor;
	const leads = workspace.leads.all().filter(leadFilter(body));
	const going = leads.filter((lead) => mayGo(vendor, body, target, lead));
	for (const lead of going) {
		if (body.reset_interest_status === true) delete lead.lt_interest_status;
		if (body.copy_leads === true) {
			const { id: _, timestamp_created: __, ...held } = lead;
			const copy = workspace.addLead({ ...held, campaign: null, list_id: null, ...target.held });
			vendor.ledger.wrote('leads', [effectOf('created', copy, leadKey(copy))], false);
		} else {
			workspace.putLead(lead, target.held);
		}
	}
	return { moved_lead_emails: going.map(({ email }) => email), moved_leads: going.length };
}

function mayGo(
	{ workspace }: InstantlyVendor,
	body: JsonObject,
	target: Place,
	{ id, email, campaign }: InstantlyRecord,
): boolean {
	const address = String(email);
	if (body.check_duplicates === true && workspace.leadAt(target.id, address) !== undefined) {
		return false;
	}
	if (body.check_duplicates_in_campaigns !== true) return true;
	return !workspace
		.leadsWith(address)
		.some((other) => other.id !== id && other.campaign !== null && other.campaign !== campaign);
}
