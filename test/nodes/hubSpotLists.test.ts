import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { SANDBOX_HUBSPOT_READ_ONLY_TOKEN, type SandboxOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { callHubSpot } from './support/sandboxCall';
import { json, ownLog, Rig, runHubSpot } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const LISTS = '/crm/lists/2026-03';
const AND = { filterBranchType: 'AND', filterBranches: [], filters: [] };
const OR = { filterBranchType: 'OR', filterBranches: [AND], filters: [] };

const by = (value: string) => ({ __rl: true, mode: 'id', value });
const faults = (...rules: NonNullable<Exclude<SandboxOptions['faults'], string>>['rules']) => ({
	faults: { seed: 1, rules },
});
const start = async (contacts = 0, options: SandboxOptions = {}) => {
	rig = await Rig.start({ people: contacts, seedContacts: contacts, ...options });
	return rig.sandbox.contacts().map(({ id }) => id);
};
const run = async (operation: string, parameters: IDataObject, items: IDataObject[], rest = {}) =>
	await rig.hubSpot({ resource: 'list', operation, ...parameters }, items, { ...goOn, ...rest });
const requestsTo = (end: string) => rig.requests().filter((each) => each.includes(end));
const paired = (items: Array<{ pairedItem?: unknown }>) =>
	items.map(({ pairedItem }) => pairedItem);
const asItems = (ids: string[]) => ids.map((id) => ({ id }));

/** Makes a list, past the node, and gives its ID. */
async function newList(name: string, change: IDataObject = {}): Promise<string> {
	const asked = { name, objectTypeId: '0-1', processingType: 'MANUAL', ...change };
	const { list } = await callHubSpot(rig.sandbox, `POST ${LISTS}`, asked);
	return String((list as IDataObject).listId);
}

async function fill(list: string, ids: string[]): Promise<void> {
	await callHubSpot(rig.sandbox, `PUT ${LISTS}/${list}/memberships/add`, ids);
}

async function membersOf(list: string): Promise<string[]> {
	const path = `${LISTS}/${list}/memberships?limit=250`;
	const { results } = await callHubSpot(rig.sandbox, `GET ${path}`);
	return (results as IDataObject[]).map(({ recordId }) => String(recordId));
}

describe('List: Create', () => {
	const create = {
		name: '={{ $json.name }}',
		objectType: by('={{ $json.type ?? "contacts" }}'),
		processingType: '={{ $json.processing ?? "MANUAL" }}',
		filterBranch: '={{ $json.filters }}',
	};

	test('success: one list for each item, of any type and kind', async () => {
		await start();
		const { outputs } = await run('create', create, [
			{ name: 'Buyers' },
			{ name: 'Leaders', processing: 'DYNAMIC', filters: OR },
			{ name: 'Cars', type: 'cars', processing: 'SNAPSHOT', filters: JSON.stringify(OR) },
		]);
		const made = {
			processingStatus: 'COMPLETE',
			size: 0,
			createdAt: expect.any(String),
			updatedAt: expect.any(String),
			result: 'created',
		};
		const list = (listId: string, name: string, objectTypeId: string, processingType: string) => ({
			listId,
			name,
			objectTypeId,
			processingType,
			...made,
		});
		const ids = json(outputs[0]).map(({ listId }) => String(listId));
		expect(json(outputs[0])).toEqual([
			list(ids[0], 'Buyers', '0-1', 'MANUAL'),
			list(ids[1], 'Leaders', '0-1', 'DYNAMIC'),
			list(ids[2], 'Cars', '2-1001', 'SNAPSHOT'),
		]);
		expect(paired(outputs[0])).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(requestsTo('/crm-object-schemas/')).toHaveLength(1);
	});

	test('a rejected row among good ones: a name that exists', async () => {
		await start();
		await newList('Buyers', { objectTypeId: '0-2' });
		const { outputs } = await run('create', create, [{ name: 'Buyers' }, { name: 'Sellers' }]);
		expect(json(outputs[0])).toMatchObject([{ name: 'Sellers' }]);
		expect(json(outputs[1])).toMatchObject([
			{
				name: 'Buyers',
				error: expect.stringContaining('A list with the name Buyers exists already'),
				message: expect.stringContaining('Choose another name'),
				details: { status: 400, outcome: 'not done' },
			},
		]);
	});

	test('a retry after 429, and none after an answer that was lost', async () => {
		await start(
			0,
			faults(
				{ kind: 'burst-429', at: [1], retryAfter: 1, length: 1 },
				{ kind: 'drop-after', at: [3] },
			),
		);
		const items = [{ name: 'Buyers' }, { name: 'Sellers' }];
		const { outputs } = await run('create', { ...create, gtmInFlight: 1 }, items);
		expect(json(outputs[0])).toMatchObject([{ name: 'Buyers' }]);
		expect(json(outputs[1])).toMatchObject([{ name: 'Sellers', details: { outcome: 'unknown' } }]);
		expect(requestsTo(LISTS)).toHaveLength(3);
		expect(rig.sandbox.state().hubspot.lists).toBe(2);
	});

	const OR_IN_OR = { ...OR, filterBranches: [OR] };
	test.each([
		[{ name: '' }, 'Name is empty'],
		[{ type: 'planets' }, 'There is no object type "planets" in the account'],
		[{ type: 'a b' }, 'Object Type is "a b", which is not the name of one'],
		[{ processing: 'static' }, 'Processing Type is "static", which is none'],
		[{ processing: 'DYNAMIC' }, 'A dynamic list needs filters'],
		[{ processing: 'DYNAMIC', filters: '{"filterBranchType": ' }, 'is not valid JSON'],
		[{ processing: 'DYNAMIC', filters: { filters: [] } }, 'does not begin with an OR branch'],
		[{ processing: 'DYNAMIC', filters: { ...OR, filterBranches: [] } }, 'holds no branches'],
		[{ processing: 'DYNAMIC', filters: OR_IN_OR }, 'holds others than AND branches'],
		[{ processing: 'SNAPSHOT', filters: { ...OR, filters: [AND] } }, 'holds filters itself'],
	])('bad input %j: no list is made', async (item, message) => {
		await start();
		const { outputs } = await run('create', create, [{ name: 'Buyers', ...item }]);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(requestsTo(LISTS)).toEqual([]);
	});

	test('filters as the documentation shows them, inside the body', async () => {
		await start();
		const items = [{ name: 'A', processing: 'DYNAMIC', filters: { filterBranch: OR } }];
		const { outputs } = await run('create', create, items);
		expect(outputs[0]).toHaveLength(1);
	});
});

describe('List: Get Many', () => {
	const getAll = { returnAll: true };
	const many = { hubspot: { burstLimit: 10_000 } };
	const newLists = async (count: number) =>
		await Promise.all(Array.from({ length: count }, (_, at) => newList(`List ${at}`)));

	test('success: all pages, simplified', async () => {
		const [member] = await start(1, many);
		const ids = await newLists(520);
		await fill(ids[0], [member]);
		const { outputs, hints } = await run('getAll', getAll, [{}]);
		expect(
			json(outputs[0])
				.map(({ listId }) => listId)
				.toSorted(),
		).toEqual(ids.toSorted());
		expect(json(outputs[0]).find(({ listId }) => listId === ids[0])).toEqual({
			listId: ids[0],
			name: 'List 0',
			objectTypeId: '0-1',
			processingType: 'MANUAL',
			processingStatus: 'COMPLETE',
			createdAt: expect.any(String),
			updatedAt: expect.any(String),
			size: 1,
		});
		expect(requestsTo('/search -> 200')).toHaveLength(2);
		expect(hints[0].message).toBe('Complete: 520 of 520 records in 2 pages.');
	});

	test('a rejected row among good ones: a type that the account does not have', async () => {
		await start();
		await newLists(2);
		const parameters = { ...getAll, objectType: by('={{ $json.type }}') };
		const { outputs } = await run('getAll', parameters, [{ type: 'planets' }, { type: 'contact' }]);
		expect(paired(outputs[0])).toEqual([{ item: 1 }, { item: 1 }]);
		expect(json(outputs[1])).toMatchObject([
			{ type: 'planets', error: 'There is no object type "planets" in the account' },
		]);
	});

	test('a retry after 503: no page twice', async () => {
		await start(0, faults({ kind: 'status-503', path: '/search$', at: [1] }));
		await newLists(3);
		const { outputs } = await run('getAll', getAll, [{}]);
		expect(outputs[0]).toHaveLength(3);
		expect(requestsTo('/search')).toHaveLength(2);
	});

	test('by name, kind and type; exactly the fields asked for, or raw', async () => {
		await start();
		await newList('Buyers');
		await newList('Old buyers', { processingType: 'DYNAMIC', filterBranch: OR });
		await newList('Car buyers', { objectTypeId: '2-1001' });
		await newList('Sellers');
		const namesBy = async (parameters: IDataObject) => {
			const { outputs } = await run('getAll', { ...getAll, ...parameters }, [{}]);
			return json(outputs[0]).map(({ name }) => name);
		};
		expect(await namesBy({ nameContains: 'buyers' })).toEqual([
			'Buyers',
			'Old buyers',
			'Car buyers',
		]);
		expect(await namesBy({ processingTypes: ['DYNAMIC'] })).toEqual(['Old buyers']);
		expect(await namesBy({ objectType: by('cars') })).toEqual(['Car buyers']);
		const asked = {
			...getAll,
			nameContains: 'Car',
			fieldsToReturn: ['name', 'size', 'updatedById'],
		};
		const some = await run('getAll', asked, [{}]);
		expect(json(some.outputs[0])).toEqual([{ name: 'Car buyers', size: 0, updatedById: null }]);
		const raw = await run('getAll', { ...getAll, limit: 1, simplify: false }, [{}]);
		expect(json(raw.outputs[0])[0]).toHaveProperty('additionalProperties.hs_list_size');
	});
});

describe('List: Get Members', () => {
	const getMembers = { returnAll: true, list: by('={{ $json.list }}') };

	test('success: 600 records in three requests, in the order of their IDs', async () => {
		const ids = await start(600);
		const list = await newList('Buyers');
		await fill(list, ids);
		const { outputs, hints } = await run('getMembers', getMembers, [{ list }]);
		expect(json(outputs[0])).toEqual(
			ids.map((id) => ({ id, listId: list, membershipTimestamp: expect.any(String) })),
		);
		expect(requestsTo('/memberships -> 200')).toHaveLength(3);
		expect(hints[0].message).toBe('Complete: 600 records in 3 pages.');
	});

	test('a rejected row among good ones: a list that is not there, and no ID', async () => {
		const ids = await start(2);
		const list = await newList('Buyers');
		await fill(list, ids);
		const items = [{ list: '999' }, { list: 'Buyers' }, { list }];
		const { outputs } = await run('getMembers', getMembers, items);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(json(outputs[1])).toMatchObject([
			{ details: { reason: 'not-found' }, message: expect.stringContaining('Check List') },
			{ error: 'List is "Buyers", which is not the ID of one' },
		]);
	});

	test('a retry after 503: no page twice', async () => {
		const ids = await start(300, faults({ kind: 'status-503', path: '/memberships$', at: [2] }));
		const list = await newList('Buyers');
		await fill(list, ids);
		const { outputs } = await run('getMembers', getMembers, [{ list }]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(requestsTo('/memberships -> ')).toHaveLength(3);
	});

	const withNames = { ...getMembers, propertiesToReturn: ['email', 'city'] };

	test('properties of the records: a hundred in a request, of the type that the list holds', async () => {
		await start(0, { hubspot: { records: { companies: 120 } } });
		const companies = rig.sandbox.records('companies').map(({ id }) => id);
		const list = await newList('Accounts', { objectTypeId: '0-2' });
		await fill(list, companies);
		const parameters = { ...getMembers, propertiesToReturn: ['name', 'city'] };
		const { outputs } = await run('getMembers', parameters, [{ list }, { list }]);
		const items = companies.map((id, at) => ({
			id,
			listId: list,
			membershipTimestamp: expect.any(String),
			name: `Company ${at + 1}`,
			city: null,
		}));
		expect(json(outputs[0])).toEqual([...items, ...items]);
		expect(requestsTo('companies/batch/read')).toEqual([]);
		expect(requestsTo('/0-2/batch/read -> 200')).toHaveLength(4);
		expect(requestsTo(`GET ${LISTS}/${list} -> 200`)).toHaveLength(1);
	});

	test('records that cannot be read: the list fails, and says which scope is missing', async () => {
		const ids = await start(2, { hubspot: { scopes: ['crm.lists.read', 'crm.lists.write'] } });
		const list = await newList('Buyers');
		await fill(list, ids);
		const { outputs } = await run('getMembers', withNames, [{ list }]);
		expect(json(outputs[1])[0].message).toContain('Add crm.objects.contacts.read');
	});

	test('Limit: no page more than it takes', async () => {
		const ids = await start(300);
		const list = await newList('Buyers');
		await fill(list, ids);
		const parameters = { ...withNames, returnAll: false, limit: 30 };
		const { outputs } = await run('getMembers', parameters, [{ list }]);
		expect(outputs[0]).toHaveLength(30);
		expect(requestsTo('/memberships -> ')).toHaveLength(1);
		expect(requestsTo('/batch/read')).toHaveLength(1);
	});
});

const change = { list: by('={{ $json.list }}'), recordId: by('={{ $json.id }}') };

describe('List: Add Records', () => {
	test('success: 1,200 records in two requests, those of another list in one', async () => {
		const ids = await start(1_200);
		const [buyers, sellers] = [await newList('Buyers'), await newList('Sellers')];
		const items = [
			...ids.map((id) => ({ id, list: buyers })),
			...ids.slice(0, 2).map((id) => ({ id, list: sellers })),
		];
		const { outputs } = await run('addRecords', change, items);
		expect(json(outputs[0])).toEqual(
			items.map(({ id, list }) => ({ id, listId: list, result: 'added' })),
		);
		expect(paired(outputs[0])).toEqual(items.map((_, item) => ({ item })));
		expect(requestsTo('/memberships/add').toSorted()).toEqual([
			`PUT ${LISTS}/${buyers}/memberships/add -> 200`,
			`PUT ${LISTS}/${buyers}/memberships/add -> 200`,
			`PUT ${LISTS}/${sellers}/memberships/add -> 200`,
		]);
		expect(await membersOf(sellers)).toEqual(ids.slice(0, 2));
	});

	test('a rejected row among good ones: records that are not there, and what is no ID', async () => {
		const ids = await start(2);
		const list = await newList('Buyers');
		const items = ['999', ids[0], 'abc', '1'.repeat(30), ids[1]].map((id) => ({ id, list }));
		const { outputs } = await run('addRecords', change, items);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(json(outputs[1])).toMatchObject([
			{
				id: '999',
				error: expect.stringContaining('there is no record 999'),
				details: { reason: 'not-found', outcome: 'not done' },
			},
			{ error: 'Record ID is "abc", which is not an ID of HubSpot' },
			{ error: expect.stringContaining('too long for an ID of HubSpot') },
		]);
		expect(requestsTo('/memberships/add')).toHaveLength(1);
	});

	test.each([
		['status-503', 'added'],
		['drop-after', 'already in list'],
	] as const)('a retry after %s: %s', async (kind, result) => {
		const ids = await start(3, faults({ kind, path: '/memberships/add$', at: [1] }));
		const list = await newList('Buyers');
		const { outputs } = await run('addRecords', { ...change, list: by(list) }, asItems(ids));
		expect(json(outputs[0])).toEqual(ids.map((id) => ({ id, listId: list, result })));
		expect(await membersOf(list)).toEqual(ids);
		expect(requestsTo('/memberships/add')).toHaveLength(2);
	});

	test('members already, and the same record twice: each item says so', async () => {
		const [a, b] = await start(2);
		const list = await newList('Buyers');
		await fill(list, [a]);
		const { outputs } = await run('addRecords', { ...change, list: by(list) }, asItems([a, b, b]));
		expect(json(outputs[0]).map(({ id, result }) => [id, result])).toEqual([
			[a, 'already in list'],
			[b, 'added'],
			[b, 'already in list'],
		]);
		expect(rig.sandbox.arrivals().at(-1)).toMatchObject({ rows: 2 });
	});

	test('Record ID is that of the item unless told; Items per Request is kept', async () => {
		const ids = await start(5);
		const list = await newList('Buyers');
		const parameters = { list: by(list), gtmOptions: { itemsPerRequest: 2 } };
		const { outputs } = await run('addRecords', parameters, asItems(ids));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(5).fill('added'));
		expect(requestsTo('/memberships/add')).toHaveLength(3);
	});

	test('a dynamic list: one request, and each item says to choose another one', async () => {
		const ids = await start(3);
		const list = await newList('Leaders', { processingType: 'DYNAMIC', filterBranch: OR });
		const { outputs } = await run('addRecords', { ...change, list: by(list) }, asItems(ids));
		for (const { message, details } of json(outputs[1])) {
			expect(message).toContain('Choose a manual or snapshot list');
			expect(details).toMatchObject({ status: 400, outcome: 'not done' });
		}
		expect(outputs[1]).toHaveLength(3);
		expect(requestsTo('/memberships/add')).toHaveLength(1);
	});

	test('a list that is not there, and none', async () => {
		const [id] = await start(1);
		const { outputs } = await run('addRecords', change, [{ id, list: '999' }, { id }]);
		expect(json(outputs[1])).toMatchObject([
			{ message: expect.stringContaining('Check List'), details: { reason: 'not-found' } },
			{ error: 'List is empty' },
		]);
	});

	test.each([
		[{ recordIdsAdded: ['1'] }, ['added', 'already in list']],
		[{}, ['already in list', 'already in list']],
	])(
		'an answer that spells it otherwise, or leaves out what is empty: %j',
		async (body, results) => {
			await start();
			const server = await FaultServer.start(systemClock);
			server.afterwards(reply(200, body));
			const parameters = { resource: 'list', operation: 'addRecords', list: by('7') };
			const { outputs } = await runHubSpot(server.url, parameters, asItems(['1', '2']), goOn);
			await server.close();
			expect(json(outputs[0]).map(({ result }) => result)).toEqual(results);
			expect(server.arrivals.map(({ body: sent }) => sent)).toEqual(['["1","2"]']);
		},
	);

	test('an answer that says nothing: no item is called done', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards({ status: 200, body: '' });
		const parameters = { resource: 'list', operation: 'addRecords', list: by('7') };
		const { outputs } = await runHubSpot(server.url, parameters, asItems(['1', '2']), goOn);
		await server.close();
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ reason: 'row-unanswered', outcome: 'unknown' },
			{ reason: 'row-unanswered', outcome: 'unknown' },
		]);
	});

	test('a token without the scope: which one', async () => {
		const ids = await start(1);
		const credential = { accessToken: SANDBOX_HUBSPOT_READ_ONLY_TOKEN };
		const parameters = { ...change, list: by('1001') };
		const { outputs } = await run('addRecords', parameters, asItems(ids), { credential });
		expect(json(outputs[1])[0].message).toContain('Add crm.lists.write');
	});

	test.each(['v3', '2026-09'])('API version %s', async (apiVersion) => {
		const ids = await start(2);
		const list = await newList('Buyers');
		const rest = { credential: { apiVersion } };
		await run('addRecords', { list: by(list) }, asItems(ids), rest);
		const { outputs } = await run('getMembers', { list: by(list) }, [{}], rest);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
	});
});

