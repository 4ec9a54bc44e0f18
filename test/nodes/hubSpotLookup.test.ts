import type { INode, ResourceMapperField } from 'n8n-workflow';
import { HubSpot } from '../../nodes/HubSpot/HubSpot.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import { SANDBOX_HUBSPOT_TOKEN, type SandboxOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { editorOf } from './support/editor';
import { callHubSpot } from './support/sandboxCall';
import { ownLog, Rig } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const { loadOptions, listSearch, resourceMapping } = new HubSpot().methods;
const start = async (options: SandboxOptions = {}) => (rig = await Rig.start(options));
const by = (value: string) => ({ __rl: true, mode: 'id', value });
const SALES = 'Sales Pipeline';

function editor(parameters: INode['parameters'], baseUrl = rig.sandbox.urls.hubspot) {
	const gtmHubSpotApi = { accessToken: SANDBOX_HUBSPOT_TOKEN, plan: 'professional', baseUrl };
	return editorOf(new HubSpot(), parameters, { gtmHubSpotApi });
}

describe('the fields of the mapper', () => {
	const fieldsOf = async (resource: string, baseUrl?: string) => {
		const shown = editor({ resource, operation: 'create' }, baseUrl);
		const { fields } = await resourceMapping.getFields.call(shown);
		return new Map(fields.map((field) => [field.id, field]));
	};
	const namesOf = (field: ResourceMapperField | undefined) =>
		field?.options?.map(({ name, value }) => `${value}: ${name}`);

	test('an owner is chosen by name', async () => {
		await start({ hubspot: { owners: 3 } });
		const owner = (await fieldsOf('contact')).get('hubspot_owner_id');
		expect(owner?.type).toBe('options');
		expect(namesOf(owner)).toEqual([
			'41629001: Owner 1 (owner1@sandbox.example)',
			'41629002: Owner 2 (owner2@sandbox.example)',
			'41629003: Owner 3 (owner3@sandbox.example)',
		]);
	});

	test.each([
		['deal', 'pipeline', 'dealstage', `default: ${SALES}`, `closedwon: Closed Won (${SALES})`],
		[
			'ticket',
			'hs_pipeline',
			'hs_pipeline_stage',
			'75020001: Returns',
			'4: Closed (Support Pipeline)',
		],
		[
			'lead',
			'hs_pipeline',
			'hs_pipeline_stage',
			'lead-pipeline-id: Lead pipeline',
			'new-stage-id: New',
		],
	])('a %s has its pipelines, and stages that name theirs', async (...[resource, ...rest]) => {
		const [pipeline, stage, pipelineName, stageName] = rest;
		await start();
		const fields = await fieldsOf(resource);
		expect(fields.get(pipeline)?.type).toBe('options');
		expect(namesOf(fields.get(pipeline))).toContain(pipelineName);
		expect(fields.get(stage)?.type).toBe('options');
		expect(namesOf(fields.get(stage))).toContain(stageName);
	});

	test('what a type has no pipelines of is not asked for', async () => {
		await start();
		await fieldsOf('company');
		expect(rig.requests().filter((each) => each.includes('/pipelines/'))).toEqual([]);
	});

	test('no scope for owners and pipelines: IDs and what the definitions say', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		const results = [
			{ name: 'hubspot_owner_id', type: 'enumeration', referencedObjectType: 'OWNER' },
			{ name: 'dealstage', type: 'enumeration', options: [{ label: 'Won', value: 'won' }] },
		];
		server.afterwards(({ path }) =>
			path.includes('/properties/') ? reply(200, { results }) : reply(403, { message: 'no' }),
		);
		const fields = await fieldsOf('deal', server.url);
		await server.close();
		expect(fields.get('hubspot_owner_id')).toMatchObject({ type: 'string' });
		expect(namesOf(fields.get('dealstage'))).toEqual(['won: Won']);
	});

	test('only what can be written; what HubSpot wants of a new one is required', async () => {
		await start();
		const fields = await fieldsOf('deal');
		expect(fields.has('createdate')).toBe(false);
		expect(fields.has('hs_is_closed')).toBe(false);
		expect([...fields.values()].filter(({ required }) => required).map(({ id }) => id)).toEqual([
			'dealname',
			'dealstage',
			'pipeline',
		]);
		expect(fields.get('amount')?.type).toBe('number');
		expect(fields.get('closedate')?.type).toBe('dateTime');
	});
});

