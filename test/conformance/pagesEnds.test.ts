import { asArray, asObject, recordsOf } from '../../nodes/shared/engine/body';
import { systemClock } from '../../nodes/shared/engine/clock';
import { graphqlFault, graphqlRules, readGraphqlError } from '../../nodes/shared/engine/graphql';
import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { idOf } from '../../nodes/shared/engine/pages/keyset';
import { linkPages, nextUrlPages } from '../../nodes/shared/engine/pages/nextUrl';
import { offsetPages } from '../../nodes/shared/engine/pages/offset';
import { decodeResume } from '../../nodes/shared/engine/pages/resume';
import { walk } from '../../nodes/shared/engine/pages/walk';
import { createTransport } from '../../nodes/shared/engine/transport';
import type {
	ApiRequest,
	JsonValue,
	Transport,
	WireRequest,
} from '../../nodes/shared/engine/types';
import { connectionTo, read, vendor } from '../engine/support/testVendor';
import { json, ownLog, runApi, runApollo } from '../nodes/support/setup';
import { FaultServer, reply, type Reply, type Seen } from './server/faultServer';
import { hubSpotNode } from './support/hubSpotNode';
import { asked, byCursor, idsOf, idsTo, list, page, queryOf, rowsTo } from './support/lists';
import { Scene } from './support/scene';

const log = ownLog();
afterAll(() => log.remove());

let scene: Scene;
let other: FaultServer;
beforeEach(async () => {
	scene = await Scene.start();
	other = await FaultServer.start(scene.clock);
});
afterEach(async () => {
	await scene.close();
	await other.close();
});

const sends = () => scene.server.arrivals.length;
const boom = reply(500, { message: 'boom' });
const contacts = (rows: JsonValue[], after?: string): Reply =>
	reply(200, { results: rows, ...(after === undefined ? {} : { paging: { next: { after } } }) });
const GET_ALL = { operation: 'getAll', returnAll: true, simplify: false };

/** Ten pages of ten; what page 7 does is up to the test. */
function tenPages(seventh: () => Reply, make: (rows: JsonValue[], next?: string) => Reply) {
	return (seen: Seen): Reply => {
		const at = Number(queryOf(seen).get('after') ?? 1);
		if (at === 7) return seventh();
		return make(rowsTo(at * 10, at * 10 - 9), at < 10 ? String(at + 1) : undefined);
	};
}
const plain = (rows: JsonValue[], next?: string) => page(rows, next === undefined ? {} : { next });

describe('19', () => {
	const first = (foreignOrigin?: ApiRequest['foreignOrigin']) => {
		const request = read({
			path: '/rows',
			headers: { cookie: 'session=1', 'x-key': 'k' },
			...(foreignOrigin ? { foreignOrigin } : {}),
		});
		return nextUrlPages({ at: 'next', first: request });
	};

	test('19. a next link to another origin: refused, nothing is sent there, and the rows are kept', async () => {
		scene.server.answers(page(rowsTo(2), { next: `${other.url}/rows?after=2` }));
		const walked = await list(scene, first());
		expect(other.arrivals).toEqual([]);
		expect(idsOf(walked)).toEqual(idsTo(2));
		expect(walked.report).toMatchObject({ reason: 'failed', complete: 'no' });
		expect(walked.failure).toMatchObject({ reason: 'foreign-origin', status: 0 });
		expect(walked.failure?.error.message).toMatch(/^the next address is at another host/);
	});

	test('19b. by the Link header: the same', async () => {
		const link = `<${other.url}/rows?after=2>; rel="next"`;
		scene.server.answers(reply(200, { rows: rowsTo(2) }, { link }));
		const walked = await list(scene, linkPages({ first: asked({}) }));
		expect(other.arrivals).toEqual([]);
		expect(walked.failure?.reason).toBe('foreign-origin');
	});

	test('19c. where the user allows it: asked without credential, cookie, own headers and body', async () => {
		scene.server.answers(page(rowsTo(2), { next: `${other.url}/rows?after=2` }));
		other.answers(page(rowsTo(3, 3)));
		const walked = await list(scene, first('bare'));
		expect(idsOf(walked)).toEqual(idsTo(3));
		expect(other.arrivals).toMatchObject([{ method: 'GET', body: '' }]);
		for (const name of ['authorization', 'cookie', 'x-key', 'traceparent']) {
			expect(other.arrivals[0]?.headers).not.toHaveProperty(name);
		}
	});
});

