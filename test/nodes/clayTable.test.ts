import { SANDBOX_CLAY_KEY, SANDBOX_CLAY_TABLE } from '../../sandbox';
import { ClayRig } from './support/clay';
import type { NodeRun } from './support/runNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: ClayRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const QUERY = {
	resource: 'table',
	operation: 'query',
	returnAll: true,
	tableId: SANDBOX_CLAY_TABLE,
};

describe('Table: Query', () => {
	test('success: all pages, values under the names of their columns', async () => {
		rig = await ClayRig.start({ people: 230 });
		const { outputs } = await rig.run(QUERY, [{}]);
		const rows = json(outputs[0]);
		const [{ email, firstName, lastName, company }] = rig.sandbox.people();
		expect(rows[0]).toEqual({
			Email: email,
			'Full Name': `${firstName} ${lastName}`,
			Company: company.name,
			Employees: company.employees,
			Score: 0,
		});
		expect(rows[7]).toMatchObject({ Score: null, cellStatus: { Score: 'running' } });
		expect(rows[8]).toMatchObject({ cellStatus: { Score: 'No score for this company' } });
		expect(rows[9]).toMatchObject({ Score: null });
		expect(rows[9]).not.toHaveProperty('cellStatus');
		expect(rows).toHaveLength(230);
		expect(rig.requests()).toEqual(Array(3).fill('POST /tables/query -> 200'));
	});

	test('success: columns, filters, and the cells as they are', async () => {
		rig = await ClayRig.start({ people: 60 });
		const [{ email, company }] = rig.sandbox.people();
		const parameters = {
			...QUERY,
			simplify: false,
			columns: 'Email, Employees',
			filters: {
				filter: [
					{ field: 'Employees', op: '>=', value: String(company.employees), isNumber: true },
					{ field: 'Email', op: 'in', value: `nobody; ${email}` },
					{ field: 'Company', op: 'is_not_empty', value: 'left out' },
				],
			},
		};
		const { outputs } = await rig.run(parameters, [{}]);
		expect(json(outputs[0])).toEqual([
			{
				Email: { status: 'success', value: email, fields: null },
				Employees: { status: 'success', value: company.employees, fields: null },
			},
		]);
	});

	test('success: a limit, and a whole query in JSON', async () => {
		rig = await ClayRig.start({ people: 60 });
		const query = { tables: [{ id: SANDBOX_CLAY_TABLE }], select: [{ field: 'f_0email' }] };
		const parameters = { ...QUERY, returnAll: false, limit: 3, queryBy: 'json' };
		const { outputs } = await rig.run({ ...parameters, queryJson: JSON.stringify(query) }, [{}]);
		expect(json(outputs[0])).toEqual(
			rig.sandbox
				.people()
				.slice(0, 3)
				.map(({ email }) => ({ Email: email })),
		);
	});

	test('a rejected row among good ones: a column that the table lacks, and no table', async () => {
		rig = await ClayRig.start({ people: 2 });
		const parameters = { ...QUERY, tableId: '={{ $json.id }}', columns: '={{ $json.columns }}' };
		const items = [
			{ id: SANDBOX_CLAY_TABLE, columns: 'Phone' },
			{ id: SANDBOX_CLAY_TABLE, columns: 'Email' },
			{ id: '' },
			{ id: 't_gone' },
		];
		const run = await rig.run(parameters, items, goOn);
		expect(pairs(run)).toEqual([
			[{ item: 1 }, { item: 1 }],
			[{ item: 0 }, { item: 2 }, { item: 3 }],
		]);
		expect(json(run.outputs[1]).map(({ error }) => error)).toEqual([
			'Clay could not use the values sent: Unknown field "Phone"',
			'Table ID is empty',
			'Clay did not find what was asked for: Table not found',
		]);
	});

	test('a retry after 503: no page twice', async () => {
		const rules = [{ kind: 'status-503' as const, at: [2] }];
		rig = await ClayRig.start({ people: 130, faults: { seed: 1, rules } });
		const { outputs } = await rig.run(QUERY, [{}]);
		expect(new Set(json(outputs[0]).map(({ Email }) => Email)).size).toBe(130);
		expect(rig.requests()).toHaveLength(3);
	});
});

describe('what cannot be asked', () => {
	test('a sorted query gives one page, and says that there may be more', async () => {
		rig = await ClayRig.start({ people: 130 });
		const sort = { by: [{ field: 'Employees', direction: 'desc' }] };
		const run = await rig.run({ ...QUERY, sort }, [{}]);
		expect(run.outputs[0]).toHaveLength(100);
		expect(run.hints.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('the provider gives no more than this to one query'),
		);
		const few = await rig.run({ ...QUERY, sort, returnAll: false, limit: 5 }, [{}]);
		expect(json(few.outputs[0])[0].Employees).toBe(
			Math.max(...rig.sandbox.people().map(({ company }) => company.employees)),
		);
	});

	test.each([
		[{ columns: Array(21).fill('a').join() }, 'Columns has 21 entries, but Clay takes 20'],
		[{ filters: { filter: [{ field: '', op: '=' }] } }, 'A filter has no column'],
		[
			{ filters: { filter: [{ field: 'a', op: '>', value: 'b', isNumber: true }] } },
			'The value of the filter on a is "b", which is no number',
		],
		[{ queryBy: 'json', queryJson: '{"select": []}' }, 'Query names no tables'],
		[{ queryBy: 'json', queryJson: 'select *' }, 'Query is no JSON object'],
	])('%j: %s, nothing sent', async (change, message) => {
		rig = await ClayRig.start();
		const { error } = await rig.run({ ...QUERY, ...change }, [{}]);
		expect(error?.message).toContain(message);
		expect(rig.requests()).toEqual([]);
	});

	test('tables of a plan below Enterprise', async () => {
		rig = await ClayRig.start({ clay: { enterprise: false } });
		const { error } = await rig.run(QUERY, [{}]);
		expect(error?.message).toContain('API table sync is not enabled');
		expect(error?.description).toContain('Enterprise');
	});
});

describe('the credential', () => {
	test('a wrong key: one request, and no key in the error', async () => {
		rig = await ClayRig.start();
		const apiKey = 'wrong-key-1234';
		const { error } = await rig.run(QUERY, [{}], { credential: { apiKey } });
		expect(error?.message).toBe('Clay did not accept the credential: Authentication failed');
		expect(rig.requests()).toHaveLength(1);
		expect(JSON.stringify(error)).not.toContain(apiKey);
	});

	test('the limit of the workspace is kept as soon as an answer tells it', async () => {
		rig = await ClayRig.start({ people: 330, clay: { api: { requests: 3, windowMs: 1_000 } } });
		const { outputs } = await rig.run(QUERY, [{}]);
		expect(outputs[0]).toHaveLength(330);
		expect(rig.sandbox.state().clay.rateLimited).toBe(0);
	});

	test('the key is in no log', async () => {
		rig = await ClayRig.start({ people: 1 });
		await rig.run(QUERY, [{}]);
		expect(JSON.stringify(log.rows())).not.toContain(SANDBOX_CLAY_KEY);
	});
});
