import type { FieldValues } from './field';
import {
	externalId,
	field,
	formula,
	picklist,
	readOnly,
	reference,
	required,
	restricted,
} from './field';
import { OWNER, sobjectType } from './sobjectType';

const STAGES = [
	'Prospecting',
	'Qualification',
	'Negotiation/Review',
	'Closed Won',
	'Closed Lost',
] as const;

function isClosed({ StageName }: FieldValues): boolean {
	return String(StageName).startsWith('Closed');
}

export const OPPORTUNITY = sobjectType({
	name: 'Opportunity',
	label: 'Opportunity',
	labelPlural: 'Opportunities',
	prefix: '006',
	fields: [
		required('Name', 'string', { length: 120, nameField: true }),
		required('StageName', 'picklist', { picklistValues: STAGES, label: 'Stage' }),
		required('CloseDate', 'date'),
		field('Amount', 'currency'),
		field('Probability', 'percent', { defaultedOnCreate: true, initial: 10 }),
		picklist('Type', ['New Business', 'Existing Business']),
		picklist('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Other']),
		field('NextStep', 'string'),
		field('Description', 'textarea'),
		readOnly('IsClosed', 'boolean', { derive: isClosed }),
		readOnly('IsWon', 'boolean', { derive: ({ StageName }) => StageName === 'Closed Won' }),
		formula('ExpectedRevenue', 'currency', ({ Amount, Probability }) =>
			typeof Amount === 'number' ? (Amount * Number(Probability ?? 0)) / 100 : null,
		),
		reference('AccountId', ['Account']),
		reference('CampaignId', ['Campaign']),
		OWNER,
		externalId('Ext__c'),
	],
	seeded: (place) => ({
		Name: `Opportunity ${place}`,
		StageName: STAGES[place % STAGES.length] ?? null,
		CloseDate: `2027-${String((place % 12) + 1).padStart(2, '0')}-15`,
		Amount: place * 1000,
		Ext__c: `OPP-${place}`,
	}),
});

export const INVOICE = sobjectType({
	name: 'Invoice__c',
	label: 'Invoice',
	prefix: 'a01',
	fields: [
		readOnly('Name', 'string', {
			length: 80,
			nillable: false,
			nameField: true,
			autoNumber: true,
			defaultedOnCreate: true,
			label: 'Invoice Number',
		}),
		externalId('Ext__c', { caseSensitive: true }),
		externalId('ERP_Number__c', { length: 20 }),
		reference('Account__c', ['Account']),
		reference('Contact__c', ['Contact']),
		required('Amount__c', 'currency', { precision: 10 }),
		field('Due_Date__c', 'date'),
		field('Paid__c', 'boolean'),
		field('Paid_At__c', 'datetime'),
		restricted('Status__c', ['Draft', 'Sent', 'Paid']),
		field('Note__c', 'textarea', { length: 131_072 }),
		formula('Amount_With_Tax__c', 'currency', ({ Amount__c }) =>
			typeof Amount__c === 'number' ? Math.round(Amount__c * 119) / 100 : null,
		),
		OWNER,
	],
	seeded: (place) => ({
		Amount__c: place * 10.5,
		Status__c: 'Sent',
		Ext__c: `INV-${place}`,
		ERP_Number__c: `ERP-${place}`,
	}),
});
