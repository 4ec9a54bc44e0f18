import type { IDataObject } from 'n8n-workflow';
import type { FaultRule } from '../../sandbox';
import { by, InstantlyRig } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const GONE = '0199b1de-ffff-7000-8000-0000000000ff';
type Name = Parameters<InstantlyRig['ids']>[0];

/** Operations that are alike for several kinds of records: what differs is in here. */
interface Kind {
	resource: string;
	label: string;
	name: Name;
	path: string;
	/** The parameter that says which record it is, and what it may hold. */
	id: string;
	isLocator?: boolean;
	/** What is sent to make one, and to change one. */
	create?: IDataObject;
	update?: IDataObject;
	/** The field that these set, and their values. */
	field: string;
	created?: string;
	updated?: string;
	required?: string;
}

const KINDS: Kind[] = [
	{
		resource: 'campaign',
		label: 'Campaign',
		name: 'campaigns',
		path: '/campaigns',
		id: 'campaign',
		isLocator: true,
		create: { name: '={{ $json.name }}' },
		update: { name: '={{ $json.name }}', settings: { daily_limit: 30 } },
		field: 'name',
		created: 'Trade fair',
		updated: 'Second round',
		required: 'Name is empty',
	},
	{
		resource: 'leadList',
		label: 'Lead List',
		name: 'leadLists',
		path: '/lead-lists',
		id: 'leadList',
		isLocator: true,
		create: { name: '={{ $json.name }}', additionalFields: { has_enrichment_task: true } },
		update: { name: '={{ $json.name }}' },
		field: 'name',
		created: 'Visitors',
		updated: 'Guests',
		required: 'Name is empty',
	},
	{
		resource: 'leadLabel',
		label: 'Lead Label',
		name: 'leadLabels',
		path: '/lead-labels',
		id: 'leadLabel',
		isLocator: true,
		create: { label: '={{ $json.name }}', sentiment: 'neutral' },
		update: { label: '={{ $json.name }}', additionalFields: { interest_status_label: 'negative' } },
		field: 'label',
		created: 'Call back',
		updated: 'Call in spring',
		required: 'Label is empty',
	},
	{
		resource: 'lead',
		label: 'Lead',
		name: 'leads',
		path: '/leads',
		id: 'leadId',
		update: { fields: { first_name: '={{ $json.name }}' } },
		field: 'first_name',
		updated: 'Ada',
	},
	{
		resource: 'blockList',
		label: 'Block List',
		name: 'blockListEntries',
		path: '/block-lists-entries',
		id: 'entryId',
		update: { blocked: '={{ $json.name }}' },
		field: 'bl_value',
		updated: 'new@company.example',
	},
];

const start = async (...rules: FaultRule[]) => {
	rig = await InstantlyRig.start(
		{ leads: 3, blockList: ['a@company.example', 'b.example', 'c@company.example'], leadLists: 3 },
		...rules,
	);
};
const once503: FaultRule = { kind: 'status-503', at: [1] };
const lostOnce: FaultRule = { kind: 'drop-after', at: [1] };

const which = ({ id, isLocator = false }: Kind) => {
	const expression = '={{ $json.id }}';
	return { [id]: isLocator ? by(expression) : expression };
};
const idsOf = ({ name }: Kind) => rig.ids(name).slice(0, 2);
const label = ({ label: text }: Kind, operation: string) => `${text}: ${operation}`;