describe('20', () => {
	/** A vendor at a public address, whose answers come from the script. */
	const rerouted = (base: string) => {
		const real = createTransport();
		const urls: string[] = [];
		const transport: Transport = {
			send: async (request: WireRequest, signal) => {
				urls.push(request.url);
				const url = request.url.replace(base, scene.server.url);
				return await scene.clock.busy(real.send({ ...request, url }, signal));
			},
		};
		return {
			urls,
			client: scene.client({ connection: connectionTo(base), parts: { transport } }),
		};
	};
	const options = {
		read: (data: JsonValue | undefined) => ({ rows: asArray(asObject(data).rows) }),
	};

	test.each([
		['http://api.vendor.example/rows?after=2', /from https to http/],
		['https://10.1.2.3/rows', /into a private network/],
		['https://169.254.169.254/latest/meta-data', /into a private network/],
		['https://[::1]:8443/rows', /into a private network/],
		['https://localhost/rows', /into a private network/],
		['//evil.example/rows', /at another host/],
		['https://api.vendor.example@evil.example/rows', /at another host/],
		['file:///etc/passwd', /none of http/],
	])('20. a next link to %s: refused, with the reason', async (next, why) => {
		const base = 'https://api.vendor.example';
		const { client, urls } = rerouted(base);
		scene.server.answers(page(rowsTo(2), { next })).afterwards(page([]));
		for (const foreignOrigin of ['refuse', 'bare'] as const) {
			if (foreignOrigin === 'bare' && /another host/.test(why.source)) continue;
			scene.server.answers(page(rowsTo(2), { next }));
			const style = nextUrlPages({ at: 'next', first: read({ path: '/rows', foreignOrigin }) });
			const walked = await walk(client, { ...options, style, limit: Infinity });
			expect(walked.rows).toEqual(rowsTo(2));
			expect(walked.failure).toMatchObject({ reason: 'foreign-origin' });
			expect(walked.failure?.error.message).toMatch(why);
		}
		expect(new Set(urls)).toEqual(new Set([`${base}/rows`]));
	});
});

test('21. the instance moves to another host between two runs: the walk goes on by the path', async () => {
	scene.server.answers(
		page(rowsTo(2), { next: `${scene.server.url}/services/data/v66.0/query/01g-2000` }),
		boom,
	);
	const style = nextUrlPages({ at: 'next', first: asked({ q: 'all' }) });
	const before = await list(scene, style, { settings: { retries: 0 } });
	expect(before.report.resume?.cursor).toBe('/services/data/v66.0/query/01g-2000');

	other.answers(
		page(rowsTo(3, 3), { next: '/services/data/v67.0/query/01g-4000' }),
		page(rowsTo(4, 4)),
	);
	const walked = await walk(scene.client({ connection: connectionTo(other.url) }), {
		style,
		read: (data) => ({ rows: asArray(asObject(data).rows) }),
		limit: Infinity,
		...(before.report.resume ? { start: before.report.resume } : {}),
	});
	expect(idsOf(walked)).toEqual(idsTo(4, 3));
	expect(other.arrivals.map(({ path }) => path)).toEqual([
		'/services/data/v66.0/query/01g-2000',
		'/services/data/v67.0/query/01g-4000',
	]);
});

