import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Reply, type Seen } from '../conformance/server/faultServer';
import { json, ownLog, runApi } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

const goOn = { onError: 'continueErrorOutput' } as const;
const people = (from: number, to: number) =>
	Array.from({ length: Math.max(0, to - from + 1) }, (_, place) => ({
		id: from + place,
		name: `Name ${from + place}`,
	}));
const queryOf = ({ path }: Pick<Seen, 'path'>) => new URL(path, server.url).searchParams;
const list = (rest: IDataObject = {}): IDataObject => ({
	operation: 'getRecords',
	url: `${server.url}/people`,
	returnAll: true,
	...rest,
});
const ids = (items: ReturnType<typeof json>) => items.map(({ id }) => id);
const numbers = (to: number) => Array.from({ length: to }, (_, place) => place + 1);
const hintsOf = ({ hints }: { hints: Array<{ message: string; type?: string }> }) =>
	hints.map(({ message }) => message).join(' ');
const pairs = (entries: Record<string, string>) => ({
	parameter: Object.entries(entries).map(([name, value]) => ({ name, value })),
});

/** 95 people, 20 in a page, asked for in the way of each style. */
const COUNT = 95;
const SERVERS: Record<string, (seen: Seen) => Reply> = {
	cursor: (seen) => {
		const at = Number(queryOf(seen).get('after') ?? 0);
		const next = at + 20 < COUNT ? { next: { after: String(at + 20) } } : {};
		return reply(200, { results: people(at + 1, Math.min(COUNT, at + 20)), paging: next });
	},
	link: (seen) => {
		const page = Number(queryOf(seen).get('page') ?? 1);
		const rel = page < 5 ? 'next' : 'first';
		const to = page < 5 ? page + 1 : 1;
		return reply(200, people(page * 20 - 19, Math.min(COUNT, page * 20)), {
			link: `<${server.url}/people?page=${to}>; rel="${rel}"`,
		});
	},
	nextUrl: (seen) => {
		const page = Number(queryOf(seen).get('page') ?? 1);
		const next = page < 5 ? `${server.url}/people?page=${page + 1}` : null;
		return reply(200, {
			count: COUNT,
			next,
			results: people(page * 20 - 19, Math.min(COUNT, page * 20)),
		});
	},
	offset: (seen) => {
		const offset = Number(queryOf(seen).get('offset') ?? 0);
		const items = people(offset + 1, Math.min(COUNT, offset + 20));
		return reply(200, { total: COUNT, offset, limit: 20, items });
	},
	pageNumber: (seen) => {
		const page = Number(queryOf(seen).get('page') ?? 1);
		const data = people(page * 20 - 19, Math.min(COUNT, page * 20));
		return reply(200, { page, per_page: 20, total: COUNT, total_pages: 5, data });
	},
	lastRow: (seen) => {
		const after = Number(queryOf(seen).get('starting_after')?.slice(1) ?? 0);
		const rows = people(after + 1, Math.min(COUNT, after + 20));
		return reply(200, {
			object: 'list',
			url: '/people',
			has_more: after + 20 < COUNT,
			data: rows.map((row) => ({ ...row, id: `p${row.id}` })),
		});
	},
};
const CHOSEN: Record<string, IDataObject> = {
	cursor: { cursorPath: 'paging.next.after', cursorParameter: 'after' },
	link: {},
	nextUrl: { nextUrlPath: 'next' },
	offset: { offsetParameter: 'offset', options: { totalPath: 'total' } },
	pageNumber: { pageParameter: 'page', options: { pagesPath: 'total_pages' } },
	lastRow: { cursorParameter: 'starting_after', options: { morePath: 'has_more' } },
};
const idsOf = (style: string) => numbers(COUNT).map((id) => (style === 'lastRow' ? `p${id}` : id));

