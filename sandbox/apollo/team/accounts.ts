import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { checkIds, plain } from './checks';
import type { TeamRecord } from './recordStore';
import type { Team } from './team';

/** What each endpoint takes (docs.apollo.io/reference, as read in August 2026). */
export const UPDATE_FIELDS = [
	'name',
	'domain',
	'owner_id',
	'account_stage_id',
	'raw_address',
	'phone',
	'typed_custom_fields',
];
export const BULK_CREATE_FIELDS = [
	...UPDATE_FIELDS,
	'linkedin_url',
	'facebook_url',
	'twitter_url',
	'salesforce_id',
	'hubspot_id',
	'organization_id',
	'parent_account_id',
];
export const BULK_UPDATE_FIELDS = ['name', 'owner_id', 'account_stage_id', 'typed_custom_fields'];

const CRM_IDS = ['salesforce_id', 'hubspot_id'];
const AGGRESSIVE = ['domain', 'organization_id', 'name'];

/** CRM ids are looked for in any case; domain, company and name only with `run_dedupe`. */
export function existingAccount(
	team: Team,
	values: JsonObject,
	runDedupe: boolean,
): TeamRecord | undefined {
	const names = runDedupe ? [...CRM_IDS, ...AGGRESSIVE] : CRM_IDS;
	for (const name of names) {
		const wanted = plain(values[name]);
		const found =
			wanted === '' ? undefined : team.accounts.all().find((each) => plain(each[name]) === wanted);
		if (found !== undefined) return found;
	}
	return undefined;
}

export function accountKey(values: JsonObject): string {
	return plain(values.domain) || plain(values.name);
}

export function checkAccount(team: Team, values: JsonObject): void {
	checkIds(team, values, team.accountStages);
}

export function createAccount(team: Team, values: JsonObject, lists: string[]): TeamRecord {
	return team.accounts.create({
		account_stage_id: team.accountStages[0]?.id ?? null,
		owner_id: team.users[0]?.id ?? null,
		domain: null,
		organization_id: null,
		linkedin_url: null,
		phone: null,
		typed_custom_fields: {},
		source: 'api',
		...values,
		label_ids: lists.map((name) => team.labelId(name, 'accounts')),
	});
}

export function updateAccount(team: Team, record: TeamRecord, values: JsonObject): TeamRecord {
	const { typed_custom_fields: custom, ...own } = values;
	const held = isJsonObject(record.typed_custom_fields) ? record.typed_custom_fields : {};
	return team.accounts.update(record, {
		...own,
		...(isJsonObject(custom) ? { typed_custom_fields: { ...held, ...custom } } : {}),
	});
}
