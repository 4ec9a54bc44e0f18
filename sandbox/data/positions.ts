export interface Position {
	title: string;
	seniority: string;
	department: string;
}

function positions(seniority: string, department: string, ...titles: string[]): Position[] {
	return titles.map((title) => ({ title, seniority, department }));
}

/** Seniorities are Apollo's filter values for `person_seniorities[]` (docs.apollo.io, people API search). */
export const POSITIONS: readonly Position[] = [
	...positions('founder', 'c_suite', 'Founder', 'Co-Founder'),
	...positions('c_suite', 'c_suite', 'Chief Executive Officer', 'Chief Technology Officer'),
	...positions('c_suite', 'c_suite', 'Chief Marketing Officer', 'Chief Revenue Officer'),
	...positions('vp', 'master_sales', 'VP of Sales', 'VP of Business Development'),
	...positions('vp', 'master_marketing', 'VP of Marketing', 'VP of Growth'),
	...positions('vp', 'master_engineering_technical', 'VP of Engineering'),
	...positions('head', 'master_marketing', 'Head of Growth', 'Head of Demand Generation'),
	...positions('head', 'master_sales', 'Head of Sales', 'Head of Revenue Operations'),
	...positions('director', 'master_sales', 'Sales Director', 'Director of Partnerships'),
	...positions('director', 'master_marketing', 'Marketing Director', 'Director of Content'),
	...positions('director', 'master_engineering_technical', 'Director of Engineering'),
	...positions('manager', 'master_sales', 'Account Manager', 'Sales Manager'),
	...positions('manager', 'master_marketing', 'Marketing Manager', 'Campaign Manager'),
	...positions('manager', 'master_operations', 'Operations Manager'),
	...positions('senior', 'master_engineering_technical', 'Senior Software Engineer'),
	...positions('senior', 'master_sales', 'Senior Account Executive'),
	...positions('entry', 'master_sales', 'Sales Development Representative'),
	...positions('entry', 'master_marketing', 'Marketing Coordinator'),
];

export const INDUSTRIES: readonly string[] = [
	'information technology & services',
	'computer software',
	'marketing & advertising',
	'financial services',
	'hospital & health care',
	'logistics & supply chain',
	'renewables & environment',
	'education management',
];

/** Head counts, one for each of the usual ranges. */
export const HEAD_COUNTS: readonly number[] = [6, 14, 35, 80, 150, 320, 750, 1800, 6400, 15000];
