import { COMPUTED, inGroup, mergedIds, recordProperties } from '../propertyDefinition';
import { optionsOf, stageOptionsOf, TICKET_PIPELINES } from './pipelines';
import { objectType } from './objectType';

const ticket = inGroup('ticketinformation');
const NAMES = { created: 'createdate', modified: 'hs_lastmodifieddate' } as const;

const CATEGORIES = {
	PRODUCT_ISSUE: 'Product issue',
	BILLING_ISSUE: 'Billing issue',
	FEATURE_REQUEST: 'Feature request',
	GENERAL_INQUIRY: 'General inquiry',
};

/** One scope, `tickets`, opens both reading and writing (HubSpot, tickets specification, 2026-03). */
const SCOPES = ['tickets'];

export const TICKETS = objectType({
	...NAMES,
	id: '0-5',
	name: 'tickets',
	singular: 'ticket',
	properties: [
		ticket('subject', 'Ticket name'),
		ticket('content', 'Ticket description', 'string', { fieldType: 'textarea' }),
		ticket('hs_pipeline', 'Pipeline', 'enumeration', { options: optionsOf(TICKET_PIPELINES) }),
		ticket('hs_pipeline_stage', 'Ticket status', 'enumeration', {
			options: stageOptionsOf(TICKET_PIPELINES),
		}),
		ticket('hs_ticket_priority', 'Priority', 'enumeration', {
			options: { LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High', URGENT: 'Urgent' },
		}),
		ticket('hs_ticket_category', 'Category', 'enumeration', {
			fieldType: 'checkbox',
			options: CATEGORIES,
		}),
		ticket('source_type', 'Source', 'enumeration', {
			options: { CHAT: 'Chat', EMAIL: 'Email', FORM: 'Form', PHONE: 'Phone' },
		}),
		ticket('hs_resolution', 'Resolution', 'enumeration', {
			options: { ISSUE_FIXED: 'Issue fixed', NO_RESPONSE: 'No response' },
		}),
		ticket('closed_date', 'Close date', 'datetime'),
		ticket('due_on', 'Due on', 'date', { custom: true }),
		ticket('time_to_close', 'Time to close', 'number', COMPUTED),
		ticket('case_number', 'Case number', 'string', { unique: true, custom: true }),
		ticket('hs_ticket_id', 'Ticket ID', 'number', COMPUTED),
		ticket('hs_is_visible_in_help_desk', 'Is visible in help desk', 'bool', {
			...COMPUTED,
			hidden: true,
		}),
		mergedIds(ticket),
		...recordProperties(ticket, NAMES),
	],
	defaults: [
		'content',
		'hs_pipeline',
		'hs_pipeline_stage',
		'hs_ticket_category',
		'hs_ticket_priority',
		'subject',
	],
	required: ['subject', 'hs_pipeline_stage'],
	initial: { hs_pipeline: '0' },
	searched: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_id'],
	mergeable: true,
	scopes: { read: SCOPES, write: SCOPES, schema: SCOPES },
	pipeline: { property: 'hs_pipeline', stage: 'hs_pipeline_stage' },
	derived: { hs_ticket_id: ({ id }) => id },
	seeded: (index) => ({ subject: `Ticket ${index}`, hs_pipeline: '0', hs_pipeline_stage: '1' }),
});