describe('List: Remove Records', () => {
	const filled = async (count: number, options: SandboxOptions = {}) => {
		const ids = await start(count, options);
		const list = await newList('Buyers');
		await fill(list, ids);
		return { ids, list };
	};

	test('success: 1,200 records in two requests', async () => {
		const { ids, list } = await filled(1_200);
		const { outputs } = await run('removeRecords', { ...change, list: by(list) }, asItems(ids));
		expect(json(outputs[0])).toEqual(ids.map((id) => ({ id, listId: list, result: 'removed' })));
		expect(requestsTo('/memberships/remove -> 200')).toHaveLength(2);
		expect(await membersOf(list)).toEqual([]);
		expect(rig.sandbox.contacts()).toHaveLength(1_200);
	});

	test('a rejected row among good ones: a record that is not there', async () => {
		const { ids, list } = await filled(2);
		const parameters = { ...change, list: by(list) };
		const { outputs } = await run('removeRecords', parameters, asItems(['999', ...ids]));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['removed', 'removed']);
		expect(json(outputs[1])).toMatchObject([{ id: '999', details: { reason: 'not-found' } }]);
	});

	test('a retry after 503', async () => {
		const { ids, list } = await filled(
			3,
			faults({ kind: 'status-503', path: '/memberships/remove$', at: [1] }),
		);
		const { outputs } = await run('removeRecords', { ...change, list: by(list) }, asItems(ids));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(3).fill('removed'));
		expect(requestsTo('/memberships/remove')).toHaveLength(2);
	});

	test('no member, and the same record twice: each item says so', async () => {
		const { ids, list } = await filled(1);
		const parameters = { ...change, list: by(list) };
		const { outputs } = await run('removeRecords', parameters, asItems([ids[0], ids[0]]));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['removed', 'not in list']);
	});
});
