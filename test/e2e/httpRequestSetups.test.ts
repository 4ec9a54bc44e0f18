import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Reply, type Seen } from '../conformance/server/faultServer';
import type { Item, WorkflowNode } from './n8n';
import { apiRequest, httpRequest, runOneNode } from './oneNode';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const people = (from: number, to: number) =>
	Array.from({ length: Math.max(0, to - from + 1) }, (_, place) => ({ id: from + place }));
const COUNT = 55;
const queryOf = ({ path }: Seen) => new URL(path, 'http://127.0.0.1').searchParams;

/** What people build with HTTP Request, and the same with API Request. */
interface SetUp {
	name: string;
	answers: (seen: Seen, url: string) => Reply;
	items?: object[];
	theirs: (url: string) => Partial<WorkflowNode>;
	ours: (url: string) => Partial<WorkflowNode>;
	/** Records out of the items that a node gives. */
	records?: (items: Item[]) => unknown[];
	/** Whether a request is one of those that the faults are put in front of. */
	fault: (seen: Seen) => boolean;
}

const paginated = (url: string, pagination: object) =>
	httpRequest({ url, options: { pagination: { pagination } } });
const list = (url: string, rest: object = {}) =>
	apiRequest({ operation: 'getRecords', url, returnAll: true, ...rest });
const fromResults = (items: Item[]) =>
	items.flatMap((item) => (Array.isArray(item.results) ? (item.results as unknown[]) : [item]));

const SETUPS: SetUp[] = [
	{
		name: 'a list by page number, until a page is empty',
		answers: (seen) => {
			const page = Number(queryOf(seen).get('page') ?? 1);
			return reply(200, people(page * 20 - 19, Math.min(COUNT, page * 20)));
		},
		theirs: (url) =>
			paginated(`${url}/people`, {
				parameters: { parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }] },
				paginationCompleteWhen: 'responseIsEmpty',
			}),
		ours: (url) => list(`${url}/people`, { pagination: 'pageNumber', pageParameter: 'page' }),
		fault: (seen) => queryOf(seen).get('page') === '2',
	},
	{
		name: 'a list by cursor',
		answers: (seen) => {
			const at = Number(queryOf(seen).get('after') ?? 0);
			const next = at + 20 < COUNT ? { next: { after: String(at + 20) } } : {};
			return reply(200, { results: people(at + 1, Math.min(COUNT, at + 20)), paging: next });
		},
		theirs: (url) =>
			paginated(`${url}/people`, {
				parameters: {
					parameters: [
						{ type: 'qs', name: 'after', value: '={{ $response.body.paging.next.after }}' },
					],
				},
				paginationCompleteWhen: 'other',
				completeExpression: '={{ !$response.body.paging?.next?.after }}',
			}),
		ours: (url) => list(`${url}/people`),
		records: fromResults,
		fault: (seen) => queryOf(seen).get('after') === '20',
	},
	{
		name: 'a list by the next address',
		answers: (seen, url) => {
			const page = Number(queryOf(seen).get('page') ?? 1);
			const next = page < 3 ? `${url}/people?page=${page + 1}` : null;
			return reply(200, { next, results: people(page * 20 - 19, Math.min(COUNT, page * 20)) });
		},
		theirs: (url) =>
			paginated(`${url}/people`, {
				paginationMode: 'responseContainsNextURL',
				nextURL: '={{ $response.body.next }}',
				paginationCompleteWhen: 'other',
				completeExpression: '={{ !$response.body.next }}',
			}),
		ours: (url) => list(`${url}/people`),
		records: fromResults,
		fault: (seen) => queryOf(seen).get('page') === '2',
	},
	{
		name: 'one GET for each item',
		answers: ({ path }) => reply(200, { id: Number(path.split('/').at(-1)) }),
		items: people(1, 12),
		theirs: (url) => httpRequest({ url: `=${url}/people/{{ $json.id }}` }),
		ours: (url) => apiRequest({ operation: 'send', url: `=${url}/people/{{ $json.id }}` }),
		fault: ({ path }) => path.endsWith('/7'),
	},
	{
		name: 'one POST of JSON for each item',
		answers: ({ body }) => reply(201, { id: (JSON.parse(body) as { person: number }).person }),
		items: people(1, 12),
		theirs: (url) =>
			httpRequest({
				method: 'POST',
				url: `${url}/people`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ { person: $json.id } }}',
			}),
		ours: (url) =>
			apiRequest({
				operation: 'send',
				method: 'POST',
				url: `${url}/people`,
				bodyType: 'json',
				jsonBody: '={{ { person: $json.id } }}',
			}),
		fault: ({ body }) => body.includes(':7'),
	},
];

let n8n: N8nForTests;
beforeAll(async () => {
	n8n = await n8nForTests();
}, 1_200_000);
afterAll(async () => await n8n?.release());

/** The records that a node gives, with so many faults put in front of one request. */
async function recordsOf(
	setUp: SetUp,
	node: (url: string) => Partial<WorkflowNode>,
	faults: Reply[] = [],
) {
	const server = await FaultServer.start(systemClock);
	const left = [...faults];
	server.afterwards(
		(seen) => (setUp.fault(seen) ? left.shift() : undefined) ?? setUp.answers(seen, server.url),
	);
	const execution = await runOneNode(n8n, node(server.url), setUp.items);
	await server.close();
	return (setUp.records ?? ((items: Item[]) => items))(execution.items('Tested'));
}

describe.each(SETUPS)('$name', (setUp) => {
	const wanted = setUp.items ?? people(1, COUNT);

	test('both nodes give the same records', async () => {
		expect(await recordsOf(setUp, setUp.theirs)).toEqual(wanted);
		expect(await recordsOf(setUp, setUp.ours)).toEqual(wanted);
	});

	test.each([
		['429', reply(429, {}, { 'retry-after': '1' })],
		['503', reply(503, {}, { 'retry-after': '1' })],
	])('with one %s put in, API Request alone gives them', async (_, fault) => {
		expect(await recordsOf(setUp, setUp.ours, [fault])).toEqual(wanted);
		expect(await recordsOf(setUp, setUp.theirs, [fault])).not.toEqual(wanted);
	});
});
