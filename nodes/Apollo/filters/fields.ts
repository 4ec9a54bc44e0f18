import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Filter } from './known';

/** Employees, in Apollo's form of a range; from small to large, as people look for them. */
const COMPANY_SIZES: Array<[name: string, value: string]> = [
	['1 to 10', '1,10'],
	['11 to 20', '11,20'],
	['21 to 50', '21,50'],
	['51 to 100', '51,100'],
	['101 to 200', '101,200'],
	['201 to 500', '201,500'],
	['501 to 1,000', '501,1000'],
	['1,001 to 2,000', '1001,2000'],
	['2,001 to 5,000', '2001,5000'],
	['5,001 to 10,000', '5001,10000'],
	['More Than 10,000', '10001,10000000'],
];

const EMAIL_STATUSES: Array<[name: string, value: string]> = [
	['Likely to Engage', 'likely to engage'],
	['Unavailable', 'unavailable'],
	['Unverified', 'unverified'],
	['Verified', 'verified'],
];

const SENIORITIES: Array<[name: string, value: string]> = [
	['C-Suite', 'c_suite'],
	['Director', 'director'],
	['Entry', 'entry'],
	['Founder', 'founder'],
	['Head', 'head'],
	['Intern', 'intern'],
	['Manager', 'manager'],
	['Owner', 'owner'],
	['Partner', 'partner'],
	['Senior', 'senior'],
	['VP', 'vp'],
];

/** What the editor shows of a filter, beside its name and label. */
interface Shown {
	description: string;
	placeholder?: string;
	options?: Array<[name: string, value: string]>;
}

/** The filters that people reach for; the others go into Additional Filters. */
const SHOWN: Record<string, Shown> = {
	contact_email_status: {
		description: 'What Apollo knows of the email addresses',
		options: EMAIL_STATUSES,
	},
	currently_using_any_of_technology_uids: {
		description: 'What the company uses, at least one of these',
		placeholder: 'e.g. google_analytics',
	},
	include_similar_titles: {
		description: 'Whether titles that are like those in Job Titles are found too',
	},
	organization_ids: {
		description: 'IDs of companies, as Organization: Search gives them',
		placeholder: 'e.g. 5e66b6381e05b4008c8331b8',
	},
	organization_locations: {
		description: 'Cities, states or countries of the headquarters',
		placeholder: 'e.g. Austin, Texas',
	},
	organization_not_locations: {
		description: 'Cities, states or countries whose companies are left out',
		placeholder: 'e.g. Ireland',
	},
	organization_num_employees_ranges: {
		description: 'How many employees the company has',
		options: COMPANY_SIZES,
	},
	person_locations: {
		description: 'Where the people live: cities, states or countries',
		placeholder: 'e.g. London',
	},
	person_seniorities: {
		description: 'Levels of the people in their companies',
		options: SENIORITIES,
	},
	person_titles: { description: 'Titles to look for', placeholder: 'e.g. Head of Sales' },
	q_keywords: {
		description: 'Words that the person or the company has to match',
		placeholder: 'e.g. logistics',
	},
	q_organization_domains_list: {
		description: 'Domains of companies, a thousand at most',
		placeholder: 'e.g. example.com',
	},
	q_organization_keyword_tags: {
		description: 'Words that companies go by in Apollo',
		placeholder: 'e.g. mining',
	},
	q_organization_name: {
		description: 'A part of the name of the company',
		placeholder: 'e.g. marketing',
	},
};

/** Filters, and Additional Filters for those that the collection does not offer. */
export function filterFields(known: Filter[]): INodeProperties[] {
	const options = known.flatMap((filter) => {
		const shown = SHOWN[filter.name];
		return shown ? [fieldOf(filter, shown)] : [];
	});
	return [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
		{
			displayName: 'Additional Filters',
			name: 'additionalFilters',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"revenue_range": {"min": 1000000}}',
			description:
				'Further filters as JSON, by the names of Apollo. A name that Apollo does not know is refused here: Apollo itself would ignore it, and find everybody.',
		},
	];
}

function fieldOf({ name, label, kind }: Filter, { options, ...shown }: Shown): INodeProperties {
	const field = { displayName: label, name, ...shown };
	if (kind === 'flag') return { ...field, type: 'boolean', default: true };
	if (kind === 'text') return { ...field, type: 'string', default: '' };
	if (options) return { ...field, type: 'multiOptions', default: [], options: choices(options) };
	return { ...field, type: 'string', typeOptions: { multipleValues: true }, default: [] };
}

function choices(options: Array<[name: string, value: string]>): INodePropertyOptions[] {
	return options.map(([name, value]) => ({ name, value }));
}
