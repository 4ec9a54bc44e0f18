import { address, externalId, field, formula, picklist, reference, required } from './field';
import { OWNER, sobjectType } from './sobjectType';

const INDUSTRIES = ['Banking', 'Consulting', 'Energy', 'Manufacturing', 'Retail', 'Technology'];

/** Above this many employees an account is called an enterprise by its formula field. */
const ENTERPRISE_EMPLOYEES = 1000;

export const ACCOUNT = sobjectType({
	name: 'Account',
	label: 'Account',
	prefix: '001',
	fields: [
		required('Name', 'string', { nameField: true, label: 'Account Name' }),
		picklist('Type', ['Prospect', 'Customer', 'Partner', 'Other']),
		picklist('Industry', INDUSTRIES),
		picklist('Rating', ['Hot', 'Warm', 'Cold']),
		field('AccountNumber', 'string', { length: 40 }),
		field('Phone', 'phone'),
		field('Website', 'url'),
		field('AnnualRevenue', 'currency', { scale: 0 }),
		field('NumberOfEmployees', 'int'),
		field('Description', 'textarea'),
		...address('Billing'),
		reference('ParentId', ['Account']),
		OWNER,
		externalId('Ext__c'),
		formula('Segment__c', 'string', ({ NumberOfEmployees }) =>
			Number(NumberOfEmployees ?? 0) > ENTERPRISE_EMPLOYEES ? 'Enterprise' : 'Mid-Market',
		),
	],
	seeded: (place) => ({
		Name: `Account ${place}`,
		Industry: INDUSTRIES[place % INDUSTRIES.length] ?? null,
		NumberOfEmployees: place * 10,
		Website: `https://account${place}.example`,
		Ext__c: `ACC-${place}`,
	}),
});
