import type { INodePropertyOptions } from 'n8n-workflow';

/** The one event that is about a property. */
export const PROPERTY_CHANGE = 'propertyChange';
/** Records of any type, which a subscription names by its ID. */
export const ANY_OBJECT = 'object';

const CREATION = { name: 'Created', value: 'creation' };
const DELETION = { name: 'Deleted', value: 'deletion' };
const FOR_PRIVACY = { name: 'Deleted for Privacy', value: 'privacyDeletion' };
const ASSOCIATION = { name: 'Association Changed', value: 'associationChange' };
const MERGE = { name: 'Merged', value: 'merge' };
const MESSAGE = { name: 'New Message', value: 'newMessage' };
const CHANGE = { name: 'Property Changed', value: PROPERTY_CHANGE };
const RESTORE = { name: 'Restored', value: 'restore' };

const WITHOUT_ASSOCIATIONS = [CREATION, DELETION, MERGE, CHANGE, RESTORE];
const RECORD = [ASSOCIATION, ...WITHOUT_ASSOCIATIONS];

/** What can be subscribed to, by kind of record (webhooks specification v3 and 2026-03, 2026-08). */
export const subscribable: Array<INodePropertyOptions & { events: INodePropertyOptions[] }> = [
	{ name: 'Company', value: 'company', events: RECORD },
	{
		name: 'Contact',
		value: 'contact',
		events: [ASSOCIATION, CREATION, DELETION, FOR_PRIVACY, MERGE, CHANGE, RESTORE],
	},
	{
		name: 'Conversation',
		value: 'conversation',
		events: [CREATION, DELETION, FOR_PRIVACY, MESSAGE, CHANGE],
	},
	{ name: 'Deal', value: 'deal', events: RECORD },
	{ name: 'Line Item', value: 'line_item', events: RECORD },
	{ name: 'Other Object', value: ANY_OBJECT, events: RECORD },
	{ name: 'Product', value: 'product', events: WITHOUT_ASSOCIATIONS },
	{ name: 'Ticket', value: 'ticket', events: RECORD },
];
