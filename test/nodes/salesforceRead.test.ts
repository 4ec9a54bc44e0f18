import type { IDataObject } from 'n8n-workflow';
import type { NodeRun } from './support/runNode';
import { goOn, mapped, OBJECT, SalesforceRig } from './support/salesforce';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: SalesforceRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const fault = (kind: 'status-503' | 'cut-body', path: string) => ({
	faults: { seed: 1, rules: [{ vendor: 'salesforce' as const, kind, path, at: [1] }] },
});
const contacts = () => rig.sandbox.salesforceRecords('Contact');
const ids = () => contacts().map(({ id }) => ({ id }));
const conditions = (...condition: IDataObject[]) => ({ conditions: { condition } });

const get: IDataObject = { operation: 'get', ...OBJECT('Contact'), recordId: '={{ $json.id }}' };
const getAll: IDataObject = { operation: 'getAll', ...OBJECT('Contact'), returnAll: true };
const runQuery: IDataObject = { resource: 'query', operation: 'runQuery', returnAll: true };
const search: IDataObject = { resource: 'query', operation: 'search' };

describe('Record: Get', () => {
	test('success: one request for all of them, in order, with the usual fields', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 300 } });
		const run = await rig.run(get, ids().reverse());
		expect(json(run.outputs[0]).map(({ Id }) => ({ id: Id }))).toEqual(ids().reverse());
		expect(Object.keys(json(run.outputs[0])[0])).toEqual([
			'Id',
			'FirstName',
			'LastName',
			'Email',
			'Phone',
			'Title',
			'AccountId',
			'OwnerId',
			'CreatedDate',
			'LastModifiedDate',
		]);
		expect(rig.requests()).toEqual([
			'GET /sobjects/Contact/describe -> 200',
			'POST /composite/sobjects/Contact -> 200',
		]);
	});

	test('a rejected row among good ones: an ID that no record has', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2 } });
		const run = await rig.run(get, [{ id: '0035g000000zzzz' }, ...ids()], goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }, { item: 2 }], [{ item: 0 }]]);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('there is no Contact with the Record ID 0035g000000zzzz'),
			message: expect.stringContaining('recycle bin'),
			details: { reason: 'not-found' },
		});
	});

	test('a retry after 503: read again', async () => {
		rig = await SalesforceRig.start(
			{ records: { Contact: 2 } },
			fault('status-503', '/composite/sobjects/Contact'),
		);
		const run = await rig.run(get, ids());
		expect(run.outputs[0]).toHaveLength(2);
		expect(rig.requests()).toHaveLength(3);
	});

	test('by external IDs, however they are written: queries of many at once', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 900 } });
		const parameters = {
			...get,
			findBy: 'externalId',
			keyField: 'Ext__c',
			keyValue: '={{ $json.key }}',
			fieldsToReturn: ['Ext__c'],
		};
		const keys = Array.from({ length: 900 }, (_, n) => ({ key: `con-${n + 1}` }));
		const run = await rig.run(parameters, [...keys, { key: "CON-x'y" }], goOn);
		expect(json(run.outputs[0]).map(({ Ext__c }) => Ext__c)).toEqual(
			keys.map(({ key }) => key.toUpperCase()),
		);
		expect(pairs(run)[1]).toEqual([{ item: 900 }]);
		expect(rig.requests()).toEqual(Array(2).fill('GET /query -> 200'));
	});

	test('an external ID that two records have: both are named', async () => {
		rig = await SalesforceRig.start();
		const fields = mapped({ LastName: 'x', Legacy_Id__c: 'L-1' });
		await rig.run({ operation: 'create', ...OBJECT('Contact'), fields }, [{}, {}]);
		const parameters = { ...get, findBy: 'externalId', keyField: 'Legacy_Id__c', keyValue: 'L-1' };
		const run = await rig.run(parameters, [{}], goOn);
		const [one, two] = contacts().map(({ id }) => id);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining(`2 Contact records have the Legacy_Id__c L-1: ${one}, ${two}`),
			details: { reason: 'conflict', code: 'DUPLICATE_EXTERNAL_ID' },
		});
	});

	test('chosen fields, also of parents, and all of them without Simplify', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 1, Account: 1 } });
		const chosen = await rig.run({ ...get, fieldsToReturn: ['Email', 'Account.Name'] }, ids());
		expect(json(chosen.outputs[0])).toEqual([
			{
				Id: ids()[0].id,
				Email: 'contact1@seeded.example',
				Account: { Name: 'Account 1' },
			},
		]);
		const raw = await rig.run({ ...get, simplify: false }, ids());
		expect(json(raw.outputs[0])[0]).toMatchObject({
			attributes: { type: 'Contact' },
			SystemModstamp: expect.any(String),
			MailingCity: null,
		});
	});
});

