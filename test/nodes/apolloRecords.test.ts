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
const NOBODY = 'f'.repeat(24);

interface Kind {
	label: string;
	resource: 'contact' | 'account';
	list: 'contacts' | 'accounts';
	/** What is set of item n, and looked at. */
	values: IDataObject;
	item: (place: number) => IDataObject;
	title: string;
}

const KINDS: Kind[] = [
	{
		label: 'Contact',
		resource: 'contact',
		list: 'contacts',
		values: {
			email: '={{ $json.email }}',
			first_name: '={{ $json.name }}',
			account_id: '={{ $json.bad }}',
		},
		item: (place) => ({ email: `p${place}@company.example`, name: `Name ${place}` }),
		title: 'first_name',
	},
	{
		label: 'Account',
		resource: 'account',
		list: 'accounts',
		values: {
			domain: '={{ $json.domain }}',
			name: '={{ $json.name }}',
			owner_id: '={{ $json.bad }}',
		},
		item: (place) => ({ domain: `c${place}.example`, name: `Name ${place}` }),
		title: 'name',
	},
];
const named = KINDS.map((kind) => [kind.label, kind] as const);
const items = ({ item }: Kind, count: number) =>
	Array.from({ length: count }, (_, place) => item(place));

async function open(options: SandboxOptions = {}): Promise<void> {
	rig = await Rig.start({ people: 30, ...options });
}

const once = (kind: 'status-503' | 'burst-429' | 'drop-after', path: string): SandboxOptions => ({
	faults: {
		seed: 1,
		rules: [{ kind, path, at: [1], ...(kind === 'burst-429' ? { length: 1 } : {}) }],
	},
});
const run = async (kind: Pick<Kind, 'resource'>, parameters: IDataObject, input: IDataObject[]) =>
	await rig.apollo({ resource: kind.resource, ...parameters }, input, goOn);
const create = ({ values }: Kind) => ({ operation: 'create', fields: mapped(values) });
const titles = ({ list, title }: Kind) =>
	rig.sandbox.apolloRecords(list).map((record) => record[title]);

describe.each(named)('%s: Create', (_, kind) => {
	test('success: 120 items in two requests, each answer on its own item', async () => {
		await open();
		const { outputs } = await run(kind, create(kind), items(kind, MANY));
		expect(json(outputs[0]).map((each) => each[kind.title])).toEqual(
			items(kind, MANY).map(({ name }) => name),
		);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items(kind, MANY).map((__, item) => ({ item })),
		);
		expect(json(outputs[0]).every(({ result }) => result === 'created')).toBe(true);
		expect(rig.requests()).toEqual(Array(2).fill(`POST /api/v1/${kind.list}/bulk_create -> 200`));
	});

	test('a rejected row among good ones: found by halving, the others are created once', async () => {
		await open();
		const input = items(kind, 8);
		input[5].bad = NOBODY;
		const { outputs } = await run(kind, create(kind), input);
		expect(outputs[0]).toHaveLength(7);
		expect(outputs[1]).toMatchObject([
			{
				pairedItem: { item: 5 },
				json: {
					error: expect.stringContaining(`${NOBODY} is not a valid ID`),
					details: { status: 422 },
				},
			},
		]);
		expect(titles(kind)).toHaveLength(7);
	});

	test('a retry whose first answer was lost: created once, and nobody calls it an old one', async () => {
		await open(once('drop-after', '/bulk_create$'));
		const { outputs } = await run(kind, create(kind), items(kind, 3));
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(3).fill('saved'));
		expect(rig.sandbox.state().apollo.objects[kind.list]).toMatchObject({ created: 3, records: 3 });
	});
});