describe('22', () => {
	test('22. page 7 of 10 answers 500 for ever: pages 1 to 6, an error, and a place to go on from', async () => {
		scene.server.afterwards(tenPages(() => boom, plain));
		const walked = await list(scene, byCursor);
		expect(idsOf(walked)).toEqual(idsTo(60));
		expect(sends()).toBe(6 + 6);
		expect(walked.failure).toMatchObject({ reason: 'retries-used-up', status: 500 });
		expect(walked.report).toMatchObject({
			received: 60,
			complete: 'no',
			resume: { cursor: '7', before: 60, lastKey: '60' },
		});
	});

	test('22b. a node that continues: 60 rows on the first output, one error item with resumeFrom on the second', async () => {
		const run = await hubSpotNode({ ...GET_ALL, gtmRetries: 1 }, [{ who: 'me' }], (server) =>
			server.afterwards(tenPages(() => boom, contacts)),
		);
		expect(json(run.outputs[0])).toEqual(rowsTo(60));
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringContaining('boom') as string, details: { status: 500 } },
		]);
		const { details } = json(run.outputs[1])[0] as { details: { resumeFrom: string } };
		expect(decodeResume(details.resumeFrom)).toMatchObject({ cursor: '7', before: 60 });
		expect(run.hints[0]?.message).toMatch(/^Incomplete: 60 records.*a page could not be read/);
	});

	test('22c. a node that stops: the error says how many were read, and how to go on behind them', async () => {
		const run = await hubSpotNode(
			{ ...GET_ALL, gtmRetries: 0 },
			[{}],
			(server) => server.afterwards(tenPages(() => boom, contacts)),
			{},
		);
		expect(run.error?.description).toMatch(/60 records had been read.*Resume From/);
	});
});

describe('23', () => {
	test('23. page 7 answers 200 with an error document: an error, and no empty page', async () => {
		const told = vendor({
			readFault: (_, data) => {
				const { error } = asObject(data);
				return error === undefined ? undefined : { status: 400, error: { message: String(error) } };
			},
		});
		scene.server.afterwards(tenPages(() => reply(200, { error: 'the index is broken' }), plain));
		const walked = await walk(scene.client({ connection: { vendor: told } }), {
			style: byCursor,
			read: (data) => ({ rows: asArray(asObject(data).rows) }),
			limit: Infinity,
		});
		expect(walked.rows).toHaveLength(60);
		expect(walked.failure?.error.message).toBe('the index is broken');
		expect(walked.report).toMatchObject({ complete: 'no', resume: { cursor: '7' } });
	});

	test('23b. an answer without its list, of which no vendor tells: an error as well', async () => {
		scene.server.afterwards(tenPages(() => reply(200, { sorry: true }), plain));
		const walked = await list(scene, byCursor, {
			read: (data) => ({ rows: recordsOf(data, 'rows') }),
		});
		expect(walked.rows).toHaveLength(60);
		expect(walked.failure).toMatchObject({
			reason: 'no-page',
			error: { message: 'there is no list of "rows" in it' },
		});
		expect(walked.report).toMatchObject({ complete: 'no', resume: { cursor: '7' } });
	});

	test('23c. nodes: the rows, an error item, and "incomplete"', async () => {
		const hubSpot = await hubSpotNode(GET_ALL, [{}], (server) =>
			server.afterwards(tenPages(() => reply(200, { status: 'error' }), contacts)),
		);
		expect(hubSpot.outputs[0]).toHaveLength(60);
		expect(json(hubSpot.outputs[1])).toMatchObject([
			{ error: expect.stringMatching(/no page of records.*"results"/) as string },
		]);
		expect(hubSpot.hints[0]?.message).toMatch(/^Incomplete/);

		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { error_code: 'X' }));
		const apollo = await runApollo(server.url, { operation: 'search' }, [{}], {
			onError: 'continueErrorOutput',
		});
		await server.close();
		expect(apollo.outputs[0]).toEqual([]);
		expect(json(apollo.outputs[1])).toMatchObject([
			{ error: expect.stringContaining('"people"') as string },
		]);
	});
});

describe('24', () => {
	const byOffset = offsetPages({ request: (offset) => asked({ offset }) });

	test.each([
		['204', { status: 204 }],
		['an empty body', { status: 200, body: '' }],
		['a list that is null', reply(200, { rows: null })],
	])('24. page 3 is %s: an empty page, and the end', async (_, third: Reply) => {
		scene.server.answers(page(rowsTo(10)), page(rowsTo(20, 11)), third);
		const walked = await list(scene, byOffset, {
			read: (data) => ({ rows: recordsOf(data, 'rows') }),
		});
		expect(idsOf(walked)).toEqual(idsTo(20));
		expect(walked.failure).toBeUndefined();
		expect(walked.report).toMatchObject({ reason: 'end', complete: 'yes' });
	});

	test('24b. a node: no crash', async () => {
		const run = await hubSpotNode(GET_ALL, [{}], (server) =>
			server.answers(contacts(rowsTo(2), '2'), { status: 204 }),
		);
		expect(run.outputs[0]).toHaveLength(2);
		expect(run.outputs[1]).toEqual([]);
	});
});

