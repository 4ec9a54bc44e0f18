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
const CREATE = '/batch/create$';
const TIME = '2026-02-01T09:30:00.000Z';

interface Kind {
	resource: string;
	/** As the sandbox and paths name it. */
	type: 'notes' | 'tasks' | 'calls' | 'meetings' | 'emails';
	/** The property that is written and looked at. */
	title: string;
	/** What a new one needs beside it. */
	more?: IDataObject;
}

const KINDS: Array<[string, Kind]> = [
	['Note', { resource: 'note', type: 'notes', title: 'hs_note_body' }],
	['Task', { resource: 'task', type: 'tasks', title: 'hs_task_subject' }],
	['Call', { resource: 'call', type: 'calls', title: 'hs_call_title' }],
	['Meeting', { resource: 'meeting', type: 'meetings', title: 'hs_meeting_title' }],
	[
		'Email',
		{
			resource: 'email',
			type: 'emails',
			title: 'hs_email_subject',
			more: { hs_email_direction: 'EMAIL' },
		},
	],
];

/** A sandbox with contacts, and with activities of the kind. */
async function open({ type }: Kind, count = 0, options: SandboxOptions = {}): Promise<string[]> {
	rig = await Rig.start({
		people: 2,
		seedContacts: 2,
		hubspot: { records: { [type]: count } },
		...options,
	});
	return rig.sandbox.records(type).map(({ id }) => id);
}

const faults = (...rules: NonNullable<Exclude<SandboxOptions['faults'], string>>['rules']) => ({
	faults: { seed: 1, rules },
});
const titles = (count: number) =>
	Array.from({ length: count }, (_, place): IDataObject => ({ title: `Title ${place}` }));
const run = async ({ resource }: Kind, parameters: IDataObject, items: IDataObject[]) =>
	await rig.hubSpot({ resource, ...parameters }, items, goOn);
const held = ({ type, title }: Kind) =>
	rig.sandbox.records(type).map(({ properties }) => properties[title]);
const times = ({ type }: Kind) =>
	rig.sandbox.records(type).map(({ properties }) => properties.hs_timestamp);
const requestsTo = (end: string) => rig.requests().filter((each) => each.includes(end));

const create = ({ title, more = {} }: Kind, values: IDataObject = { hs_timestamp: TIME }) => ({
	operation: 'create',
	fields: mapped({
		...more,
		...values,
		[title]: '={{ $json.title }}',
		hubspot_owner_id: '={{ $json.owner }}',
	}),
});
const toContact = (recordId: string) => ({
	associations: {
		association: [{ toObjectType: { __rl: true, mode: 'list', value: 'contacts' }, recordId }],
	},
});

describe.each(KINDS)('%s: Create', (_, kind) => {
	test('success: 120 items in two requests, each with its contact', async () => {
		await open(kind);
		const [contact] = rig.sandbox.contacts();
		const parameters = { ...create(kind), ...toContact(contact.id) };
		const { outputs } = await run(kind, parameters, titles(MANY));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(MANY).fill('created'));
		expect(requestsTo('/batch/create')).toEqual(
			Array(2).fill(`POST /crm/objects/2026-03/${kind.type}/batch/create -> 201`),
		);
		expect(held(kind).toSorted()).toEqual(
			titles(MANY)
				.map(({ title }) => title)
				.toSorted(),
		);
		expect(times(kind)).toEqual(Array(MANY).fill(TIME));
		expect(rig.sandbox.state().hubspot.associations).toBe(MANY);
	});

	test('a rejected row among good ones leaves on the error output', async () => {
		await open(kind);
		const items = titles(5);
		items[2].owner = 'nobody';
		const { outputs } = await run(kind, create(kind), items);
		expect(outputs[0]).toHaveLength(4);
		expect(json(outputs[1])[0]).toMatchObject({
			title: 'Title 2',
			details: { code: 'INVALID_OPTION', fields: ['hubspot_owner_id'] },
		});
	});

	test('a retry after 429, and none after an answer that was lost', async () => {
		await open(
			kind,
			0,
			faults({ kind: 'burst-429', path: CREATE, at: [1], retryAfter: 1, length: 1 }),
		);
		const first = await run(kind, create(kind), titles(3));
		expect(first.outputs[0]).toHaveLength(3);
		rig.sandbox.setFaults({
			seed: 1,
			rules: [{ kind: 'drop-after', path: CREATE, at: [1] }],
		});
		const { outputs } = await run(kind, create(kind), [{ title: 'A' }, { title: 'B' }]);
		expect(json(outputs[1]).map(({ details }) => details)).toMatchObject(
			Array(2).fill({ outcome: 'unknown' }),
		);
		expect(requestsTo('/batch/create')).toHaveLength(3);
		expect(rig.sandbox.state()).toMatchObject({ createsResent: 0 });
	});

	test.each([{}, { hs_timestamp: '' }])('without a time (%j) it is of now', async (values) => {
		await open(kind);
		const before = Date.now();
		const { outputs } = await run(kind, create(kind, values), titles(2));
		expect(outputs[0]).toHaveLength(2);
		for (const time of times(kind)) {
			expect(Number(time) >= before && Number(time) <= Date.now()).toBe(true);
		}
		expect(rig.requests()).toHaveLength(1);
	});

	test('bad input: no field, and an association that is none; nothing is sent', async () => {
		await open(kind);
		const empty = await run(kind, { operation: 'create', fields: mapped({}) }, [{}]);
		expect(json(empty.outputs[1])[0].error).toBe('The item sets no property');
		const wrong = await run(kind, { ...create(kind), ...toContact('abc') }, titles(1));
		expect(json(wrong.outputs[1])[0].error).toContain('The Record ID of an association is "abc"');
		expect(rig.requests()).toEqual([]);
	});
});

