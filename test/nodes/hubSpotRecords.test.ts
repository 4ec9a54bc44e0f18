import type { IDataObject } from 'n8n-workflow';
import type { SandboxOptions } from '../../sandbox';
import { json, mapped, ownLog, Rig } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
/** Two batches, the second one not full. */
const MANY = 120;

interface Kind {
	label: string;
	resource: string;
	/** As the sandbox and paths name it. */
	type: 'contacts' | 'companies' | 'deals' | 'tickets' | 'leads' | 'cars';
	path: string;
	parameters?: IDataObject;
	/** The property that is written and looked at. */
	title: string;
	/** What a new record needs beside it. */
	more?: IDataObject;
	unique?: string;
	merges?: boolean;
}

const KINDS: Kind[] = [
	{
		label: 'Contact',
		resource: 'contact',
		type: 'contacts',
		path: 'contacts',
		title: 'firstname',
		unique: 'external_id',
		merges: true,
	},
	{
		label: 'Company',
		resource: 'company',
		type: 'companies',
		path: 'companies',
		title: 'name',
		unique: 'erp_number',
		merges: true,
	},
	{
		label: 'Deal',
		resource: 'deal',
		type: 'deals',
		path: 'deals',
		title: 'dealname',
		more: { pipeline: 'default', dealstage: 'contractsent' },
		unique: 'order_number',
		merges: true,
	},
	{
		label: 'Ticket',
		resource: 'ticket',
		type: 'tickets',
		path: 'tickets',
		title: 'subject',
		more: { hs_pipeline_stage: '2' },
		unique: 'case_number',
		merges: true,
	},
	{
		label: 'Lead',
		resource: 'lead',
		type: 'leads',
		path: 'leads',
		title: 'hs_lead_name',
		unique: 'lead_number',
	},
	{
		label: 'Custom Object',
		resource: 'customObject',
		type: 'cars',
		path: '2-1001',
		parameters: { objectType: { __rl: true, mode: 'id', value: '2-1001' } },
		title: 'model',
		unique: 'vin',
	},
];
const named = (kinds: Kind[]) => kinds.map((kind) => [kind.label, kind] as const);
const withMerge = KINDS.filter(({ merges }) => merges);

/** A sandbox with records of the kind, and contacts that leads need. */
async function open({ type }: Kind, count = 0, options: SandboxOptions = {}): Promise<string[]> {
	const seeded = type === 'contacts' ? { seedContacts: count, people: count } : {};
	const lead = type === 'leads' ? { seedContacts: 1, people: 1 } : {};
	const records = type === 'contacts' ? {} : { [type]: count };
	rig = await Rig.start({ ...seeded, ...lead, hubspot: { records }, ...options });
	return rig.sandbox.records(type).map(({ id }) => id);
}

/** The first request to the path meets the fault. */
const once = (kind: 'status-503' | 'burst-429', path: string): SandboxOptions => ({
	faults: {
		seed: 1,
		rules: [{ kind, path, at: [1], ...(kind === 'burst-429' ? { retryAfter: 1, length: 1 } : {}) }],
	},
});
/** How the requests to a path were answered. */
const statusesOf = (end: string) =>
	requestsTo(end).map((request) => Number(request.split(' -> ')[1]));

/** The fields of a write; an owner that does not exist is what HubSpot refuses of every kind. */
function fieldsOf(kind: Kind, matching?: string): IDataObject {
	const { title, more = {} } = kind;
	const match = matching === undefined ? {} : { [matching]: '={{ $json.key }}' };
	const values = {
		...more,
		...match,
		[title]: '={{ $json.title }}',
		hubspot_owner_id: '={{ $json.owner }}',
	};
	return mapped(values, matching === undefined ? [] : [matching]);
}

function forLeads({ type }: Kind): IDataObject {
	if (type !== 'leads') return {};
	const [contact] = rig.sandbox.records('contacts');
	return {
		associations: {
			association: [
				{ toObjectType: { __rl: true, mode: 'list', value: 'contacts' }, recordId: contact.id },
			],
		},
	};
}

const titles = (count: number) =>
	Array.from({ length: count }, (_, place): IDataObject => ({ title: `Title ${place}` }));
