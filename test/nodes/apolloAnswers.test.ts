import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, ownLog, runApollo } from './support/setup';

const log = ownLog();
let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const byEmail = { operation: 'enrich', identifyBy: 'email', email: '={{ $json.email }}' };
const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ email: `p${index}@company.example` }));

describe('a match that names nobody who was asked for', () => {
	const stranger = { id: '1', email: 'work@corp.example' };

	test('one row is left for it: it is that one', async () => {
		const known = { id: '2', email: 'p0@company.example' };
		server.afterwards(reply(200, { credits_consumed: 2, matches: [stranger, known] }));
		const { outputs } = await runApollo(server.url, byEmail, people(2), goOn);
		expect(json(outputs[0])).toMatchObject([
			{ matched: true, id: '2' },
			{ matched: true, id: '1' },
		]);
	});

	test('two rows are left for it: neither is called a miss', async () => {
		server.afterwards(reply(200, { credits_consumed: 1, matches: [stranger] }));
		const { outputs } = await runApollo(server.url, byEmail, people(2), goOn);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ reason: 'row-unanswered' },
			{ reason: 'row-unanswered' },
		]);
	});

	test('a person asked for by ID who has another ID now', async () => {
		server.afterwards(reply(200, { credits_consumed: 1, matches: [{ id: 'new' }] }));
		const byId = { operation: 'enrich', personId: '={{ $json.id }}' };
		const { outputs } = await runApollo(server.url, byId, [{ id: 'old' }], goOn);
		expect(json(outputs[0])).toMatchObject([{ matched: true, id: 'new' }]);
	});
});

test.each([
	['person', byEmail, 'email'],
	['organization', { resource: 'organization', operation: 'enrich' }, 'domain'],
])('%s: an answer without its list calls nobody a miss', async (_, parameters, field) => {
	server.afterwards(reply(200, { status: 'success' }));
	const items = [{ [field]: 'p0@company.example' }];
	const { outputs } = await runApollo(server.url, parameters, items, goOn);
	expect(outputs[0]).toEqual([]);
	expect(json(outputs[1])).toMatchObject([{ details: { reason: 'row-unanswered' } }]);
});

describe('a credit ceiling', () => {
	const ceiling = { ...byEmail, options: { creditCeiling: 20 } };

	test('misses give their credits back, also to requests that wait side by side', async () => {
		server.afterwards(reply(200, { credits_consumed: 0, matches: [] }));
		const { outputs } = await runApollo(server.url, ceiling, people(100), goOn);
		expect(server.arrivals).toHaveLength(10);
		expect(outputs[0]).toHaveLength(100);
	});

	test('Retry On Fail does not begin a new one', async () => {
		let spent = 0;
		server.afterwards(({ body }) => {
			const { details } = JSON.parse(body) as { details: Array<{ email: string }> };
			if (spent >= 10) return reply(500);
			spent += details.length;
			return reply(200, { credits_consumed: details.length, matches: details });
		});
		const retry = { retryOnFail: true, maxTries: 4 };
		const parameters = { ...ceiling, gtmRetries: 0, gtmInFlight: 1 };
		await runApollo(server.url, parameters, people(40), retry);
		expect(spent).toBe(10);
		const asked = server.arrivals.flatMap(({ body }) => JSON.parse(body).details);
		// The failed ten are asked for again in each try; nobody beyond the ceiling ever is.
		expect(new Set(asked.map(({ email }: { email: string }) => email)).size).toBeLessThanOrEqual(
			20,
		);
	});
});

test('places, titles and addresses reach Apollo whole', async () => {
	server.afterwards(reply(200, { total_entries: 0, people: [] }));
	const filters = {
		person_titles: ['VP, Sales'],
		organization_locations: 'Austin, Texas\nBerlin',
		q_organization_domains_list: ['https://www.company.example/about'],
		organization_num_employees_ranges: ['1,10'],
	};
	await runApollo(server.url, { operation: 'search', returnAll: true, filters }, [{}]);
	const { searchParams } = new URL(server.arrivals[0].path, server.url);
	expect(searchParams.getAll('person_titles[]')).toEqual(['VP, Sales']);
	expect(searchParams.getAll('organization_locations[]')).toEqual(['Austin, Texas', 'Berlin']);
	expect(searchParams.getAll('q_organization_domains_list[]')).toEqual(['company.example']);
	expect(searchParams.getAll('organization_num_employees_ranges[]')).toEqual(['1,10']);
});
