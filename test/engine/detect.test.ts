import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { valueAt } from '../../nodes/shared/engine/dataPath';
import { detect, findRows, type FirstPage } from '../../nodes/shared/engine/detect/detect';
import type { JsonValue } from '../../nodes/shared/engine/types';
import { AMBIGUOUS, CLEAR, some, type ApiShape } from './support/apiShapes';

const URL = 'https://api.example.com/v1/things';
const SHAPES = [...CLEAR, ...AMBIGUOUS];

/** The styles as the node calls them. */
const LABEL = {
	link: 'Link Header',
	nextUrl: 'Next URL',
	cursor: 'Cursor',
	lastRow: 'Last Record',
	pageNumber: 'Page Number',
	offset: 'Offset',
	none: 'Off',
};

const detected = ({ request, headers, data }: ApiShape) => detect({ ...request, headers, data });
const byName = (shapes: ApiShape[]) => shapes.map((each) => [each.api, each] as const);
const seen = (data: JsonValue | undefined, rest: Partial<FirstPage> = {}) =>
	detect({ url: URL, headers: {}, data, ...rest });
const asked = (query: string, data: JsonValue) => seen(data, { url: `${URL}?${query}` });

describe('first pages of public APIs', () => {
	it.each(byName(CLEAR))('%s', (_api, shape) => {
		expect(detected(shape)).toMatchObject({ sure: true, ...shape.expected });
	});

	it.each(byName(AMBIGUOUS))('unsure: %s', (_api, shape) => {
		expect(detected(shape)).toMatchObject({ sure: false, ...shape.expected });
	});

	it('as many of them as promised, each only once', () => {
		expect(CLEAR.length).toBeGreaterThanOrEqual(34);
		expect(AMBIGUOUS.length).toBeGreaterThanOrEqual(6);
		expect(new Set(SHAPES.map(({ api }) => api)).size).toBe(SHAPES.length);
	});

	it.each(byName(SHAPES))('%s: what is told stands there', (_api, shape) => {
		const { rowsAt, totalAt, pagesAt, nextAt, moreAt, lastAt, why } = detected(shape);
		for (const path of [rowsAt, totalAt, pagesAt, nextAt, moreAt, lastAt]) {
			if (path !== undefined) expect(valueAt(shape.data, path)).toBeDefined();
		}
		if (rowsAt !== undefined) expect(Array.isArray(valueAt(shape.data, rowsAt))).toBe(true);
		expect(why).toMatch(/^[^\n]{10,200}$/);
	});
});

describe('docs/pagination.md', () => {
	const lines = readFileSync(join(__dirname, '../../docs/pagination.md'), 'utf8').split('\n');
	const rowOf = (api: string) => lines.find((line) => line.startsWith(`| ${api} `)) ?? '';
	const code = (text: string | undefined) => (text === undefined ? '' : `\`${text}\``);

	it.each(byName(CLEAR))('has %s in its table', (api, { expected, source }) => {
		const { style = 'none', nextAt, sendAs } = expected;
		for (const part of [LABEL[style], code(nextAt), code(sendAs), source]) {
			expect(rowOf(api)).toContain(part);
		}
	});

	it.each(byName(AMBIGUOUS))('tells why %s is unsure', (api, { source, ambiguous = '' }) => {
		expect(rowOf(api)).toContain(source);
		expect(rowOf(api)).toContain(ambiguous);
	});
});

describe('the last page', () => {
	const END: Array<[string, JsonValue]> = [
		['next is null', { count: 3, next: null, previous: null, results: some(3) }],
		['an empty cursor', { ok: true, members: some(3), response_metadata: { next_cursor: '' } }],
		['has_more is false', { object: 'list', url: '/v1/x', data: some(100), has_more: false }],
		[
			'a cursor and has_more false',
			{ data: some(2), first_id: 'r1', has_more: false, last_id: 'r2' },
		],
		['as many as there are', { startAt: 0, maxResults: 50, total: 3, issues: some(3) }],
		['the total alone', { total: 30, results: some(30) }],
		['last is true', { content: some(20), last: true, totalPages: 1, number: 0, size: 20 }],
		['done is true', { totalSize: 200, done: true, records: some(200) }],
		['one page', { page: 1, total_pages: 1, items: some(20) }],
		['null for no records', { data: null, more: false }],
	];

	it.each(END)('%s', (_why, data) => {
		expect(seen(data)).toMatchObject({ sure: true });
	});

	it('a Link header without next', () => {
		const link = `<${URL}?page=1>; rel="first", <${URL}?page=1>; rel="prev"`;
		expect(seen(some(100), { headers: { link } })).toMatchObject({ style: 'link', sure: true });
	});

	it('GraphQL: hasNextPage false, whatever the query takes', () => {
		const pageInfo = { hasNextPage: false, endCursor: 'x' };
		const body = { query: '{ users { nodes { id } pageInfo { hasNextPage endCursor } } }' };
		expect(seen({ data: { users: { nodes: some(50), pageInfo } } }, { body }).sure).toBe(true);
	});

	it('a short page, where the size is known: nothing more', () => {
		expect(asked('limit=100', { items: some(37) })).toMatchObject({ style: 'none', sure: true });
		expect(asked('limit=20&offset=0', some(7))).toMatchObject({ style: 'none', sure: true });
	});
});

