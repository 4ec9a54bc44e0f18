import { Clay } from '../../nodes/Clay/Clay.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { getCompanyFilters, getPeopleFilters } from '../../nodes/Clay/lookup/filters';
import { ClayRig, clayCredentials, runClay } from './support/clay';
import { editorOf } from './support/editor';
import type { NodeRun } from './support/runNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: ClayRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const searches = () => rig.sandbox.state().clay.searches;
const ids = ({ outputs }: NodeRun, field = 'clay_profile_id') =>
	json(outputs[0]).map((item) => item[field]);

const PEOPLE = { resource: 'search', operation: 'people', returnAll: true };
const COMPANIES = { ...PEOPLE, operation: 'companies' };
const filters = (...filter: Array<{ field: string; value: unknown }>) => ({ filters: { filter } });
const page = (pageSize: number) => ({ options: { pageSize } });

describe('Search: People', () => {
	test('success: all pages, each of them asked for once', async () => {
		rig = await ClayRig.start({ people: 45 });
		const run = await rig.run({ ...PEOPLE, ...page(20) }, [{}]);
		expect(new Set(ids(run)).size).toBe(45);
		const [{ firstName }] = rig.sandbox.people();
		expect(json(run.outputs[0])[0]).toMatchObject({
			first_name: firstName,
			matched_experiences: [{ company: expect.any(String) }],
		});
		expect(rig.requests()).toEqual([
			'POST /search/filters-mode -> 200',
			...Array(3).fill('POST /search/filters-mode/srch_000001/run -> 200'),
		]);
		expect(run.hints.map(({ message }) => message)).toEqual([
			'Search results of this period: 45 of 1,000,000 used, until 2027-01-01T00:00:00.000Z.',
			'Complete: 45 records in 3 pages.',
			expect.stringContaining('1 item in 4 requests'),
		]);
	});

	test('success: a limit uses up no more results than it gives', async () => {
		rig = await ClayRig.start({ people: 45 });
		const { outputs } = await rig.run({ ...PEOPLE, ...page(20), returnAll: false, limit: 25 }, [
			{},
		]);
		expect(outputs[0]).toHaveLength(25);
		expect(searches()).toEqual({ created: 1, results: 25 });
	});

	test('success: filters in the type that Clay says they have', async () => {
		rig = await ClayRig.start({ people: 60 });
		const [a, b] = rig.sandbox.people();
		const asked = filters({ field: 'location_cities_include', value: `${a.city}; ${b.city}` });
		const run = await rig.run({ ...PEOPLE, ...asked }, [{}]);
		const cities = json(run.outputs[0]).map(({ location }) => (location as { city: string }).city);
		expect(new Set(cities)).toEqual(new Set([a.city, b.city]));
		expect(rig.requests()[0]).toBe('GET /search/filters-mode/fields -> 200');
		const text = JSON.stringify({ location_cities_include: [a.city] });
		const same = await rig.run({ ...PEOPLE, searchBy: 'json', filtersJson: text }, [{}]);
		expect(same.outputs[0].length).toBeGreaterThan(0);
	});

	test("success: a query of Clay's advanced search", async () => {
		rig = await ClayRig.start({ people: 5 });
		const { outputs } = await rig.run({ ...PEOPLE, searchBy: 'query', query: 'people' }, [{}]);
		expect(outputs[0]).toHaveLength(5);
		expect(rig.requests()[1]).toBe('POST /search/query-mode/srch_000001/run -> 200');
	});

	test('a rejected row among good ones: filters that are none, or empty', async () => {
		rig = await ClayRig.start({ people: 3 });
		const parameters = {
			...PEOPLE,
			filters: { filter: [{ field: '={{ $json.field }}', value: '={{ $json.value }}' }] },
		};
		const items = [
			{ field: 'job_title_keyword', value: 'a' },
			{ field: 'job_title_keywords', value: '' },
			{ field: 'location_cities_include', value: rig.sandbox.people()[0].city },
			{ field: 'toString', value: 'a' },
		];
		const run = await rig.run(parameters, items, goOn);
		expect(json(run.outputs[1]).map(({ error, message }) => [error, message])).toEqual([
			[
				'"job_title_keyword" is no filter of this search',
				expect.stringContaining('job_title_keywords'),
			],
			['The filter job_title_keywords is empty', 'Fill it, or remove it.'],
			['"toString" is no filter of this search', expect.stringContaining('Clay knows these: ')],
		]);
		expect(pairs(run)[0].every((pair) => (pair as { item: number }).item === 2)).toBe(true);
		expect(searches().created).toBe(1);
	});

	test('a retry after 429, and none of a page whose answer was lost', async () => {
		const rules = [
			{ kind: 'burst-429' as const, path: '/run$', at: [1], length: 1, retryAfter: 0 },
			{ kind: 'drop-after' as const, path: '/run$', at: [3] },
			{ kind: 'status-503' as const, path: 'filters-mode$', at: [1] },
		];
		rig = await ClayRig.start({ people: 45, faults: { seed: 1, rules } });
		const parameters = { ...PEOPLE, ...page(20) };
		const run = await rig.run(parameters, [{}], goOn);
		expect(ids(run)).toHaveLength(20);
		const [item] = json(run.outputs[1]);
		expect(item).toMatchObject({
			error: expect.stringContaining('Unknown outcome'),
			message: expect.stringContaining('The page was not asked for again'),
			details: { outcome: 'unknown', resumeFrom: expect.any(String) },
		});
		expect(rig.sandbox.state().clay.lost.results).toBe(20);
		const { resumeFrom } = item.details as { resumeFrom: string };
		const rest = await rig.run({ ...parameters, resumeFrom }, [{}]);
		expect(ids(rest)).toHaveLength(5);
		expect(searches()).toEqual({ created: 1, results: 45 });
	});
});

