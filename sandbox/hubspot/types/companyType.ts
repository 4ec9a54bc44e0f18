import { COMPUTED, inGroup, mergedIds, recordProperties } from '../propertyDefinition';
import { objectScopes, objectType } from './objectType';

const company = inGroup('companyinformation');
const NAMES = { created: 'createdate', modified: 'hs_lastmodifieddate' } as const;

const INDUSTRIES = {
	COMPUTER_SOFTWARE: 'Computer Software',
	FINANCIAL_SERVICES: 'Financial Services',
	HOSPITAL_HEALTH_CARE: 'Hospital & Health Care',
	INFORMATION_TECHNOLOGY_AND_SERVICES: 'Information Technology and Services',
	LOGISTICS_AND_SUPPLY_CHAIN: 'Logistics and Supply Chain',
	MARKETING_AND_ADVERTISING: 'Marketing and Advertising',
};

const TYPES = { PROSPECT: 'Prospect', PARTNER: 'Partner', RESELLER: 'Reseller', OTHER: 'Other' };

const LIFECYCLE_STAGES = { lead: 'Lead', opportunity: 'Opportunity', customer: 'Customer' };

/**
 * `domain` is not unique by API: two companies may hold the same one, and no upsert goes by it
 * (HubSpot, companies guide, 2026-03).
 */
export const COMPANIES = objectType({
	...NAMES,
	id: '0-2',
	name: 'companies',
	singular: 'company',
	properties: [
		company('name', 'Company name'),
		company('domain', 'Company Domain Name'),
		company('website', 'Website URL'),
		company('description', 'Description', 'string', { fieldType: 'textarea' }),
		company('phone', 'Phone Number', 'string', { fieldType: 'phonenumber' }),
		company('address', 'Street Address'),
		company('city', 'City'),
		company('state', 'State/Region'),
		company('zip', 'Postal Code'),
		company('country', 'Country/Region'),
		company('industry', 'Industry', 'enumeration', { options: INDUSTRIES }),
		company('type', 'Type', 'enumeration', { options: TYPES }),
		company('lifecyclestage', 'Lifecycle Stage', 'enumeration', { options: LIFECYCLE_STAGES }),
		company('annualrevenue', 'Annual Revenue', 'number'),
		company('numberofemployees', 'Number of Employees', 'number'),
		company('founded_year', 'Year Founded'),
		company('is_public', 'Is Public', 'bool'),
		company('closedate', 'Close Date', 'datetime'),
		company('contract_end', 'Contract end', 'date', { custom: true }),
		company('erp_number', 'ERP number', 'string', { unique: true, custom: true }),
		company('num_associated_contacts', 'Number of Associated Contacts', 'number', COMPUTED),
		company('hs_num_open_deals', 'Number of open deals', 'number', { ...COMPUTED, hidden: true }),
		mergedIds(company),
		...recordProperties(company, NAMES),
	],
	defaults: ['name', 'domain'],
	oneOf: ['name', 'domain'],
	searched: ['website', 'phone', 'name', 'domain'],
	mergeable: true,
	scopes: objectScopes('companies'),
	seeded: (index) => ({
		name: `Company ${index}`,
		domain: `company${index}.seed.example`,
		numberofemployees: String(10 * (1 + (index % 50))),
	}),
});
