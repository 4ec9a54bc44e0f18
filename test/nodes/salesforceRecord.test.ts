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
const once = (kind: 'status-503' | 'drop-after' | 'locked-row', path = '/composite') => ({
	faults: { seed: 1, rules: [{ vendor: 'salesforce' as const, kind, path, at: [1] }] },
});
const field = (object: 'Contact' | 'Account' | 'Lead', name: string) =>
	rig.sandbox.salesforceRecords(object).map(({ fields }) => fields[name]);

const create: IDataObject = {
	operation: 'create',
	...OBJECT('Contact'),
	fields: mapped({ LastName: '={{ $json.name }}', Title: '={{ $json.title }}' }),
};
const upsert: IDataObject = {
	operation: 'createOrUpdate',
	...OBJECT('Contact'),
	fields: mapped({ Ext__c: '={{ $json.key }}', LastName: '={{ $json.name }}' }, ['Ext__c']),
};
const update: IDataObject = {
	operation: 'update',
	...OBJECT('Contact'),
	fields: mapped({ Id: '={{ $json.id }}', Title: '={{ $json.title }}' }, ['Id']),
};
const remove: IDataObject = {
	operation: 'delete',
	...OBJECT('Contact'),
	recordId: '={{ $json.id }}',
};
const names = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `Name ${n}` }));
const keyed = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ key: `K-${n}`, name: `Name ${n}` }));
const titled = () => ids().map(({ id }) => ({ id, title: 'T' }));
const ids = () => rig.sandbox.salesforceRecords('Contact').map(({ id }) => ({ id }));

