import type { JsonObject } from '../../json';
import { isJsonObject, stringList } from '../../json';
import { checkIds, objects, plain } from './checks';
import type { TeamRecord } from './recordStore';
import type { Team } from './team';

/** What each endpoint takes (docs.apollo.io/reference, as read in August 2026). */
const SHARED = [
	'first_name',
	'last_name',
	'email',
	'title',
	'organization_name',
	'account_id',
	'present_raw_address',
	'typed_custom_fields',
];
const PHONES = ['direct_phone', 'corporate_phone', 'mobile_phone', 'home_phone', 'other_phone'];

export const SINGLE_FIELDS = [
	...SHARED,
	...PHONES,
	'website_url',
	'label_names',
	'contact_stage_id',
];
export const BULK_CREATE_FIELDS = [
	...SHARED,
	'primary_title',
	'phone',
	'linkedin_url',
	'facebook_url',
	'twitter_url',
	'photo_url',
	'organization_id',
	'contact_stage_id',
	'salesforce_contact_id',
	'salesforce_lead_id',
	'salesforce_account_id',
	'hubspot_id',
	'outreach_id',
	'salesloft_id',
	'contact_emails',
	'phone_numbers',
	'person_id',
	'id',
];
export const BULK_UPDATE_FIELDS = [...SHARED, 'owner_id', 'linkedin_url'];

const CRM_IDS = ['salesforce_lead_id', 'salesforce_contact_id', 'hubspot_id'];

function emailsOf(record: JsonObject): string[] {
	const others = objects(record.contact_emails) ?? [];
	return [record.email, ...others.map(({ email }) => email)]
		.map(plain)
		.filter((each) => each !== '');
}

function domainOf(email: unknown): string {
	return plain(email).split('@')[1] ?? '';
}

function isSameCompany(one: JsonObject, other: JsonObject): boolean {
	const same = (name: string) => plain(one[name]) !== '' && plain(one[name]) === plain(other[name]);
	const domain = domainOf(one.email);
	return (
		(domain !== '' && domain === domainOf(other.email)) ||
		same('organization_id') ||
		same('organization_name')
	);
}

/** The order in which `run_dedupe` looks: id, CRM ids, person, emails, name with company. */
export function existingContact(team: Team, values: JsonObject): TeamRecord | undefined {
	const all = team.contacts.all();
	const by = (name: string) =>
		plain(values[name]) === ''
			? undefined
			: all.find((record) => plain(record[name]) === plain(values[name]));
	const emails = emailsOf(values);
	const name = `${plain(values.first_name)} ${plain(values.last_name)}`.trim();
	return (
		by('id') ??
		CRM_IDS.map(by).find((record) => record !== undefined) ??
		by('person_id') ??
		all.find((record) => emailsOf(record).some((email) => emails.includes(email))) ??
		all.find(
			(record) =>
				name !== '' &&
				`${plain(record.first_name)} ${plain(record.last_name)}`.trim() === name &&
				isSameCompany(record, values),
		)
	);
}

/** Words for the write ledger: the email, or all that tells a contact without one. */
export function contactKey(values: JsonObject): string {
	const [email] = emailsOf(values);
	return email ?? JSON.stringify([values.first_name, values.last_name, values.organization_name]);
}

export function checkContact(team: Team, values: JsonObject): void {
	checkIds(team, values, team.contactStages);
}

export function createContact(team: Team, values: JsonObject, lists: string[] = []): TeamRecord {
	const { label_names: names, ...own } = values;
	const labels = [...stringList(names), ...lists].map((name) => team.labelId(name, 'contacts'));
	const email = plain(own.email) === '' ? null : own.email;
	return team.contacts.create({
		contact_stage_id: team.contactStages[0]?.id ?? null,
		owner_id: team.users[0]?.id ?? null,
		account_id: null,
		email_status: email === null ? null : 'verified',
		typed_custom_fields: {},
		emailer_campaign_ids: [],
		contact_campaign_statuses: [],
		source: 'api',
		...own,
		email,
		name: `${String(own.first_name ?? '')} ${String(own.last_name ?? '')}`.trim(),
		contact_emails: objects(own.contact_emails) ?? (email === null ? [] : [{ email, position: 0 }]),
		label_ids: labels,
	});
}

export function updateContact(team: Team, record: TeamRecord, values: JsonObject): TeamRecord {
	const { label_names: names, typed_custom_fields: custom, ...own } = values;
	const held = isJsonObject(record.typed_custom_fields) ? record.typed_custom_fields : {};
	return team.contacts.update(record, {
		...own,
		...(isJsonObject(custom) ? { typed_custom_fields: { ...held, ...custom } } : {}),
		...(names === undefined
			? {}
			: { label_ids: stringList(names).map((name) => team.labelId(name, 'contacts')) }),
	});
}