describe.each(Object.keys(SERVERS))('%s', (style) => {
	beforeEach(() => server.afterwards(SERVERS[style] as (seen: Seen) => Reply));

	test('found by itself: all 95, and the hint says which style it is', async () => {
		const run = await runApi(list());
		expect(run.error).toBeUndefined();
		expect(ids(json(run.outputs[0]))).toEqual(idsOf(style));
		expect(hintsOf(run)).toMatch(/Pagination: .*Complete: 95/);
		expect(run.hints.every(({ type }) => type === 'info')).toBe(true);
	});

	test('chosen: all 95, in 5 requests', async () => {
		const run = await runApi(list({ pagination: style, ...CHOSEN[style] }));
		expect(run.error).toBeUndefined();
		expect(ids(json(run.outputs[0]))).toEqual(idsOf(style));
		expect(server.arrivals).toHaveLength(5);
	});

	test('a page that fails for good: the rows before it, and a place from which the rest comes', async () => {
		const good = SERVERS[style] as (seen: Seen) => Reply;
		const third = /(page|number)=3|=40|after=p40/;
		server.afterwards((seen) => (third.test(seen.path) ? reply(500, {}) : good(seen)));
		const first = await runApi(list({ gtmRetries: 0 }), [{}], goOn);
		expect(first.outputs[0]).toHaveLength(40);
		const { details } = json(first.outputs[1])[0] as { details: { resumeFrom: string } };
		server.afterwards(good);
		const rest = await runApi(list({ resumeFrom: details.resumeFrom }), [{}], goOn);
		expect(rest.outputs[1]).toEqual([]);
		expect(ids([...json(first.outputs[0]), ...json(rest.outputs[0])])).toEqual(idsOf(style));
	});
});

describe('found by itself', () => {
	test('nothing says whether there is more: a warning, and "perhaps incomplete"', async () => {
		server.afterwards(reply(200, people(1, 20)));
		const run = await runApi(list());
		expect(run.outputs[0]).toHaveLength(20);
		expect(hintsOf(run)).toMatch(/This is a guess.*Perhaps incomplete: 20 records/);
		expect(run.hints.some(({ type }) => type === 'warning')).toBe(true);
	});

	test('a parameter that the API does not know: stops at the second page, which is the first again', async () => {
		server.afterwards(reply(200, { total: 500, page: 1, per_page: 20, data: people(1, 20) }));
		const run = await runApi(list({ gtmInFlight: 1 }));
		expect(run.outputs[0]).toHaveLength(20);
		expect(server.arrivals).toHaveLength(2);
		expect(hintsOf(run)).toMatch(/Incomplete: 20 of 500.*the same page again/);
	});

	test('POST: the cursor goes into the body, beside the filters', async () => {
		server.answers(
			reply(200, { results: people(1, 2), paging: { next: { after: '2' } } }),
			reply(200, { results: people(3, 3) }),
		);
		const run = await runApi(
			list({ method: 'POST', bodyType: 'json', jsonBody: '{"q": "ada", "limit": 2}' }),
		);
		expect(ids(json(run.outputs[0]))).toEqual(numbers(3));
		expect(server.arrivals.map(({ body }) => JSON.parse(body) as object)).toEqual([
			{ q: 'ada', limit: 2 },
			{ q: 'ada', limit: 2, after: '2' },
		]);
	});
});