describe('Record: Create', () => {
	test('success: 250 items in two requests, each with its ID, in order and paired', async () => {
		rig = await SalesforceRig.start();
		const run = await rig.run(create, names(250));
		expect(rig.requests()).toEqual(Array(2).fill('POST /composite/sobjects -> 200'));
		const held = new Map(
			rig.sandbox.salesforceRecords('Contact').map(({ id, fields }) => [id, fields.LastName]),
		);
		expect(json(run.outputs[0]).map(({ id }) => held.get(String(id)))).toEqual(
			names(250).map(({ name }) => name),
		);
		expect(json(run.outputs[0]).every(({ result }) => result === 'created')).toBe(true);
		expect(pairs(run)[0]).toEqual(names(250).map((_, item) => ({ item })));
		expect(run.hints[0].message).toBe('250 items in 2 requests.');
	});

	test('a rejected row among good ones: the others are created, it says which field and why', async () => {
		rig = await SalesforceRig.start();
		const items: IDataObject[] = [...names(3), { name: 'x', title: 't'.repeat(200) }];
		const run = await rig.run(create, items, goOn);
		expect(run.outputs[0]).toHaveLength(3);
		const [refused] = json(run.outputs[1]);
		expect(refused).toMatchObject({
			error: expect.stringContaining('data value too large'),
			message:
				'Shorten the text (Title). ' +
				`Row ${(refused.details as IDataObject).logRow} of the API log.`,
			details: { reason: 'row-rejected', code: 'STRING_TOO_LONG', fields: ['Title'] },
		});
		expect(pairs(run)[1]).toEqual([{ item: 3 }]);
	});

	test('a retry of a request that was locked, and none of one whose answer was lost', async () => {
		rig = await SalesforceRig.start({}, once('locked-row'));
		const locked = await rig.run(create, names(3), goOn);
		expect(locked.outputs[0]).toHaveLength(3);
		expect(rig.requests()).toEqual([
			'POST /composite/sobjects -> 400',
			'POST /composite/sobjects -> 200',
		]);
		rig.sandbox.setFaults(once('drop-after').faults);
		const others = names(3).map(({ name }) => ({ name: `Other ${name}` }));
		const lost = await rig.run(create, others, goOn);
		expect(json(lost.outputs[1])).toHaveLength(3);
		expect(json(lost.outputs[1])[0].details).toMatchObject({
			reason: 'unknown-outcome',
			outcome: 'unknown',
		});
		expect(rig.state()).toMatchObject({ createsResent: 0, objects: { Contact: { created: 6 } } });
	});

	test('every value as its field takes it: numbers, dates, lists, booleans, parents', async () => {
		rig = await SalesforceRig.start({ records: { Account: 2 } });
		const fields = mapped({
			LastName: '={{ 4711 }}',
			Score__c: '={{ 12.5 }}',
			Birthdate: '2001-02-03T00:00:00.000+01:00',
			DoNotCall: '={{ true }}',
			Description: 'two\nlines "and" \'quotes\'',
			'Account.Ext__c': 'ACC-2',
		});
		const { error } = await rig.run({ ...create, fields }, [{}]);
		expect(error).toBeUndefined();
		const [account] = rig.sandbox
			.salesforceRecords('Account')
			.filter(({ fields: held }) => held.Ext__c === 'ACC-2');
		expect(rig.sandbox.salesforceRecords('Contact')[0].fields).toMatchObject({
			LastName: '4711',
			Score__c: 12.5,
			Birthdate: '2001-02-03',
			DoNotCall: true,
			Description: 'two\nlines "and" \'quotes\'',
			AccountId: account.id,
		});
	});

	test('a time for a field of date and time keeps its zone', async () => {
		rig = await SalesforceRig.start();
		const fields = mapped({
			Amount__c: '10',
			Paid_At__c: '={{ DateTime.fromISO("2026-03-04T05:06:07.891+02:00", { setZone: true }) }}',
		});
		const { error } = await rig.run({ ...create, ...OBJECT('Invoice__c'), fields }, [{}]);
		expect(error).toBeUndefined();
		const [invoice] = rig.sandbox.salesforceRecords('Invoice__c');
		expect(invoice.fields.Paid_At__c).toBe('2026-03-04T03:06:07.891Z');
	});

	test('a parent by its external ID, from the list of relationships', async () => {
		rig = await SalesforceRig.start({ records: { Account: 3 } });
		const parent = {
			relationship: 'Account',
			parentField: 'Ext__c',
			value: '={{ $json.account }}',
		};
		const parameters = { ...create, parents: { parent: [{ ...parent, parentType: '' }] } };
		const items = [{ name: 'A', account: 'ACC-1' }, { name: 'B', account: 'ACC-9' }, { name: 'C' }];
		const run = await rig.run(parameters, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 0 }, { item: 2 }], [{ item: 1 }]]);
		expect(json(run.outputs[1])[0].error).toContain('acc-9 not found for field Ext__c');
		const account = rig.sandbox
			.salesforceRecords('Account')
			.find(({ fields: held }) => held.Ext__c === 'ACC-1');
		const accounts = Object.fromEntries(
			rig.sandbox
				.salesforceRecords('Contact')
				.map(({ fields: held }) => [held.LastName, held.AccountId ?? null]),
		);
		expect(accounts).toEqual({ A: account?.id, C: null });
	});

	test('a create that finds a duplicate: the record that exists is named, and a choice saves it', async () => {
		rig = await SalesforceRig.start({ duplicateRules: ['Contact'], records: { Contact: 1 } });
		const fields = mapped({ LastName: 'x', Email: 'contact1@seeded.example' });
		const run = await rig.run({ ...create, fields }, [{}], goOn);
		expect(json(run.outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('switch on Allow Duplicates'),
			details: {
				code: 'DUPLICATES_DETECTED',
				existingId: rig.sandbox.salesforceRecords('Contact')[0].id,
			},
		});
		const allowed = await rig.run(
			{ ...create, fields, options: { allowDuplicates: true } },
			[{}],
			goOn,
		);
		expect(allowed.outputs[0]).toHaveLength(1);
		expect(rig.state().headers['sforce-duplicate-rule-header: allowSave=true']).toBe(1);
	});

	test.each([
		['default', {}, 'rule'],
		['none', { assignment: 'none' }, 'own'],
	])('the assignment rule of leads: %s', async (_, options, who) => {
		rig = await SalesforceRig.start({ leadAssignmentRule: true, users: 3 });
		const fields = mapped({ LastName: 'x', Company: 'y' });
		await rig.run({ ...create, ...OBJECT('Lead'), fields, options }, [{}]);
		const [first, second] = rig.sandbox.salesforceRecords('User');
		expect(field('Lead', 'OwnerId')).toEqual([who === 'rule' ? second.id : first.id]);
	});

	test('all or none: one refused item takes back the others of its request', async () => {
		rig = await SalesforceRig.start();
		const items: IDataObject[] = [...names(2), { name: 'x', title: 't'.repeat(200) }];
		const run = await rig.run({ ...create, options: { allOrNone: true } }, items, goOn);
		expect(rig.state().objects.Contact.records).toBe(0);
		expect(json(run.outputs[1]).map(({ details }) => (details as IDataObject).code)).toEqual([
			'ALL_OR_NONE_OPERATION_ROLLED_BACK',
			'ALL_OR_NONE_OPERATION_ROLLED_BACK',
			'STRING_TOO_LONG',
		]);
		expect(json(run.outputs[1])[0].message).toContain('Another item of the same request');
	});

	test('all or none: a lock repeats the whole request', async () => {
		// One row in each hundred: in one of two attempts.
		rig = await SalesforceRig.start({ lockShare: 0.01 });
		const run = await rig.run({ ...create, options: { allOrNone: true } }, names(50), goOn);
		expect(run.outputs[0]).toHaveLength(50);
		expect(rig.state()).toMatchObject({ appliedTwice: 0, objects: { Contact: { records: 50 } } });
		// The next hundred rows hold exactly one lock: one of these two requests is repeated.
		await rig.run({ ...create, options: { allOrNone: true } }, names(50), goOn);
		expect(rig.requests().length).toBeGreaterThan(2);
	});
});

