import {
	address,
	externalId,
	field,
	picklist,
	readOnly,
	reference,
	required,
	restricted,
} from './field';
import { OWNER, PERSON_NAME, sobjectType } from './sobjectType';

const LEAD_SOURCES = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];

export const CONTACT = sobjectType({
	name: 'Contact',
	label: 'Contact',
	prefix: '003',
	fields: [
		...PERSON_NAME,
		field('FirstName', 'string', { length: 40 }),
		picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.']),
		// No external id, and still good for an upsert: `idLookup` (object reference, Contact).
		field('Email', 'email', { idLookup: true }),
		field('Phone', 'phone'),
		field('MobilePhone', 'phone'),
		field('Title', 'string', { length: 128 }),
		field('Department', 'string', { length: 80 }),
		picklist('LeadSource', LEAD_SOURCES),
		field('Birthdate', 'date'),
		field('DoNotCall', 'boolean'),
		field('HasOptedOutOfEmail', 'boolean'),
		field('Description', 'textarea'),
		...address('Mailing'),
		reference('AccountId', ['Account']),
		reference('ReportsToId', ['Contact']),
		OWNER,
		externalId('Ext__c'),
		externalId('Legacy_Id__c', { unique: false }),
		field('Score__c', 'double', { precision: 8 }),
		restricted('Tier__c', ['A', 'B', 'C']),
	],
	seeded: (place) => ({
		FirstName: 'Seeded',
		LastName: `Contact ${place}`,
		Email: `contact${place}@seeded.example`,
		Score__c: place,
		Ext__c: `CON-${place}`,
	}),
});

export const LEAD = sobjectType({
	name: 'Lead',
	label: 'Lead',
	prefix: '00Q',
	fields: [
		...PERSON_NAME,
		field('FirstName', 'string', { length: 40 }),
		required('Company', 'string'),
		required('Status', 'picklist', {
			picklistValues: ['Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted'],
			defaultedOnCreate: true,
			initial: 'Open - Not Contacted',
		}),
		field('Email', 'email', { idLookup: true }),
		field('Phone', 'phone'),
		field('Title', 'string', { length: 128 }),
		field('Website', 'url'),
		picklist('Industry', ['Banking', 'Consulting', 'Retail', 'Technology']),
		picklist('LeadSource', LEAD_SOURCES),
		picklist('Rating', ['Hot', 'Warm', 'Cold']),
		field('NumberOfEmployees', 'int'),
		field('Description', 'textarea'),
		...address(''),
		readOnly('IsConverted', 'boolean'),
		OWNER,
		externalId('Ext__c'),
	],
	seeded: (place) => ({
		FirstName: 'Seeded',
		LastName: `Lead ${place}`,
		Company: `Company ${place}`,
		Email: `lead${place}@seeded.example`,
		Ext__c: `LEAD-${place}`,
	}),
});

export const USER = sobjectType({
	name: 'User',
	label: 'User',
	prefix: '005',
	writable: false,
	fields: [
		...PERSON_NAME.map((each) => ({ ...each, createable: false, updateable: false })),
		readOnly('FirstName', 'string', { length: 40 }),
		readOnly('Username', 'string', { length: 80, nillable: false, idLookup: true, unique: true }),
		readOnly('Email', 'email', { nillable: false }),
		readOnly('IsActive', 'boolean'),
		readOnly('UserType', 'picklist', { picklistValues: ['Standard'], initial: 'Standard' }),
	],
	seeded: (place) => ({
		FirstName: 'Ola',
		LastName: `Owner ${place}`,
		Username: `owner${place}@sandbox.example`,
		Email: `owner${place}@sandbox.example`,
		IsActive: true,
	}),
});