describe.each(KINDS)('%s: Update', (_, kind) => {
	const update = {
		operation: 'update',
		fields: mapped(
			{
				hs_object_id: '={{ $json.key }}',
				[kind.title]: '={{ $json.title }}',
				hubspot_owner_id: '={{ $json.owner }}',
			},
			['hs_object_id'],
		),
	};
	const keyed = (ids: string[]) =>
		titles(ids.length).map((item, at) => ({ ...item, key: ids[at] }));

	test('success: 120 records in two requests, their time stays', async () => {
		const ids = await open(kind, MANY);
		const before = times(kind);
		const { outputs } = await run(kind, update, keyed(ids));
		expect(json(outputs[0]).map(({ id, result }) => [id, result])).toEqual(
			ids.map((id) => [id, 'updated']),
		);
		expect(requestsTo('/batch/update -> 200')).toHaveLength(2);
		expect(held(kind)).toEqual(titles(MANY).map(({ title }) => title));
		expect(times(kind)).toEqual(before);
	});

	test('a rejected row among good ones: an ID that is gone, and what is none', async () => {
		const ids = await open(kind, 3);
		const { outputs } = await run(kind, update, keyed([...ids, '999999999', 'abc']));
		expect(outputs[0]).toHaveLength(3);
		expect(json(outputs[1])).toMatchObject([
			{
				message: expect.stringContaining('does not exist or was deleted: check its Record ID'),
				details: { code: 'OBJECT_NOT_FOUND', outcome: 'not done' },
			},
			{ error: 'Record ID is "abc", which is not an ID of HubSpot' },
		]);
	});

	test('a retry after 503', async () => {
		const ids = await open(kind, 3, faults({ kind: 'status-503', at: [1] }));
		const { outputs } = await run(kind, update, keyed(ids));
		expect(outputs[0]).toHaveLength(3);
		expect(requestsTo('/batch/update')).toHaveLength(2);
	});

	test('an association follows the update', async () => {
		const [id] = await open(kind, 1);
		const [contact] = rig.sandbox.contacts();
		const { outputs } = await run(kind, { ...update, ...toContact(contact.id) }, keyed([id]));
		expect(json(outputs[0])).toMatchObject([{ id, result: 'updated' }]);
		expect(rig.sandbox.state().hubspot.associations).toBe(1);
	});
});

describe.each(KINDS)('%s: Delete', (_, kind) => {
	const remove = {
		operation: 'delete',
		recordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	};
	const items = (ids: string[]) => ids.map((id) => ({ id }));

	test('success: 120 records in two requests', async () => {
		const ids = await open(kind, MANY);
		const { outputs } = await run(kind, remove, items(ids));
		expect(json(outputs[0])).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(requestsTo('/batch/archive')).toHaveLength(2);
		expect(rig.sandbox.records(kind.type)).toEqual([]);
	});

	test('a rejected row among good ones: what is no ID', async () => {
		const ids = await open(kind, 2);
		const { outputs } = await run(kind, remove, items(['abc', ...ids]));
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])[0].error).toBe('Record ID is "abc", which is not an ID of HubSpot');
	});

	test('a retry after 503', async () => {
		const ids = await open(kind, 2, faults({ kind: 'status-503', at: [1] }));
		const { outputs } = await run(kind, remove, items(ids));
		expect(outputs[0]).toHaveLength(2);
		expect(rig.sandbox.records(kind.type)).toEqual([]);
		expect(requestsTo('/batch/archive')).toHaveLength(2);
	});
});

describe.each(KINDS)('%s: Get Many', (_, kind) => {
	const getAll = { operation: 'getAll', returnAll: true };

	test('success: all pages, simplified', async () => {
		const ids = await open(kind, 250);
		const { outputs } = await run(kind, getAll, [{}]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		const fields = Object.keys(json(outputs[0])[0]);
		expect(fields).toEqual(
			expect.arrayContaining(['id', 'hs_timestamp', kind.title, 'createdAt', 'updatedAt']),
		);
		expect(fields.length).toBeLessThanOrEqual(10);
		expect(requestsTo('GET /crm/objects/')).toHaveLength(3);
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		await open(kind, 5);
		const parameters = { operation: 'getAll', limit: '={{ $json.limit }}' };
		const { outputs } = await run(kind, parameters, [{ limit: 3 }, { limit: 0 }]);
		expect(outputs.map((output) => output.length)).toEqual([3, 1]);
		expect(json(outputs[1])[0].error).toContain('Limit is 0');
	});

	test('a retry after 503: no page twice', async () => {
		const ids = await open(kind, 150, faults({ kind: 'status-503', at: [1] }));
		const { outputs } = await run(kind, getAll, [{}]);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(ids);
		expect(requestsTo('GET /crm/objects/')).toHaveLength(3);
	});

	test('raw, with the properties that are asked for', async () => {
		await open(kind, 1);
		const raw = { ...getAll, simplify: false, propertiesToReturn: [kind.title] };
		const { outputs } = await run(kind, raw, [{}]);
		expect(json(outputs[0])[0].properties).toEqual({ [kind.title]: held(kind)[0] });
	});
});
