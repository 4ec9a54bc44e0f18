import { org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

type Field = Record<string, unknown>;

describe('Salesforce: objects and their fields', () => {
	it('lists every object', async () => {
		const { api } = await org();
		const { text } = await api('GET /sobjects');
		const { encoding, maxBatchSize, sobjects } = JSON.parse(text);
		expect({ encoding, maxBatchSize }).toEqual({ encoding: 'UTF-8', maxBatchSize: 200 });
		expect(sobjects.map(({ name }: Field) => name)).toEqual([
			'Account',
			'Contact',
			'Lead',
			'Opportunity',
			'Campaign',
			'CampaignMember',
			'Task',
			'TaskStatus',
			'User',
			'Invoice__c',
		]);
		expect(sobjects.at(-1)).toMatchObject({
			custom: true,
			createable: true,
			keyPrefix: 'a01',
			label: 'Invoice',
			urls: { describe: '/services/data/v66.0/sobjects/Invoice__c/describe' },
		});
		expect(await api('GET /sobjects/user')).toMatchObject({
			json: { objectDescribe: { name: 'User', createable: false } },
		});
	});

	it('says of each field what can be done with it', async () => {
		const { api } = await org();
		const describe = JSON.parse((await api('GET /sobjects/Contact/describe')).text);
		const field = (name: string): Field =>
			describe.fields.find((each: Field) => each.name === name);
		expect(field('Ext__c')).toMatchObject({
			type: 'string',
			length: 80,
			custom: true,
			externalId: true,
			idLookup: true,
			unique: true,
			caseSensitive: false,
			createable: true,
		});
		expect(field('Legacy_Id__c')).toMatchObject({ externalId: true, unique: false });
		expect(field('Email')).toMatchObject({ type: 'email', externalId: false, idLookup: true });
		expect(field('Name')).toMatchObject({
			createable: false,
			updateable: false,
			nameField: true,
			nillable: false,
		});
		expect(field('LastName')).toMatchObject({ nillable: false, defaultedOnCreate: false });
		expect(field('AccountId')).toMatchObject({
			type: 'reference',
			referenceTo: ['Account'],
			relationshipName: 'Account',
		});
		expect(field('Tier__c')).toMatchObject({
			restrictedPicklist: true,
			picklistValues: [
				{ active: true, defaultValue: false, label: 'A', value: 'A', validFor: null },
				{ active: true, defaultValue: false, label: 'B', value: 'B', validFor: null },
				{ active: true, defaultValue: false, label: 'C', value: 'C', validFor: null },
			],
		});
		expect(field('MailingAddress')).toMatchObject({ type: 'address', createable: false });
		expect(field('MailingCity')).toMatchObject({ compoundFieldName: 'MailingAddress' });
		expect(field('DoNotCall')).toMatchObject({ type: 'boolean', defaultedOnCreate: true });
		expect(describe.recordTypeInfos).toMatchObject([{ master: true }]);
		expect(describe.childRelationships).toContainEqual(
			expect.objectContaining({ childSObject: 'Task', field: 'WhoId' }),
		);
	});

	it('knows formulas, automatic numbers and references to several objects', async () => {
		const { api } = await org();
		const fields = async (object: string): Promise<Field[]> =>
			JSON.parse((await api(`GET /sobjects/${object}/describe`)).text).fields;
		expect(await fields('Account')).toContainEqual(
			expect.objectContaining({ name: 'Segment__c', calculated: true, createable: false }),
		);
		expect(await fields('Invoice__c')).toContainEqual(
			expect.objectContaining({ name: 'Name', autoNumber: true, createable: false }),
		);
		expect(await fields('Task')).toContainEqual(
			expect.objectContaining({
				name: 'WhoId',
				referenceTo: ['Contact', 'Lead'],
				polymorphicForeignKey: true,
			}),
		);
	});

	it('answers 304 to whom it has told already', async () => {
		const { api } = await org();
		const first = await api('GET /sobjects/Lead/describe');
		const since = first.headers.get('last-modified') ?? '';
		const again = async (date: string) =>
			await api('GET /sobjects/Lead/describe', undefined, { 'if-modified-since': date });
		expect(await again(since)).toMatchObject({ status: 304, text: '' });
		expect((await again('Sat, 01 Jan 2022 00:00:00 GMT')).status).toBe(200);
	});
});
