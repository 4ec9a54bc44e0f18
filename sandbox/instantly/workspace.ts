import type { RowEffect } from '../arrivals';
import type { JsonObject } from '../json';
import { Jobs } from './jobs/jobs';
import type { InstantlyRecord, RecordName } from './records/record';
import { RecordStore } from './records/recordStore';
import type { InstantlySettings } from './settings';
import { Verifications } from './verifications';
import { WORKSPACE_ID } from './workspaceIds';

/** All that the workspace holds. */
export class Workspace {
	readonly leads = new RecordStore('leads');
	readonly campaigns = new RecordStore('campaigns');
	readonly leadLists = new RecordStore('leadLists');
	readonly leadLabels = new RecordStore('leadLabels');
	readonly blockListEntries = new RecordStore('blockListEntries');
	readonly accounts = new RecordStore('accounts');
	readonly emails = new RecordStore('emails');
	readonly webhooks = new RecordStore('webhooks');
	readonly jobs: Jobs;
	readonly verifications: Verifications;
	/** How many more leads campaigns may take. */
	planLeads: number;
	/** Leads by place and email, and by email alone: looking through them all would take too long. */
	private readonly leadsAt = new Map<string, InstantlyRecord>();
	private readonly leadsBy = new Map<unknown, Set<InstantlyRecord>>();
	private readonly blocked = new Set<string>();

	constructor(settings: InstantlySettings) {
		this.planLeads = settings.planLeads;
		this.jobs = new Jobs(settings);
		this.verifications = new Verifications(settings);
		for (const value of settings.blockList) this.block(value);
	}

	store(name: RecordName): RecordStore {
		return this[name];
	}

	addLead(values: JsonObject): InstantlyRecord {
		const lead = this.leads.add(newLead(values));
		this.leadsAt.set(leadKey(lead), lead);
		const same = this.leadsBy.get(lead.email) ?? new Set();
		this.leadsBy.set(lead.email, same.add(lead));
		return lead;
	}

	removeLead(id: string): InstantlyRecord {
		const lead = this.leads.remove(id);
		if (this.leadsAt.get(leadKey(lead)) === lead) this.leadsAt.delete(leadKey(lead));
		this.leadsBy.get(lead.email)?.delete(lead);
		return lead;
	}

	/** Changes where a lead is. */
	putLead(lead: InstantlyRecord, place: JsonObject): void {
		this.leadsAt.delete(leadKey(lead));
		Object.assign(lead, { campaign: null, list_id: null }, place);
		this.leadsAt.set(leadKey(lead), lead);
	}

	/** The lead with this email in a campaign or a list. */
	leadAt(place: string, email: string): InstantlyRecord | undefined {
		return this.leadsAt.get(`${place} ${email.toLowerCase()}`);
	}

	leadsWith(email: string): InstantlyRecord[] {
		return [...(this.leadsBy.get(email.toLowerCase()) ?? [])];
	}

	/** An entry for the value; the one that there is where there is one. */
	block(value: string): InstantlyRecord {
		const known = this.blockListEntries.all().find(({ bl_value }) => bl_value === value);
		if (known !== undefined) return known;
		this.blocked.add(value);
		return this.blockListEntries.add({
			organization_id: WORKSPACE_ID,
			bl_value: value,
			is_domain: !value.includes('@'),
		});
	}

	unblock(entry: InstantlyRecord): void {
		this.blocked.delete(String(entry.bl_value));
		this.blockListEntries.remove(entry.id);
	}

	/** Lets an entry stand for another value. */
	reblock(entry: InstantlyRecord, value: string): void {
		this.blocked.delete(String(entry.bl_value));
		this.blocked.add(value);
		Object.assign(entry, { bl_value: value, is_domain: !value.includes('@') });
	}

	isBlocked(email: string): boolean {
		return this.blocked.has(email) || this.blocked.has(email.slice(email.indexOf('@') + 1));
	}
}

function newLead(values: JsonObject): JsonObject {
	const { email, custom_variables: variables, ...rest } = values;
	const address = typeof email === 'string' ? email.trim().toLowerCase() : null;
	return {
		timestamp_updated: new Date().toISOString(),
		organization: WORKSPACE_ID,
		campaign: null,
		list_id: null,
		status: 1,
		email_open_count: 0,
		email_reply_count: 0,
		email_click_count: 0,
		company_domain: address === null ? '' : address.slice(address.indexOf('@') + 1),
		status_summary: {},
		upload_method: 'api',
		payload: variables ?? {},
		...rest,
		email: address,
	};
}

/** Where a lead is, and its email. */
export function leadKey({ campaign, list_id, email, id }: InstantlyRecord): string {
	return `${String(campaign ?? list_id)} ${typeof email === 'string' ? email : id}`;
}

export function effectOf(
	effect: RowEffect['effect'],
	{ id }: InstantlyRecord,
	key = id,
): RowEffect {
	return { effect, id, key };
}