describe('the records', () => {
	test('by path', async () => {
		server.answers(reply(200, { a: people(1, 1), b: { c: people(2, 4) } }));
		const run = await runApi(list({ pagination: 'none', options: { recordsPath: 'b.c' } }));
		expect(ids(json(run.outputs[0]))).toEqual([2, 3, 4]);
	});

	test.each([
		['b.x', /nothing at "b.x"; keys here are c, d \(in "b"\)/],
		['z', /nothing at "z"; keys here are a, b/],
		['a', /"a" is no list, but 1/],
		['b', /"b" is no list, but an object; keys here are c, d/],
	])('a path %s that leads to no list: what there is instead', async (recordsPath, why) => {
		server.afterwards(reply(200, { a: 1, b: { c: 2, d: 3 } }));
		const run = await runApi(list({ options: { recordsPath } }), [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([{ error: expect.stringMatching(why) as string }]);
		expect(run.outputs[0]).toEqual([]);
	});

	test('one item for each page, and the pages still go on', async () => {
		server.afterwards(SERVERS.offset as (seen: Seen) => Reply);
		const run = await runApi(list({ output: 'pages' }));
		expect(json(run.outputs[0]).map(({ offset }) => offset)).toEqual([0, 20, 40, 60, 80]);
	});

	test('a key path: records that come again are left out, and counted', async () => {
		server.answers(
			reply(200, { results: people(1, 3), next: 2 }),
			reply(200, { results: people(3, 5), next: null }),
		);
		const chosen = { pagination: 'cursor', cursorPath: 'next', cursorParameter: 'page' };
		const run = await runApi(list({ ...chosen, options: { keyPath: 'id' } }));
		expect(ids(json(run.outputs[0]))).toEqual(numbers(5));
		expect(hintsOf(run)).toMatch(/1 repeated record left out/);
	});

	test('without one, nothing is left out', async () => {
		server.answers(reply(200, { results: [{ id: 1 }, { id: 1 }] }));
		expect((await runApi(list({ pagination: 'none' }))).outputs[0]).toHaveLength(2);
	});
});

describe('an API that gives no more than 40 results to one query', () => {
	const cap = (rest: IDataObject = {}) => ({
		resultCap: { cap: { most: 40, parameter: 'id[gt]', ...rest } },
	});
	const byCursor = { pagination: 'cursor', cursorPath: 'next', cursorParameter: 'page' };
	beforeEach(() =>
		server.afterwards((seen) => {
			const query = queryOf(seen);
			const from = Number(query.get('id[gt]') ?? Number(query.get('id[gte]') ?? 1) - 1) + 1;
			const page = Number(query.get('page') ?? 1);
			const start = from + (page - 1) * 20;
			const results = people(start, Math.min(COUNT, from + 39, start + 19));
			const total = Math.min(40, COUNT - from + 1);
			if (query.has('counted')) return reply(200, { results, page, per_page: 20, total });
			return reply(200, { results, next: page * 20 < total ? page + 1 : null });
		}),
	);

	test('without its name: 40 of 95', async () => {
		expect((await runApi(list(byCursor))).outputs[0]).toHaveLength(40);
	});

	test.each([
		['chosen', byCursor],
		['found by itself', { pagination: 'auto', query: pairs({ counted: '1' }) }],
	])('pages %s: all 95, by queries behind the last record', async (_, pagination: IDataObject) => {
		const run = await runApi(list({ ...pagination, ...cap() }));
		expect(ids(json(run.outputs[0]))).toEqual(numbers(COUNT));
		expect(hintsOf(run)).toMatch(/Complete: 95/);
		expect(server.arrivals.map((seen) => queryOf(seen).get('id[gt]'))).toEqual([
			null,
			null,
			'40',
			'40',
			'80',
		]);
	});

	test('the value itself comes again: left out by the key path', async () => {
		const rest = { parameter: 'id[gte]', inclusive: true };
		const run = await runApi(list({ ...byCursor, ...cap(rest), options: { keyPath: 'id' } }));
		expect(ids(json(run.outputs[0]))).toEqual(numbers(COUNT));
		expect(hintsOf(run)).not.toMatch(/repeated/);
	});

	test.each([
		[{ inclusive: true }, /nothing tells them apart.*Key Path/],
		[{ parameter: ' ' }, /Parameter under Result Cap of the API is empty/],
		[{ most: 0 }, /Most Results.* is 0.*1 or more/],
	])('%j: what to change', async (rest, why) => {
		const run = await runApi(list({ ...byCursor, ...cap(rest) }), [{}], goOn);
		const [item] = json(run.outputs[1]);
		expect(`${String(item?.error)} ${String(item?.message)}`).toMatch(why);
		expect(server.arrivals).toEqual([]);
	});
});

describe('a slip in the pagination that the user described', () => {
	const answer = { results: people(1, 20), paging: { next: { after: '20' } }, total: 95 };
	beforeEach(() => server.afterwards(reply(200, answer)));

	test.each([
		['cursor', { cursorPath: 'paging.nxt', cursorParameter: 'after' }, /nothing at "paging.nxt"/],
		['nextUrl', { nextUrlPath: 'links.next' }, /nothing at "links.next"/],
		['none', {}, /Pagination is off, but the answer says that there is more/],
	])('%s: a warning, and never "Complete"', async (pagination, rest: IDataObject, why) => {
		const run = await runApi(list({ pagination, ...rest }));
		expect(run.outputs[0]).toHaveLength(20);
		expect(hintsOf(run)).toMatch(why);
		expect(hintsOf(run)).toMatch(/Perhaps incomplete: 20/);
		expect(run.hints.some(({ type }) => type === 'warning')).toBe(true);
	});

	test('a last page has no cursor: complete', async () => {
		server.afterwards(reply(200, { results: people(1, 3) }));
		const rest = {
			pagination: 'cursor',
			cursorPath: 'paging.next.after',
			cursorParameter: 'after',
		};
		expect(hintsOf(await runApi(list(rest)))).toMatch(/Complete: 3 records/);
	});

	test.each([
		['pageNumber', { pageParameter: 'pg' }],
		['offset', { offsetParameter: 'skp' }],
	])(
		'%s, and the API does not know its parameter: ends at the second page',
		async (pagination, rest: IDataObject) => {
			const run = await runApi(list({ pagination, gtmInFlight: 1, ...rest }));
			expect(run.outputs[0]).toHaveLength(20);
			expect(server.arrivals).toHaveLength(2);
			expect(hintsOf(run)).toMatch(/Incomplete: 20.*the same page again/);
		},
	);

	test.each([
		[{ method: 'GET' }, /a GET request has none/],
		[{ method: 'POST', bodyType: 'form', bodyFields: pairs({ q: 'x' }) }, /no JSON object/],
	])('a parameter in a body that cannot hold it: %j', async (rest: IDataObject, why) => {
		const paging = { pagination: 'pageNumber', pageParameter: 'page', sendIn: 'body' };
		const run = await runApi(list({ ...paging, ...rest }), [{}], goOn);
		expect(json(run.outputs[1])[0]?.error).toMatch(why);
		expect(server.arrivals).toEqual([]);
	});
});

describe('what stops a list', () => {
	test('a second try, whose place is no longer known, begins anew: each record once', async () => {
		const pages: Record<string, Reply> = {
			'': reply(200, { results: people(1, 2), next: 'b' }),
			b: reply(200, { results: people(3, 4), next: 'c' }),
			c: reply(200, { results: people(5, 6), next: null }),
		};
		let thirds = 0;
		server.afterwards((seen) => {
			const at = queryOf(seen).get('cursor') ?? '';
			if (at !== 'c') return pages[at] as Reply;
			thirds += 1;
			return thirds === 1 ? reply(500) : thirds === 2 ? reply(404) : (pages.c as Reply);
		});
		const rest = { pagination: 'cursor', cursorPath: 'next', cursorParameter: 'cursor' };
		const run = await runApi(list({ ...rest, gtmRetries: 0 }), [{}], { retryOnFail: true });
		expect(ids(json(run.outputs[0]))).toEqual(numbers(6));
		expect(hintsOf(run)).toMatch(/Complete: 6/);
	});

	test('Resume From, and its place is no longer known: an error that says how to go on', async () => {
		server.answers(reply(200, { results: people(1, 2), next: 'b' }), reply(500));
		const rest = {
			pagination: 'cursor',
			cursorPath: 'next',
			cursorParameter: 'cursor',
			gtmRetries: 0,
		};
		const first = await runApi(list(rest), [{}], goOn);
		const { details } = json(first.outputs[1])[0] as { details: { resumeFrom: string } };
		server.afterwards(reply(404));
		const again = await runApi(list({ ...rest, resumeFrom: details.resumeFrom }), [{}], goOn);
		expect(again.outputs[0]).toEqual([]);
		expect(json(again.outputs[1])[0]?.message).toMatch(/no longer known.*Key Path/);
	});

	test('Stop Workflow: when one list has failed, no further page of another is read', async () => {
		server.afterwards((seen) => {
			if (seen.path.startsWith('/bad')) return { ...reply(403), delayMs: 30 };
			const at = Number(queryOf(seen).get('cursor') ?? 0);
			return { ...reply(200, { results: people(at + 1, at + 1), next: at + 1 }), delayMs: 5 };
		});
		const rest = { pagination: 'cursor', cursorPath: 'next', cursorParameter: 'cursor' };
		const run = await runApi(list({ ...rest, url: `=${server.url}/{{ $json.of }}` }), [
			{ of: 'bad' },
			{ of: 'good' },
		]);
		expect(run.error?.message).toContain('does not allow');
		expect(server.arrivals.length).toBeLessThan(100);
	});

	test('a refused credential: one request, not one for each list', async () => {
		server.afterwards(reply(401));
		const run = await runApi(list({ gtmInFlight: 1 }), Array(10).fill({}) as IDataObject[], goOn);
		expect(run.outputs[1]).toHaveLength(10);
		expect(server.arrivals).toHaveLength(1);
	});

	test('When a List Is Incomplete: Fail the Item: the records, and an error with the place', async () => {
		server.afterwards(SERVERS.cursor as (seen: Seen) => Reply);
		const options = { pageLimit: 2 };
		const gtmOptions = { firstWait: 0.01, whenIncomplete: 'fail' };
		const run = await runApi(list({ options, gtmOptions }), [{}], goOn);
		expect(run.outputs[0]).toHaveLength(40);
		expect(json(run.outputs[1])).toMatchObject([
			{
				error: expect.stringMatching(/did not give the whole list.*Incomplete: 40/) as string,
				details: { reason: 'incomplete', resumeFrom: expect.any(String) as string },
			},
		]);
	});

	test('hints tell of lists that an earlier try has read', async () => {
		let refuse = true;
		server.afterwards((seen) => {
			if (seen.path.startsWith('/b') && refuse) {
				refuse = false;
				return reply(500);
			}
			return reply(200, { results: people(1, 3), paging: {} });
		});
		const run = await runApi(
			list({ url: `=${server.url}/{{ $json.of }}`, gtmRetries: 0, gtmInFlight: 1 }),
			[{ of: 'a' }, { of: 'b' }],
			{ retryOnFail: true },
		);
		expect(hintsOf(run)).toMatch(/6 records in 2 lists/);
	});
});

describe('how it is asked', () => {
	test('limit 25: two pages, 25 records', async () => {
		server.afterwards(SERVERS.cursor as (seen: Seen) => Reply);
		const run = await runApi(list({ returnAll: false, limit: 25 }));
		expect(run.outputs[0]).toHaveLength(25);
		expect(server.arrivals).toHaveLength(2);
	});

	test('a page size', async () => {
		server.afterwards(reply(200, { results: [] }));
		await runApi(list({ sizeParameter: 'limit', pageSize: 250 }));
		expect(server.arrivals[0]?.path).toBe('/people?limit=250');
	});

	test('the query of the URL and of the field is in each page', async () => {
		server.afterwards(SERVERS.cursor as (seen: Seen) => Reply);
		await runApi(list({ url: `${server.url}/people?a=1`, query: pairs({ b: '2' }) }));
		for (const arrival of server.arrivals) {
			expect([...queryOf(arrival)]).toEqual(
				expect.arrayContaining([
					['a', '1'],
					['b', '2'],
				]),
			);
		}
	});

	test('pages side by side where the total is known: in order, and at most 5 at once', async () => {
		let open = 0;
		let most = 0;
		server.afterwards((seen) => {
			open += 1;
			most = Math.max(most, open);
			const answer = (SERVERS.pageNumber as (seen: Seen) => Reply)(seen);
			setTimeout(() => (open -= 1), 40);
			return { ...answer, delayMs: 40 };
		});
		const run = await runApi(list());
		expect(ids(json(run.outputs[0]))).toEqual(numbers(COUNT));
		expect(server.arrivals).toHaveLength(5);
		expect(most).toBeGreaterThan(1);
		expect(most).toBeLessThanOrEqual(5);
	});

	test('a key in the query, and next links that repeat it: never in the resume token', async () => {
		const key = 'query-key-0123456789';
		server.answers(
			reply(200, { results: people(1, 2), next: `${server.url}/people?api_key=${key}&page=2` }),
			reply(500, {}),
		);
		const credentials = {
			gtmApiKeyApi: { apiKey: key, name: 'api_key', sendIn: 'query', baseUrl: server.url },
		};
		const parameters = list({ authentication: 'apiKey', url: '/people', gtmRetries: 0 });
		const first = await runApi(parameters, [{}], { credentials, ...goOn });
		const { details } = json(first.outputs[1])[0] as { details: { resumeFrom: string } };
		expect(Buffer.from(details.resumeFrom, 'base64url').toString()).not.toContain(key);
		server.answers(reply(200, { results: people(3, 3), next: null }));
		const rest = await runApi({ ...parameters, resumeFrom: details.resumeFrom }, [{}], {
			credentials,
			...goOn,
		});
		expect(ids(json(rest.outputs[0]))).toEqual([3]);
		expect(queryOf(server.arrivals.at(-1) as Seen).get('api_key')).toBe(key);
		expect(JSON.stringify(log.rows())).not.toContain(key);
	});
});

describe('GraphQL', () => {
	const QUERY =
		'query ($after: String) { people(first: 20, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
	const graphql = (rest: IDataObject = {}): IDataObject => ({
		resource: 'graphql',
		operation: 'getRecords',
		url: `${server.url}/graphql`,
		query: QUERY,
		returnAll: true,
		...rest,
	});
	const connection = ({ body }: Seen): Reply => {
		const { variables } = JSON.parse(body) as { variables?: { after?: string } };
		const at = Number(variables?.after ?? 0);
		const hasNextPage = at + 20 < COUNT;
		return reply(200, {
			data: {
				people: {
					nodes: people(at + 1, Math.min(COUNT, at + 20)),
					pageInfo: { hasNextPage, endCursor: String(at + 20) },
				},
			},
		});
	};

	test.each([
		['found by itself', {}],
		['named', { connectionPath: 'data.people' }],
	])('a connection %s: all 95', async (_, rest: IDataObject) => {
		server.afterwards(connection);
		const run = await runApi(graphql(rest));
		expect(run.error).toBeUndefined();
		expect(ids(json(run.outputs[0]))).toEqual(numbers(COUNT));
		expect(server.arrivals).toHaveLength(5);
	});

	test('variables come out of the item', async () => {
		server.afterwards(reply(200, { data: { person: { id: 7 } } }));
		const parameters = graphql({
			operation: 'send',
			query: 'query ($id: ID!) { person(id: $id) { id } }',
			variables: '={{ { id: $json.id } }}',
			split: true,
			recordsPath: 'data.person',
		});
		const run = await runApi({ ...parameters, split: false }, [{ id: 7 }]);
		expect(json(run.outputs[0])).toEqual([{ data: { person: { id: 7 } } }]);
		expect(JSON.parse(server.arrivals[0]?.body ?? '')).toMatchObject({ variables: { id: 7 } });
	});

	test('a query is repeated, a mutation is not', async () => {
		const broken = reply(500, {});
		server.answers(broken, reply(200, { data: { a: 1 } }));
		const send = (query: string) => runApi(graphql({ operation: 'send', query }), [{}], goOn);
		expect((await send('{ a }')).outputs[0]).toHaveLength(1);
		server.afterwards(broken);
		const before = server.arrivals.length;
		const run = await send('mutation { addPerson(name: "query") { id } }');
		expect(server.arrivals).toHaveLength(before + 1);
		expect(json(run.outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
	});

	test('errors without data: an error item with words, code and place', async () => {
		const errors = [
			{
				message: 'Cannot query field "nme" on type "Person".',
				locations: [{ line: 1, column: 12 }],
				extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
			},
		];
		server.afterwards(reply(200, { errors }));
		const run = await runApi(
			graphql({ operation: 'send', query: '{ people { nme } }' }),
			[{}],
			goOn,
		);
		expect(json(run.outputs[1])).toMatchObject([
			{
				error: expect.stringMatching(/Cannot query field "nme".*line 1, column 12/) as string,
				details: { code: 'GRAPHQL_VALIDATION_FAILED' },
			},
		]);
		expect(server.arrivals).toHaveLength(1);
	});

	test('partial data: the item, and a hint with the errors', async () => {
		server.afterwards(
			reply(200, { data: { a: 1, b: null }, errors: [{ message: 'b is gone', path: ['b'] }] }),
		);
		const run = await runApi(graphql({ operation: 'send', query: '{ a b }' }), [{}], goOn);
		expect(json(run.outputs[0])).toMatchObject([{ data: { a: 1, b: null } }]);
		expect(hintsOf(run)).toMatch(/b is gone/);
		expect(run.hints.some(({ type }) => type === 'warning')).toBe(true);
	});

	test('points: paced before they are used up, without one throttled answer', async () => {
		const cost = (left: number) => ({
			cost: {
				requestedQueryCost: 10,
				actualQueryCost: 10,
				throttleStatus: { maximumAvailable: 20, currentlyAvailable: left, restoreRate: 20 },
			},
		});
		const left = [10, 0, 0, 0];
		server.afterwards(() => reply(200, { data: { a: 1 }, extensions: cost(left.shift() ?? 0) }));
		const items = [{}, {}, {}, {}];
		const run = await runApi(graphql({ operation: 'send', query: '{ a }' }), items);
		expect(run.outputs[0]).toHaveLength(4);
		const at = server.arrivals.map((arrival) => arrival.at);
		// Behind the second answer nothing is left: ten points come back in half a second.
		expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(400);
	});

	test.each([
		['subscription { a }', /no single answer/],
		['mutation { a }', /A mutation is no list/],
	])('query %j: what to change', async (query, why) => {
		const run = await runApi(graphql({ query }), [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([{ error: expect.stringMatching(why) as string }]);
		expect(server.arrivals).toEqual([]);
	});

	test('a named connection whose query takes no cursor: what to write', async () => {
		const query = '{ people(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } }';
		const run = await runApi(graphql({ query, connectionPath: 'data.people' }), [{}], goOn);
		expect(json(run.outputs[1])).toMatchObject([
			{ message: expect.stringContaining('after: $after') as string },
		]);
	});
});