describe('25', () => {
	test('25. page limit 5, at most 120 rows, pages of 50: 120 rows and 3 sends', async () => {
		scene.server.afterwards((seen) => {
			const offset = Number(queryOf(seen).get('offset'));
			return page(rowsTo(offset + 50, offset + 1));
		});
		const style = offsetPages({ size: 50, request: (offset) => asked({ offset, limit: 50 }) });
		const walked = await list(scene, style, { pageLimit: 5, limit: 120 });
		expect(idsOf(walked)).toEqual(idsTo(120));
		expect(sends()).toBe(3);
		expect(walked.report).toMatchObject({ reason: 'limit-reached', complete: 'yes' });
	});

	test('25b. a node, Limit 120 and pages of 100: 120 rows and 2 sends', async () => {
		const parameters = { operation: 'getAll', returnAll: false, limit: 120 };
		const run = await hubSpotNode(parameters, [{}], (server) =>
			server.answers(contacts(rowsTo(100), 'a'), contacts(rowsTo(200, 101), 'b')),
		);
		expect(run.outputs[0]).toHaveLength(120);
		expect(run.arrivals).toHaveLength(2);
		expect(run.hints[0]?.message).toMatch(/^Limit reached: 120 records/);
	});
});

describe('26', () => {
	test('26. two nodes read lists side by side: each has its own place', async () => {
		const answers = (name: string) => (server: FaultServer) =>
			server.afterwards((seen) => {
				const at = Number(queryOf(seen).get('after') ?? 0);
				const rows = [0, 1].map((each) => ({ id: `${name} ${at + each}` }));
				return { ...contacts(rows, at < 8 ? String(at + 2) : undefined), delayMs: 5 };
			});
		const [one, two] = await Promise.all([
			hubSpotNode(GET_ALL, [{}], answers('one')),
			hubSpotNode(GET_ALL, [{}], answers('two')),
		]);
		const wanted = (name: string) =>
			Array.from({ length: 10 }, (_, at) => ({ id: `${name} ${at}` }));
		expect(json(one.outputs[0])).toEqual(wanted('one'));
		expect(json(two.outputs[0])).toEqual(wanted('two'));
		expect([one.arrivals.length, two.arrivals.length]).toEqual([5, 5]);
	});

	test('26b. one node, three items, each with a list of its own', async () => {
		const parameters = { ...GET_ALL, operation: 'search', query: '={{ $json.name }}' };
		const run = await hubSpotNode(
			parameters,
			['a', 'b', 'c'].map((name) => ({ name })),
			(server) =>
				server.afterwards(({ body }) => {
					const { query, after = '0' } = JSON.parse(body) as { query: string; after?: string };
					const at = Number(after);
					return contacts([{ id: `${query} ${at}` }], at < 2 ? String(at + 1) : undefined);
				}),
		);
		expect(json(run.outputs[0]).map(({ id }) => id)).toEqual(
			['a', 'b', 'c'].flatMap((name) => [0, 1, 2].map((at) => `${name} ${at}`)),
		);
		expect(run.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 1, 1, 1, 2, 2, 2].map((item) => ({ item })),
		);
	});
});