describe('properties to choose from', () => {
	test('to return, and in filters: those that HubSpot shows, by their labels', async () => {
		await start();
		const shown = editor({ resource: 'deal', operation: 'search' });
		const options = await loadOptions.getProperties.call(shown);
		expect(options).toContainEqual({
			name: 'Deal Stage',
			value: 'dealstage',
			description: 'dealstage',
		});
		expect(options.map(({ value }) => value)).not.toContain('hs_is_closed_won');
		const names = options.map(({ name }) => name);
		expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
	});

	test('to sort by: the ID before all others', async () => {
		await start();
		const shown = editor({ resource: 'deal', operation: 'search' });
		const [first, ...rest] = await loadOptions.getSortProperties.call(shown);
		expect(first).toEqual({ name: 'Record ID', value: '' });
		expect(rest.map(({ value }) => value)).toContain('amount');
	});

	test('of the members of a list', async () => {
		await start();
		const parameters = { resource: 'list', operation: 'getMembers', objectType: by('companies') };
		const options = await loadOptions.getProperties.call(editor(parameters));
		expect(options.map(({ value }) => value)).toContain('domain');
	});
});

describe('owners and users', () => {
	test('each by its own ID, and found by name', async () => {
		await start();
		const shown = editor({ resource: 'deal', operation: 'search' });
		const owners = await listSearch.getOwners.call(shown);
		expect(owners.results).toHaveLength(6);
		const found = await listSearch.getOwners.call(shown, 'OWNER 2');
		const name = 'Owner 2 (owner2@sandbox.example)';
		expect(found.results).toEqual([{ name, value: '41629002' }]);
		const users = await listSearch.getUsers.call(shown, 'owner 2');
		expect(users.results).toEqual([{ name, value: '9586002' }]);
	});
});

describe('pipelines and stages', () => {
	const shown = (pipeline: string) =>
		editor({
			resource: 'deal',
			operation: 'search',
			quickFilters: { pipeline: by(pipeline), stage: by('') },
		});

	test('pipelines, and the stages of all of them', async () => {
		await start();
		expect((await listSearch.getPipelines.call(shown(''))).results).toEqual([
			{ name: 'Renewals', value: '75010001' },
			{ name: SALES, value: 'default' },
		]);
		const stages = await listSearch.getStages.call(shown(''), 'closed won');
		expect(stages.results).toEqual([{ name: `Closed Won (${SALES})`, value: 'closedwon' }]);
	});

	test('the stages of the pipeline that is chosen', async () => {
		await start();
		const stages = await listSearch.getStages.call(shown('75010001'));
		expect(stages.results).toEqual([
			{ name: 'Not Renewed', value: 'renewallost' },
			{ name: 'Renewal Due', value: '145010001' },
			{ name: 'Renewed', value: 'renewalwon' },
		]);
	});
});

