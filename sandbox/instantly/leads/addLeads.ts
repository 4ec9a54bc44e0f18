import type { RowEffect } from '../../arrivals';
import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { bodyOf, checkTypes, isEmail } from '../body';
import type { Call } from '../call';
import { badRequest } from '../refusals';
import type { InstantlyRecord } from '../records/record';
import type { Workspace } from '../workspace';
import { effectOf } from '../workspace';
import { addressIn, checkLead, leadFieldsIn } from './leadBody';
import type { Place } from './place';
import { placeIn } from './place';

/** In one request (leads/add, 2026-11). */
const MOST_LEADS = 1000;

const FLAGS = {
	verify_leads_on_import: ['boolean'],
	skip_if_in_workspace: ['boolean'],
	skip_if_in_campaign: ['boolean'],
	skip_if_in_list: ['boolean'],
	blocklist_id: ['string', 'null'],
	assigned_to: ['string'],
} as const;

/** Why a lead is not created: the counts of the answer (leads/add, 2026-11). */
type Skipped =
	| 'invalid_email_count'
	| 'incomplete_count'
	| 'duplicate_email_count'
	| 'in_blocklist'
	| 'duplicated_leads'
	| 'skipped_count'
	/** Beyond the plan: no count names it. */
	| 'beyond_plan';

interface Import {
	workspace: Workspace;
	place: Place;
	body: JsonObject;
	/** Emails that came earlier in the same request. */
	seen: Set<string>;
}

/** Adds what it can, says which by their places in the request, and counts the others by reason. */
export function addLeads({ workspace, request }: Call): VendorAnswer {
	const body = bodyOf(request);
	checkTypes(body, FLAGS);
	const leads = leadsIn(body);
	const place = placeIn(workspace, body, { campaign: 'campaign_id', list: 'list_id' });
	const counts: Partial<Record<Skipped, number>> = {};
	const created: JsonObject[] = [];
	const effects: RowEffect[] = [];
	const all: Import = { workspace, place, body, seen: new Set() };
	for (const [index, lead] of leads.entries()) {
		const outcome = addLead(all, lead);
		if (typeof outcome === 'string') {
			counts[outcome] = (counts[outcome] ?? 0) + 1;
			continue;
		}
		const { id, email, first_name = null, last_name = null, phone = null } = outcome;
		created.push({ index, id, email, first_name, last_name, phone });
		effects.push(effectOf('created', outcome, addedKey(place.id, lead)));
	}
	if (body.verify_leads_on_import === true) {
		workspace.jobs.begin('import-leads', place.kind, place.id, () => ({}));
	}
	const count = (name: Skipped): number => counts[name] ?? 0;
	return jsonAnswer(
		200,
		{
			status: 'success',
			total_sent: leads.length,
			leads_uploaded: created.length,
			in_blocklist: count('in_blocklist'),
			blocklist_used: null,
			duplicated_leads: count('duplicated_leads'),
			skipped_count: count('skipped_count'),
			invalid_email_count: count('invalid_email_count'),
			incomplete_count: count('incomplete_count'),
			duplicate_email_count: count('duplicate_email_count'),
			remaining_in_plan: place.kind === 'campaign' ? workspace.planLeads : null,
			created_leads: created,
		},
		{ applied: true, rows: leads.length, effects },
	);
}

function leadsIn({ leads }: JsonObject): JsonObject[] {
	if (leads === undefined) throw badRequest("body must have required property 'leads'");
	if (!Array.isArray(leads)) throw badRequest('body/leads must be array');
	if (leads.length === 0) throw badRequest('body/leads must NOT have fewer than 1 items');
	if (leads.length > MOST_LEADS) {
		throw badRequest(`body/leads must NOT have more than ${MOST_LEADS} items`);
	}
	return leads.map((lead: unknown, place) => {
		const path = `body/leads/${place}`;
		if (!isJsonObject(lead)) throw badRequest(`${path} must be object`);
		checkLead(lead, path);
		return lead;
	});
}

function addLead(all: Import, lead: JsonObject): InstantlyRecord | Skipped {
	const { workspace, place, seen } = all;
	const email = addressIn(lead);
	if (email === '' && place.kind === 'campaign') return 'invalid_email_count';
	if (email === '' && !lead.first_name && !lead.last_name) return 'incomplete_count';
	if (email !== '') {
		const reason = refusalOf(all, email);
		if (reason !== undefined) return reason;
		seen.add(email);
	}
	if (place.kind === 'campaign') {
		if (workspace.planLeads <= 0) return 'beyond_plan';
		workspace.planLeads -= 1;
	}
	return workspace.addLead({ ...leadFieldsIn(lead), ...place.held });
}

function refusalOf({ workspace, place, body, seen }: Import, email: string): Skipped | undefined {
	if (!isEmail(email)) return 'invalid_email_count';
	if (seen.has(email)) return 'duplicate_email_count';
	if (workspace.isBlocked(email)) return 'in_blocklist';
	if (workspace.leadAt(place.id, email) !== undefined) return 'duplicated_leads';
	return isSkipped(workspace, body, email) ? 'skipped_count' : undefined;
}

/** The workspace's flag overrides the other two (leads/add, 2026-11). */
function isSkipped(workspace: Workspace, body: JsonObject, email: string): boolean {
	const flags = [body.skip_if_in_workspace, body.skip_if_in_campaign, body.skip_if_in_list];
	if (!flags.includes(true)) return false;
	const elsewhere = workspace.leadsWith(email);
	if (body.skip_if_in_workspace === true) return elsewhere.length > 0;
	return elsewhere.some(
		({ campaign, list_id }) =>
			(body.skip_if_in_campaign === true && campaign !== null) ||
			(body.skip_if_in_list === true && list_id !== null),
	);
}

/** What tells one lead of a request from others: its email, and all that it says where it has none. */
function addedKey(place: string, lead: JsonObject): string {
	return `${place} ${addressIn(lead) || JSON.stringify(Object.entries(lead).sort())}`;
}

/** The keys of the leads that a body asks to create. */
export function addedKeys(body: JsonObject): string[] {
	const place = String(body.campaign_id ?? body.list_id);
	const leads: unknown[] = Array.isArray(body.leads) ? body.leads : [];
	return leads.filter(isJsonObject).map((lead) => addedKey(place, lead));
}
