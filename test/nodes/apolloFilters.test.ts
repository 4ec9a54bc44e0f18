import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, ownLog, Rig, runApollo } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

const search = { operation: 'search', returnAll: true };

describe('what reaches Apollo', () => {
	let server: FaultServer;
	beforeEach(async () => {
		server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { total_entries: 0, people: [] }));
	});
	afterEach(async () => await server.close());

	async function asked(parameters: IDataObject) {
		const run = await runApollo(server.url, { ...search, ...parameters }, [{}]);
		const [arrival] = server.arrivals;
		return {
			error: run.error,
			query: arrival && new URL(arrival.path, server.url).searchParams,
			body: arrival?.body ?? '',
		};
	}

	test('additional filters, in whatever form: lists, ranges, with brackets and without', async () => {
		const additionalFilters = JSON.stringify({
			'currently_using_all_of_technology_uids[]': ['salesforce', 'hubspot'],
			organization_job_titles: undefined,
			q_organization_job_titles: 'engineer\nanalyst',
			revenue_range: { min: 500_000, max: 1_500_000 },
			'organization_num_jobs_range[min]': 5,
			'organization_num_jobs_range[max]': '50',
			organization_job_posted_at_range: { min: '2026-01-31' },
			include_similar_titles: false,
		});
		const { query } = await asked({ additionalFilters, filters: { person_titles: ['CEO'] } });
		const pairs = [...(query ?? [])].filter(([name]) => !/^(page|per_page)$/.test(name));
		expect(pairs).toEqual([
			['person_titles[]', 'CEO'],
			['currently_using_all_of_technology_uids[]', 'salesforce'],
			['currently_using_all_of_technology_uids[]', 'hubspot'],
			['q_organization_job_titles[]', 'engineer'],
			['q_organization_job_titles[]', 'analyst'],
			['revenue_range[min]', '500000'],
			['revenue_range[max]', '1500000'],
			['organization_num_jobs_range[min]', '5'],
			['organization_num_jobs_range[max]', '50'],
			['organization_job_posted_at_range[min]', '2026-01-31'],
			['include_similar_titles', 'false'],
		]);
	});

	test('more than an address holds: the same in the body', async () => {
		const domains = Array.from({ length: 1_000 }, (_, at) => `company-${at}.example`);
		const { query, body } = await asked({
			filters: { q_organization_domains_list: domains },
			additionalFilters: { revenue_range: { min: 5 } },
		});
		expect([...(query ?? [])]).toEqual([]);
		expect(JSON.parse(body)).toEqual({
			q_organization_domains_list: domains,
			revenue_range: { min: '5' },
			page: 1,
			per_page: 100,
		});
	});

	const many = Array.from({ length: 1_001 }, (_, at) => `c${at}.example`);

	test.each<[string, IDataObject, string]>([
		[
			'a name that Apollo would ignore',
			{ additionalFilters: '{"titles": ["CEO"]}' },
			'"titles" is no filter of this search: Apollo would ignore it, and find everybody',
		],
		[
			'page: the node reads all of them',
			{ additionalFilters: '{"page": 2}' },
			'"page" is no filter of this search: Apollo would ignore it, and find everybody',
		],
		[
			'a list whose only entry an expression has left empty',
			{ filters: { person_titles: ['={{ $json.title }}'] } },
			'The filter "Job Titles" is empty',
		],
		[
			'an object where a list belongs',
			{ additionalFilters: '{"person_titles": [{"title": "CEO"}]}' },
			'The filter "Job Titles" is an object',
		],
		[
			'a bound of what is no range',
			{ additionalFilters: '{"person_titles[min]": "CEO"}' },
			'The filter "Job Titles" is an object',
		],
		['no JSON', { additionalFilters: '{titles' }, 'Additional Filters is no JSON object'],
		['a list', { additionalFilters: '[1]' }, 'Additional Filters is no JSON object'],
		[
			'set twice',
			{ additionalFilters: '{"person_titles": ["a"]}', filters: { person_titles: ['b'] } },
			'The filter person_titles is set twice',
		],
		[
			'a range without bounds',
			{ additionalFilters: '{"revenue_range": {}}' },
			'The filter revenue_range is no range',
		],
		[
			'a bound that is no number',
			{ additionalFilters: '{"revenue_range[min]": "1,000"}' },
			'The filter revenue_range is no range',
		],
		[
			'more domains than a search takes',
			{ filters: { q_organization_domains_list: many } },
			'The filter "Company Domains" has 1001 domains, but Apollo takes 1000 in a search',
		],
	])('%s: what to change, nothing sent', async (_, parameters, message) => {
		const { error } = await asked(parameters);
		expect(error?.message).toBe(message);
		expect(server.arrivals).toEqual([]);
	});

	test.each([
		['titles', 'person_titles'],
		['person_title', 'person_titles'],
		['organization_location', 'organization_locations'],
		['seniority', 'person_seniorities'],
	])('%s: the nearest is %s', async (name, near) => {
		const { error } = await asked({ additionalFilters: JSON.stringify({ [name]: ['x'] }) });
		expect(error?.description).toContain(`The nearest to ${name}: `);
		expect(error?.description).toContain(near);
	});
});

