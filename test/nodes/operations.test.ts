import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, reset, type Seen } from '../conformance/server/faultServer';
import type { SandboxOptions } from '../../sandbox';
import type { NodeRun } from './support/runNode';
import { json, ownLog, Rig, runApi } from './support/setup';

/** What docs/operations.md shows of each operation; all else about them is in files of their own. */
const log = ownLog();
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));

describe('Apollo', () => {
	let rig: Rig;
	afterEach(async () => await rig.stop());
	const once: SandboxOptions = { faults: { seed: 1, rules: [{ kind: 'status-503', at: [1] }] } };

	describe('Person: Search', () => {
		test('success: all pages', async () => {
			rig = await Rig.start({ people: 130 });
			const { outputs } = await rig.apollo({ operation: 'search', returnAll: true }, [{}]);
			expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(130);
		});

		test('a rejected row among good ones: a limit that is none', async () => {
			rig = await Rig.start({ people: 5 });
			const parameters = { operation: 'search', limit: '={{ $json.limit }}' };
			const run = await rig.apollo(parameters, [{ limit: 0 }, { limit: 2 }], goOn);
			expect(pairs(run)).toEqual([[{ item: 1 }, { item: 1 }], [{ item: 0 }]]);
			expect(json(run.outputs[1])[0].error).toContain('Limit is 0');
		});

		test('a retry after 503: no page twice', async () => {
			rig = await Rig.start({ people: 130, ...once });
			const { outputs } = await rig.apollo({ operation: 'search', returnAll: true }, [{}]);
			expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(130);
			expect(rig.requests()).toHaveLength(3);
		});
	});

	describe('Person: Enrich', () => {
		const enrich = { operation: 'enrich', identifyBy: 'id', personId: '={{ $json.id }}' };
		const ids = () => rig.sandbox.people().map(({ id }) => ({ id }));

		test('success: ten in a request, each answer on its own item', async () => {
			rig = await Rig.start({ people: 12 });
			const { outputs } = await rig.apollo(enrich, ids());
			expect(json(outputs[0]).map(({ id }) => ({ id }))).toEqual(ids());
			expect(rig.requests()).toHaveLength(2);
		});

		test('a rejected row among good ones: no ID', async () => {
			rig = await Rig.start({ people: 1 });
			const run = await rig.apollo(enrich, [{}, ...ids()], goOn);
			expect(pairs(run)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
			expect(json(run.outputs[1])[0].error).toBe('Person ID is empty');
		});

		test('a retry after 503: charged once', async () => {
			rig = await Rig.start({ people: 3, ...once });
			const { outputs } = await rig.apollo(enrich, ids());
			expect(outputs[0]).toHaveLength(3);
			expect(rig.requests()).toHaveLength(2);
			expect(rig.sandbox.state().apollo.creditsConsumed).toBe(3);
		});
	});
});

describe('API Request', () => {
	let server: FaultServer;
	beforeEach(async () => (server = await FaultServer.start(systemClock)));
	afterEach(async () => await server.close());
	const at = (rest: IDataObject) => ({ url: `=${server.url}/{{ $json.id }}`, ...rest });
	const graphQl = (query: string, operation: string) =>
		at({ resource: 'graphql', operation, query, returnAll: true });
	const refused = ({ path }: Seen) => (path.endsWith('/2') ? reply(404, {}) : reply(200, { path }));
	const items = [{ id: 1 }, { id: 2 }, { id: 3 }];

	describe('REST: Send', () => {
		const post = (body: string) =>
			at({ operation: 'send', method: 'POST', bodyType: 'json', jsonBody: body });

		test('success: a request for each item, paired and in order', async () => {
			server.afterwards(({ body }) => reply(201, { got: body }));
			const run = await runApi(post('={{ { a: $json.id } }}'), items);
			expect(json(run.outputs[0])).toEqual(items.map(({ id }) => ({ got: `{"a":${id}}` })));
			expect(pairs(run)[0]).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		test('a rejected row among good ones: 404', async () => {
			server.afterwards(refused);
			const run = await runApi(at({ operation: 'send' }), items, goOn);
			expect(json(run.outputs[0])).toEqual([{ path: '/1' }, { path: '/3' }]);
			expect(pairs(run)[1]).toEqual([{ item: 1 }]);
		});

		test('a retry of a read, and none of a write whose answer was lost', async () => {
			server.answers(reply(503), reply(200, { a: 1 })).afterwards(reset);
			const read = await runApi(at({ operation: 'send' }), [{ id: 1 }]);
			expect(json(read.outputs[0])).toEqual([{ a: 1 }]);
			const write = await runApi(post('{"a":1}'), [{ id: 1 }], goOn);
			expect(json(write.outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
			expect(server.arrivals).toHaveLength(3);
		});
	});

	describe('REST: Get Records', () => {
		const pages = ({ path }: Seen) => {
			const page = Number(new URL(path, server.url).searchParams.get('page') ?? 1);
			return reply(200, { data: [{ id: page * 2 - 1 }, { id: page * 2 }], page, total_pages: 2 });
		};
		const all = () => at({ operation: 'getRecords', returnAll: true });

		test('success: all pages', async () => {
			server.afterwards(pages);
			const { outputs } = await runApi(all(), [{ id: 1 }]);
			expect(json(outputs[0]).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
		});

		test('a rejected row among good ones: 404', async () => {
			server.afterwards((seen) => (seen.path.startsWith('/2') ? reply(404, {}) : pages(seen)));
			const run = await runApi(all(), items, goOn);
			expect(run.outputs[0]).toHaveLength(8);
			expect(pairs(run)[1]).toEqual([{ item: 1 }]);
		});

		test('a retry after 503: no page twice', async () => {
			server.answers(reply(503)).afterwards(pages);
			const { outputs } = await runApi(all(), [{ id: 1 }]);
			expect(json(outputs[0]).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
			expect(server.arrivals).toHaveLength(3);
		});
	});

	describe('GraphQL: Send', () => {
		const answer = reply(200, { data: { a: 1 } });

		test('success: the data of each item', async () => {
			server.afterwards(answer);
			const { outputs } = await runApi(graphQl('{ a }', 'send'), items);
			expect(json(outputs[0])).toEqual(Array(3).fill({ data: { a: 1 } }));
		});

		test('a rejected row among good ones: an error inside a 200', async () => {
			const broken = reply(200, { errors: [{ message: 'a is gone' }] });
			server.afterwards(({ path }) => (path.endsWith('/2') ? broken : answer));
			const run = await runApi(graphQl('{ a }', 'send'), items, goOn);
			expect(pairs(run)).toEqual([[{ item: 0 }, { item: 2 }], [{ item: 1 }]]);
			expect(json(run.outputs[1])[0].error).toContain('a is gone');
		});

		test('a retry of a query, and none of a mutation', async () => {
			server.answers(reply(500, {}), answer).afterwards(reply(500, {}));
			const query = await runApi(graphQl('{ a }', 'send'), [{ id: 1 }], goOn);
			expect(query.outputs[0]).toHaveLength(1);
			await runApi(graphQl('mutation { b { id } }', 'send'), [{ id: 1 }], goOn);
			expect(server.arrivals).toHaveLength(3);
		});
	});

	describe('GraphQL: Get Records', () => {
		const QUERY =
			'query ($after: String) { a(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
		const connection = ({ body }: Seen) => {
			const { variables } = JSON.parse(body) as { variables?: { after?: string } };
			const from = Number(variables?.after ?? 0);
			const nodes = [{ id: from + 1 }, { id: from + 2 }];
			const pageInfo = { hasNextPage: from < 2, endCursor: String(from + 2) };
			return reply(200, { data: { a: { nodes, pageInfo } } });
		};

		test('success: all pages of a connection', async () => {
			server.afterwards(connection);
			const { outputs } = await runApi(graphQl(QUERY, 'getRecords'), [{ id: 1 }]);
			expect(json(outputs[0]).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
		});

		test('a rejected row among good ones: 404', async () => {
			server.afterwards((seen) => (seen.path.endsWith('/2') ? reply(404, {}) : connection(seen)));
			const run = await runApi(graphQl(QUERY, 'getRecords'), items, goOn);
			expect(run.outputs[0]).toHaveLength(8);
			expect(pairs(run)[1]).toEqual([{ item: 1 }]);
		});

		test('a retry after 503: no page twice', async () => {
			server.answers(reply(503)).afterwards(connection);
			const { outputs } = await runApi(graphQl(QUERY, 'getRecords'), [{ id: 1 }]);
			expect(json(outputs[0]).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
			expect(server.arrivals).toHaveLength(3);
		});
	});
});