for (const kind of KINDS) {
	const { resource, name, path, field } = kind;

	describe(label(kind, 'Get'), () => {
		const get = { resource, operation: 'get', ...which(kind) };

		test('success: each record on its item', async () => {
			await start();
			const ids = idsOf(kind);
			const { outputs } = await rig.run(
				get,
				ids.map((id) => ({ id })),
			);
			const held = rig.records(name).map((record) => record[field]);
			expect(json(outputs[0]).map((item) => [item.id, item[field]])).toEqual(
				ids.map((id, at) => [id, held[at]]),
			);
			expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(rig.requests().sort()).toEqual(ids.map((id) => `GET ${path}/${id} -> 200`).sort());
		});

		test('a rejected row among good ones: what is gone, and what is no ID', async () => {
			await start();
			const [id] = idsOf(kind);
			const { outputs } = await rig.run(get, [{ id: GONE }, { id }, { id: 'My record' }]);
			expect(json(outputs[0]).map((item) => item.id)).toEqual([id]);
			expect(json(outputs[1])).toMatchObject([
				{ id: GONE, details: { reason: 'not-found', status: 404 } },
				{ error: expect.stringContaining('"My record", which is not an ID of Instantly') },
			]);
		});

		test('a retry after 503', async () => {
			await start(once503);
			const { outputs } = await rig.run(get, [{ id: idsOf(kind)[0] }]);
			expect(outputs[0]).toHaveLength(1);
			expect(rig.requests()).toHaveLength(2);
		});
	});

	if (name !== 'blockListEntries') {
		describe(label(kind, 'Delete'), () => {
			const remove = { resource, operation: 'delete', ...which(kind) };

			test('success: one request for each', async () => {
				await start();
				const ids = idsOf(kind);
				const { outputs } = await rig.run(
					remove,
					ids.map((id) => ({ id })),
				);
				expect(json(outputs[0])).toEqual(ids.map((id) => ({ id, result: 'deleted' })));
				expect(rig.ids(name).filter((id) => ids.includes(id))).toEqual([]);
			});

			test('a rejected row among good ones: one that is not there', async () => {
				await start();
				const [id] = idsOf(kind);
				const { outputs } = await rig.run(remove, [{ id: GONE }, { id }]);
				expect(json(outputs[0])).toEqual([{ id, result: 'deleted' }]);
				expect(json(outputs[1])).toMatchObject([{ details: { reason: 'not-found' } }]);
			});

			test('a retry after an answer that was lost: gone is deleted', async () => {
				await start(lostOnce);
				const [id] = idsOf(kind);
				const { outputs } = await rig.run(remove, [{ id }]);
				expect(json(outputs[0])).toEqual([{ id, result: 'deleted' }]);
				expect(rig.requests()).toEqual([
					`DELETE ${path}/${id} -> none`,
					`DELETE ${path}/${id} -> 404`,
				]);
			});
		});
	}

	describe(label(kind, 'Update'), () => {
		const update = { resource, operation: 'update', ...which(kind), ...kind.update };
		const item = (id: string) => ({ id, name: kind.updated });

		test('success: what was changed', async () => {
			await start();
			const [id] = idsOf(kind);
			const { outputs } = await rig.run(update, [item(id)]);
			expect(json(outputs[0])).toMatchObject([{ id, [field]: kind.updated }]);
			expect(rig.records(name)[0][field]).toBe(kind.updated);
			expect(rig.requests()).toEqual([`PATCH ${path}/${id} -> 200`]);
		});

		test('a rejected row among good ones: one that is not there', async () => {
			await start();
			const [id] = idsOf(kind);
			const { outputs } = await rig.run(update, [item(GONE), item(id)]);
			expect(outputs[0]).toHaveLength(1);
			expect(json(outputs[1])).toMatchObject([{ id: GONE, details: { reason: 'not-found' } }]);
		});

		test('a retry after an answer that was lost: the same once more', async () => {
			await start(lostOnce);
			const [id] = idsOf(kind);
			const { outputs } = await rig.run(update, [item(id)]);
			expect(json(outputs[0])).toMatchObject([{ [field]: kind.updated }]);
			expect(rig.state.repeatedWithoutEffect).toBe(1);
		});
	});

	if (kind.create) {
		describe(label(kind, 'Create'), () => {
			const create = { resource, operation: 'create', ...kind.create };
			const items = [{ name: kind.created }];

			test('success: the new record', async () => {
				await start();
				const before = rig.ids(name).length;
				const { outputs } = await rig.run(create, items);
				expect(json(outputs[0])).toMatchObject([{ [field]: kind.created }]);
				expect(json(outputs[0])[0].id).toBe(rig.ids(name)[before]);
				expect(rig.requests()).toEqual([`POST ${path} -> 200`]);
			});

			test('a rejected row among good ones: one without a name', async () => {
				await start();
				const { outputs } = await rig.run(create, [{ name: ' ' }, ...items]);
				expect(outputs[0]).toHaveLength(1);
				expect(json(outputs[1])).toMatchObject([{ error: kind.required }]);
			});

			test('a retry after 429, and none after an answer that was lost', async () => {
				await start({ kind: 'burst-429', at: [1], length: 1 }, { kind: 'drop-after', at: [3] });
				expect((await rig.run(create, items)).outputs[0]).toHaveLength(1);
				const { outputs } = await rig.run(create, items);
				expect(json(outputs[1])).toMatchObject([{ details: { outcome: 'unknown' } }]);
				expect(rig.requests()).toHaveLength(3);
			});
		});
	}
}