describe('GraphQL', () => {
	const style = cursorPages({
		at: 'data.people.pageInfo.endCursor',
		moreAt: 'data.people.pageInfo.hasNextPage',
		request: (after) =>
			read({
				method: 'POST',
				path: '/graphql',
				body: { query: '{ people { nodes { id } } }', variables: { after: after ?? null } },
			}),
	});
	const told = vendor({
		readFault: (_, data) => graphqlFault(data),
		readError: (_, data) => readGraphqlError(data) ?? { message: '' },
		rules: graphqlRules,
	});
	const people = (rows: JsonValue[], endCursor: string | null, more: boolean, rest: object = {}) =>
		reply(200, {
			data: { people: { nodes: rows, pageInfo: { endCursor, hasNextPage: more } } },
			...rest,
		});
	const walkPeople = async () =>
		await walk(scene.client({ connection: { vendor: told } }), {
			style,
			read: (data) => ({
				rows: asArray(asObject(asObject(asObject(data).data).people).nodes),
			}),
			keyOf: idOf,
			limit: Infinity,
		});

	test('27. hasNextPage true and the same endCursor: the loop guard', async () => {
		scene.server.afterwards(people(rowsTo(2), 'same', true));
		const walked = await walkPeople();
		expect(sends()).toBe(2);
		expect(walked.report).toMatchObject({ received: 2, reason: 'loop', complete: 'no' });
	});

	test('27b. hasNextPage true and no endCursor: never the first page again', async () => {
		scene.server.afterwards(people(rowsTo(2), null, true));
		const walked = await walkPeople();
		expect(sends()).toBe(1);
		expect(walked.failure?.reason).toBe('no-cursor');
	});

	test('28. errors beside data: the rows are kept, the errors shown, and it is not called complete', async () => {
		const errors = [{ message: 'no salary for you', path: ['people', 'nodes', 1, 'salary'] }];
		scene.server.answers(
			people(rowsTo(2), 'a', true, { errors }),
			people(rowsTo(3, 3), null, false),
		);
		const walked = await walkPeople();
		expect(idsOf(walked)).toEqual(idsTo(3));
		expect(walked.failure).toBeUndefined();
		expect(walked.report).toMatchObject({
			complete: 'no',
			problems: [{ message: 'no salary for you (at people.nodes.1.salary)' }],
		});
	});

	const throttled = { message: 'slow down', extensions: { code: 'THROTTLED' } };
	test.each([
		['200 THROTTLED', reply(200, { data: null, errors: [throttled] })],
		['200 without a code', reply(200, { errors: [{ message: 'Throttled' }] })],
		['200 RATE_LIMITED as type', reply(200, { errors: [{ type: 'RATE_LIMITED', message: 'x' }] })],
		[
			'400 RATELIMITED',
			reply(400, { errors: [{ message: 'x', extensions: { code: 'RATELIMITED' } }] }),
		],
		['200 with everything null', reply(200, { data: { people: null }, errors: [throttled] })],
	])('28b. a throttled code (%s): held like a 429, and sent again', async (_, answer) => {
		scene.server.answers(answer, people(rowsTo(2), null, false));
		const walked = await walkPeople();
		expect(idsOf(walked)).toEqual(idsTo(2));
		expect(walked.report.complete).toBe('yes');
		const [first = 0, second = 0] = scene.server.arrivals.map(({ at }) => at);
		expect(second - first).toBeGreaterThanOrEqual(1_000);
	});

	test.each([
		['UNAUTHENTICATED', 'unauthorized', 1],
		['FORBIDDEN', 'forbidden', 1],
		['BAD_USER_INPUT', 'bad-request', 1],
		['GRAPHQL_VALIDATION_FAILED', 'bad-request', 1],
		['INTERNAL_SERVER_ERROR', 'retries-used-up', 6],
	])('28c. %s without data: %s, %i sends', async (code, reason, count) => {
		scene.server.afterwards(
			reply(200, { data: null, errors: [{ message: 'no', extensions: { code } }] }),
		);
		const walked = await walkPeople();
		expect(sends()).toBe(count);
		expect(walked.failure).toMatchObject({ reason, error: { code } });
	});
});

describe('30', () => {
	const list = (url: string) => ({ operation: 'getRecords', url, returnAll: true });

	test('30. a node, Auto, and a page that fits two styles: unsure, so it warns and names its choice', async () => {
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { people: rowsTo(20), companies: rowsTo(20), next_cursor: null }));
		const run = await runApi(list(`${server.url}/list`));
		await server.close();
		const [choice] = run.hints;
		expect(choice?.type).toBe('warning');
		expect(choice?.message).toMatch(/^Pagination: .*may both be the records.*This is a guess/);
	});

	test('30b. a page that fits one: the choice is told, without a warning', async () => {
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { results: rowsTo(2), next: null }));
		const run = await runApi(list(`${server.url}/list`));
		await server.close();
		expect(run.hints.map(({ type }) => type)).toEqual(['info', 'info', 'info']);
		expect(run.hints[0]?.message).toMatch(/^Pagination: /);
	});
});
