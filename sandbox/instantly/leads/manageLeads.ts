import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { bodyOf, checkTypes, requiredText } from '../body';
import type { Call } from '../call';
import { paramIn } from '../call';
import { badRequest, notFound, onlyError } from '../refusals';
import type { InstantlyRecord } from '../records/record';
import { effectOf } from '../workspace';
import { checkLead, leadFieldsIn } from './leadBody';
import { placeIfAny } from './place';

export function readLead({ workspace, ...call }: Call): VendorAnswer {
	return jsonAnswer(200, workspace.leads.get(paramIn(call)), { applied: true });
}

export function deleteLead({ workspace, ...call }: Call): VendorAnswer {
	const lead = workspace.removeLead(paramIn(call));
	return jsonAnswer(200, lead, { applied: true, rows: 1, effects: [effectOf('archived', lead)] });
}

/** Everything but the email can be changed (API v2, 2026-11). */
export function patchLead({ workspace, request, ...call }: Call): VendorAnswer {
	const lead = workspace.leads.get(paramIn(call));
	const body = bodyOf(request);
	checkLead(body, 'body');
	const { email: _, custom_variables: variables, ...fields } = leadFieldsIn(body);
	return changed(lead, { ...fields, ...payloadOf(lead, variables) });
}

function payloadOf({ payload }: InstantlyRecord, variables: unknown): JsonObject {
	if (!isJsonObject(variables)) return {};
	return { payload: { ...(isJsonObject(payload) ? payload : {}), ...variables } };
}

function changed(lead: InstantlyRecord, fields: JsonObject): VendorAnswer {
	const isSame = Object.entries(fields).every(
		([name, value]) => JSON.stringify(lead[name]) === JSON.stringify(value),
	);
	Object.assign(lead, fields, { timestamp_updated: new Date().toISOString() });
	const effects = [effectOf(isSame ? 'unchanged' : 'updated', lead)];
	return jsonAnswer(200, lead, { applied: true, rows: 1, effects });
}

/** The one goes, and what it holds fills what the other one lacks. */
export function mergeLeads({ workspace, request }: Call): VendorAnswer {
	const body = bodyOf(request);
	const from = workspace.leads.get(requiredText(body, 'lead_id'));
	const into = workspace.leads.get(requiredText(body, 'destination_lead_id'));
	if (from === into) throw badRequest('A lead cannot be merged into itself');
	workspace.removeLead(from.id);
	for (const [name, value] of Object.entries(from)) into[name] ??= value;
	return jsonAnswer(200, into, { applied: true, rows: 1, effects: [effectOf('merged', into)] });
}

/** Taken with 202, and done in the background (API v2, 2026-11). */
export function updateInterest({ workspace, request }: Call): VendorAnswer {
	const body = bodyOf(request);
	const email = requiredText(body, 'lead_email');
	if (body.interest_value === undefined) {
		throw badRequest("body must have required property 'interest_value'");
	}
	checkTypes(body, { interest_value: ['number', 'null'], disable_auto_interest: ['boolean'] });
	if (!email.includes('@')) throw onlyError('Invalid lead email');
	const place = placeIfAny(workspace, body, { campaign: 'campaign_id', list: 'list_id' });
	const leads = workspace
		.leadsWith(email)
		.filter(
			({ campaign, list_id }) =>
				place === undefined || campaign === place.id || list_id === place.id,
		);
	if (leads.length === 0) throw notFound();
	for (const lead of leads) lead.lt_interest_status = body.interest_value;
	return jsonAnswer(
		202,
		{ message: 'Lead interest status update background job submitted' },
		{ applied: true, rows: 1, effects: leads.map((lead) => effectOf('updated', lead)) },
	);
}