describe('unsure rather than wrong', () => {
	it.each([10, 12, 20, 25, 30, 50, 64, 100, 250, 1000])('%i records and no sign', (count) => {
		expect(seen({ items: some(count) })).toMatchObject({ style: 'none', sure: false });
	});

	it('as many as were asked for, and no sign', () => {
		expect(asked('limit=7', { items: some(7) })).toMatchObject({ style: 'none', sure: false });
		const body = { query: 'query ($n: Int) { users(first: $n) { id } }', variables: { n: 7 } };
		expect(seen({ data: { users: some(7) } }, { body }).sure).toBe(false);
	});

	const UNSURE: Array<[string, JsonValue]> = [
		['no list', { id: 1, name: 'Ada' }],
		['records by their ids', { 7: { id: 7 }, 9: { id: 9 } }],
		['nothing but errors', { data: null, errors: [{ message: 'no' }] }],
		['a list with pages inside of a list', { result: [{ items: some(50), hasMore: true }] }],
		['next is null, but there are 300', { next: null, total: 300, data: some(100) }],
		['has_more is false, but there are 300', { has_more: false, total: 300, data: some(100) }],
		['has_more, and no way to go on', { has_more: true, items: some(20) }],
		[
			'two lists that may be meant',
			{ page: 1, total_pages: 4, people: some(9), contacts: some(9) },
		],
		['a page number that may go as page', { currentPage: 1, totalPages: 5, items: some(20) }],
		['a current page', { current_page: 1, total_pages: 6, total_count: 150, forms: some(30) }],
		['the number of pages alone', { total_pages: 5, items: some(20) }],
		['a page number alone', { page: 1, results: some(37) }],
		['a token of unknown name', { things: some(50), NextToken: 'abc' }],
		['next that is no address', { customers: some(50), next: 'abc' }],
		['next_page that is no number', { object: 'search_result', data: some(10), next_page: 'abc' }],
		['a cursor in result_info', { result: some(25), result_info: { cursors: { after: 'abc' } } }],
		['a total that is as much as the limit', { limit: 20, total: 20, items: some(20) }],
		['an address at another host', { next: 'https://b.example.com/x?cursor=b', items: some(3) }],
	];

	it.each(UNSURE)('%s', (_why, data) => {
		expect(seen(data)).toMatchObject({ sure: false });
	});

	it('a header that leads on', () => {
		const headers = { 'x-ms-continuationtoken': 'abc' };
		expect(seen({ value: some(37) }, { headers }).sure).toBe(false);
	});

	it('an address of the next page, but the request has a body', () => {
		const next = `${URL}?cursor=b`;
		expect(seen({ data: some(50), links: { next } }, { body: { filter: {} } }).sure).toBe(false);
	});

	it('page numbers, but the request is a search without any', () => {
		const data = { page: 1, total_pages: 5, items: some(20) };
		expect(seen(data, { body: { text: 'ada' } })).toMatchObject({ sure: false, sendIn: 'body' });
	});

	describe('GraphQL', () => {
		const users = { nodes: some(50), pageInfo: { hasNextPage: true, endCursor: 'x' } };
		const ask = (query: string, data: JsonValue = { users }) =>
			seen({ data }, { body: { query, variables: {} } });

		it('a query that takes no cursor', () => {
			expect(ask('{ users(first: 50) { nodes { id } } }')).toMatchObject({ sure: false });
		});

		it('the cursor of an inner list is not that of the outer one', () => {
			const query = 'query ($c: String) { users(first: 50) { nodes { posts(after: $c) { id } } } }';
			expect(ask(query)).toMatchObject({ sure: false });
		});

		it('a cursor in a comment or a text', () => {
			expect(ask('{ users(first: 50) { id } # users(after: $c)\n}')).toMatchObject({ sure: false });
			expect(ask('{ users(q: "(after: $c)") { id } }')).toMatchObject({ sure: false });
		});

		it('two lists that both go on', () => {
			const query = 'query ($c: String) { users(after: $c) { id } posts(after: $c) { id } }';
			expect(ask(query, { users, posts: users })).toMatchObject({ sure: false });
		});

		it('an alias', () => {
			const query = 'query ($c: String) { staff: users(first: 50, after: $c) { nodes { id } } }';
			expect(ask(query, { staff: users })).toMatchObject({ sure: true, sendAs: 'variables.c' });
		});
	});
});

