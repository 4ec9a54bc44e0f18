import type { ResourceMapperField } from 'n8n-workflow';
import { Salesforce } from '../../nodes/Salesforce/Salesforce.node';
import { OBJECT, SalesforceRig } from './support/salesforce';
import { ownLog } from './support/setup';

const log = ownLog();
let rig: SalesforceRig;
beforeEach(async () => (rig = await SalesforceRig.start({ records: { Contact: 60, Account: 1 } })));
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const { methods } = new Salesforce();
const on = (operation: string, object: string, rest = {}) =>
	rig.editor({ operation, ...OBJECT(object), ...rest });
const fieldsFor = async (operation: string, object: string, rest = {}) => {
	const { fields } = await methods.resourceMapping.getFields.call(on(operation, object, rest));
	return new Map(fields.map((field) => [field.id, field]));
};
const shown = (fields: Map<string, ResourceMapperField>) =>
	[...fields.values()].filter(({ removed }) => removed !== true).map(({ id }) => id);

describe('the field mapper', () => {
	test('of new records: what can be created, what is required and usual first', async () => {
		const fields = await fieldsFor('create', 'Contact');
		expect(shown(fields)).toEqual([
			'FirstName',
			'LastName',
			'Email',
			'Phone',
			'Title',
			'AccountId',
			'OwnerId',
		]);
		expect(fields.get('LastName')).toMatchObject({ required: true, type: 'string' });
		// Names of people, times and IDs are the work of Salesforce.
		for (const name of ['Id', 'Name', 'CreatedDate', 'SystemModstamp', 'MailingAddress']) {
			expect(fields.has(name)).toBe(false);
		}
	});

	test('leaves out formulas and numbers that Salesforce gives', async () => {
		const fields = await fieldsFor('createOrUpdate', 'Invoice__c');
		expect(fields.has('Amount_With_Tax__c')).toBe(false);
		expect(fields.has('Name')).toBe(false);
		expect(fields.get('Amount__c')).toMatchObject({ type: 'number', required: false });
	});

	test('types: picklists with their options, numbers, times, truth', async () => {
		const fields = await fieldsFor('create', 'Contact');
		expect(fields.get('Tier__c')).toMatchObject({
			type: 'options',
			options: ['A', 'B', 'C'].map((value) => ({ name: value, value })),
		});
		expect(fields.get('Score__c')).toMatchObject({ type: 'number' });
		expect(fields.get('Birthdate')).toMatchObject({ type: 'dateTime' });
		expect(fields.get('DoNotCall')).toMatchObject({ type: 'boolean' });
	});

	test('of an upsert: matched on an external ID, or what Salesforce looks up like one', async () => {
		const fields = await fieldsFor('createOrUpdate', 'Contact');
		const keys = [...fields.values()].filter(({ canBeUsedToMatch }) => canBeUsedToMatch);
		expect(keys.map(({ id }) => id).sort()).toEqual(['Email', 'Ext__c', 'Legacy_Id__c']);
		expect(fields.get('Ext__c')).toMatchObject({ defaultMatch: true });
		expect([...fields.keys()][0]).toBe('Ext__c');
	});

	test('of an update: matched on the record ID', async () => {
		const fields = await fieldsFor('update', 'Contact');
		expect([...fields.keys()][0]).toBe('Id');
		expect([...fields.values()].filter((each) => each.canBeUsedToMatch)).toHaveLength(1);
	});

	test('of a bulk job: as its own operation asks', async () => {
		const bulk = { resource: 'bulkJob' };
		const update = await fieldsFor('ingest', 'Contact', { ...bulk, bulkOperation: 'update' });
		expect([...update.keys()][0]).toBe('Id');
		const insert = await fieldsFor('ingest', 'Contact', { ...bulk, bulkOperation: 'insert' });
		expect(insert.has('Id')).toBe(false);
		expect(insert.get('LastName')).toMatchObject({ required: true });
	});

	test('without an object: says so, and asks for nothing', async () => {
		const context = rig.editor({ operation: 'create' });
		expect(await methods.resourceMapping.getFields.call(context)).toEqual({
			fields: [],
			emptyFieldsNotice: 'Choose an object first',
		});
		expect(rig.requests()).toEqual([]);
	});

	test('an object that does not exist: the editor shows why', async () => {
		await expect(fieldsFor('create', 'Kontakt')).rejects.toThrow('did not find');
	});
});

describe('the lists', () => {
	test('objects, by label and API name; for writes those that can be written', async () => {
		const read = await methods.listSearch.getObjects.call(on('getAll', ''), '');
		const names = read.results.map(({ value }) => value);
		expect(names).toEqual(expect.arrayContaining(['Account', 'Contact', 'Invoice__c', 'User']));
		const write = await methods.listSearch.getObjects.call(on('create', ''), 'inv');
		expect(write.results).toEqual([{ name: 'Invoice (Invoice__c)', value: 'Invoice__c' }]);
		const users = await methods.listSearch.getObjects.call(on('create', ''), 'user');
		expect(users.results.map(({ value }) => value)).not.toContain('User');
	});

	test('records, by their names, page by page', async () => {
		const first = await methods.listSearch.getRecords.call(on('get', 'Contact'), '');
		expect(first.results).toHaveLength(50);
		const next = await methods.listSearch.getRecords.call(
			on('get', 'Contact'),
			'',
			String(first.paginationToken),
		);
		expect(next.results).toHaveLength(10);
		expect(next.paginationToken).toBeUndefined();
		const found = await methods.listSearch.getRecords.call(on('get', 'Contact'), 'Contact 7');
		expect(found.results).toEqual([
			{ name: expect.stringMatching(/^Seeded Contact 7 \(003/), value: expect.any(String) },
		]);
		const none = await methods.listSearch.getRecords.call(on('get', 'Contact'), "x'%");
		expect(none.results).toEqual([]);
	});

	test('fields to return, to compare, to sort by, and keys', async () => {
		const { loadOptions } = methods;
		const values = (list: Array<{ value: unknown }>) => list.map(({ value }) => value);
		const all = values(await loadOptions.getFieldNames.call(on('getAll', 'Contact')));
		expect(all).toEqual(expect.arrayContaining(['Id', 'Name', 'Description', 'MailingAddress']));
		const filters = values(await loadOptions.getFilterFields.call(on('getAll', 'Contact')));
		expect(filters).toContain('LastName');
		expect(filters).not.toContain('Description');
		const sorts = values(await loadOptions.getSortFields.call(on('getAll', 'Contact')));
		expect(sorts).not.toContain('MailingAddress');
		const keys = values(await loadOptions.getKeyFields.call(on('get', 'Contact')));
		expect(keys.sort()).toEqual(['Email', 'Ext__c', 'Legacy_Id__c']);
		expect(await loadOptions.getFieldNames.call(on('getAll', ''))).toEqual([]);
	});

	test('relationships by which a record belongs to others', async () => {
		const list = await methods.loadOptions.getRelationships.call(on('create', 'Contact'));
		expect(list).toContainEqual({
			name: expect.any(String),
			value: 'Account',
			description: 'Account: Account',
		});
		expect(list.map(({ value }) => value)).not.toContain('CreatedBy');
	});

	test('flows', async () => {
		const { results } = await methods.listSearch.getFlows.call(
			rig.editor({ resource: 'flow' }),
			'score',
		);
		expect(results).toEqual([{ name: expect.any(String), value: 'Score_Lead' }]);
	});
});