const run = async (kind: Kind, parameters: IDataObject, items: IDataObject[]) =>
	await rig.hubSpot({ resource: kind.resource, ...kind.parameters, ...parameters }, items, goOn);
const held = ({ type, title }: Kind) =>
	rig.sandbox.records(type).map(({ properties }) => properties[title]);
const requestsTo = (end: string) => rig.requests().filter((each) => each.includes(end));

describe.each(named(KINDS))('%s: Create', (_, kind) => {
	test('success: 120 items in two requests, one output item each', async () => {
		await open(kind);
		const parameters = { operation: 'create', fields: fieldsOf(kind), ...forLeads(kind) };
		const { outputs } = await run(kind, parameters, titles(MANY));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(MANY).fill('created'));
		expect(requestsTo('/batch/create')).toEqual(
			Array(2).fill(`POST /crm/objects/2026-03/${kind.path}/batch/create -> 201`),
		);
		expect(held(kind).toSorted()).toEqual(
			titles(MANY)
				.map(({ title }) => title)
				.toSorted(),
		);
	});

	test('a rejected row among good ones leaves on the error output', async () => {
		await open(kind);
		const items = titles(5);
		items[2].owner = 'nobody';
		const parameters = { operation: 'create', fields: fieldsOf(kind), ...forLeads(kind) };
		const { outputs } = await run(kind, parameters, items);
		expect(outputs[0]).toHaveLength(4);
		expect(json(outputs[1])[0]).toMatchObject({
			title: 'Title 2',
			details: { code: 'INVALID_OPTION', fields: ['hubspot_owner_id'] },
		});
	});

	test('a retry after 429: nothing is created twice', async () => {
		await open(kind, 0, once('burst-429', '/batch/create$'));
		const parameters = { operation: 'create', fields: fieldsOf(kind), ...forLeads(kind) };
		const { outputs } = await run(kind, parameters, titles(3));
		expect(outputs[0]).toHaveLength(3);
		expect(statusesOf('/batch/create')).toEqual([429, 201]);
		expect(rig.sandbox.state()).toMatchObject({ appliedTwice: 0, createsResent: 0 });
	});
});

describe.each(named(KINDS))('%s: Create or Update', (_, kind) => {
	const upsert = () => ({
		operation: 'createOrUpdate',
		fields: fieldsOf(kind, kind.unique),
		...forLeads(kind),
	});
	const keyed = (count: number) =>
		titles(count).map((item, place) => ({ ...item, key: `KEY${place}` }));

	test('success: creates, then updates, by a unique property', async () => {
		await open(kind);
		await run(kind, upsert(), keyed(2));
		const { outputs } = await run(kind, upsert(), [
			{ key: 'key0', title: 'Changed' },
			...keyed(MANY).slice(1),
		]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual([
			'updated',
			'updated',
			...Array(MANY - 2).fill('created'),
		]);
		expect(held(kind)).toContain('Changed');
		// Two of 120, and one: a lead is created together with its associations, which no upsert takes.
		const creates = kind.type === 'leads' ? '/batch/create -> 201' : '/batch/upsert -> 200';
		expect(requestsTo(creates)).toHaveLength(3);
	});

	test('a rejected row among good ones leaves on the error output', async () => {
		await open(kind);
		const items: IDataObject[] = keyed(5);
		items[2].owner = 'nobody';
		items[3].key = '';
		const { outputs } = await run(kind, upsert(), items);
		expect(outputs[0]).toHaveLength(3);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ code: 'INVALID_OPTION' },
			{ reason: 'bad-input' },
		]);
	});

	test('a retry after 503: each record once', async () => {
		// What follows for a lead is a create, which is not repeated after a fault.
		const request = kind.type === 'leads' ? '/batch/read' : '/batch/upsert';
		await open(kind, 0, once('status-503', `${request}$`));
		const { outputs } = await run(kind, upsert(), keyed(3));
		expect(outputs[0]).toHaveLength(3);
		expect(statusesOf(request)).toEqual([503, kind.type === 'leads' ? 207 : 200]);
		expect(held(kind)).toHaveLength(3);
	});
});

