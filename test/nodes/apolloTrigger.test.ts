import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { ApolloTrigger } from '../../nodes/Apollo/ApolloTrigger.node';
import { SANDBOX_APOLLO_KEY, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { poller, type PollerSetup } from './support/pollNode';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

const MINUTE = 60_000;
let sandbox: Sandbox;
let now: number;

beforeEach(() => {
	now = Date.parse('2026-11-23T09:00:00Z');
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.stop();
});

async function open(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox({ people: 0, latency: 0, ...options });
}

function trigger(parameters: IDataObject, setup: PollerSetup = {}, credential: IDataObject = {}) {
	const baseUrl = sandbox.urls.apollo;
	const gtmApolloApi = { apiKey: SANDBOX_APOLLO_KEY, plan: 'paid', baseUrl, ...credential };
	return poller(
		{
			resource: 'contact',
			begin: 'now',
			lookBack: 5,
			simplify: true,
			fieldsToReturn: 'id',
			gtmRateLimit: 'off',
			gtmOptions: { firstWait: 0.01 },
			...parameters,
		},
		{ gtmApolloApi: { ...gtmApolloApi, account: baseUrl } as Record<string, string> },
		{ type: new ApolloTrigger(), ...setup },
	);
}

async function call(method: string, path: string, body: object): Promise<IDataObject> {
	const response = await fetch(`${sandbox.urls.apollo}${path}`, {
		method,
		headers: { 'x-api-key': SANDBOX_APOLLO_KEY, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return (await response.json()) as IDataObject;
}
async function create(...names: string[]): Promise<string[]> {
	const contacts = names.map((name) => ({ first_name: name, email: `${name}@x.example` }));
	await call('POST', '/contacts/bulk_create', { contacts });
	return sandbox
		.apolloRecords('contacts')
		.slice(-names.length)
		.map(({ id }) => id);
}
const update = async (id: string, title: string) =>
	await call('PATCH', `/contacts/${id}`, { title });
const told = (main: INodeExecutionData[][] | null) =>
	main?.[0].map(({ json }) => `${String(json.event)} ${String(json.id)}`) ?? null;

describe('record created', () => {
	test('from now on: nothing that was there, then each new one once, the first one first', async () => {
		await open();
		await create('a');
		const { poll } = trigger({ events: ['created'] });
		expect(await poll()).toBeNull();
		now += MINUTE;
		const [b = '', c = ''] = await create('b', 'c');
		await update(b, 'Changed');
		expect(told(await poll())).toEqual([`created ${b}`, `created ${c}`]);
		now += MINUTE;
		expect(await poll()).toBeNull();
	});

	test('all that exist, over several pages', async () => {
		await open({ people: 250, apollo: { team: { contacts: 250 } } });
		const { poll } = trigger({ events: ['created'], begin: 'all' });
		expect((await poll())?.[0]).toHaveLength(250);
		expect(await poll()).toBeNull();
	});

	test('no more pages are read than are needed', async () => {
		await open({ people: 450, apollo: { team: { contacts: 450 } } });
		now += 60 * MINUTE;
		const { poll } = trigger({ events: ['created'] });
		await poll();
		now += MINUTE;
		await create('new');
		await poll();
		expect(sandbox.arrivals().filter(({ path }) => path.endsWith('/search'))).toHaveLength(2);
	});
});

describe('record updated', () => {
	test('each version once; what is only new has not been updated', async () => {
		await open();
		const [a = ''] = await create('a');
		now += MINUTE;
		const { poll } = trigger({ events: ['updated'] });
		expect(await poll()).toBeNull();
		now += MINUTE;
		await update(a, 'One');
		await create('b');
		expect(told(await poll())).toEqual([`updated ${a}`]);
		now += MINUTE;
		await update(a, 'Two');
		expect(told(await poll())).toEqual([`updated ${a}`]);
		expect(await poll()).toBeNull();
	});

	test('both events at once', async () => {
		await open();
		const [a = ''] = await create('a');
		now += MINUTE;
		const { poll } = trigger({ events: ['created', 'updated'] });
		await poll();
		now += MINUTE;
		await update(a, 'One');
		const [b = ''] = await create('b');
		expect(told(await poll())).toEqual([`created ${b}`, `updated ${a}`]);
	});
});

test('accounts', async () => {
	await open();
	const { poll } = trigger({ resource: 'account', events: ['created'], fieldsToReturn: 'name' });
	await poll();
	now += MINUTE;
	await call('POST', '/accounts/bulk_create', { accounts: [{ name: 'Acme' }] });
	expect((await poll())?.[0].map(({ json }) => json)).toEqual([{ event: 'created', name: 'Acme' }]);
});

test('what appears late is found within the look-back, and only there', async () => {
	await open();
	const server = await FaultServer.start(systemClock);
	const at = (id: string, minutes: number) => ({
		id,
		created_at: new Date(now + minutes * MINUTE).toISOString(),
	});
	const shown = (...contacts: object[]) =>
		server.answers(reply(200, { contacts, pagination: { total_entries: 9, total_pages: 1 } }));
	const { poll } = trigger({ events: ['created'] }, {}, { baseUrl: server.url });
	shown();
	await poll();
	const [first, late, old] = [at('first', 20), at('late', 16), at('old', 14)];
	now += 30 * MINUTE;
	shown(first);
	expect(told(await poll())).toEqual(['created first']);
	shown(first, late, old);
	expect(told(await poll())).toEqual(['created late']);
	shown(first, late, old);
	expect(await poll()).toBeNull();
	await server.close();
});

test('records without a time: what to change, and nothing is given', async () => {
	await open();
	const server = await FaultServer.start(systemClock);
	const pagination = { total_entries: 1, total_pages: 1 };
	server.afterwards(reply(200, { accounts: [{ id: 'a', created_at: '2026-11-23' }], pagination }));
	const parameters = { resource: 'account', events: ['updated'] };
	const { poll } = trigger(parameters, {}, { baseUrl: server.url });
	await expect(poll()).rejects.toMatchObject({
		message: 'Apollo does not say when its accounts were updated',
	});
	await server.close();
});

test('a page that cannot be read: what came before goes on, the rest comes with the next poll', async () => {
	await open({ people: 250, apollo: { team: { contacts: 250 } } });
	sandbox.setFaults({ seed: 1, rules: [{ kind: 'status-500', at: [2] }] });
	const { poll } = trigger({ events: ['created'], begin: 'all', gtmRetries: 0 });
	const first = told(await poll()) ?? [];
	const second = told(await poll()) ?? [];
	expect(first).toHaveLength(100);
	expect(new Set([...first, ...second]).size).toBe(250);
	expect(second).toHaveLength(150);
});

test.each([
	['no event', { events: [] }, 'No event is chosen'],
	['a look-back that is none', { events: ['created'], lookBack: -1 }, 'Look-Back is no number'],
])('%s: what to change', async (_, parameters, message) => {
	await open();
	await expect(trigger(parameters).poll()).rejects.toMatchObject({
		message: expect.stringContaining(message),
	});
});

test('a plan without the search: said plainly', async () => {
	await open({ apollo: { plan: 'free' } });
	await expect(trigger({ events: ['created'] }).poll()).rejects.toMatchObject({
		message: expect.stringContaining('only available to Apollo users on paid plans'),
	});
});

test('in the editor: the latest records, and what to do where there are none', async () => {
	await open();
	const { poll } = trigger({ events: ['created'] });
	await expect(poll('manual')).rejects.toMatchObject({ message: 'The team has no contacts yet' });
	const ids = await create('a', 'b', 'c', 'd');
	expect(told(await poll('manual'))).toEqual(
		ids
			.slice(1)
			.reverse()
			.map((id) => `created ${id}`),
	);
});
