import { SANDBOX_APOLLO_SEARCH_ONLY_KEY } from '../../sandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

describe('Apollo: who may call', () => {
	it('answers the health check of a good key', async () => {
		const { apollo } = await started();
		expect(await apollo('GET /auth/health')).toMatchObject({
			status: 200,
			json: { healthy: true, is_logged_in: true },
		});
	});

	it('refuses a wrong key in plain text, without rate headers', async () => {
		const { apollo } = await started();
		const answer = await apollo('GET /auth/health', undefined, { 'x-api-key': 'wrong' });
		expect(answer.status).toBe(401);
		expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
		expect(answer.text).toMatch(/^Invalid API key/);
		expect(answer.headers.get('x-rate-limit-minute')).toBeNull();
	});

	it('refuses a scoped key elsewhere with 403 API_INACCESSIBLE', async () => {
		const { apollo } = await started();
		const scoped = { 'x-api-key': SANDBOX_APOLLO_SEARCH_ONLY_KEY };
		expect((await apollo('POST /mixed_people/api_search', {}, scoped)).status).toBe(200);
		expect(await apollo('POST /people/match', {}, scoped)).toMatchObject({
			status: 403,
			json: { error_code: 'API_INACCESSIBLE' },
		});
	});

	it('does not know the endpoints that are gone', async () => {
		const { apollo } = await started();
		expect(await apollo('POST /mixed_people/search', {})).toMatchObject({
			status: 404,
			json: { status: 404, error: 'Not Found' },
		});
	});
});

describe('Apollo: people search', () => {
	it('pages through everybody, showing neither last names nor addresses', async () => {
		const { apollo, sandbox } = await started();
		const first = await apollo('POST /mixed_people/api_search', { page: 1, per_page: 30 });
		const second = await apollo('POST /mixed_people/api_search?page=2&per_page=30');
		expect(first.json).toMatchObject({ total_entries: 40 });
		expect(second.json).toMatchObject({ total_entries: 40 });
		for (const { email } of sandbox.people()) {
			expect(first.text + second.text).not.toContain(email);
		}
		expect(first.text).not.toContain('"last_name"');
		expect(first.text).toContain('"last_name_obfuscated"');
		const ids = `${first.text}${second.text}`.match(/"id":"[0-9a-f]{24}"/g);
		expect(new Set(ids).size).toBe(40);
	});

	it('filters by exact names, in the query or in the body', async () => {
		const { apollo, sandbox } = await started({ people: 400 });
		const founders = sandbox.people().filter(({ seniority }) => seniority === 'founder').length;
		expect(founders).toBeGreaterThan(0);
		const byQuery = await apollo('POST /mixed_people/api_search?person_seniorities[]=founder');
		const byBody = await apollo('POST /mixed_people/api_search', {
			person_seniorities: ['founder'],
		});
		expect(byQuery.json).toMatchObject({ total_entries: founders });
		expect(byBody.json).toMatchObject({ total_entries: founders });
	});

	it('filters by title, place, domain, head count and keyword', async () => {
		const { apollo, sandbox } = await started({ people: 400 });
		const [{ company, title, country, firstName, lastName }] = sandbox.people();
		const search = async (filter: object) =>
			(await apollo('POST /mixed_people/api_search', filter)).json;
		const count = (test: (person: ReturnType<typeof sandbox.people>[number]) => boolean) =>
			sandbox.people().filter(test).length;
		expect(await search({ q_organization_domains_list: [company.domain] })).toMatchObject({
			total_entries: count((person) => person.company.domain === company.domain),
		});
		expect(await search({ person_titles: [title], include_similar_titles: false })).toMatchObject({
			total_entries: count((person) => person.title === title),
		});
		expect(await search({ person_locations: [country] })).toMatchObject({
			total_entries: count((person) => person.country === country),
		});
		expect(await search({ organization_num_employees_ranges: ['1,50'] })).toMatchObject({
			total_entries: count((person) => person.company.employees <= 50),
		});
		const named = `${firstName} ${lastName}`;
		expect(await search({ q_keywords: named })).toMatchObject({
			total_entries: count((person) => `${person.firstName} ${person.lastName}` === named),
		});
	});

	it('silently ignores a filter it does not know', async () => {
		const { apollo } = await started();
		const mistaken = await apollo('POST /mixed_people/api_search?person_seniority=founder', {
			titles: ['Founder'],
		});
		expect(mistaken.json).toMatchObject({ total_entries: 40 });
	});

	it('refuses more than 100 a page and more than the display cap', async () => {
		const { apollo } = await started({ apolloDisplayCap: 30 });
		expect((await apollo('POST /mixed_people/api_search', { per_page: 101 })).status).toBe(422);
		expect((await apollo('POST /mixed_people/api_search', { page: 0 })).status).toBe(422);
		expect((await apollo('POST /mixed_people/api_search', { page: 3, per_page: 10 })).status).toBe(
			200,
		);
		expect((await apollo('POST /mixed_people/api_search', { page: 4, per_page: 10 })).status).toBe(
			422,
		);
	});
});