describe.each(named(KINDS))('%s: Update', (_, kind) => {
	const update = { operation: 'update', fields: fieldsOf({ ...kind, more: {} }, 'hs_object_id') };
	const keyed = (ids: string[]) =>
		titles(ids.length).map((item, at) => ({ ...item, key: ids[at] }));

	test('success: 120 records in two requests, by Record ID', async () => {
		const ids = await open(kind, MANY);
		const { outputs } = await run(kind, update, keyed(ids));
		expect(json(outputs[0]).map(({ id, result }) => [id, result])).toEqual(
			ids.map((id) => [id, 'updated']),
		);
		expect(requestsTo('/batch/update -> 200')).toHaveLength(2);
		expect(held(kind)).toEqual(titles(MANY).map(({ title }) => title));
	});

	test('a rejected row among good ones: an ID that is gone', async () => {
		const ids = await open(kind, 3);
		const { outputs } = await run(kind, update, keyed([...ids, '999999999']));
		expect(outputs[0]).toHaveLength(3);
		expect(json(outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('was deleted, or was merged'),
			details: { code: 'OBJECT_NOT_FOUND', outcome: 'not done' },
		});
	});

	test('a retry after 503', async () => {
		const ids = await open(kind, 3, once('status-503', '/batch/update$'));
		const { outputs } = await run(kind, update, keyed(ids));
		expect(outputs[0]).toHaveLength(3);
		expect(statusesOf('/batch/update')).toEqual([503, 200]);
	});
});

describe.each(named(KINDS))('%s: Delete', (_, kind) => {
	const remove = {
		operation: 'delete',
		recordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	};

	test('success: 120 records in two requests', async () => {
		const ids = await open(kind, MANY);
		const { outputs } = await run(
			kind,
			remove,
			ids.map((id) => ({ id })),
		);
		expect(json(outputs[0])).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(requestsTo('/batch/archive')).toHaveLength(2);
		expect(rig.sandbox.records(kind.type)).toEqual([]);
	});

	test('a rejected row among good ones: what is no ID', async () => {
		const ids = await open(kind, 2);
		const { outputs } = await run(kind, remove, [{ id: 'abc' }, ...ids.map((id) => ({ id }))]);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])[0].error).toBe('Record ID is "abc", which is not an ID of HubSpot');
	});

	test('a retry after 503', async () => {
		const ids = await open(kind, 2, once('status-503', '/batch/archive$'));
		const { outputs } = await run(
			kind,
			remove,
			ids.map((id) => ({ id })),
		);
		expect(outputs[0]).toHaveLength(2);
		expect(statusesOf('/batch/archive')).toEqual([503, 204]);
		expect(rig.sandbox.records(kind.type)).toEqual([]);
	});
});

describe.each(named(KINDS))('%s: Get', (_, kind) => {
	const get = { operation: 'get', recordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };

	test('success: 120 records in two requests, simplified', async () => {
		const ids = await open(kind, MANY);
		const { outputs } = await run(
			kind,
			get,
			ids.map((id) => ({ id })),
		);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(json(outputs[0]).map((item) => item[kind.title])).toEqual(held(kind));
		expect(Object.keys(json(outputs[0])[0]).length).toBeLessThanOrEqual(10);
		expect(requestsTo('/batch/read -> 200')).toHaveLength(2);
	});

	test('a rejected row among good ones: a record that is not there', async () => {
		const ids = await open(kind, 2);
		const { outputs } = await run(
			kind,
			get,
			[...ids, '999999999'].map((id) => ({ id })),
		);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('with the Record ID 999999999'),
			details: { reason: 'not-found' },
		});
	});

	test('a retry after 503', async () => {
		const ids = await open(kind, 2, once('status-503', '/batch/read$'));
		const { outputs } = await run(
			kind,
			get,
			ids.map((id) => ({ id })),
		);
		expect(outputs[0]).toHaveLength(2);
		expect(statusesOf('/batch/read')).toEqual([503, 200]);
	});
});