describe.each(named)('%s: Update', (_, kind) => {
	const update = (values: IDataObject) => ({ operation: 'update', fields: mapped(values) });
	async function existing(count: number, options: SandboxOptions = {}) {
		await open({ people: 1_300, apollo: { team: { [kind.list]: count } }, ...options });
		return rig.sandbox.apolloRecords(kind.list).map(({ id }, place) => ({
			id,
			name: `Changed ${place}`,
		}));
	}
	const values = { [kind.title]: '={{ $json.name }}', owner_id: '={{ $json.bad }}' };

	test('success: 120 items in two requests', async () => {
		const input = await existing(MANY);
		const { outputs } = await run(kind, update(values), input);
		expect(json(outputs[0]).map(({ id, result }) => [id, result])).toEqual(
			input.map(({ id }) => [id, 'updated']),
		);
		expect(rig.requests()).toEqual(Array(2).fill(`POST /api/v1/${kind.list}/bulk_update -> 200`));
		expect(titles(kind)).toEqual(input.map(({ name }) => name));
	});

	test('a rejected row among good ones: a record that there is not', async () => {
		const input = await existing(5);
		input[2].id = NOBODY;
		const { outputs } = await run(kind, update(values), input);
		expect(outputs[0]).toHaveLength(4);
		expect(outputs[1]).toMatchObject([
			{ pairedItem: { item: 2 }, json: { details: { status: 422 } } },
		]);
		expect(titles(kind).filter((title) => String(title).startsWith('Changed'))).toHaveLength(4);
	});

	test('a retry after 503 and after a lost answer', async () => {
		const input = await existing(2, {
			faults: {
				seed: 1,
				rules: [
					{ kind: 'status-503', at: [1] },
					{ kind: 'drop-after', at: [2] },
				],
			},
		});
		const { outputs } = await run(kind, update(values), input);
		expect(outputs[0]).toHaveLength(2);
		expect(rig.requests()).toHaveLength(3);
	});

	test('the same record twice: the last item wins', async () => {
		const [{ id }] = await existing(1);
		await run(kind, update(values), [
			{ id, name: 'first' },
			{ id, name: 'second' },
		]);
		expect(titles(kind)).toEqual(['second']);
	});

	test('an item that sets nothing, and one without an ID', async () => {
		const [{ id }] = await existing(1);
		const { outputs } = await run(kind, update(values), [{ id }, { name: 'x' }]);
		expect(json(outputs[1]).map(({ error }) => error)).toEqual([
			'The item sets no field',
			`The item has no ${kind.label} ID`,
		]);
		expect(rig.requests()).toEqual([]);
	});
});

const READABLE = [
	['Contact', 'contact', 'contacts', { contacts: 3 }],
	['Account', 'account', 'accounts', { accounts: 3 }],
	['Deal', 'deal', 'deals', { deals: 3 }],
] as const;

