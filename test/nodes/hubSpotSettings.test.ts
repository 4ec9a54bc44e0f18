import type { IDataObject } from 'n8n-workflow';
import { SANDBOX_HUBSPOT_READ_ONLY_TOKEN, type SandboxOptions } from '../../sandbox';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, ownLog, Rig, runHubSpot } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const by = (value: string) => ({ __rl: true, mode: 'id', value });
const start = async (options: SandboxOptions = {}) => (rig = await Rig.start(options));
const once: SandboxOptions = { faults: { seed: 1, rules: [{ kind: 'status-503', at: [1] }] } };
const run = async (resource: string, parameters: IDataObject, items: IDataObject[] = [{}]) =>
	await rig.hubSpot({ resource, operation: 'getAll', returnAll: true, ...parameters }, items, goOn);
const badLimit = { returnAll: false, limit: '={{ $json.limit }}' };

describe('Owner: Get Many', () => {
	test('success: all pages, simplified', async () => {
		await start({ hubspot: { owners: 120 } });
		const { outputs } = await run('owner', {});
		expect(outputs[0]).toHaveLength(120);
		expect(json(outputs[0])[0]).toEqual({
			id: '41629001',
			email: 'owner1@sandbox.example',
			firstName: 'Owner',
			lastName: '1',
			userId: 9_586_001,
			type: 'PERSON',
			archived: false,
			teams: ['Sales Team'],
			createdAt: expect.any(String),
			updatedAt: expect.any(String),
		});
		expect(rig.requests()).toEqual(Array(2).fill('GET /crm/owners/2026-03 -> 200'));
	});

	test('a rejected row among good ones: an email that is none', async () => {
		await start();
		const items = [{ email: 'owner' }, { email: 'OWNER2@sandbox.example' }];
		const { outputs } = await run('owner', { email: '={{ $json.email }}' }, items);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(['41629002']);
		expect(outputs[0][0].pairedItem).toEqual({ item: 1 });
		expect(json(outputs[1])[0].error).toContain('"owner", which is not an email address');
	});

	test('a retry after 503', async () => {
		await start(once);
		const { outputs } = await run('owner', {});
		expect(outputs[0]).toHaveLength(6);
		expect(rig.requests()).toHaveLength(2);
	});

	test('Include Archived: those who have left come behind the others, page after page', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(({ path }) => {
			const archived = path.includes('archived=true');
			const second = path.includes('after=100');
			const id = `${archived ? 'left' : 'here'} ${second ? 2 : 1}`;
			const paging = second ? {} : { paging: { next: { after: '100' } } };
			return reply(200, { results: [{ id }], ...paging });
		});
		const parameters = { resource: 'owner', operation: 'getAll', includeArchived: true };
		const { outputs, hints } = await runHubSpot(server.url, parameters, [{}]);
		await server.close();
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(['here 1', 'here 2', 'left 1', 'left 2']);
		expect(hints[0].message).toBe('Complete: 4 records in 4 pages.');
		expect(server.arrivals.map(({ path }) => path.split('?')[1])).toEqual([
			'limit=100',
			'limit=100&after=100',
			'limit=100&archived=true',
			'limit=100&after=100&archived=true',
		]);
	});

	test('a page of those who have left fails: Resume From goes on there', async () => {
		await start({ faults: { seed: 1, rules: [{ kind: 'status-503', at: [2] }] } });
		const parameters = { includeArchived: true, gtmRetries: 0 };
		const first = await run('owner', parameters);
		expect(first.outputs[0]).toHaveLength(6);
		const { resumeFrom } = json(first.outputs[1])[0].details as IDataObject;
		const rest = await run('owner', { ...parameters, resumeFrom });
		expect(json(rest.outputs[0]).map(({ archived }) => archived)).toEqual([true, true]);
		expect(rig.requests()).toHaveLength(3);
	});

	test('exactly the fields asked for, and raw', async () => {
		await start();
		const some = await run('owner', { fieldsToReturn: ['id', 'teams'] });
		expect(json(some.outputs[0])[0]).toEqual({ id: '41629001', teams: ['Sales Team'] });
		const raw = await run('owner', { simplify: false, returnAll: false, limit: 1 });
		expect(json(raw.outputs[0])).toMatchObject([
			{ userIdIncludingInactive: 9_586_001, teams: [{ name: 'Sales Team' }] },
		]);
	});
});

