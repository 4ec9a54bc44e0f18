import type { FieldType } from 'n8n-workflow';
import type { Endpoint } from '../limits';

/**
 * Where a field may be set: each endpoint takes fields of its own, and ignores all others in silence
 * (docs.apollo.io, create and update pages of contacts, accounts and deals, 2026-08).
 */
export type Use = 'bulkCreate' | 'create' | 'bulkUpdate' | 'update';

export interface RecordField {
	name: string;
	label: string;
	uses: readonly Use[];
	type?: FieldType;
	/** What its value is chosen from. */
	of?: 'owners' | 'stages';
	/** Whether the editor shows it at once. */
	shown?: boolean;
	required?: boolean;
}

/** A kind of record of the team, and what is particular about it. */
export interface RecordKind {
	/** In the parameters of the node: "contact". */
	value: 'contact' | 'account' | 'deal';
	/** In texts. */
	one: string;
	many: string;
	path: string;
	/** What holds one of them in an answer, and many. */
	envelope: string;
	list: string;
	/** As custom fields name it, and labels. */
	modality: string;
	labelModality: string;
	stages: { endpoint: Endpoint; path: string; list: string };
	endpoints: { show: Endpoint; search: Endpoint; update: Endpoint };
	/** What a simplified record holds. */
	usual: string[];
	fields: RecordField[];
}

const everywhere: Use[] = ['bulkCreate', 'create', 'bulkUpdate', 'update'];
const bulkCreate: Use[] = ['bulkCreate'];

const field = (
	name: string,
	label: string,
	uses: readonly Use[] = everywhere,
	rest: Partial<RecordField> = {},
): RecordField => ({ name, label, uses, ...rest });

const shown = { shown: true };

export const contact: RecordKind = {
	value: 'contact',
	one: 'contact',
	many: 'contacts',
	path: '/contacts',
	envelope: 'contact',
	list: 'contacts',
	modality: 'contact',
	labelModality: 'contacts',
	stages: { endpoint: 'contact_stages/index', path: '/contact_stages', list: 'contact_stages' },
	endpoints: { show: 'contacts/show', search: 'contacts/search', update: 'contacts/update' },
	usual: [
		'id',
		'first_name',
		'last_name',
		'email',
		'title',
		'organization_name',
		'account_id',
		'contact_stage_id',
		'owner_id',
		'updated_at',
	],
	fields: [
		field('first_name', 'First Name', everywhere, shown),
		field('last_name', 'Last Name', everywhere, shown),
		field('email', 'Email', everywhere, shown),
		field('title', 'Job Title', everywhere, shown),
		field('organization_name', 'Company Name', everywhere, shown),
		field('account_id', 'Account ID'),
		field('contact_stage_id', 'Stage', ['bulkCreate', 'create', 'update'], { of: 'stages' }),
		field('corporate_phone', 'Corporate Phone', ['create', 'update']),
		field('direct_phone', 'Direct Phone', ['create', 'update']),
		field('facebook_url', 'Facebook URL', bulkCreate),
		field('home_phone', 'Home Phone', ['create', 'update']),
		field('hubspot_id', 'HubSpot ID', bulkCreate),
		field('linkedin_url', 'LinkedIn URL', ['bulkCreate', 'bulkUpdate']),
		field('mobile_phone', 'Mobile Phone', ['create', 'update']),
		field('organization_id', 'Organization ID', bulkCreate),
		field('other_phone', 'Other Phone', ['create', 'update']),
		field('outreach_id', 'Outreach ID', bulkCreate),
		field('owner_id', 'Owner', ['bulkCreate', 'bulkUpdate'], { of: 'owners' }),
		field('phone', 'Phone', bulkCreate),
		field('photo_url', 'Photo URL', bulkCreate),
		field('present_raw_address', 'Location'),
		field('salesforce_account_id', 'Salesforce Account ID', bulkCreate),
		field('salesforce_contact_id', 'Salesforce Contact ID', bulkCreate),
		field('salesforce_lead_id', 'Salesforce Lead ID', bulkCreate),
		field('salesloft_id', 'Salesloft ID', bulkCreate),
		field('twitter_url', 'Twitter URL', bulkCreate),
		field('website_url', 'Website URL', ['create', 'update']),
	],
};

export const account: RecordKind = {
	value: 'account',
	one: 'account',
	many: 'accounts',
	path: '/accounts',
	envelope: 'account',
	list: 'accounts',
	modality: 'account',
	labelModality: 'accounts',
	stages: { endpoint: 'account_stages/index', path: '/account_stages', list: 'account_stages' },
	endpoints: { show: 'accounts/show', search: 'accounts/search', update: 'accounts/update' },
	usual: [
		'id',
		'name',
		'domain',
		'phone',
		'linkedin_url',
		'organization_id',
		'account_stage_id',
		'owner_id',
		'created_at',
	],
	fields: [
		field('name', 'Name', everywhere, shown),
		field('domain', 'Domain', ['bulkCreate', 'update'], shown),
		field('account_stage_id', 'Stage', everywhere, { of: 'stages', shown: true }),
		field('facebook_url', 'Facebook URL', bulkCreate),
		field('hubspot_id', 'HubSpot ID', bulkCreate),
		field('linkedin_url', 'LinkedIn URL', bulkCreate),
		field('organization_id', 'Organization ID', bulkCreate),
		field('owner_id', 'Owner', everywhere, { of: 'owners', shown: true }),
		field('parent_account_id', 'Parent Account ID', bulkCreate),
		field('phone', 'Phone', ['bulkCreate', 'update']),
		field('raw_address', 'Address', ['bulkCreate', 'update']),
		field('salesforce_id', 'Salesforce ID', bulkCreate),
		field('twitter_url', 'Twitter URL', bulkCreate),
	],
};

export const deal: RecordKind = {
	value: 'deal',
	one: 'deal',
	many: 'deals',
	path: '/opportunities',
	envelope: 'opportunity',
	list: 'opportunities',
	modality: 'opportunity',
	labelModality: '',
	stages: {
		endpoint: 'opportunity_stages/index',
		path: '/opportunity_stages',
		list: 'opportunity_stages',
	},
	endpoints: {
		show: 'opportunities/show',
		search: 'opportunities/search',
		update: 'opportunities/update',
	},
	usual: [
		'id',
		'name',
		'amount',
		'account_id',
		'owner_id',
		'opportunity_stage_id',
		'closed_date',
		'is_closed',
		'is_won',
		'created_at',
	],
	fields: [
		field('name', 'Name', ['create', 'update'], { shown: true, required: true }),
		field('amount', 'Amount', ['create', 'update'], { shown: true, type: 'number' }),
		field('account_id', 'Account ID', ['create'], shown),
		field('opportunity_stage_id', 'Stage', ['create', 'update'], { of: 'stages', shown: true }),
		field('closed_date', 'Close Date', ['create', 'update'], { type: 'dateTime', shown: true }),
		field('owner_id', 'Owner', ['create', 'update'], { of: 'owners', shown: true }),
	],
};

/** The kind that a resource of the node is about. */
export function kindOf(resource: string): RecordKind | undefined {
	return [contact, account, deal].find(({ value }) => value === resource);
}