describe('a search whose place lies at Clay', () => {
	const stopped = async () => {
		const rules = [{ kind: 'status-500' as const, path: '/run$', at: [2] }];
		rig = await ClayRig.start({ people: 45, faults: { seed: 1, rules } });
		const run = await rig.run({ ...PEOPLE, ...page(20) }, [{}], goOn);
		return (json(run.outputs[1])[0].details as { resumeFrom: string }).resumeFrom;
	};

	test('is used twice: the second time there is nothing left', async () => {
		const resumeFrom = await stopped();
		expect(ids(await rig.run({ ...PEOPLE, resumeFrom }, [{}]))).toHaveLength(25);
		const again = await rig.run({ ...PEOPLE, resumeFrom }, [{}]);
		expect(again.outputs[0]).toEqual([]);
		expect(searches()).toEqual({ created: 1, results: 45 });
	});

	test('is used by two items: the second is refused, they would take from each other', async () => {
		const resumeFrom = await stopped();
		const run = await rig.run({ ...PEOPLE, resumeFrom }, [{}, {}], goOn);
		expect(pairs(run)[0]).toEqual(Array(25).fill({ item: 0 }));
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringContaining('another item goes on with the search srch_000001') },
		]);
	});

	test('is no longer known to Clay: said, and nothing read', async () => {
		const resumeFrom = await stopped();
		rig.sandbox.reset();
		const { error } = await rig.run({ ...PEOPLE, resumeFrom }, [{}]);
		expect(error?.message).toContain('Search not found');
	});

	test('a fault, and Retry On Fail: goes on behind what was read', async () => {
		rig = await ClayRig.start();
		const server = await FaultServer.start(systemClock);
		const results = (from: number, has_more: boolean) =>
			reply(200, { data: [{ clay_profile_id: from }, { clay_profile_id: from + 1 }], has_more });
		const busy = reply(423, { message: 'busy' });
		server.answers(reply(200, { search_id: 's' }), results(1, true), busy, results(3, false));
		const parameters = { ...PEOPLE, ...page(2), gtmRetries: 0 };
		const run = await runClay(server.url, parameters, [{}], { retryOnFail: true });
		expect(ids(run)).toEqual([1, 2, 3, 4]);
		expect(server.arrivals.map(({ path }) => path.replace('/public/v0', ''))).toEqual([
			'/search/filters-mode',
			...Array(3).fill('/search/filters-mode/s/run'),
		]);
		await server.close();
	});

	test.each(['abc', Buffer.from('{"of":"a","cursor":"x","before":1}').toString('base64url')])(
		'Resume From %j: no place of a search',
		async (resumeFrom) => {
			rig = await ClayRig.start();
			const { error } = await rig.run({ ...PEOPLE, resumeFrom }, [{}]);
			expect(error?.message).toContain('which is not a place where a search stopped');
			expect(rig.requests()).toEqual([]);
		},
	);
});

test('a dry run begins no search, and asks for no filters', async () => {
	rig = await ClayRig.start({ people: 3 });
	const asked = filters({ field: 'job_title_keywords', value: 'a' });
	const dry = { ...PEOPLE, ...asked, gtmOptions: { dryRun: true } };
	const { outputs } = await rig.run(dry, [{}, {}]);
	expect(json(outputs[0])).toMatchObject(
		Array(2).fill({ dryRun: true, operation: 'search.people.create' }),
	);
	expect(rig.requests()).toEqual([]);
});

