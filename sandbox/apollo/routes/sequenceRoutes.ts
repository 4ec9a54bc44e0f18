import type { VendorAnswer } from '../../http/exchange';
import { jsonAnswer } from '../../http/exchange';
import type { JsonObject } from '../../json';
import type { Endpoint } from '../endpoint';
import { pageOf } from '../paging';
import type { Parameters } from '../parameters';
import { misconfigured, unprocessable } from '../refusals';
import { objects, plain } from '../team/checks';
import type { TeamRecord } from '../team/recordStore';
import type { Team } from '../team/team';

const statusesOf = (contact: TeamRecord) => objects(contact.contact_campaign_statuses) ?? [];

function idsOf({ emailer_campaign_ids: ids }: TeamRecord): string[] {
	return Array.isArray(ids) ? ids.map(String) : [];
}

/** Why a contact is not added (docs.apollo.io, add contacts to a sequence, August 2026). */
function skipReason(
	contact: TeamRecord | undefined,
	sequenceId: string,
	parameters: Parameters,
): string | undefined {
	if (contact === undefined) return 'contact_not_found';
	const allows = (name: string) => parameters.flag(name) === true;
	const ids = idsOf(contact);
	if (ids.includes(sequenceId)) return 'contacts_already_exists_in_current_campaign';
	if (ids.length > 0 && !allows('sequence_active_in_other_campaigns')) {
		return 'contacts_active_in_other_campaigns';
	}
	if (plain(contact.email) === '') {
		return allows('sequence_no_email') ? undefined : 'contacts_without_email';
	}
	const isUnverified = contact.email_status !== 'verified';
	return isUnverified && !allows('sequence_unverified_email')
		? 'contacts_unverified_email'
		: undefined;
}

function sendersOf(parameters: Parameters): string[] {
	const name = 'send_email_from_email_account_id';
	return [...parameters.list(name), parameters.text(name)].filter((id) => id !== '');
}

function add(team: Team, parameters: Parameters, id: string): VendorAnswer {
	const sequence = team.sequences.get(id);
	if (sequence === undefined) return misconfigured(`${id} is not a valid ID`);
	const senders = sendersOf(parameters);
	if (parameters.text('emailer_campaign_id') !== id || senders.length === 0) {
		return unprocessable(
			'Please specify a emailer_campaign_id and send_email_from_email_account_id.',
		);
	}
	const contactIds = parameters.list('contact_ids');
	if (contactIds.length === 0) {
		return unprocessable('Please specify either contact_ids or label_names.');
	}
	const inactive = team.emailAccounts.filter(
		(account) => senders.includes(String(account.id)) && account.active !== true,
	);
	if (inactive.length > 0) {
		const emails = inactive.map(({ email }) => String(email)).join(', ');
		return unprocessable(`These mailboxes are no longer active. ${emails}`);
	}
	const skipped: Record<string, string> = {};
	const contacts: TeamRecord[] = [];
	for (const contactId of contactIds) {
		const contact = team.contacts.get(contactId);
		const reason = skipReason(contact, id, parameters);
		if (reason !== undefined) skipped[contactId] = reason;
		else if (contact !== undefined) contacts.push(enrolled(contact, id, parameters));
	}
	return jsonAnswer(
		200,
		{
			contacts,
			skipped_contact_ids: skipped,
			emailer_campaign: { id, name: sequence.name },
			emailer_steps: [],
			emailer_touches: [],
			team: {},
		},
		{ applied: true, rows: contactIds.length },
	);
}

function enrolled(contact: TeamRecord, sequenceId: string, parameters: Parameters): TeamRecord {
	const status = parameters.text('status') || 'active';
	return Object.assign(contact, {
		emailer_campaign_ids: [...idsOf(contact), sequenceId],
		contact_campaign_statuses: [
			...statusesOf(contact),
			{ emailer_campaign_id: sequenceId, status, inactive_reason: null },
		],
	});
}

const ENDS: Record<string, string> = { mark_as_finished: 'finished', stop: 'stopped' };

function stop(team: Team, parameters: Parameters): VendorAnswer {
	const sequenceIds = parameters.list('emailer_campaign_ids');
	const mode = parameters.text('mode');
	if (sequenceIds.length === 0 || (mode !== 'remove' && ENDS[mode] === undefined)) {
		return unprocessable("Required parameter 'emailer_campaign_ids' or 'mode' missing");
	}
	const contactIds = parameters.list('contact_ids');
	const contacts = contactIds.flatMap((id) => {
		const contact = team.contacts.get(id);
		return contact === undefined ? [] : [ended(contact, sequenceIds, mode)];
	});
	return jsonAnswer(
		200,
		{
			contacts,
			emailer_campaigns: sequenceIds.map((id) => ({ id })),
			num_contacts: contacts.length,
			contact_statuses: {},
			emailer_steps: [],
		},
		{ applied: true, rows: contactIds.length },
	);
}

function ended(contact: TeamRecord, sequenceIds: string[], mode: string): TeamRecord {
	const isMeant = ({ emailer_campaign_id: id }: JsonObject) => sequenceIds.includes(String(id));
	const statuses = statusesOf(contact);
	const reason = `manually ${ENDS[mode] ?? ''}`;
	return Object.assign(contact, {
		emailer_campaign_ids:
			mode === 'remove' ? idsOf(contact).filter((id) => !sequenceIds.includes(id)) : idsOf(contact),
		contact_campaign_statuses:
			mode === 'remove'
				? statuses.filter((each) => !isMeant(each))
				: statuses.map((each) =>
						isMeant(each) ? { ...each, status: ENDS[mode], inactive_reason: reason } : each,
					),
	});
}

function search(team: Team, parameters: Parameters): VendorAnswer {
	const wanted = plain(parameters.text('q_name'));
	const all = team.sequences.all().filter(({ name }) => plain(name).includes(wanted));
	const { items, pagination } = pageOf(parameters, all);
	return jsonAnswer(200, { emailer_campaigns: items, pagination }, { applied: true });
}

/** Sequences, which Apollo's paths call emailer campaigns. */
export function sequenceRoutes(team: Team): Endpoint[] {
	const scope = (action: string) => `api/v1/emailer_campaigns/${action}`;
	const post = { method: 'POST', kind: 'general' } as const;
	return [
		{
			...post,
			path: '/emailer_campaigns/search',
			scope: scope('search'),
			paidOnly: true,
			run: (parameters) => search(team, parameters),
		},
		{
			...post,
			path: '/emailer_campaigns/{id}/add_contact_ids',
			scope: scope('add_contact_ids'),
			run: (parameters, id) => add(team, parameters, id),
		},
		{
			...post,
			path: '/emailer_campaigns/remove_or_stop_contact_ids',
			scope: scope('remove_or_stop_contact_ids'),
			run: (parameters) => stop(team, parameters),
		},
	];
}