describe.each(READABLE)('%s: Get', (_, resource, list, team) => {
	const ids = () => rig.sandbox.apolloRecords(list).map(({ id }) => ({ id }));

	test('success: a simplified record for each item', async () => {
		await open({ apollo: { team } });
		const { outputs } = await run({ resource: resource as 'contact' }, { operation: 'get' }, ids());
		expect(json(outputs[0]).map(({ id }) => ({ id }))).toEqual(ids());
		expect(Object.keys(json(outputs[0])[0]).length).toBeLessThanOrEqual(10);
	});

	test('a rejected row among good ones: a record that there is not is told plainly', async () => {
		await open({ apollo: { team } });
		const [first] = ids();
		const input = [first, { id: NOBODY }, { id: 'x' }];
		const { outputs } = await run({ resource: resource as 'contact' }, { operation: 'get' }, input);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([
			{ details: { reason: 'not-found' } },
			{ error: expect.stringContaining('"x", which is not an ID of Apollo') },
		]);
		expect(rig.requests()).toHaveLength(2);
	});

	test('a retry after 503', async () => {
		await open({ apollo: { team }, faults: { seed: 1, rules: [{ kind: 'status-503', at: [1] }] } });
		const { outputs } = await run(
			{ resource: resource as 'contact' },
			{ operation: 'get' },
			ids().slice(0, 1),
		);
		expect(outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe.each([
	['Contact: Search', 'contact', 'search', { contacts: 130 }],
	['Account: Search', 'account', 'search', { accounts: 130 }],
	['Deal: Get Many', 'deal', 'getAll', { deals: 130 }],
] as const)('%s', (_, resource, operation, team) => {
	const read = { resource, operation, returnAll: true };
	const options = { people: 1_300, apollo: { team } };

	test('success: all pages, and a hint that they are all', async () => {
		await open(options);
		const { outputs, hints } = await rig.apollo(read, [{}]);
		expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(130);
		expect(hints[0].message).toBe('Complete: 130 of 130 records in 2 pages.');
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		await open(options);
		const parameters = { resource, operation, limit: '={{ $json.limit }}' };
		const { outputs } = await rig.apollo(parameters, [{ limit: 0 }, { limit: 2 }], goOn);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])[0].error).toContain('Limit is 0');
	});

	test('a retry after 503: no page twice', async () => {
		await open({ ...options, faults: { seed: 1, rules: [{ kind: 'status-503', at: [1] }] } });
		const { outputs } = await rig.apollo(read, [{}]);
		expect(outputs[0]).toHaveLength(130);
		expect(rig.requests()).toHaveLength(3);
	});
});

describe('Deal: Create', () => {
	const parameters = {
		resource: 'deal',
		operation: 'create',
		fields: mapped({ name: '={{ $json.name }}', amount: '={{ $json.amount }}' }),
	};

	test('success: one in each request', async () => {
		await open();
		const { outputs } = await rig.apollo(parameters, [
			{ name: 'A', amount: 1200 },
			{ name: 'B', amount: '99.5' },
		]);
		expect(json(outputs[0])).toMatchObject([
			{ result: 'created', name: 'A', amount: 1200 },
			{ result: 'created', name: 'B', amount: 99.5 },
		]);
		expect(rig.requests()).toEqual(Array(2).fill('POST /api/v1/opportunities -> 200'));
	});

	test('a rejected row among good ones: an amount that Apollo would leave blank', async () => {
		await open();
		const input = [{ name: 'A', amount: '1,200' }, { amount: 1 }, { name: 'C' }];
		const { outputs } = await rig.apollo(parameters, input, goOn);
		expect(json(outputs[0])).toMatchObject([{ name: 'C' }]);
		expect(json(outputs[1]).map(({ error }) => error)).toEqual([
			'The amount is "1,200", of which Apollo would keep nothing',
			'The deal has no name',
		]);
	});

	test('a retry of a create is none: the answer was lost, the outcome is unknown', async () => {
		await open(once('drop-after', '/opportunities$'));
		const { outputs } = await rig.apollo(parameters, [{ name: 'A' }], goOn);
		expect(json(outputs[1])[0].details).toMatchObject({ outcome: 'unknown' });
		expect(rig.requests()).toHaveLength(1);
		expect(rig.sandbox.apolloRecords('deals')).toHaveLength(1);
	});
});

describe('Deal: Update', () => {
	const update = (values: IDataObject) => ({
		resource: 'deal',
		operation: 'update',
		fields: mapped(values),
	});
	const ids = () => rig.sandbox.apolloRecords('deals').map(({ id }) => ({ id }));

	test('success: by its ID, custom fields too', async () => {
		await open({ apollo: { team: { deals: 2 } } });
		const custom = '00000000666666666666666666666666';
		const [, { id }] = ids();
		const values = { amount: 5, closed_date: '2026-05-06T10:00:00Z', [custom.slice(0, 24)]: 'x' };
		const { outputs } = await rig.apollo(update(values), [{ id }]);
		expect(json(outputs[0])).toMatchObject([{ id, amount: 5, closed_date: '2026-05-06' }]);
		expect(rig.sandbox.apolloRecords('deals')[1].typed_custom_fields).toEqual({
			[custom.slice(0, 24)]: 'x',
		});
		expect(rig.requests()).toEqual([`PATCH /api/v1/opportunities/${id} -> 200`]);
	});

	test('a rejected row among good ones: a deal that there is not', async () => {
		await open({ apollo: { team: { deals: 1 } } });
		const { outputs } = await rig.apollo(update({ amount: 5 }), [{ id: NOBODY }, ...ids()], goOn);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('Opportunity does not exist'),
			details: { reason: 'not-found' },
		});
	});

	test('a retry after a lost answer: the same values once more', async () => {
		await open({ apollo: { team: { deals: 1 } }, ...once('drop-after', '/opportunities/') });
		const { outputs } = await rig.apollo(update({ amount: 5 }), ids());
		expect(outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});