describe('Pipeline: Get Many', () => {
	test('success: one item for each pipeline, with its stages', async () => {
		await start();
		const { outputs } = await run('pipeline', {});
		expect(json(outputs[0])).toMatchObject([
			{ id: 'default', label: 'Sales Pipeline', archived: false },
			{ id: '75010001', label: 'Renewals', displayOrder: 1 },
		]);
		expect(json(outputs[0])[1].stages).toEqual([
			{
				id: '145010001',
				label: 'Renewal Due',
				displayOrder: 0,
				metadata: { isClosed: 'false', probability: '0.5' },
			},
			expect.objectContaining({ id: 'renewalwon' }),
			expect.objectContaining({ id: 'renewallost' }),
		]);
		expect(rig.requests()).toEqual(['GET /crm/pipelines/2026-03/deals -> 200']);
	});

	test('success with Split Stages: one item for each stage', async () => {
		await start();
		const { outputs } = await run('pipeline', { splitStages: true });
		expect(outputs[0]).toHaveLength(10);
		expect(json(outputs[0])[7]).toEqual({
			id: '145010001',
			label: 'Renewal Due',
			displayOrder: 0,
			metadata: { isClosed: 'false', probability: '0.5' },
			pipelineId: '75010001',
			pipelineLabel: 'Renewals',
			archived: false,
			createdAt: expect.any(String),
			updatedAt: expect.any(String),
		});
	});

	test('a rejected row among good ones: a type that is not known, and none', async () => {
		await start();
		const parameters = { objectType: by('={{ $json.type }}') };
		const items = [{ type: 'planets' }, { type: '' }, { type: 'ticket' }, { type: 'notes' }];
		const { outputs } = await run('pipeline', parameters, items);
		expect(json(outputs[0]).map(({ label }) => label)).toEqual(['Support Pipeline', 'Returns']);
		expect(json(outputs[1])).toMatchObject([
			{ message: expect.stringContaining('Check Object Type'), details: { reason: 'not-found' } },
			{ error: 'Object Type is empty' },
		]);
	});

	test('a retry after 503', async () => {
		await start(once);
		const { outputs } = await run('pipeline', {});
		expect(outputs[0]).toHaveLength(2);
	});

	test('in the order of the account, raw, as many as asked for', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		const stages = [
			{ id: 's2', displayOrder: 2 },
			{ id: 's1', displayOrder: 1 },
		];
		const results = [
			{ id: 'p2', displayOrder: 2, stages: [] },
			{ id: 'p1', displayOrder: 1, stages },
		];
		server.afterwards(reply(200, { results }));
		const parameters = { resource: 'pipeline', operation: 'getAll', simplify: false };
		const all = await runHubSpot(server.url, parameters, [{}]);
		const one = await runHubSpot(server.url, { ...parameters, splitStages: true, limit: 1 }, [{}]);
		await server.close();
		expect(json(all.outputs[0])).toEqual([results[1], results[0]]);
		expect(json(one.outputs[0])).toMatchObject([{ id: 's1', pipelineId: 'p1' }]);
	});
});