describe('lists', () => {
	const newList = async (name: string, objectTypeId: string, processingType = 'MANUAL') => {
		const AND = { filterBranchType: 'AND', filterBranches: [], filters: [] };
		const filterBranch = { filterBranchType: 'OR', filterBranches: [AND], filters: [] };
		const dynamic = processingType === 'DYNAMIC' ? { filterBranch } : {};
		const list = { name, objectTypeId, processingType, ...dynamic };
		await callHubSpot(rig.sandbox, 'POST /crm/v3/lists', list);
	};
	const shown = (operation: string, type: string) =>
		editor({ resource: 'list', operation, objectType: by(type) });

	test('of the chosen type, found by name; for writing without those that are dynamic', async () => {
		await start();
		await newList('Buyers', '0-1');
		await newList('Leaders', '0-1', 'DYNAMIC');
		await newList('Fleet', '2-1001', 'SNAPSHOT');
		const getMembers = shown('getMembers', 'contacts');
		const all = await listSearch.getLists.call(getMembers);
		expect(all).toEqual({
			results: [
				{ name: 'Buyers', value: '1001' },
				{ name: 'Leaders', value: '1002' },
			],
		});
		const found = await listSearch.getLists.call(getMembers, 'lead');
		expect(found.results.map(({ name }) => name)).toEqual(['Leaders']);
		const addRecords = shown('addRecords', 'contact');
		const writable = await listSearch.getWritableLists.call(addRecords);
		expect(writable.results.map(({ name }) => name)).toEqual(['Buyers']);
		for (const type of ['cars', '2-1001']) {
			const cars = await listSearch.getWritableLists.call(shown('addRecords', type));
			expect(cars.results.map(({ name }) => name)).toEqual(['Fleet']);
		}
	});

	test('page by page', async () => {
		await start();
		for (let at = 0; at < 60; at += 1) await newList(`List ${at}`, '0-1');
		const getMembers = shown('getMembers', 'contacts');
		const first = await listSearch.getLists.call(getMembers);
		expect(first.results).toHaveLength(50);
		const { paginationToken } = first;
		const second = await listSearch.getLists.call(getMembers, '', String(paginationToken));
		expect(second.results).toHaveLength(10);
		expect(second.paginationToken).toBeUndefined();
	});

	test('records for a list are those of its type', async () => {
		await start({ hubspot: { records: { companies: 1 } } });
		const [{ id }] = rig.sandbox.records('companies');
		const { results } = await listSearch.getRecords.call(shown('addRecords', '0-2'));
		expect(results).toEqual([{ name: `Company 1 (${id})`, value: id }]);
	});
});

describe('sequences', () => {
	const shown = (user: string) =>
		editor({ resource: 'sequence', operation: 'enrollContact', user: by(user) });

	test('those of the chosen user, by name; none without one', async () => {
		await start();
		const all = await listSearch.getSequences.call(shown('9586002'));
		expect(all.results).toHaveLength(12);
		const found = await listSearch.getSequences.call(shown('9586002'), 'sequence 12');
		expect(found.results).toEqual([{ name: 'Sequence 12', value: '5010024' }]);
		expect(await listSearch.getSequences.call(shown(''))).toEqual({ results: [] });
	});

	test('page by page', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		const results = [{ id: '1', name: 'One' }];
		server.afterwards(reply(200, { results, paging: { next: { after: 'MTA=' } } }));
		const parameters = { resource: 'sequence', operation: 'enrollContact', user: by('1') };
		const page = await listSearch.getSequences.call(editor(parameters, server.url));
		expect(page).toEqual({ results: [{ name: 'One', value: '1' }], paginationToken: 'MTA=' });
		await listSearch.getSequences.call(editor(parameters, server.url), '', 'MTA=');
		await server.close();
		expect(server.arrivals[1].path).toContain('after=MTA%3D');
	});

	test('contacts to enroll, by their names', async () => {
		await start({ people: 1, seedContacts: 1 });
		const [{ id, properties }] = rig.sandbox.contacts();
		const { results } = await listSearch.getRecords.call(shown('1'));
		expect(results).toEqual([{ name: expect.stringContaining(`${properties.email}`), value: id }]);
	});
});

test('a token that lacks the scope: the editor says which one', async () => {
	await start({ hubspot: { scopes: ['crm.lists.write'] } });
	const shown = editor({ resource: 'list', operation: 'getMembers', objectType: by('contacts') });
	await expect(listSearch.getLists.call(shown)).rejects.toMatchObject({
		description: expect.stringContaining('Add crm.lists.read'),
	});
});
