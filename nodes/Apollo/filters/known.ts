/** How Apollo takes a filter. */
export type FilterKind =
	/** `name[]=a&name[]=b`; domains are written as Apollo wants them. */
	| 'list'
	| 'domains'
	| 'text'
	| 'flag'
	/** `name[min]` and `name[max]`: whole numbers, or days. */
	| 'numbers'
	| 'days';

/** A filter that Apollo documents. It ignores any other name in silence, and finds everybody. */
export interface Filter {
	name: string;
	label: string;
	kind: FilterKind;
}

const filter = (name: string, label: string, kind: FilterKind = 'list'): Filter => ({
	name,
	label,
	kind,
});

/** Of both searches (docs.apollo.io, people and organization search, 2026-08). */
const COMPANY: Filter[] = [
	filter('organization_ids', 'Company IDs'),
	filter('organization_job_locations', 'Job Posting Locations'),
	filter('organization_job_posted_at_range', 'Job Postings Posted', 'days'),
	filter('organization_locations', 'Company Locations'),
	filter('organization_num_employees_ranges', 'Company Sizes'),
	filter('organization_num_jobs_range', 'Number of Job Postings', 'numbers'),
	filter('currently_using_any_of_technology_uids', 'Technologies'),
	filter('q_organization_domains_list', 'Company Domains', 'domains'),
	filter('q_organization_job_titles', 'Job Posting Titles'),
	filter('revenue_range', 'Revenue', 'numbers'),
];

/** docs.apollo.io, people API search, 2026-08. */
export const PEOPLE_FILTERS: Filter[] = [
	...COMPANY,
	filter('contact_email_status', 'Email Statuses'),
	filter('currently_not_using_any_of_technology_uids', 'Technologies Not Used'),
	filter('currently_using_all_of_technology_uids', 'Technologies Used Together'),
	filter('include_similar_titles', 'Include Similar Titles', 'flag'),
	filter('person_locations', 'Person Locations'),
	filter('person_seniorities', 'Seniorities'),
	filter('person_titles', 'Job Titles'),
	filter('q_keywords', 'Keywords', 'text'),
];

/** docs.apollo.io, organization search, 2026-08. */
export const ORGANIZATION_FILTERS: Filter[] = [
	...COMPANY,
	filter('latest_funding_amount_range', 'Latest Funding Amount', 'numbers'),
	filter('latest_funding_date_range', 'Latest Funding Date', 'days'),
	filter('organization_not_locations', 'Company Locations to Leave Out'),
	filter('q_organization_keyword_tags', 'Keyword Tags'),
	filter('q_organization_name', 'Company Name', 'text'),
	filter('total_funding_range', 'Total Funding', 'numbers'),
];
