/** A kind of record, and what is particular about it (object APIs, 2026-08). */
export interface ObjectKind {
	/** In the parameters of the node: "contact". */
	value: string;
	/** In texts: "contact", "contacts". */
	one: string;
	many: string;
	/** In paths; custom objects name theirs by a parameter. */
	path: string;
	/** The type's ID, which lists and associations are told. */
	typeId: string;
	/** The property with the time of the last change. */
	lastModified: string;
	/** What tells records apart without a property of the account's own. */
	unique?: string;
	/** Whether a new one has to be associated with another record. */
	needsAssociation: boolean;
	/** Whether the API merges two of them. */
	merges: boolean;
	/** What a simplified record holds beside its ID: ten fields in all at most. */
	simple: string[];
	/** What HubSpot wants on create. */
	required: string[];
}

const kind = (
	value: string,
	many: string,
	path: string,
	typeId: string,
	rest: Pick<ObjectKind, 'simple'> & Partial<ObjectKind>,
): ObjectKind => ({
	value,
	one: value,
	many,
	path,
	typeId,
	lastModified: 'hs_lastmodifieddate',
	needsAssociation: false,
	merges: false,
	required: [],
	...rest,
});

export const contact = kind('contact', 'contacts', 'contacts', '0-1', {
	lastModified: 'lastmodifieddate',
	unique: 'email',
	merges: true,
	simple: ['email', 'firstname', 'lastname', 'company', 'jobtitle', 'phone', 'lifecyclestage'],
});
export const company = kind('company', 'companies', 'companies', '0-2', {
	merges: true,
	simple: ['name', 'domain', 'industry', 'phone', 'city', 'country', 'lifecyclestage'],
});
export const deal = kind('deal', 'deals', 'deals', '0-3', {
	merges: true,
	simple: ['dealname', 'amount', 'dealstage', 'pipeline', 'closedate', 'hubspot_owner_id'],
	required: ['dealname', 'dealstage', 'pipeline'],
});
export const ticket = kind('ticket', 'tickets', 'tickets', '0-5', {
	merges: true,
	simple: ['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_priority'],
	required: ['subject', 'hs_pipeline_stage'],
});
export const lead = kind('lead', 'leads', 'leads', '0-136', {
	needsAssociation: true,
	simple: ['hs_lead_name', 'hs_lead_type', 'hs_lead_label', 'hs_pipeline_stage'],
	required: ['hs_lead_name'],
});
/** Of whatever type the node's Object Type names: its path and properties are the account's own. */
export const customObject = kind('customObject', 'records', '', '', {
	one: 'record',
	simple: [],
});

export const note = kind('note', 'notes', 'notes', '0-46', {
	simple: ['hs_timestamp', 'hs_note_body', 'hubspot_owner_id'],
});
export const task = kind('task', 'tasks', 'tasks', '0-27', {
	simple: ['hs_timestamp', 'hs_task_subject', 'hs_task_body', 'hs_task_status', 'hs_task_priority'],
});
export const call = kind('call', 'calls', 'calls', '0-48', {
	simple: ['hs_timestamp', 'hs_call_title', 'hs_call_body', 'hs_call_direction', 'hs_call_status'],
});
export const meeting = kind('meeting', 'meetings', 'meetings', '0-47', {
	simple: [
		'hs_timestamp',
		'hs_meeting_title',
		'hs_meeting_body',
		'hs_meeting_start_time',
		'hs_meeting_end_time',
	],
});
export const email = kind('email', 'emails', 'emails', '0-49', {
	simple: ['hs_timestamp', 'hs_email_subject', 'hs_email_text', 'hs_email_direction'],
	required: ['hs_email_direction'],
});

/** Records that are worked with, and what is kept about them. */
export const recordKinds = [contact, company, deal, ticket, lead, customObject];
export const activityKinds = [note, task, call, meeting, email];

/** "Contacts": how choices name a kind. */
export function labelOf({ many }: ObjectKind): string {
	return capitalized(many);
}

/** "Contact", "Custom Object": how the node names what is worked with. */
export function titleOf({ value, one }: ObjectKind): string {
	return value === 'customObject' ? 'Custom Object' : capitalized(one);
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

const NAMED = [...recordKinds, ...activityKinds].filter(({ path }) => path !== '');

/** HubSpot's own kind by its name, in singular or plural, or its ID; undefined for custom objects. */
export function kindNamed(type: string): ObjectKind | undefined {
	const name = type.toLowerCase();
	return NAMED.find(({ path, value, typeId }) => [path, value, typeId].includes(name));
}