const LISTS: Array<
	Pick<Kind, 'resource' | 'label' | 'path' | 'name'> & { filters: IDataObject; found: number }
> = [
	{
		resource: 'campaign',
		label: 'Campaign',
		path: '/campaigns',
		name: 'campaigns',
		filters: { status: 1 },
		found: 125,
	},
	{
		resource: 'leadList',
		label: 'Lead List',
		path: '/lead-lists',
		name: 'leadLists',
		filters: { search: 'list 1' },
		found: 111,
	},
	{
		resource: 'leadLabel',
		label: 'Lead Label',
		path: '/lead-labels',
		name: 'leadLabels',
		filters: { search: 'label 25' },
		found: 2,
	},
	{
		resource: 'blockList',
		label: 'Block List',
		path: '/block-lists-entries',
		name: 'blockListEntries',
		filters: { domains_only: true },
		found: 1,
	},
	{
		resource: 'account',
		label: 'Account',
		path: '/accounts',
		name: 'accounts',
		filters: { search: '+sales@' },
		found: 125,
	},
	{
		resource: 'email',
		label: 'Email',
		path: '/emails',
		name: 'emails',
		filters: { is_unread: true, eaccount: 'box1@sandbox.example' },
		found: 125,
	},
];

for (const { resource, label: text, path, name, filters, found } of LISTS) {
	describe(`${text}: Get Many`, () => {
		const COUNT = 250;
		const getAll = { resource, operation: 'getAll', returnAll: true };
		const begin = async (...rules: FaultRule[]) => {
			rig = await InstantlyRig.start(
				{
					campaigns: COUNT,
					leadLists: COUNT,
					leadLabels: COUNT,
					accounts: COUNT,
					emails: COUNT,
					blockList: [
						'company.example',
						...Array.from({ length: COUNT - 1 }, (_, at) => `person${at}@company.example`),
					],
				},
				...rules,
			);
		};

		test('success: all pages, until an empty one', async () => {
			await begin();
			const { outputs, hints } = await rig.run(getAll, [{}]);
			expect(outputs[0]).toHaveLength(COUNT);
			const key = resource === 'account' ? 'email' : 'id';
			const ids = json(outputs[0]).map((item) => String(item[key]));
			expect(new Set(ids)).toEqual(new Set(rig.records(name).map((record) => record[key])));
			expect(rig.requests()).toEqual(Array(4).fill(`GET ${path} -> 200`));
			expect(hints[0].message).toBe('Complete: 250 records in 4 pages.');
		});

		test('a rejected row among good ones: a limit that is none', async () => {
			await begin();
			const limited = { ...getAll, returnAll: false, limit: '={{ $json.limit }}' };
			const { outputs } = await rig.run(limited, [{ limit: 0 }, { limit: 120 }]);
			expect(outputs[0]).toHaveLength(120);
			expect(json(outputs[1])[0].error).toContain('Limit is 0');
			expect(rig.requests()).toHaveLength(2);
		});

		test('a retry after 503: no page twice', async () => {
			await begin(once503);
			const { outputs } = await rig.run(getAll, [{}]);
			expect(outputs[0]).toHaveLength(COUNT);
			expect(rig.requests()).toHaveLength(5);
		});

		test('filters', async () => {
			await begin();
			const { outputs } = await rig.run({ ...getAll, filters }, [{}]);
			expect(outputs[0]).toHaveLength(found);
		});
	});
}

describe('what of a record is shown', () => {
	const get = (more: IDataObject) => ({
		resource: 'campaign',
		operation: 'get',
		campaign: by(rig.ids('campaigns')[0]),
		...more,
	});

	test('simplified: ten fields at most, and what numbers stand for', async () => {
		await start();
		const { outputs } = await rig.run(get({}), [{}]);
		const [item] = json(outputs[0]);
		expect(item).toMatchObject({ status: 1, status_name: 'Active' });
		expect(item).not.toHaveProperty('organization');
	});

	test('all of it', async () => {
		await start();
		const { outputs } = await rig.run(get({ simplify: false }), [{}]);
		expect(json(outputs[0])[0]).toEqual(rig.records('campaigns')[0]);
	});

	test('exactly the fields that are asked for', async () => {
		await start();
		const fieldsToReturn = ['name', 'organization', 'sequences'];
		const { outputs } = await rig.run(get({ fieldsToReturn }), [{}]);
		const { name, organization } = rig.records('campaigns')[0];
		expect(json(outputs[0])).toEqual([{ name, organization, sequences: null }]);
	});
});
