import type { Company, Person } from '../data/person';
import type { JsonObject } from '../json';

function obfuscated(lastName: string): string {
	return `${lastName.slice(0, 2)}***${lastName.slice(-1)}`;
}

/** What people search shows: neither a whole last name nor any address. */
export function searchView(person: Person): JsonObject {
	return {
		id: person.id,
		first_name: person.firstName,
		last_name_obfuscated: obfuscated(person.lastName),
		title: person.title,
		last_refreshed_at: '2026-08-01T00:00:00.000+00:00',
		has_email: true,
		has_city: true,
		has_state: true,
		has_country: true,
		has_direct_phone: 'Yes',
		organization: {
			name: person.company.name,
			has_industry: true,
			has_phone: false,
			has_city: true,
			has_state: true,
			has_country: true,
			has_employee_count: true,
		},
	};
}

export function organizationView(company: Company): JsonObject {
	return {
		id: company.id,
		name: company.name,
		website_url: company.website,
		primary_domain: company.domain,
		linkedin_url: company.linkedinUrl,
		industry: company.industry,
		estimated_num_employees: company.employees,
		city: company.city,
		state: company.state,
		country: company.country,
	};
}

/** What enrichment returns. Phone numbers come by webhook only, so there is none here. */
export function enrichedView(person: Person): JsonObject {
	return {
		id: person.id,
		first_name: person.firstName,
		last_name: person.lastName,
		name: `${person.firstName} ${person.lastName}`,
		linkedin_url: person.linkedinUrl,
		title: person.title,
		headline: `${person.title} at ${person.company.name}`,
		email: person.email,
		email_status: 'verified',
		photo_url: null,
		seniority: person.seniority,
		departments: [person.department],
		city: person.city,
		state: person.state,
		country: person.country,
		organization_id: person.company.id,
		organization: organizationView(person.company),
	};
}