describe.each(named(KINDS))('%s: Get Many', (_, kind) => {
	const getAll = { operation: 'getAll', returnAll: true };

	test('success: all pages, simplified', async () => {
		const ids = await open(kind, 250);
		const { outputs } = await run(kind, getAll, [{}]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(Object.keys(json(outputs[0])[0])).toEqual(
			expect.arrayContaining(['id', kind.title, 'createdAt', 'updatedAt']),
		);
		expect(requestsTo('GET /crm/objects/')).toHaveLength(3);
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		await open(kind, 5);
		const parameters = { operation: 'getAll', limit: '={{ $json.limit }}' };
		const { outputs } = await run(kind, parameters, [{ limit: 3 }, { limit: 0 }]);
		expect(outputs.map((output) => output.length)).toEqual([3, 1]);
	});

	test('a retry after 503: no page twice', async () => {
		const ids = await open(kind, 150, once('status-503', '/crm/objects/'));
		const { outputs } = await run(kind, getAll, [{}]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(statusesOf('GET /crm/objects/')).toEqual([503, 200, 200]);
	});
});

describe.each(named(KINDS))('%s: Search', (_, kind) => {
	const filter = (propertyName: string) => ({
		operation: 'search',
		returnAll: true,
		filterGroups: {
			group: [
				{ filters: { filter: [{ propertyName, operator: 'EQ', value: '={{ $json.value }}' }] } },
			],
		},
	});

	test('success: those that match, simplified', async () => {
		await open(kind, 20);
		const value = held(kind)[3];
		const { outputs } = await run(kind, filter(kind.title), [{ value }]);
		expect(outputs[0].length).toBeGreaterThan(0);
		for (const item of json(outputs[0])) expect(item[kind.title]).toBe(value);
	});

	test('a rejected row among good ones: a filter on what does not exist', async () => {
		await open(kind, 5);
		const parameters = filter('={{ $json.name }}');
		const { outputs } = await run(kind, parameters, [
			{ name: kind.title, value: held(kind)[0] },
			{ name: `${kind.title}x`, value: 'a' },
		]);
		expect(outputs[0].length).toBeGreaterThan(0);
		expect(json(outputs[1])[0]).toMatchObject({
			message: expect.stringContaining(`The nearest to ${kind.title}x: ${kind.title}`),
			details: { code: 'PROPERTY_DOESNT_EXIST' },
		});
	});

	test('a retry after 503', async () => {
		const ids = await open(kind, 5, once('status-503', '/search$'));
		const { outputs } = await run(kind, { operation: 'search', returnAll: true }, [{}]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(statusesOf('/search')).toEqual([503, 200]);
	});
});

describe.each(named(withMerge))('%s: Merge', (_, kind) => {
	const id = (name: string) => ({ __rl: true, mode: 'id', value: `={{ $json.${name} }}` });
	const merge = { operation: 'merge', primaryId: id('primary'), mergedId: id('other') };

	test('success: pairs that share a record follow each other', async () => {
		const [a, b, c, d, e] = await open(kind, 5);
		const { outputs } = await run(kind, merge, [
			{ primary: a, other: b },
			{ primary: d, other: e },
			{ primary: a, other: c },
		]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(3).fill('merged'));
		expect(rig.sandbox.records(kind.type)).toHaveLength(2);
	});

	test('a rejected row among good ones: one that is gone, and one with itself', async () => {
		const [a, b] = await open(kind, 2);
		const { outputs } = await run(kind, merge, [
			{ primary: '999999999', other: '999999998' },
			{ primary: a, other: a },
			{ primary: a, other: b },
		]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject([
			{ reason: 'not-found' },
			{ reason: 'bad-input' },
		]);
	});

	test('a retry after 429, but none after an answer that was lost', async () => {
		const [a, b, c, d] = await open(kind, 4, {
			faults: {
				seed: 1,
				rules: [
					{ kind: 'burst-429', at: [1], retryAfter: 1, length: 1 },
					{ kind: 'drop-after', at: [3] },
				],
			},
		});
		const { outputs } = await run(kind, { ...merge, gtmInFlight: 1 }, [
			{ primary: a, other: b },
			{ primary: c, other: d },
		]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])[0].details).toMatchObject({ outcome: 'unknown' });
		expect(rig.requests()).toHaveLength(3);
	});
});