describe('more than Apollo shows', () => {
	let rig: Rig;
	afterEach(async () => await rig.stop());

	test.each([
		['people', search, 'Person Locations, Company Sizes or Seniorities'],
		[
			'contacts',
			{ resource: 'contact', operation: 'search', returnAll: true },
			'other stages or labels in Filters',
		],
	])(
		'%s: the first ones go on, and a hint says how to get at the others',
		async (_, parameters, how) => {
			rig = await Rig.start({
				people: 450,
				apolloDisplayCap: 300,
				apollo: { team: { contacts: 450 } },
			});
			const { outputs, hints } = await rig.apollo(parameters, [{}]);
			expect(outputs[0]).toHaveLength(300);
			const [note, report] = hints;
			expect(note).toMatchObject({
				type: 'warning',
				message: expect.stringContaining('Apollo shows only the first 300 of 450 records'),
			});
			expect(note.message).toContain(how);
			expect(report.message).toMatch(/^Incomplete: 300 of 450 records/);
		},
	);

	test('the last page of the 50,000: there is no request for one behind it', async () => {
		const server = await FaultServer.start(systemClock);
		let id = 0;
		server.afterwards(() => {
			const people = Array.from({ length: 100 }, () => ({ id: String((id += 1)) }));
			return reply(200, { total_entries: 60_000, people });
		});
		const { outputs, hints } = await runApollo(server.url, { ...search, gtmRateLimit: 'off' }, [
			{},
		]);
		await server.close();
		rig = await Rig.start();
		expect(server.arrivals).toHaveLength(500);
		expect(outputs[0]).toHaveLength(50_000);
		expect(hints[0].message).toContain('only the first 50,000 of 60,000 records');
	});

	test('a last page of the 50,000 that Apollo counts as the last one there is', async () => {
		const server = await FaultServer.start(systemClock);
		let id = 0;
		server.afterwards(() => {
			const people = Array.from({ length: 25_000 }, () => ({ id: String((id += 1)) }));
			return reply(200, { total_entries: 60_000, people, pagination: { total_pages: 2 } });
		});
		const { hints } = await runApollo(server.url, search, [{}]);
		await server.close();
		rig = await Rig.start();
		expect(server.arrivals).toHaveLength(2);
		expect(hints[0].message).toContain('only the first 50,000 of 60,000 records');
		expect(hints[1].message).toMatch(/^Incomplete: 50,000 of 60,000 records/);
	});
});

describe('what an item shows', () => {
	let rig: Rig;
	beforeEach(async () => (rig = await Rig.start({ people: 1 })));
	afterEach(async () => await rig.stop());
	const enrich = { operation: 'enrich', identifyBy: 'id', personId: '={{ $json.id }}' };
	const ask = async (more: IDataObject) => {
		const [{ id }] = rig.sandbox.people();
		const { outputs } = await rig.apollo({ ...enrich, ...more }, [{ id }]);
		return json(outputs[0])[0];
	};

	test('simplified: the usual fields, nested as Apollo has them', async () => {
		const [{ company }] = rig.sandbox.people();
		const item = await ask({});
		expect(item.organization).toEqual({ name: company.name, primary_domain: company.domain });
		expect(Object.keys(item)).toHaveLength(11);
	});

	test('the fields that are asked for, and null for one that is not there', async () => {
		const item = await ask({ fieldsToReturn: 'email, organization.industry,nothing.such' });
		expect(item).toEqual({
			email: rig.sandbox.people()[0].email,
			organization: { industry: rig.sandbox.people()[0].company.industry },
			nothing: { such: null },
		});
	});

	test('raw: all that came', async () => {
		const item = await ask({ simplify: false });
		expect(item).toMatchObject({ photo_url: null, departments: expect.any(Array) });
	});
});