describe('what the request carries', () => {
	it('the name of a cursor', () => {
		const data = { things: some(50), NextToken: 'abc' };
		const found = asked('nextToken=', data);
		expect(found).toMatchObject({ style: 'cursor', sure: true, sendAs: 'nextToken' });
	});

	it('its own cursor, which comes back, is not the next one', () => {
		const data = { cursor: 'a', next_cursor: 'b', items: some(50) };
		expect(asked('cursor=a', data)).toMatchObject({ nextAt: 'next_cursor', sendAs: 'cursor' });
	});

	it('page and a total', () => {
		const found = asked('page=0&size=20', { items: some(20), total: 50 });
		expect(found).toMatchObject({ style: 'pageNumber', sure: true, sendAs: 'page', first: 0 });
	});

	it('begins in the middle: what came before is not missed', () => {
		const data = { page: 3, per_page: 10, total: 25, total_pages: 3, results: some(5) };
		const found = asked('page=3&per_page=10', data);
		expect(found).toMatchObject({ style: 'pageNumber', first: 3 });
		expect(found).not.toHaveProperty('pagesAt');
	});

	it('$top goes with $skip', () => {
		const data = { '@odata.count': 200, value: some(50) };
		expect(asked('$top=50', data)).toMatchObject({ style: 'offset', sure: true, sendAs: '$skip' });
	});

	it('fewer pages than hold all records are not counted on', () => {
		const data = { page: 1, results: some(20), total_pages: 3, total_results: 100 };
		expect(seen(data)).not.toHaveProperty('pagesAt');
	});

	it('an address that begins with http: its page number is counted on', () => {
		const data = { next: `${URL.replace('https', 'http')}?page=2`, count: 30, results: some(10) };
		expect(seen(data)).toMatchObject({ style: 'pageNumber', sendAs: 'page', first: 1, sure: true });
	});
});

describe('the records', () => {
	const LISTS: Array<[string, JsonValue, string | undefined]> = [
		['the answer itself', some(3), ''],
		['an empty answer', [], ''],
		['objects before ids', { ids: ['a', 'b'], leads: some(2) }, 'leads'],
		['never errors', { errors: some(2), leads: [] }, 'leads'],
		['never what is included', { included: some(9), data: some(2) }, 'data'],
		['never links', { links: some(9), people: [] }, 'people'],
		['usual names before others', { owners: some(2), results: some(2) }, 'results'],
		['nodes before edges', { data: { u: { edges: some(2), nodes: some(2) } } }, 'data.u.nodes'],
		['deep', { response: { result: { docs: some(2) } } }, 'response.result.docs'],
		['none', { id: 1 }, undefined],
	];

	it.each(LISTS)('%s', (_name, data, path) => {
		expect(findRows(data)).toBe(path);
	});

	it('the address says which of two lists', () => {
		const data = { users: some(3), tickets: some(3) };
		expect(seen(data, { url: 'https://a.example.com/tickets.json' }).rowsAt).toBe('tickets');
	});
});

test('whatever comes, nothing is thrown, and every path leads somewhere', () => {
	const key = fc.constantFrom(
		'next',
		'page',
		'total',
		'data',
		'cursor',
		'links',
		'a.b',
		'a',
		'b',
		'',
	);
	const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
		tree: fc.oneof(
			{ depthSize: 'small' },
			fc.constantFrom<JsonValue>(null, true, 0, 1, 20, 'x', '', `${URL}?page=2`, '/x?y'),
			fc.array(tie('tree'), { maxLength: 3 }),
			fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
		),
	}));
	fc.assert(
		fc.property(tree, tree, fc.webUrl({ withQueryParameters: true }), (data, body, url) => {
			const found = detect({ data, body, url, headers: {} });
			for (const path of [found.rowsAt, found.totalAt, found.nextAt, found.moreAt]) {
				if (path !== undefined) expect(valueAt(data, path)).toBeDefined();
			}
		}),
		{ numRuns: 2000 },
	);
});
