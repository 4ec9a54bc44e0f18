import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import { poller, type Poller } from './support/pollNode';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

const ids = (items: INodeExecutionData[][] | null) => (items?.[0] ?? []).map(({ json }) => json.id);
const trigger = (
	parameters: IDataObject = {},
	credentials: Record<string, ICredentialDataDecryptedObject> = {},
): Poller =>
	poller(
		{ url: `${server.url}/people`, gtmOptions: { firstWait: 0.01 }, ...parameters },
		credentials,
	);
const list = (...names: string[]) =>
	reply(
		200,
		names.map((id) => ({ id })),
	);

describe('not seen before', () => {
	test('from now on: nothing of what exists, then each new one once', async () => {
		const { poll } = trigger();
		server.answers(list('b', 'a'), list('b', 'a'), list('c', 'b', 'a'), list('c', 'b', 'a'));
		expect(await poll()).toBeNull();
		expect(await poll()).toBeNull();
		expect(ids(await poll())).toEqual(['c']);
		expect(await poll()).toBeNull();
	});

	test('all that exist: the first poll gives them', async () => {
		const { poll } = trigger({ begin: 'all' });
		server.answers(list('b', 'a'), list('c', 'b'));
		expect(ids(await poll())).toEqual(['b', 'a']);
		expect(ids(await poll())).toEqual(['c']);
	});

	test('all pages are read', async () => {
		const { poll } = trigger({ begin: 'all' });
		server.answers(
			reply(200, { results: [{ id: 1 }], next: `${server.url}/people?page=2` }),
			reply(200, { results: [{ id: 2 }], next: null }),
		);
		expect(ids(await poll())).toEqual([1, 2]);
	});
});

describe('changed since', () => {
	const NOW = Date.now();
	const row = (id: string, minutes: number) => ({
		id,
		updated_at: new Date(NOW + minutes * 60_000).toISOString(),
	});
	const changed = { track: 'changed', changedPath: 'updated_at', sinceParameter: 'since' };
	const sinceOf = ({ path }: Seen) => new URL(path, server.url).searchParams.get('since') ?? '';

	test('asks from the last change, less the look-back, and gives each change once', async () => {
		const { poll } = trigger({ ...changed, begin: 'all' });
		server.answers(
			reply(200, [row('a', -60), row('b', -30)]),
			reply(200, [row('b', -30), row('late', -33), row('c', -1)]),
		);
		expect(ids(await poll())).toEqual(['a', 'b']);
		expect(ids(await poll())).toEqual(['late', 'c']);
		expect(sinceOf(server.arrivals[0] as Seen)).toBe('');
		expect(sinceOf(server.arrivals[1] as Seen)).toBe(row('', -35).updated_at);
	});

	test('from now on: what was there before is left out, also within the look-back', async () => {
		const { poll } = trigger(changed);
		server.answers(reply(200, [row('old', -1)]), reply(200, [row('old', -1), row('new', 0.5)]));
		expect(await poll()).toBeNull();
		expect(ids(await poll())).toEqual(['new']);
	});
});

test('behind a cursor: the one of the last answer is sent with the next poll', async () => {
	const { poll } = trigger({
		track: 'cursor',
		keptCursorPath: 'sync',
		sinceParameter: 'token',
		begin: 'all',
	});
	server.answers(
		reply(200, { results: [{ id: 1 }], sync: 's1' }),
		reply(200, { results: [], sync: 's2' }),
		reply(200, { results: [{ id: 2 }], sync: 's3' }),
	);
	expect(ids(await poll())).toEqual([1]);
	expect(await poll()).toBeNull();
	expect(ids(await poll())).toEqual([2]);
	expect(server.arrivals.map(({ path }) => path)).toEqual([
		'/people',
		'/people?token=s1',
		'/people?token=s2',
	]);
});

describe('what goes wrong', () => {
	test('a page that fails for good: the rows before it, a warning, and the rest with the next poll', async () => {
		const { poll, warnings } = trigger({ begin: 'all', gtmRetries: 0 });
		const page2 = `${server.url}/people?page=2`;
		server.answers(
			reply(200, { results: [{ id: 1 }], next: page2 }),
			reply(500, {}),
			reply(200, { results: [{ id: 1 }], next: page2 }),
			reply(200, { results: [{ id: 2 }], next: null }),
		);
		expect(ids(await poll())).toEqual([1]);
		expect(warnings.join()).toMatch(/a page could not be read/);
		expect(ids(await poll())).toEqual([2]);
	});

	test('the first page fails: an error for n8n, which waits longer each time', async () => {
		const { poll, staticData } = trigger({ gtmRetries: 0 });
		server.afterwards(reply(500, { message: 'boom' }));
		await expect(poll()).rejects.toMatchObject({
			message: expect.stringContaining('boom') as string,
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(staticData.poll).toBeUndefined();
	});

	test.each([
		[{ url: 'api.example.com' }, /no scheme/],
		[{ track: 'changed' }, /Since Parameter is empty/],
		[{ track: 'changed', sinceParameter: 'since' }, /Changed Path is empty/],
		[{ track: 'cursor', sinceParameter: 'since' }, /Cursor Path is empty/],
	])('%j: what to change', async (parameters: IDataObject, message) => {
		await expect(trigger(parameters).poll()).rejects.toMatchObject({
			message: expect.stringMatching(message) as string,
		});
		expect(server.arrivals).toEqual([]);
	});
});

describe('in the editor', () => {
	test('three records as a sample; nothing is remembered', async () => {
		const { poll, staticData } = trigger();
		server.afterwards(list('a', 'b', 'c', 'd'));
		expect(ids(await poll('manual'))).toEqual(['a', 'b', 'c']);
		expect(staticData).toEqual({});
	});

	test('an empty list says so', async () => {
		server.afterwards(list());
		await expect(trigger().poll('manual')).rejects.toMatchObject({ message: 'The list is empty' });
	});
});
