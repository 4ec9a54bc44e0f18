import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, reset, type Seen } from '../conformance/server/faultServer';
import { runNode, type NodeRun, type NodeSetup } from '../nodes/support/runNode';
import { json, ownLog } from '../nodes/support/setup';
import { GtmAcmeApi } from './credentials/GtmAcmeApi.credentials';
import { Acme } from './nodes/Acme/Acme.node';

/**
 * A vendor made by docs/adding-a-vendor.md and nothing else: a folder and a credential, with no
 * change in nodes/shared. What that document promises is shown here.
 */
const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

async function run(parameters: IDataObject, items: IDataObject[] = [{}]): Promise<NodeRun> {
	const gtmAcmeApi = { apiKey: 'acme-key-0123456789', baseUrl: server.url, account: server.url };
	return await runNode({
		node: new Acme(),
		parameters: {
			resource: 'thing',
			gtmOptions: { firstWait: 0.01 },
			...parameters,
		} as NodeSetup['parameters'],
		credentials: { gtmAcmeApi },
		items,
		onError: 'continueErrorOutput',
	});
}

const things = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, place) => ({ id: String(from + place) }));
const names = (count: number) =>
	Array.from({ length: count }, (_, place) => ({ name: `thing ${place}` }));

/** Creates what is sent, and refuses what is called "bad". */
function created({ body }: Seen) {
	const { things: sent } = JSON.parse(body) as { things: Array<{ name: string }> };
	const results = sent.map(({ name }, place) =>
		name === 'bad' ? { place, error: 'no such thing' } : { place, id: `id of ${name}` },
	);
	return reply(200, { results: results.reverse() });
}

test('the credential authenticates as the node does, and is tested', () => {
	const { name, authenticate, test: probe, properties } = new GtmAcmeApi();
	expect(new Acme().description.credentials).toEqual([{ name, required: true }]);
	expect(authenticate.properties.headers).toEqual({ 'x-api-key': '={{$credentials.apiKey}}' });
	expect(probe.request.url).toBe('/me');
	expect(probe.rules).toMatchObject([
		{
			properties: {
				key: 'account_id',
				message: 'There is something else than Acme at the base URL',
			},
		},
	]);
	expect(properties.map(({ name: field }) => field)).toEqual(['apiKey', 'baseUrl', 'account']);
	expect(properties.find(({ name: field }) => field === 'apiKey')?.typeOptions?.password).toBe(
		true,
	);
});

describe('a list', () => {
	const getAll = { operation: 'getAll', returnAll: true };

	test('all pages, through a 503 and a 429, each request with its key and a row in the log', async () => {
		server.answers(
			reply(200, { things: things(1, 100), next: 'b' }),
			reply(503),
			reply(429, { message: 'slow down' }, { 'retry-after': '0' }),
			reply(200, { things: things(101, 130) }),
		);
		const { outputs, hints } = await run(getAll);
		expect(json(outputs[0])).toEqual(things(1, 130));
		expect(outputs[1]).toEqual([]);
		expect(server.arrivals.map(({ path }) => path)).toEqual([
			'/things?limit=100',
			'/things?limit=100&cursor=b',
			'/things?limit=100&cursor=b',
			'/things?limit=100&cursor=b',
		]);
		for (const { headers } of server.arrivals) {
			expect(headers['x-api-key']).toBe('acme-key-0123456789');
		}
		expect(hints.map(({ message }) => message).join(' ')).toContain(
			'Complete: 130 records in 2 pages',
		);
		const rows = log.rows().filter(({ vendor, attempt }) => vendor === 'Acme' && attempt !== 0);
		expect(rows.map(({ status }) => status)).toEqual([200, 503, 429, 200]);
		expect(JSON.stringify(rows)).not.toContain('acme-key');
	});
});

describe('what an item shows', () => {
	const thing = { id: '1', name: 'anvil', weight: 80, _links: {} };

	test.each([
		['simplified, by itself', {}, { id: '1', name: 'anvil' }],
		['the whole record', { simplify: false, fieldsToReturn: ['weight'] }, thing],
		[
			'exactly the chosen fields, null for one that it lacks',
			{ fieldsToReturn: ['weight', 'made_by'] },
			{ weight: 80, made_by: null },
		],
	])('%s', async (_, chosen, item) => {
		server.answers(reply(200, { things: [thing] }));
		const { outputs } = await run({ operation: 'getAll', returnAll: true, ...chosen });
		expect(json(outputs[0])).toEqual([item]);
	});
});

describe('a batch', () => {
	const create = { operation: 'create', name: '={{ $json.name }}' };

	test('fifty in a request; answers in any order find their items; one bad row is alone', async () => {
		server.afterwards(created);
		const items = names(120);
		items[60] = { name: 'bad' };
		const { outputs } = await run(create, items);
		expect(server.arrivals).toHaveLength(3);
		expect(outputs[0]).toHaveLength(119);
		expect(outputs[0]?.map(({ json: { id }, pairedItem }) => [id, pairedItem])).toEqual(
			items.flatMap(({ name }, item) => (name === 'bad' ? [] : [[`id of ${name}`, { item }]])),
		);
		expect(json(outputs[1])).toMatchObject([
			{ name: 'bad', details: { reason: 'row-rejected', outcome: 'not done' } },
		]);
	});

	test('a create whose answer was lost is not sent again', async () => {
		server.answers(reset);
		const { outputs } = await run(create, names(2));
		expect(server.arrivals).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ details: { outcome: 'unknown' } },
			{ details: { outcome: 'unknown' } },
		]);
	});

	test('an item without a name is told, and the others go', async () => {
		server.afterwards(created);
		const { outputs } = await run(create, [{ name: 'a' }, { name: '' }]);
		expect(json(outputs[0])).toEqual([{ id: 'id of a' }]);
		expect(json(outputs[1])).toMatchObject([{ error: 'Name is empty' }]);
	});
});
