import { existsSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, mapped, ownLog, Rig, runApi, runApollo } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const dry = { gtmOptions: { dryRun: true } };

describe('a dry run', () => {
	let rig: Rig;
	afterEach(async () => await rig.stop());

	test('of a batch write: each item says which request would carry it', async () => {
		rig = await Rig.start();
		const items = Array.from({ length: 120 }, (_, at) => ({ email: `p${at}@x.example` }));
		const parameters = { operation: 'create', fields: mapped({ email: '={{ $json.email }}' }) };
		const { outputs, hints } = await rig.hubSpot({ ...parameters, ...dry }, items);
		expect(json(outputs[0])[0]).toEqual({
			dryRun: true,
			request: 1,
			items: 100,
			operation: 'contact.create',
			method: 'POST',
			path: '/crm/objects/2026-03/contacts/batch/create',
		});
		expect(json(outputs[0]).map(({ request, items: count }) => [request, count])).toEqual([
			...Array(100).fill([1, 100]),
			...Array(20).fill([2, 20]),
		]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(hints).toEqual([
			{
				message: 'Dry run: nothing was sent. 120 items would take 2 requests.',
				type: 'info',
				location: 'outputPane',
			},
		]);
		expect(rig.requests()).toEqual([]);
		// No row was written: there is not even a file.
		expect(existsSync(String(process.env.GTM_LOG_FILE))).toBe(false);
	});

	test('of a list: at least one request, no pages, no report', async () => {
		rig = await Rig.start({ people: 500 });
		const search = { resource: 'organization', operation: 'search', returnAll: true, ...dry };
		const { outputs, hints } = await rig.apollo(search, [{}]);
		expect(json(outputs[0])).toMatchObject([{ operation: 'organization.search', credits: 1 }]);
		expect(hints.map(({ message }) => message)).toEqual([
			'Dry run: nothing was sent. 1 item would take at least 1 request and at least 1 credit.',
		]);
		expect(rig.requests()).toEqual([]);
	});

	test('of single requests: paths without their values', async () => {
		rig = await Rig.start();
		const id = 'a'.repeat(24);
		const get = { resource: 'contact', operation: 'get', ...dry };
		const { outputs } = await rig.apollo(get, [{ id }, { id }]);
		expect(json(outputs[0])).toMatchObject([
			{ request: 1, items: 1, method: 'GET', path: '/contacts/{id}' },
			{ request: 2, items: 1 },
		]);
	});

	test('what cannot be sent is an error, as in a real run', async () => {
		rig = await Rig.start();
		const parameters = { operation: 'enrich', identifyBy: 'email', email: '={{ $json.email }}' };
		const items = [{ email: 'a@x.example' }, { email: 'x' }];
		const { outputs, hints } = await rig.apollo({ ...parameters, ...dry }, items, goOn);
		expect(json(outputs[0])).toMatchObject([{ dryRun: true, credits: 1 }]);
		expect(json(outputs[1])[0].error).toBe('Email "x" is not an email address');
		expect(hints[0].message).toBe(
			'Dry run: nothing was sent. 1 item would take 1 request and at most 1 credit.',
		);
		const stopped = await rig.apollo({ ...parameters, ...dry }, items);
		expect(stopped.error?.message).toBe('Email "x" is not an email address');
		expect(rig.requests()).toEqual([]);
	});

	test('credits, and a ceiling that would not be enough', async () => {
		rig = await Rig.start();
		const parameters = {
			operation: 'enrich',
			identifyBy: 'id',
			personId: '={{ $json.id }}',
			options: { creditCeiling: 12 },
		};
		const items = Array.from({ length: 25 }, (_, at) => ({ id: String(at) }));
		const { outputs, hints } = await rig.apollo({ ...parameters, ...dry }, items);
		expect(outputs[0]).toHaveLength(25);
		expect(hints.map(({ message }) => message)).toEqual([
			'Dry run: nothing was sent. 25 items would take 3 requests and at most 25 credits.',
			'The credit ceiling of 12 is lower than the 25 credits that this may cost: what lies beyond it would not be sent.',
		]);
	});

	test("with n8n's Retry On Fail, and an expression for the setting", async () => {
		rig = await Rig.start();
		const parameters = { resource: 'usage', operation: 'getCreditUsage' };
		const { outputs } = await rig.apollo(
			{ ...parameters, gtmOptions: { dryRun: '={{ true }}' } },
			[{}],
			{ retryOnFail: true },
		);
		expect(json(outputs[0])).toMatchObject([{ dryRun: true }]);
		expect(rig.requests()).toEqual([]);
	});

	test('the next run sends', async () => {
		rig = await Rig.start({ people: 1 });
		const search = { operation: 'search' };
		await rig.apollo({ ...search, ...dry }, [{}]);
		const { outputs } = await rig.apollo(search, [{}]);
		expect(outputs[0]).toHaveLength(1);
	});
});

describe('nothing is sent, whatever the operation', () => {
	let server: FaultServer;
	beforeEach(async () => {
		server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, {}));
	});
	afterEach(async () => await server.close());
	const id = 'a'.repeat(24);

	test.each<[string, IDataObject]>([
		['REST: Send', { operation: 'send', method: 'POST', bodyType: 'json', jsonBody: '{}' }],
		[
			'REST: Send, items together',
			{ operation: 'send', method: 'POST', bodyType: 'json', jsonBody: '{}', together: true },
		],
		['REST: Get Records', { operation: 'getRecords', returnAll: true }],
		['GraphQL: Send', { resource: 'graphql', operation: 'send', query: 'mutation { a { id } }' }],
	])('API Request, %s', async (_, parameters) => {
		const url = `${server.url}/x`;
		const { outputs, hints } = await runApi({ url, ...parameters, ...dry }, [{ a: 1 }, { a: 2 }]);
		expect(json(outputs[0]).map(({ dryRun }) => dryRun)).toEqual([true, true]);
		expect(hints[0].message).toContain('nothing was sent');
		expect(server.arrivals).toEqual([]);
	});

	const sequence = { sequenceId: { __rl: true, mode: 'id', value: id }, emailAccountIds: [id] };
	const fields = mapped({ name: 'A' });

	test.each<[string, string, IDataObject]>([
		['person', 'search', {}],
		['person', 'enrich', { personId: id }],
		['person', 'enrichPhone', { personId: id, answersBy: 'polling' }],
		['organization', 'search', {}],
		['organization', 'enrich', { domain: 'x.example' }],
		['organization', 'get', {}],
		['organization', 'getJobPostings', {}],
		['contact', 'create', { fields: mapped({ first_name: 'A' }) }],
		['contact', 'update', { fields: mapped({ owner_id: id, mobile_phone: '1' }) }],
		['contact', 'get', {}],
		['contact', 'search', {}],
		['account', 'create', { fields }],
		['account', 'update', { fields }],
		['account', 'get', {}],
		['account', 'search', {}],
		['deal', 'create', { fields }],
		['deal', 'update', { fields }],
		['deal', 'get', {}],
		['deal', 'getAll', {}],
		['sequence', 'search', {}],
		['sequence', 'addContacts', sequence],
		['sequence', 'stopContacts', sequence],
		['customField', 'getAll', {}],
		['emailAccount', 'getAll', {}],
		['label', 'getAll', {}],
		['stage', 'getAll', {}],
		['user', 'getAll', {}],
		['usage', 'getApiUsage', {}],
		['usage', 'getCreditUsage', {}],
	])('Apollo, %s: %s', async (resource, operation, more) => {
		const parameters = { resource, operation, ...more, ...dry };
		const { outputs } = await runApollo(server.url, parameters, [{ id }]);
		expect(json(outputs[0])).toMatchObject([
			{ dryRun: true, request: 1, items: 1, operation: expect.stringContaining('.') },
		]);
		expect(server.arrivals).toEqual([]);
	});
});

describe('nothing is sent to HubSpot either', () => {
	let rig: Rig;
	afterEach(async () => await rig.stop());

	test.each<[string, string, IDataObject]>([
		['contact', 'create', { fields: mapped({ email: 'a@x.example' }) }],
		['contact', 'createOrUpdate', { fields: mapped({ email: 'a@x.example' }, ['email']) }],
		['contact', 'delete', { recordId: { __rl: true, mode: 'id', value: '1' } }],
		['contact', 'get', { recordId: { __rl: true, mode: 'id', value: '1' } }],
		['company', 'getAll', {}],
		['deal', 'search', {}],
		['customObject', 'getAll', { objectType: { __rl: true, mode: 'id', value: '2-1001' } }],
	])('%s: %s', async (resource, operation, more) => {
		rig = await Rig.start();
		const { outputs } = await rig.hubSpot({ resource, operation, ...more, ...dry }, [{}], goOn);
		expect(json(outputs[0])).toMatchObject([{ dryRun: true }]);
		expect(rig.requests()).toEqual([]);
	});
});