describe('Record: Create or Update', () => {
	test('success: tells created from updated, two hundred in a request', async () => {
		rig = await SalesforceRig.start();
		const first = await rig.run(upsert, keyed(2));
		const run = await rig.run(upsert, keyed(401));
		expect(json(run.outputs[0]).map(({ result }) => result)).toEqual([
			'updated',
			'updated',
			...Array<string>(399).fill('created'),
		]);
		expect(
			json(run.outputs[0])
				.slice(0, 2)
				.map(({ id }) => id),
		).toEqual(json(first.outputs[0]).map(({ id }) => id));
		expect(rig.requests()).toEqual(
			Array(4).fill('PATCH /composite/sobjects/Contact/Ext__c -> 200'),
		);
	});

	test('a rejected row among good ones: an external ID that two records have', async () => {
		rig = await SalesforceRig.start();
		const legacy = (value: string) =>
			rig.run({ ...create, fields: mapped({ LastName: 'x', Legacy_Id__c: value }) }, [{}]);
		await legacy('L-1');
		await legacy('L-1');
		const fields = mapped({ Legacy_Id__c: '={{ $json.key }}', LastName: 'y' }, ['Legacy_Id__c']);
		const run = await rig.run({ ...upsert, fields }, [{ key: 'L-1' }, { key: 'L-2' }], goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('more than one record'),
			message: expect.stringContaining('update by Record ID'),
			details: { code: 'DUPLICATE_EXTERNAL_ID' },
		});
	});

	test('a retry after a lost answer: each record once', async () => {
		rig = await SalesforceRig.start({}, once('drop-after'));
		const run = await rig.run(upsert, keyed(300));
		expect(run.outputs[0]).toHaveLength(300);
		expect(rig.requests()).toHaveLength(3);
		expect(rig.state()).toMatchObject({ appliedTwice: 0, objects: { Contact: { records: 300 } } });
	});

	test('items of one record go one after the other, and the last one wins', async () => {
		rig = await SalesforceRig.start();
		const items = [
			{ key: 'k', name: 'One' },
			{ key: 'K', name: 'Two' },
			{ key: 'k', name: 'Three' },
		];
		const run = await rig.run(upsert, items);
		expect(json(run.outputs[0]).map(({ result }) => result)).toEqual([
			'created',
			'updated',
			'updated',
		]);
		expect(field('Contact', 'LastName')).toEqual(['Three']);
	});

	test('only fill empty fields: what a record holds stays, new records are written in full', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2, Account: 2 } });
		const fields = mapped(
			{
				Ext__c: '={{ $json.key }}',
				LastName: '={{ $json.name }}',
				Title: '={{ $json.title }}',
				'Account.Ext__c': '={{ $json.account }}',
			},
			['Ext__c'],
		);
		const items = [
			{ key: 'CON-1', name: 'New', title: 'CEO', account: 'ACC-2' },
			{ key: 'CON-2', name: 'New' },
			{ key: 'CON-3', name: 'Third', title: 'CTO' },
		];
		const run = await rig.run({ ...upsert, fields, onlyFillEmpty: true }, items);
		expect(json(run.outputs[0]).map(({ result }) => result)).toEqual([
			'updated',
			'unchanged',
			'created',
		]);
		expect(rig.requests()).toEqual([
			'GET /query -> 200',
			'PATCH /composite/sobjects/Contact/Ext__c -> 200',
		]);
		const held = rig.sandbox
			.salesforceRecords('Contact')
			.map(({ fields: { LastName, Title } }) => [LastName, Title ?? null]);
		expect(held).toEqual([
			['Contact 1', 'CEO'],
			['Contact 2', null],
			['Third', 'CTO'],
		]);
	});

	test('only fill empty fields: names in another case than Salesforce has them', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 1 } });
		const fields = mapped({ ext__c: 'CON-1', email: 'new@example.com', title: 'CEO' }, ['ext__c']);
		const run = await rig.run({ ...upsert, fields, onlyFillEmpty: true }, [{}], goOn);
		expect(json(run.outputs[0])[0]).toMatchObject({ result: 'updated' });
		const [{ fields: held }] = rig.sandbox.salesforceRecords('Contact');
		expect(held).toMatchObject({ Email: 'contact1@seeded.example', Title: 'CEO' });
	});

	test('clears a field where that is chosen', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 1 } });
		const fields = mapped({ Ext__c: 'CON-1', LastName: 'x', Email: '' }, ['Ext__c']);
		await rig.run({ ...upsert, fields }, [{}]);
		expect(field('Contact', 'Email')).toEqual(['contact1@seeded.example']);
		await rig.run({ ...upsert, fields, emptyValues: 'clear' }, [{}]);
		expect(field('Contact', 'Email').map((email) => email ?? null)).toEqual([null]);
	});
});