describe('Record: Get Many', () => {
	test('success: all pages, each record once', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 250 }, queryPage: 100 });
		const run = await rig.run(getAll, [{}]);
		expect(json(run.outputs[0]).map(({ Id }) => Id)).toEqual(contacts().map(({ id }) => id));
		expect(run.hints[0].message).toBe('Complete: 250 of 250 records in 3 pages.');
		expect(rig.requests()).toHaveLength(4);
	});

	test('a rejected row among good ones: an object that does not exist', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2 } });
		const objectType = { __rl: true, mode: 'id', value: '={{ $json.object }}' };
		const items = [{ object: 'Kontakt' }, { object: 'Contact' }];
		const run = await rig.run({ ...getAll, objectType }, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }, { item: 1 }], [{ item: 0 }]]);
		expect(json(run.outputs[1])[0].details).toMatchObject({ reason: 'not-found' });
	});

	test('a retry of a page that was cut: no page twice', async () => {
		rig = await SalesforceRig.start(
			{ records: { Contact: 250 }, queryPage: 100 },
			fault('cut-body', '/query/'),
		);
		const run = await rig.run(getAll, [{}]);
		expect(run.outputs[0]).toHaveLength(250);
		expect(rig.requests()).toHaveLength(5);
	});

	const one = async (...all: IDataObject[]) => {
		const { outputs, error } = await rig.run({ ...getAll, ...conditions(...all) }, [{}]);
		expect(error).toBeUndefined();
		return json(outputs[0]).map(({ LastName }) => LastName);
	};

	test('conditions of every type, in the form that its field takes', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 12, Account: 3 } });
		expect(await one({ field: 'Score__c', operator: 'gte', value: '11' })).toEqual([
			'Contact 11',
			'Contact 12',
		]);
		expect(await one({ field: 'Ext__c', operator: 'in', value: 'CON-2, CON-3' })).toHaveLength(2);
		expect(await one({ field: 'Ext__c', operator: 'in', value: ['CON-4'] })).toHaveLength(1);
		expect(await one({ field: 'LastName', operator: 'endsWith', value: ' 7' })).toHaveLength(1);
		expect(await one({ field: 'LastName', operator: 'contains', value: '%' })).toEqual([]);
		expect(await one({ field: 'DoNotCall', operator: 'eq', value: 'true' })).toEqual([]);
		expect(await one({ field: 'Phone', operator: 'empty', value: '' })).toHaveLength(12);
		expect(await one({ field: 'Id', operator: 'eq', value: ids()[4].id.slice(0, 15) })).toEqual([
			'Contact 5',
		]);
		expect(await one({ field: 'CreatedDate', operator: 'gt', value: '2020-01-01' })).toHaveLength(
			12,
		);
		expect(await one({ field: 'CreatedDate', operator: 'eq', value: 'TODAY' })).toHaveLength(12);
		expect(await one({ field: 'Account.Name', operator: 'eq', value: 'Account 3' })).toHaveLength(
			4,
		);
	});

	test('any of several conditions, sorted, up to a limit', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 12 } });
		const both = conditions(
			{ field: 'Ext__c', operator: 'eq', value: 'CON-2' },
			{ field: 'Score__c', operator: 'lt', value: '6' },
		);
		const sort = { by: [{ field: 'Score__c', direction: 'DESC' }] };
		const parameters = { ...getAll, ...both, match: 'OR', sort, returnAll: false, limit: 3 };
		const { outputs } = await rig.run(parameters, [{}]);
		expect(json(outputs[0]).map(({ LastName }) => LastName)).toEqual([
			'Contact 5',
			'Contact 4',
			'Contact 3',
		]);
	});

	test('quotes, backslashes and line breaks in a value cannot end it', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 3 } });
		const nasty = ["O'Neil", "' OR Name != '", 'back\\slash', "\\'", 'two\nlines', '100%_\ttab'];
		const items = nasty.map((name) => ({ name }));
		const fields = mapped({ LastName: '={{ $json.name }}' });
		await rig.run({ operation: 'create', ...OBJECT('Contact'), fields }, items);
		for (const operator of ['eq', 'contains', 'in']) {
			for (const name of nasty) {
				const value = operator === 'in' ? [name] : name;
				expect(await one({ field: 'LastName', operator, value })).toEqual([name]);
			}
		}
	});

	test.each([
		['Shoe', 'eq', '43', 'Contact has no field "Shoe"'],
		['Scor__c', 'eq', '1', 'The nearest to Scor__c: Score__c'],
		['Description', 'contains', 'x', 'does not compare the field Description'],
		['Score__c', 'eq', 'many', 'has the value "many", which is not a number'],
		['Birthdate', 'gt', 'yesterday', 'which is not a date'],
		['AccountId', 'eq', '001', 'which is not an ID'],
		['DoNotCall', 'eq', 'yes', 'which is not true or false'],
		['LastName', 'eq', '', 'has no value'],
		['LastName', 'eq', ['a', 'b'], 'has 2 values, but compares with one'],
		['Score__c', 'eq', ' ', 'which is not a number'],
		['CreatedDate', 'gt', '2026-01-31 (OR Name != null)', 'which is not a date'],
		['CreatedDate', 'gt', '2026-01-31 10:00', 'which is not a date'],
		['Birthdate', 'gt', '2026-01-31 10:00', 'which is not a date'],
		["LastName != 'x' OR Account.Name", 'eq', 'x', 'has no field'],
		["Account WHERE Id != '' OR Contact.Name", 'eq', 'x', 'has no field'],
		['Accont.Name', 'eq', 'x', 'Contact has no field "Accont.Name"'],
		['LastName', 'like', 'x', 'The operator "like" does not exist'],
	])('a condition that cannot be: %s %s %s', async (field, operator, value, what) => {
		rig = await SalesforceRig.start({ records: { Contact: 1 } });
		const run = await rig.run({ ...getAll, ...conditions({ field, operator, value }) }, [{}], goOn);
		const [{ error, message }] = json(run.outputs[1]);
		expect(`${String(error)} ${String(message)}`).toContain(what);
		expect(rig.requests()).toEqual(['GET /sobjects/Contact/describe -> 200']);
	});

	test('deleted records too, where that is chosen', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 3 } });
		const remove = { operation: 'delete', ...OBJECT('Contact'), recordId: ids()[0].id };
		await rig.run(remove, [{}]);
		expect((await rig.run(getAll, [{}])).outputs[0]).toHaveLength(2);
		const all = await rig.run({ ...getAll, withDeleted: true }, [{}]);
		expect(all.outputs[0]).toHaveLength(3);
	});
});

