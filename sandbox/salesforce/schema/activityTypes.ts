import { externalId, field, picklist, readOnly, reference, required } from './field';
import { OWNER, sobjectType } from './sobjectType';

export const CAMPAIGN = sobjectType({
	name: 'Campaign',
	label: 'Campaign',
	prefix: '701',
	fields: [
		required('Name', 'string', { length: 80, nameField: true }),
		picklist('Status', ['Planned', 'In Progress', 'Completed', 'Aborted']),
		picklist('Type', ['Email', 'Webinar', 'Conference', 'Other']),
		field('StartDate', 'date'),
		field('EndDate', 'date'),
		field('IsActive', 'boolean'),
		field('BudgetedCost', 'currency', { scale: 0 }),
		field('Description', 'textarea'),
		reference('ParentId', ['Campaign']),
		OWNER,
		externalId('Ext__c'),
	],
	seeded: (place) => ({ Name: `Campaign ${place}`, IsActive: true, Ext__c: `CAM-${place}` }),
});

/** Whom a member is and of which campaign is said once and never changed. */
const ONCE = { updateable: false };

export const CAMPAIGN_MEMBER = sobjectType({
	name: 'CampaignMember',
	label: 'Campaign Member',
	prefix: '00v',
	fields: [
		reference('CampaignId', ['Campaign'], { ...ONCE, nillable: false }),
		reference('ContactId', ['Contact'], ONCE),
		reference('LeadId', ['Lead'], ONCE),
		picklist('Status', ['Sent', 'Responded'], { defaultedOnCreate: true, initial: 'Sent' }),
		readOnly('HasResponded', 'boolean', { derive: ({ Status }) => Status === 'Responded' }),
	],
	wholeKey: ({ CampaignId, ContactId, LeadId }) =>
		[CampaignId, ContactId ?? LeadId].map(String).join(' '),
	seeded: () => ({}),
});

const TASK_STATUSES = ['Not Started', 'In Progress', 'Completed', 'Deferred'];

export const TASK = sobjectType({
	name: 'Task',
	label: 'Task',
	prefix: '00T',
	fields: [
		field('Subject', 'string', { nameField: true }),
		required('Status', 'picklist', {
			picklistValues: TASK_STATUSES,
			defaultedOnCreate: true,
			initial: 'Not Started',
		}),
		required('Priority', 'picklist', {
			picklistValues: ['High', 'Normal', 'Low'],
			defaultedOnCreate: true,
			initial: 'Normal',
		}),
		field('ActivityDate', 'date', { label: 'Due Date Only' }),
		field('Description', 'textarea'),
		readOnly('IsClosed', 'boolean', { derive: ({ Status }) => Status === 'Completed' }),
		reference('WhoId', ['Contact', 'Lead']),
		reference('WhatId', ['Account', 'Opportunity', 'Campaign', 'Invoice__c']),
		OWNER,
	],
	seeded: (place) => ({ Subject: `Task ${place}` }),
});

/** One of the objects that the Bulk API does not take (Bulk API 2.0 guide, unsupported objects). */
export const TASK_STATUS = sobjectType({
	name: 'TaskStatus',
	label: 'Task Status Value',
	prefix: '01T',
	writable: false,
	bulk: false,
	fixedRecords: TASK_STATUSES.length,
	fields: [
		readOnly('MasterLabel', 'string', { nameField: true }),
		readOnly('ApiName', 'string'),
		readOnly('SortOrder', 'int'),
		readOnly('IsClosed', 'boolean'),
		readOnly('IsDefault', 'boolean'),
	],
	seeded: (place) => {
		const label = TASK_STATUSES[place - 1] ?? null;
		return {
			MasterLabel: label,
			ApiName: label,
			SortOrder: place,
			IsClosed: label === 'Completed',
			IsDefault: place === 1,
		};
	},
});
