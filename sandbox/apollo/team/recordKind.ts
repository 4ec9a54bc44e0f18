import type { JsonObject } from '../../json';
import * as accounts from './accounts';
import { plain } from './checks';
import * as contacts from './contacts';
import type { RecordStore, TeamRecord } from './recordStore';
import type { Team } from './team';

export type TeamRecordName = 'contacts' | 'accounts' | 'deals';

/** A kind of record that is written in bulk, and what differs between the two. */
export interface BulkKind {
	name: 'contacts' | 'accounts';
	one: 'contact' | 'account';
	store(team: Team): RecordStore;
	createFields: readonly string[];
	bulkUpdateFields: readonly string[];
	updateFields: readonly string[];
	/** The order in which `run_dedupe` looks for one that exists. */
	existing(team: Team, values: JsonObject, runDedupe: boolean): TeamRecord | undefined;
	check(team: Team, values: JsonObject): void;
	create(team: Team, values: JsonObject, lists: string[]): TeamRecord;
	update(team: Team, record: TeamRecord, values: JsonObject): TeamRecord;
	/** Tells a record apart for the counts of writes. */
	keyOf(values: JsonObject): string;
	/** The words a search looks at. */
	text: { parameter: string; of(record: TeamRecord): string };
	sorts: Record<string, string>;
	/** What comes back of a bulk update: of accounts only what was set (bulk update accounts, 2026-08). */
	updated(record: TeamRecord): JsonObject;
}

export const CONTACTS: BulkKind = {
	name: 'contacts',
	one: 'contact',
	store: (team) => team.contacts,
	createFields: contacts.BULK_CREATE_FIELDS,
	bulkUpdateFields: contacts.BULK_UPDATE_FIELDS,
	updateFields: contacts.SINGLE_FIELDS,
	existing: (team, values, runDedupe) =>
		runDedupe ? contacts.existingContact(team, values) : undefined,
	check: contacts.checkContact,
	create: contacts.createContact,
	update: contacts.updateContact,
	keyOf: contacts.contactKey,
	text: {
		parameter: 'q_keywords',
		of: ({ name, email, title, organization_name: company }) =>
			[name, email, title, company].map(plain).join(' '),
	},
	sorts: {
		contact_created_at: 'created_at',
		contact_updated_at: 'updated_at',
		contact_last_activity_date: 'last_activity_date',
		contact_email_last_opened_at: 'email_last_opened_at',
		contact_email_last_clicked_at: 'email_last_clicked_at',
	},
	updated: (record) => record,
};

export const ACCOUNTS: BulkKind = {
	name: 'accounts',
	one: 'account',
	store: (team) => team.accounts,
	createFields: accounts.BULK_CREATE_FIELDS,
	bulkUpdateFields: accounts.BULK_UPDATE_FIELDS,
	updateFields: accounts.UPDATE_FIELDS,
	existing: accounts.existingAccount,
	check: accounts.checkAccount,
	create: accounts.createAccount,
	update: accounts.updateAccount,
	keyOf: accounts.accountKey,
	text: { parameter: 'q_organization_name', of: ({ name }) => plain(name) },
	sorts: {
		account_created_at: 'created_at',
		account_updated_at: 'updated_at',
		account_last_activity_date: 'last_activity_date',
	},
	updated: ({ id, name, owner_id: owner, account_stage_id: stage }) => ({
		id,
		name,
		owner_id: owner,
		account_stage_id: stage,
	}),
};