test('pages that stay empty: the item fails where the user wants it to', async () => {
	rig = await ClayRig.start();
	const server = await FaultServer.start(systemClock);
	server
		.answers(reply(200, { search_id: 's' }))
		.afterwards(reply(200, { data: [], has_more: true }));
	const gtmOptions = { whenIncomplete: 'fail' };
	const { error } = await runClay(server.url, { ...PEOPLE, gtmOptions }, [{}]);
	expect(error?.message).toContain('Clay did not give the whole list');
	await server.close();
});

describe('what a plan allows', () => {
	test('402 for a page: which option to change', async () => {
		rig = await ClayRig.start({ people: 45, clay: { search: { perRequest: 50 } } });
		const { error } = await rig.run(PEOPLE, [{}]);
		expect(error?.message).toContain('Your plan allows 50 results per request');
		expect(error?.description).toContain('Set Page Size');
		expect((await rig.run({ ...PEOPLE, ...page(50) }, [{}])).outputs[0]).toHaveLength(45);
	});

	test('402 for the period: what was read is kept', async () => {
		rig = await ClayRig.start({ people: 45, clay: { search: { perPeriod: 30 } } });
		const run = await rig.run({ ...PEOPLE, ...page(20) }, [{}], goOn);
		expect(run.outputs[0]).toHaveLength(20);
		expect(json(run.outputs[1])).toMatchObject([
			{ message: expect.stringContaining('change its plan'), details: { status: 402 } },
		]);
	});

	test.each([0, 501, 1.5])('Page Size %s: what to change, nothing sent', async (pageSize) => {
		rig = await ClayRig.start();
		const { error } = await rig.run({ ...PEOPLE, ...page(pageSize) }, [{}]);
		expect(error?.message).toBe(
			`Page Size is ${pageSize}, but has to be a whole number from 1 to 500`,
		);
		expect(rig.requests()).toEqual([]);
	});
});

describe('Search: Companies', () => {
	test('success: all pages', async () => {
		rig = await ClayRig.start({ people: 60 });
		const run = await rig.run({ ...COMPANIES, ...page(10) }, [{}]);
		const domains = new Set(rig.sandbox.people().map(({ company }) => company.domain));
		expect(new Set(ids(run, 'domain'))).toEqual(domains);
	});

	test('success: numbers and flags among the filters', async () => {
		rig = await ClayRig.start({ people: 60 });
		const asked = filters(
			{ field: 'minimum_member_count', value: '500' },
			{ field: 'has_website', value: 'true' },
		);
		const { outputs } = await rig.run({ ...COMPANIES, ...asked }, [{}]);
		for (const { size } of json(outputs[0])) expect(Number(size)).toBeGreaterThanOrEqual(500);
		expect(outputs[0].length).toBeGreaterThan(0);
	});

	test('a rejected row among good ones: a number that is none, and a query for people', async () => {
		rig = await ClayRig.start({ people: 2 });
		const field = 'minimum_member_count';
		const many = await rig.run({ ...COMPANIES, ...filters({ field, value: 'many' }) }, [{}]);
		expect(many.error?.message).toBe(`The filter ${field} is "many", which is no number`);
		const parameters = { ...COMPANIES, searchBy: 'query', query: '={{ $json.query }}' };
		const run = await rig.run(parameters, [{ query: 'people' }, { query: 'companies' }], goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringContaining('the query searches for people, and not for companies') },
		]);
		expect(pairs(run)[0][0]).toEqual({ item: 1 });
	});

	test('a retry after 503 of what gives no results', async () => {
		const rules = [{ kind: 'status-503' as const, path: '(fields|filters-mode)$', at: [1, 3] }];
		rig = await ClayRig.start({ people: 5, faults: { seed: 1, rules } });
		const asked = filters({ field: 'has_website', value: 'true' });
		const { outputs } = await rig.run({ ...COMPANIES, ...asked }, [{}]);
		expect(outputs[0].length).toBeGreaterThan(0);
		expect(rig.requests()).toHaveLength(5);
	});
});

describe('the filters in the editor', () => {
	test('are those that Clay lists', async () => {
		rig = await ClayRig.start();
		const credentials = clayCredentials(rig.sandbox.urls.clay);
		const context = editorOf(new Clay(), { resource: 'search', operation: 'people' }, credentials);
		expect(await getPeopleFilters.call(context)).toContainEqual({
			name: 'Job Title Keywords',
			value: 'job_title_keywords',
			description: 'Words of the present job title (array)',
		});
		expect((await getCompanyFilters.call(context)).map(({ value }) => value)).toEqual([
			'has_website',
			'industries',
			'minimum_member_count',
		]);
	});
});
