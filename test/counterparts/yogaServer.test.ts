import { setTimeout as sleep } from 'node:timers/promises';

import { yogaServer, type YogaServer } from './yogaServer';

interface Answer<Data> {
	data?: Data;
	errors?: Array<{ message: string; path?: unknown[]; extensions?: { code?: string } }>;
	extensions?: {
		cost: {
			requestedQueryCost: number;
			actualQueryCost: number | null;
			throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
		};
	};
}

interface People {
	people: {
		edges: Array<{ cursor: string; node: { id: string } }>;
		pageInfo: { hasNextPage: boolean; endCursor: string };
		totalCount: number;
	};
}

const PAGE = `query ($first: Int, $after: String) {
	people(first: $first, after: $after) {
		edges { cursor node { id name email } }
		pageInfo { hasNextPage endCursor }
		totalCount
	}
}`;

const ADD = `mutation ($input: AddPersonInput!) {
	addPerson(input: $input) { person { id } userErrors { field message } }
}`;

async function ask<Data>(server: YogaServer, query: string, variables = {}) {
	const response = await fetch(server.endpoint, {
		method: 'POST',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify({ query, variables }),
	});
	return { status: response.status, answer: (await response.json()) as Answer<Data> };
}

describe('without a throttle', () => {
	let server: YogaServer;
	beforeAll(async () => {
		server = await yogaServer({ people: 1_000 });
	});
	afterAll(() => server.stop());

	test('all people are read by cursor; a page has 100 at most', async () => {
		const ids: string[] = [];
		let after: string | undefined;
		let pages = 0;
		for (let more = true; more; pages += 1) {
			const { answer } = await ask<People>(server, PAGE, { first: 250, after });
			const { edges, pageInfo, totalCount } = answer.data!.people;
			expect(totalCount).toBe(1_000);
			expect(edges.at(-1)?.cursor).toBe(pageInfo.endCursor);
			ids.push(...edges.map(({ node }) => node.id));
			({ endCursor: after, hasNextPage: more } = pageInfo);
		}
		expect(ids).toEqual(Array.from({ length: 1_000 }, (_, index) => String(index + 1)));
		expect(pages).toBe(10);
	});

	test('nodes are there beside the edges', async () => {
		const query = '{ people(first: 2) { nodes { id email } } }';
		const { answer } = await ask<{ people: { nodes: unknown[] } }>(server, query);
		expect(answer.data?.people.nodes).toHaveLength(2);
		expect(answer.extensions).toBeUndefined();
	});

	test('a secret salary is null with an error, beside the data', async () => {
		const query = '{ people(first: 20) { nodes { id salary } } }';
		const { status, answer } = await ask<{ people: { nodes: Array<{ salary: number | null }> } }>(
			server,
			query,
		);
		expect(status).toBe(200);
		expect(answer.data?.people.nodes.filter(({ salary }) => salary === null)).toHaveLength(2);
		expect(answer.errors).toMatchObject([
			{ path: ['people', 'nodes', 9, 'salary'], extensions: { code: 'FORBIDDEN' } },
			{ path: ['people', 'nodes', 19, 'salary'] },
		]);
	});

	test('addPerson records how often it was applied', async () => {
		const input = { name: 'New', email: 'new@example.com' };
		await ask(server, ADD, { input });
		await ask(server, ADD, { input });
		const refused = await ask(server, ADD, { input: { name: 'Bad', email: 'none' } });
		expect(refused.answer.data).toMatchObject({
			addPerson: { person: null, userErrors: [{ field: ['input', 'email'] }] },
		});
		expect(await server.counts()).toMatchObject({ applied: { 'new@example.com': 2 } });
	});

	test.each([
		['application/json', 200],
		['application/graphql-response+json', 400],
		['*/*', 200],
	])('an invalid query is answered to Accept %s with %d', async (accept, status) => {
		const response = await fetch(server.endpoint, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept },
			body: JSON.stringify({ query: '{ nobody }' }),
		});
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ errors: [{}] });
	});
});

describe('with a throttle', () => {
	let server: YogaServer;
	beforeEach(async () => {
		server = await yogaServer({ people: 1_000, points: { maximum: 200, restoreRate: 50 } });
	});
	afterEach(() => server.stop());

	test('a query beyond the points is THROTTLED in an answer with 200 and no data', async () => {
		const first = await ask<People>(server, PAGE, { first: 100 });
		expect(first.answer.extensions?.cost).toMatchObject({
			requestedQueryCost: 102,
			actualQueryCost: 102,
			throttleStatus: { maximumAvailable: 200, restoreRate: 50 },
		});
		const { status, answer } = await ask<People>(server, PAGE, { first: 100 });
		expect(status).toBe(200);
		expect(answer).not.toHaveProperty('data');
		expect(answer.errors).toMatchObject([{ extensions: { code: 'THROTTLED' } }]);
		const { requestedQueryCost, throttleStatus } = answer.extensions!.cost;
		const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
		expect(missing).toBeGreaterThan(0);

		await sleep((missing / throttleStatus.restoreRate) * 1_000 + 50);
		const later = await ask<People>(server, PAGE, { first: 100 });
		expect(later.answer.data?.people.edges).toHaveLength(100);
		expect(await server.counts()).toMatchObject({ requests: 3, throttled: 1 });
	});

	test('what a short page did not cost is given back', async () => {
		const after = Buffer.from('person:997').toString('base64');
		const { answer } = await ask<People>(server, PAGE, { first: 100, after });
		expect(answer.extensions?.cost).toMatchObject({ requestedQueryCost: 102, actualQueryCost: 4 });
		expect(answer.extensions?.cost.throttleStatus.currentlyAvailable).toBeGreaterThanOrEqual(196);
	});

	test('a query that costs more than there can ever be is refused for good', async () => {
		const { answer } = await ask<People>(server, PAGE, { first: 500 });
		expect(answer.errors).toMatchObject([{ extensions: { code: 'MAX_COST_EXCEEDED' } }]);
	});
});