describe('Property: Get Many', () => {
	const names = ({ outputs }: Awaited<ReturnType<typeof run>>) =>
		json(outputs[0]).map(({ name }) => name);

	test('success: those that HubSpot shows, simplified', async () => {
		await start();
		const { outputs } = await run('property', { objectType: by('deals') });
		const found = json(outputs[0]).find(({ name }) => name === 'dealtype');
		expect(found).toEqual({
			name: 'dealtype',
			label: 'Deal Type',
			type: 'enumeration',
			fieldType: 'select',
			groupName: 'dealinformation',
			description: '',
			options: [
				{ label: 'New Business', value: 'newbusiness' },
				{ label: 'Existing Business', value: 'existingbusiness' },
			],
			hasUniqueValue: false,
			hidden: false,
			writable: true,
		});
		expect(json(outputs[0]).every(({ hidden }) => hidden === false)).toBe(true);
		expect(rig.requests()).toEqual(['GET /crm/properties/2026-03/deals -> 200']);
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		await start();
		const { outputs } = await run('property', badLimit, [{ limit: 0 }, { limit: 3 }]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(Array(3).fill({ item: 1 }));
		expect(json(outputs[1])[0].error).toContain('Limit is 0');
	});

	test('a retry after 503', async () => {
		await start(once);
		const { outputs } = await run('property', {});
		expect(outputs[0].length).toBeGreaterThan(20);
		expect(rig.requests()).toHaveLength(2);
	});

	test('Include Hidden, Only Writable', async () => {
		await start();
		const deals = { objectType: by('deals') };
		expect(names(await run('property', deals))).not.toContain('hs_is_closed_won');
		expect(names(await run('property', { ...deals, includeHidden: true }))).toContain(
			'hs_is_closed_won',
		);
		const writable = names(await run('property', { ...deals, onlyWritable: true }));
		expect(writable).toContain('dealname');
		expect(writable).not.toContain('createdate');
		expect(writable).not.toContain('hs_is_closed');
	});

	test('Include Archived: a second list, whose names may be those of the first', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(({ path }) => {
			const archived = path.endsWith('?archived=true');
			return reply(200, { results: [{ name: 'size', archived }, { name: `${archived}` }] });
		});
		const parameters = { resource: 'property', operation: 'getAll', includeArchived: true };
		const { outputs } = await runHubSpot(server.url, parameters, [{}]);
		await server.close();
		expect(json(outputs[0]).map(({ name }) => name)).toEqual(['size', 'false', 'size', 'true']);
		expect(server.arrivals).toHaveLength(2);
	});

	test('exactly the fields asked for; raw; of a custom object', async () => {
		await start();
		const cars = { objectType: by('2-1001') };
		const fields = { ...cars, fieldsToReturn: ['name', 'writable'] };
		const some = await run('property', fields);
		expect(json(some.outputs[0])).toContainEqual({ name: 'vin', writable: true });
		const raw = await run('property', { ...cars, simplify: false });
		expect(json(raw.outputs[0])[0]).toHaveProperty('modificationMetadata.readOnlyValue');
	});

	test('a token without the scope: which one', async () => {
		await start({ hubspot: { scopes: ['crm.lists.read'] } });
		const { outputs } = await run('property', { objectType: by('deals') });
		expect(json(outputs[1])[0].message).toContain('Add crm.schemas.deals.read');
	});

	test('a type that HubSpot does not know', async () => {
		await start();
		const { outputs } = await run('property', { objectType: by('planets') });
		expect(json(outputs[1])[0].message).toContain('Check Object Type');
	});
});

/** The second of two requests is refused. */
const oneRefused: SandboxOptions = {
	faults: { seed: 1, rules: [{ kind: 'expired-token', at: [2] }] },
};

describe.each([
	['Get Details', 'getDetails', '/account-info/2026-03/details'],
	['Get API Usage', 'getApiUsage', '/account-info/2026-03/api-usage/daily/private-apps'],
])('Account: %s', (_, operation, path) => {
	const usual: Record<string, IDataObject> = {
		getDetails: {
			portalId: 4_010_011,
			accountType: 'DEVELOPER_TEST',
			timeZone: 'UTC',
			companyCurrency: 'USD',
			additionalCurrencies: [],
			utcOffset: '+00:00',
			utcOffsetMilliseconds: 0,
			uiDomain: 'app.hubspot.com',
			dataHostingLocation: 'na1',
		},
		getApiUsage: {
			name: 'private-apps-api-calls-daily',
			usageLimit: 625_000,
			currentUsage: 8,
			collectedAt: expect.any(String),
			fetchStatus: 'SUCCESS',
			resetsAt: expect.any(String),
		},
	};

	test('success: what HubSpot tells', async () => {
		await start({ hubspot: { dailyUsed: 7 } });
		const { outputs } = await run('account', { operation });
		expect(json(outputs[0])).toEqual([usual[operation]]);
		expect(outputs[0][0].pairedItem).toEqual({ item: 0 });
		expect(rig.requests()).toEqual([`GET ${path} -> 200`]);
	});

	test('a rejected row among good ones: the token is refused', async () => {
		await start(oneRefused);
		const { outputs } = await run('account', { operation, gtmInFlight: 1 }, [{ n: 1 }, { n: 2 }]);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(json(outputs[1])).toMatchObject([{ n: 2, details: { reason: 'unauthorized' } }]);
	});

	test('a retry after 503', async () => {
		await start(once);
		const { outputs } = await run('account', { operation });
		expect(outputs[0]).toHaveLength(1);
		expect(rig.requests()).toEqual([`GET ${path} -> 503`, `GET ${path} -> 200`]);
	});

	test('a token of any scope may ask', async () => {
		await start();
		const credential = { accessToken: SANDBOX_HUBSPOT_READ_ONLY_TOKEN, apiVersion: 'v3' };
		const parameters = { resource: 'account', operation };
		const { outputs } = await rig.hubSpot(parameters, [{}], { credential });
		expect(outputs[0]).toHaveLength(1);
	});
});