describe('Record: Update', () => {
	test('success: by IDs of 15 or 18 characters', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 250 } });
		const items = ids().map(({ id }, n) => ({ id: n % 2 ? id : id.slice(0, 15), title: `T${n}` }));
		const run = await rig.run(update, items);
		expect(json(run.outputs[0])).toEqual(ids().map(({ id }) => ({ id, result: 'updated' })));
		expect(rig.requests()).toEqual(Array(2).fill('PATCH /composite/sobjects -> 200'));
		expect(field('Contact', 'Title')).toEqual(items.map(({ title }) => title));
	});

	test('a rejected row among good ones: a record that was deleted, and an ID of another object', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 3, Account: 1 } });
		const [gone, ...others] = titled();
		await rig.run(remove, [gone]);
		const [account] = rig.sandbox.salesforceRecords('Account');
		const run = await rig.run(update, [gone, ...others, { id: account.id, title: 'T' }], goOn);
		expect(pairs(run)).toEqual([
			[{ item: 1 }, { item: 2 }],
			[{ item: 0 }, { item: 3 }],
		]);
		expect(json(run.outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('restore it from the recycle bin'),
			details: { code: 'ENTITY_IS_DELETED' },
		});
	});

	test('a retry after 503: sent again', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 3 } }, once('status-503'));
		const run = await rig.run(update, titled());
		expect(run.outputs[0]).toHaveLength(3);
		expect(rig.requests()).toHaveLength(2);
	});

	test('only fill empty fields: read by IDs, two thousand in a request', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 300 } });
		const fields = mapped({ Id: '={{ $json.id }}', Title: 'T', Email: 'new@example.com' }, ['Id']);
		const run = await rig.run({ ...update, fields, onlyFillEmpty: true }, ids());
		expect(run.outputs[0]).toHaveLength(300);
		expect(rig.requests()).toEqual([
			'POST /composite/sobjects/Contact -> 200',
			'PATCH /composite/sobjects -> 200',
			'PATCH /composite/sobjects -> 200',
		]);
		expect(new Set(field('Contact', 'Title'))).toEqual(new Set(['T']));
		expect(field('Contact', 'Email')).not.toContain('new@example.com');
	});
});

describe('Record: Delete', () => {
	test('success: two hundred in a request', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 250 } });
		const all = ids();
		const run = await rig.run(remove, all);
		expect(json(run.outputs[0])).toEqual(all.map(({ id }) => ({ id, result: 'deleted' })));
		expect(rig.requests()).toEqual(Array(2).fill('DELETE /composite/sobjects -> 200'));
		expect(rig.state().objects.Contact.records).toBe(0);
	});

	test('a rejected row among good ones: an ID that no record has', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2 } });
		const run = await rig.run(remove, [{ id: '0035g0000000000' }, ...ids()], goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }, { item: 2 }], [{ item: 0 }]]);
	});

	test('a retry after a lost answer: what is deleted already is no error', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 5 } }, once('drop-after'));
		const run = await rig.run(remove, ids(), goOn);
		expect(run.outputs[0]).toHaveLength(5);
		expect(rig.requests()).toHaveLength(2);
		expect(rig.state().objects.Contact).toMatchObject({ records: 0, deleted: 5 });
	});
});