describe('Query: Run Query', () => {
	test('success: all pages, with the values escaped', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 250 }, queryPage: 100 });
		const parameters = {
			...runQuery,
			soql: "SELECT Id, LastName FROM Contact WHERE LastName != ':name' AND LastName != :name AND Score__c > :least AND Ext__c NOT IN :keys",
			queryValues: {
				entry: [
					{ name: 'name', type: 'text', value: "O'Neil" },
					{ name: 'least', type: 'bare', value: '5' },
					{ name: 'keys', type: 'text', value: '={{ ["CON-6", "CON-7"] }}' },
				],
			},
		};
		const run = await rig.run(parameters, [{}]);
		expect(run.error).toBeUndefined();
		expect(run.outputs[0]).toHaveLength(243);
		expect(json(run.outputs[0])[0]).toEqual({ Id: ids()[7].id, LastName: 'Contact 8' });
		expect(rig.requests()).toHaveLength(3);
	});

	test('a rejected row among good ones: a field that the object has not, and the nearest', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 1 } });
		const parameters = { ...runQuery, soql: '={{ $json.soql }}' };
		const items = [
			{ soql: 'SELECT Id, Lastnam FROM Contact' },
			{ soql: 'SELECT Id FROM Contact' },
			{ soql: 'SELECT FROM WHERE' },
		];
		const run = await rig.run(parameters, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }], [{ item: 0 }, { item: 2 }]]);
		expect(json(run.outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('The nearest to Lastnam: LastName'),
			details: { code: 'INVALID_FIELD', fields: ['Lastnam'] },
		});
		expect(json(run.outputs[1])[1].details).toMatchObject({ code: 'MALFORMED_QUERY' });
	});

	test('a retry after 503: no page twice', async () => {
		rig = await SalesforceRig.start(
			{ records: { Contact: 250 }, queryPage: 100 },
			fault('status-503', '/query/'),
		);
		const run = await rig.run({ ...runQuery, soql: 'SELECT Id FROM Contact' }, [{}]);
		expect(new Set(json(run.outputs[0]).map(({ Id }) => Id)).size).toBe(250);
		expect(rig.requests()).toHaveLength(4);
	});

	test('a count alone is an item', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 5 } });
		const run = await rig.run({ ...runQuery, soql: 'SELECT COUNT() FROM Contact' }, [{}]);
		expect(json(run.outputs[0])).toEqual([{ count: 5 }]);
		expect(run.hints[0].message).toBe('Complete: 1 records in 1 page.');
	});

	test('a cursor that is dead on page 3: what came goes on, and a later run finds its place', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 250 }, queryPage: 100, cursorLifeMs: 1 });
		const parameters = { ...runQuery, soql: 'SELECT Id FROM Contact' };
		const run = await rig.run(parameters, [{}], goOn);
		expect(run.outputs[0]).toHaveLength(100);
		const [{ details, message }] = json(run.outputs[1]);
		expect(details).toMatchObject({ code: 'INVALID_QUERY_LOCATOR' });
		expect(message).toContain('run the query again from its beginning');
		const { resumeFrom } = details as IDataObject;
		const later = await rig.run({ ...parameters, resumeFrom }, [{}], goOn);
		expect(later.hints[0].message).toContain('begun again');
		expect(json(later.outputs[0]).map(({ Id }) => Id)).not.toContain(ids()[0].id);
	});

	test.each([
		['={{ "" }}', [], 'Query is empty'],
		['SELECT Id FROM Contact WHERE Name = :x', [{ name: 'y', value: '1' }], 'no :y'],
		[
			'SELECT Id FROM Contact LIMIT :n',
			[{ name: 'n', type: 'bare', value: '1 OFFSET 2' }],
			'no number',
		],
		[`SELECT Id FROM Contact WHERE Name = '${'x'.repeat(20_000)}'`, [], 'Bulk Job: Query'],
	])('what cannot be sent: %.40s', async (soql, entry, what) => {
		rig = await SalesforceRig.start();
		const run = await rig.run({ ...runQuery, soql, queryValues: { entry } }, [{}], goOn);
		const [{ error, message }] = json(run.outputs[1]);
		expect(`${String(error)} ${String(message)}`).toContain(what);
		expect(rig.requests()).toEqual([]);
	});
});

describe('Query: Search', () => {
	const find = {
		...search,
		sosl: '={{ "FIND {" + $json.what + "} IN ALL FIELDS RETURNING Contact(Id, LastName), Account(Id, Name)" }}',
	};

	test('success: records of several objects, each says of which it is', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 3, Account: 3 } });
		const run = await rig.run(find, [{ what: 'contact2' }]);
		expect(run.error).toBeUndefined();
		expect(json(run.outputs[0])).toEqual([
			{ object: 'Contact', Id: ids()[1].id, LastName: 'Contact 2' },
		]);
	});

	test('a rejected row among good ones: a search that is none', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 1 } });
		const items = [
			{ sosl: 'SEARCH x' },
			{ sosl: '' },
			{ sosl: 'FIND {contact1} RETURNING Contact(Id)' },
		];
		const run = await rig.run({ ...search, sosl: '={{ $json.sosl }}' }, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 2 }], [{ item: 0 }, { item: 1 }]]);
	});

	test('a retry after 503: asked again', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 1 } }, fault('status-503', '/search'));
		const run = await rig.run(find, [{ what: 'contact1' }]);
		expect(run.outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});
