import type { Company, Person } from '../data/person';
import type { VendorAnswer } from '../http/exchange';
import { jsonAnswer, textAnswer } from '../http/exchange';
import type { JsonObject } from '../json';
import { seededRandom, seedFrom } from '../seededRandom';
import type { CreditBalance } from './creditBalance';
import { pageOf } from './paging';
import type { Parameters } from './parameters';
import { organizationView } from './personView';
import { bulkRefused, insufficientCredits, misconfigured, notFound } from './refusals';
import { apolloId } from './team/recordStore';
import { isId, objects, plain } from './team/checks';
import type { Team } from './team/team';

/** docs.apollo.io/reference, bulk organization enrichment and job postings, August 2026. */
const MOST_ENRICHED = 10;
const MOST_POSTINGS = 10_000;

function bareUrl(value: unknown): string {
	return plain(value)
		.replace(/^https?:\/\/(www\.)?/, '')
		.replace(/\/+$/, '');
}

function bareDomain(value: unknown): string {
	return bareUrl(value).replace(/\/.*$/, '');
}

function isIn(place: Company, wanted: string): boolean {
	const own = [place.city, place.state, place.country].map((part) => part.toLowerCase());
	return wanted.split(',').every((part) => own.includes(part.trim().toLowerCase()));
}

/** Only the filters named here are looked at: Apollo silently ignores any other name. */
function matches(parameters: Parameters): (company: Company) => boolean {
	const any = (name: string, test: (company: Company, value: string) => boolean) => {
		const values = parameters.list(name);
		return (company: Company) =>
			values.length === 0 || values.some((value) => test(company, value));
	};
	const name = plain(parameters.text('q_organization_name'));
	const tests = [
		any('q_organization_domains_list', ({ domain }, value) => domain === value),
		any('organization_ids', ({ id }, value) => id === value),
		any('organization_locations', isIn),
		any('q_organization_keyword_tags', ({ industry }, value) => industry.includes(value)),
		any('organization_num_employees_ranges', ({ employees }, range) => {
			const [low = 0, high = Infinity] = range.split(',').map(Number);
			return employees >= low && employees <= high;
		}),
		(company: Company) => plain(company.name).includes(name),
		(company: Company) =>
			!parameters.list('organization_not_locations').some((value) => isIn(company, value)),
	];
	return (company) => tests.every((test) => test(company));
}

/** The companies that Apollo knows. What is answered costs credits. */
export class Organizations {
	private readonly companies: Company[];

	constructor(
		people: readonly Person[],
		private readonly team: Team,
		private readonly credits: CreditBalance,
		private readonly displayCap: number,
	) {
		this.companies = [...new Map(people.map(({ company }) => [company.id, company])).values()];
	}

	/** One credit for a page; companies that the team has saved stand among the accounts. */
	search(parameters: Parameters): VendorAnswer {
		const all = this.companies.filter(matches(parameters));
		const { items, pagination } = pageOf(parameters, all, { cap: this.displayCap });
		if (items.length > 0 && !this.credits.spend(1)) return insufficientCredits();
		const saved = items.filter((company) => this.accountOf(company) !== undefined);
		return jsonAnswer(
			200,
			{
				breadcrumbs: [],
				partial_results_only: false,
				pagination,
				organizations: items.filter((each) => !saved.includes(each)).map(organizationView),
				accounts: saved.map((company) => ({
					...organizationView(company),
					id: this.accountOf(company),
					organization_id: company.id,
				})),
			},
			{ applied: true },
		);
	}

	enrich(parameters: Parameters): VendorAnswer {
		const found = this.find(parameters.all());
		if (
			['domain', 'linkedin_url', 'name', 'website'].every((name) => parameters.text(name) === '')
		) {
			return jsonAnswer(422, { error: "Required parameter 'domain' missing" });
		}
		if (found !== undefined && !this.credits.spend(1)) return insufficientCredits();
		const organization = found === undefined ? null : organizationView(found);
		return jsonAnswer(200, { organization }, { applied: true, rows: 1 });
	}

	/** Those that are not found are left out: nothing stands in their places. */
	enrichMany(parameters: Parameters): VendorAnswer {
		const details =
			objects(parameters.raw('details')) ??
			parameters.list('domains').map((domain): JsonObject => ({ domain }));
		if (details.length === 0) {
			// The one 400 that is sent as plain text.
			const { body } = bulkRefused('INVALID_REQUEST', 'invalid request, missing domains');
			return textAnswer(400, body);
		}
		if (details.length > MOST_ENRICHED) {
			return bulkRefused(
				'RECORD_LIMIT_EXCEEDED',
				`domain count cannot be more than ${MOST_ENRICHED}`,
			);
		}
		const found = details.flatMap((each) => this.find(each) ?? []);
		const unique = [...new Set(found)];
		if (!this.credits.spend(unique.length)) return insufficientCredits();
		return jsonAnswer(
			200,
			{
				status: 'success',
				error_code: null,
				error_message: null,
				total_requested_domains: details.length,
				unique_enriched_records: unique.length,
				missing_records: details.length - found.length,
				organizations: unique.map(organizationView),
			},
			{ applied: true, rows: details.length },
		);
	}

	show(id: string): VendorAnswer {
		if (!isId(id)) return misconfigured('id is not a valid ID');
		const company = this.companies.find((each) => each.id === id);
		if (company === undefined) return notFound();
		if (!this.credits.spend(1)) return insufficientCredits();
		return jsonAnswer(200, { organization: organizationView(company) }, { applied: true, rows: 1 });
	}

	/** One credit for a page of up to ten thousand. */
	jobPostings(parameters: Parameters, id: string): VendorAnswer {
		if (!isId(id)) return misconfigured('organization_id is not a valid ID');
		const company = this.companies.find((each) => each.id === id);
		const postings = company === undefined ? [] : postingsOf(company);
		const { items } = pageOf(parameters, postings, { max: MOST_POSTINGS, cap: MOST_POSTINGS });
		if (!this.credits.spend(1)) return insufficientCredits();
		return jsonAnswer(200, { organization_job_postings: items }, { applied: true });
	}

	private find(details: JsonObject): Company | undefined {
		const domain = bareDomain(details.domain) || bareDomain(details.website);
		const profile = bareUrl(details.linkedin_url);
		const name = plain(details.name);
		return this.companies.find((company) => {
			if (domain !== '') return company.domain === domain;
			if (profile !== '') return bareUrl(company.linkedinUrl) === profile;
			return name !== '' && plain(company.name) === name;
		});
	}

	private accountOf({ domain }: Company): string | undefined {
		return this.team.accounts.all().find((account) => account.domain === domain)?.id;
	}
}

/** Up to five open positions, the same ones for the same company. */
function postingsOf({ id, city, country }: Company): JsonObject[] {
	const random = seededRandom(seedFrom(id, 'postings'));
	const count = random.between(0, 5);
	return Array.from({ length: count }, (_, place) => ({
		id: apolloId(15, random.between(1, 1_000_000_000)),
		title: `Position ${place + 1}`,
		url: `https://jobs.example/${id}/${place + 1}`,
		city,
		state: null,
		country,
		posted_at: '2026-08-01T00:00:00.000+00:00',
		last_seen_at: '2026-08-02T00:00:00.000+00:00',
	}));
}