describe('fields that cannot be written', () => {
	const one = async (object: string, values: IDataObject) => {
		const parameters = { ...create, ...OBJECT(object), fields: mapped(values) };
		const { outputs } = await rig.run(parameters, [{}], goOn);
		return json(outputs[1])[0];
	};

	test('a formula: what to do about it', async () => {
		rig = await SalesforceRig.start();
		expect(await one('Account', { Name: 'x', Segment__c: 'Enterprise' })).toMatchObject({
			message: expect.stringContaining('Leave the field out (Segment__c): it is a formula'),
			details: { code: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Segment__c'] },
		});
	});

	test('one that the object has not: the nearest names, looked up once', async () => {
		rig = await SalesforceRig.start();
		const parameters = { ...create, fields: mapped({ LastName: 'x', Titel: 'y' }) };
		const { outputs } = await rig.run(parameters, names(300), goOn);
		expect(json(outputs[1])).toHaveLength(300);
		expect(json(outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('The nearest to Titel: Title (Title)'),
			details: { code: 'INVALID_FIELD', fields: ['Titel'] },
		});
		expect(rig.requests().sort()).toEqual([
			'GET /sobjects/Contact/describe -> 200',
			'POST /composite/sobjects -> 400',
			'POST /composite/sobjects -> 400',
		]);
	});

	test('a value of the wrong type in one item of many: the others are written once', async () => {
		rig = await SalesforceRig.start();
		const fields = mapped({ LastName: '={{ $json.name }}', Score__c: '={{ $json.score }}' });
		const items = names(40).map((item, n) => ({ ...item, score: n === 13 ? 'many' : n }));
		const run = await rig.run({ ...create, fields }, items, goOn);
		expect(run.outputs[0]).toHaveLength(39);
		expect(pairs(run)[1]).toEqual([{ item: 13 }]);
		expect(json(run.outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('not of the type of its field'),
			details: { code: 'JSON_PARSER_ERROR' },
		});
		expect(rig.state()).toMatchObject({ appliedTwice: 0, objects: { Contact: { created: 39 } } });
	});

	test.each([
		[{ 'Last Name': 'x' }, '"Last Name" is not the API name of a field'],
		[{ LastName: '={{ { a: 1 } }}' }, 'The value of LastName is an object'],
		[{ LastName: '' }, 'The item sets no field'],
		[{}, 'The item sets no field'],
	])('what cannot be sent at all: %j', async (values, what) => {
		rig = await SalesforceRig.start();
		expect((await one('Contact', values)).error).toBe(what);
		expect(rig.requests()).toEqual([]);
	});

	test.each([
		['', 'Object is empty'],
		['my object', 'Object is "my object", which is not the API name of one'],
	])('an object that is none: %p', async (object, what) => {
		rig = await SalesforceRig.start();
		const objectType = { __rl: true, mode: 'id', value: `={{ "${object}" }}` };
		const { outputs } = await rig.run({ ...create, objectType }, names(1), goOn);
		expect(json(outputs[1])[0].error).toBe(what);
	});

	test('a field to match on that is no name of one', async () => {
		rig = await SalesforceRig.start();
		const key = 'Ext__c/x?y';
		const fields = mapped({ [key]: '1', Title: 'y' }, [key]);
		const { outputs } = await rig.run(
			{ ...update, operation: 'createOrUpdate', fields },
			[{}],
			goOn,
		);
		expect(json(outputs[1])[0].error).toBe(`"${key}" is not the API name of a field`);
		expect(rig.requests()).toEqual([]);
	});

	test('an update by an external ID, and an upsert by the record ID: which operation to use', async () => {
		rig = await SalesforceRig.start();
		const update_ = { ...update, fields: mapped({ Ext__c: 'x', Title: 'y' }, ['Ext__c']) };
		const updated = await rig.run(update_, [{}], goOn);
		expect(json(updated.outputs[1])[0].error).toContain('not by Ext__c');
		const upsert_ = { ...upsert, fields: mapped({ Id: 'x', Title: 'y' }, ['Id']) };
		const upserted = await rig.run(upsert_, [{}], goOn);
		expect(json(upserted.outputs[1])[0].error).toBe('A new record has no Record ID yet');
	});
});

describe('Stop Workflow', () => {
	test('an ID that is none: nothing is sent', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2 } });
		const { error } = await rig.run(update, [...titled(), { id: 'no-id', title: 'T' }]);
		expect(error?.message).toBe('Record ID is "no-id", which is no ID');
		expect(rig.requests()).toEqual([]);
	});

	test('a refused row: the error says how many were written', async () => {
		rig = await SalesforceRig.start();
		const items: IDataObject[] = [...names(2), { name: 'x', title: 't'.repeat(200) }];
		const { error } = await rig.run(create, items);
		expect(error?.message).toContain('data value too large');
		expect(error?.description).toContain('Of 3 items, 2 were done, 1 failed');
	});
});
