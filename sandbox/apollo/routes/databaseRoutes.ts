import type { Person } from '../../data/person';
import { jsonAnswer } from '../../http/exchange';
import type { CreditBalance } from '../creditBalance';
import type { Endpoint } from '../endpoint';
import { Organizations } from '../organizations';
import { PeopleDirectory } from '../peopleDirectory';
import { matchPeople, matchPerson } from '../peopleMatch';
import { peopleSearch } from '../peopleSearch';
import type { PhoneReveals } from '../phoneReveals';
import type { EndpointClass } from '../plans';
import type { Team } from '../team/team';

interface Parts {
	people: readonly Person[];
	team: Team;
	credits: CreditBalance;
	phones: PhoneReveals;
	displayCap: number;
}

/** Apollo's own data: people and companies. */
export function databaseRoutes({ people, team, credits, phones, displayCap }: Parts): Endpoint[] {
	const directory = new PeopleDirectory(people);
	const organizations = new Organizations(people, team, credits, displayCap);
	const route = (
		call: string,
		action: string,
		kind: EndpointClass,
		run: Endpoint['run'],
	): Endpoint => {
		const [method = '', path = ''] = call.split(' ');
		return { method, path, scope: `api/v1/${action}`, kind, run };
	};
	return [
		route('GET /auth/health', 'auth/health', 'general', () =>
			jsonAnswer(200, { healthy: true, is_logged_in: true }, { applied: true }),
		),
		route('POST /mixed_people/api_search', 'mixed_people/api_search', 'search', (parameters) =>
			peopleSearch(parameters, people, displayCap),
		),
		route('POST /people/match', 'people/match', 'enrichment', (parameters) =>
			matchPerson(parameters, directory, credits, phones),
		),
		route('POST /people/bulk_match', 'people/bulk_match', 'bulkEnrichment', (parameters) =>
			matchPeople(parameters, directory, credits, phones),
		),
		{
			...route('POST /mixed_companies/search', 'mixed_companies/search', 'search', (parameters) =>
				organizations.search(parameters),
			),
			paidOnly: true,
		},
		route('GET /organizations/enrich', 'organizations/enrich', 'enrichment', (parameters) =>
			organizations.enrich(parameters),
		),
		route(
			'POST /organizations/bulk_enrich',
			'organizations/bulk_enrich',
			'bulkEnrichment',
			(parameters) => organizations.enrichMany(parameters),
		),
		route('GET /organizations/{id}', 'organizations/show', 'enrichment', (_, id) =>
			organizations.show(id),
		),
		route(
			'GET /organizations/{id}/job_postings',
			'organizations/job_postings',
			'enrichment',
			(parameters, id) => organizations.jobPostings(parameters, id),
		),
	];
}
