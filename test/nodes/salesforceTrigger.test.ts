import type { IDataObject } from 'n8n-workflow';
import { ownLog } from './support/setup';
import { SalesforceTrigger } from '../../nodes/Salesforce/SalesforceTrigger.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { poller } from './support/pollNode';
import type { NodeSetup } from './support/runNode';
import { connected } from './support/salesforce';
import { itemsOf, MINUTE, SalesforceTriggerRig, told } from './support/salesforceTrigger';

const log = ownLog();
afterAll(() => log.remove());

let rig: SalesforceTriggerRig;
afterEach(async () => await rig.stop());

const names = (count: number, from = 0) =>
	Array.from({ length: count }, (_, n) => `N${String(from + n).padStart(5, '0')}`);

describe('events', () => {
	beforeEach(async () => (rig = await SalesforceTriggerRig.start()));

	test('created, updated, deleted: each once, and nothing when nothing has happened', async () => {
		const { poll } = rig.trigger();
		const [ada = '', bob = ''] = await rig.create(['Ada', 'Bob']);
		rig.pass();
		expect(told(await poll())).toEqual(['created Ada', 'created Bob']);
		rig.pass();
		expect(await poll()).toBeNull();
		await rig.update(ada, { LastName: 'Eve' });
		rig.pass();
		expect(told(await poll())).toEqual(['updated Eve']);
		await rig.delete(bob);
		rig.pass();
		expect(told(await poll())).toEqual(['deleted Bob']);
		rig.pass();
		expect(await poll()).toBeNull();
	});

	test('created and changed within one interval: both; created and deleted: deleted alone', async () => {
		const { poll } = rig.trigger();
		const [ada = '', bob = ''] = await rig.create(['Ada', 'Bob']);
		rig.pass(2_000);
		await rig.update(ada, { LastName: 'Eve' });
		await rig.delete(bob);
		rig.pass();
		expect(told(await poll())).toEqual(['created Eve', 'updated Eve', 'deleted Bob']);
	});

	test.each([
		[['created'], ['created A', 'created C']],
		[['updated'], ['updated A']],
		[['deleted'], ['deleted B']],
	])('only %j', async (events, expected) => {
		const { poll } = rig.trigger({ events });
		const [a = '', b = ''] = await rig.create(['A', 'B', 'C']);
		rig.pass();
		await rig.update(a, { Title: 'x' });
		await rig.delete(b);
		rig.pass();
		expect(told(await poll()).sort()).toEqual(expected);
		rig.pass();
		expect(await poll()).toBeNull();
	});

	test('from now on: nothing of what was there, also when that changes later it is not new', async () => {
		const [old = ''] = await rig.create(['Old']);
		rig.pass(10_000);
		const { poll } = rig.trigger({ begin: 'now' });
		expect(await poll()).toBeNull();
		rig.pass();
		await rig.create(['New']);
		await rig.update(old, { Title: 'x' });
		rig.pass();
		expect(told(await poll()).sort()).toEqual(['created New', 'updated Old']);
	});

	test('two changes within one second: a poll between them waits until the second is over', async () => {
		const { poll } = rig.trigger();
		const [ada = ''] = await rig.create(['Ada']);
		expect(await poll()).toBeNull();
		await rig.update(ada, { LastName: 'Eve' });
		rig.pass(1_000);
		expect(told(await poll())).toEqual(['created Eve']);
		rig.pass();
		expect(await poll()).toBeNull();
	});

	test('conditions, and the fields that are chosen', async () => {
		const condition = [{ field: 'Score__c', operator: 'gt', value: '5' }];
		const { poll } = rig.trigger({
			conditions: { condition },
			fieldsToReturn: ['LastName', 'Account.Name'],
		});
		await rig.create(['Low'], 'Contact', { Score__c: 5 });
		await rig.create(['High'], 'Contact', { Score__c: 6 });
		rig.pass();
		const [item, ...others] = itemsOf(await poll());
		expect(others).toEqual([]);
		expect(item).toEqual({
			event: 'created',
			Id: expect.any(String),
			LastName: 'High',
			Account: null,
		});
	});
});

test.each([
	[['created', 'updated'], false],
	[['deleted'], true],
])('on %j: asks for IsDeleted, which not all objects have: %p', async (events, isAsked) => {
	rig = await SalesforceTriggerRig.start();
	const server = await FaultServer.start(systemClock);
	server.afterwards(reply(200, { totalSize: 0, done: true, records: [] }));
	const { poll } = poller(
		{
			authentication: 'oAuth2',
			objectType: { __rl: true, mode: 'id', value: 'User' },
			events,
			begin: 'all',
			fieldsToReturn: ['Name'],
		},
		{ gtmSalesforceOAuth2Api: connected(server.url) } as NodeSetup['credentials'],
		{ type: new SalesforceTrigger() },
	);
	expect(await poll()).toBeNull();
	await server.close();
	const queries = server.arrivals.map(({ path }) => path).filter((path) => path.includes('?q='));
	expect(queries.map((path) => path.includes('IsDeleted'))).toEqual([isAsked]);
});

describe('none missed, none twice', () => {
	test('5,000 records of one second, in several pages and several polls', async () => {
		rig = await SalesforceTriggerRig.start();
		const { poll } = rig.trigger({ options: { mostItems: 2_000 } });
		await rig.create(names(5_000));
		rig.pass();
		const given: string[] = [];
		for (let turn = 0; turn < 5; turn += 1) {
			given.push(...told(await poll()));
			rig.pass();
		}
		expect(given).toHaveLength(5_000);
		expect(new Set(given).size).toBe(5_000);
	});

	test('changes while pages are read: those that move are told with their new time', async () => {
		rig = await SalesforceTriggerRig.start();
		const ids = await rig.create(names(2_500));
		rig.pass();
		const { poll } = rig.trigger({ options: { mostItems: 1 } });
		const given = told(await poll());
		expect(given).toHaveLength(2_000);
		// The first and the last of those that are still to come move behind all others.
		await rig.update(ids[0] ?? '', { LastName: 'First' });
		await rig.update(ids[2_499] ?? '', { LastName: 'Last' });
		rig.pass();
		for (let turn = 0; turn < 3; turn += 1) {
			given.push(...told(await poll()));
			rig.pass();
		}
		expect(given.filter((line) => line.startsWith('created'))).toHaveLength(2_500);
		expect(given.filter((line) => line.startsWith('updated')).sort()).toEqual([
			'updated First',
			'updated Last',
		]);
	});

	test.each([-10 * MINUTE, 10 * MINUTE])(
		"Salesforce's clock is %p ms ahead of ours: its time counts",
		async (clockSkewMs) => {
			rig = await SalesforceTriggerRig.start({ clockSkewMs });
			await rig.create(['Old']);
			rig.pass();
			const { poll } = rig.trigger({ begin: 'now', options: { lookBack: 0 } });
			expect(await poll()).toBeNull();
			for (let turn = 0; turn < 15; turn += 1) {
				await rig.create([`N${turn}`]);
				rig.pass();
				expect(told(await poll())).toEqual([`created N${turn}`]);
			}
		},
	);

	test('a crash before n8n has taken over the items: they come again', async () => {
		rig = await SalesforceTriggerRig.start();
		const trigger = rig.trigger();
		await rig.create(['Ada']);
		rig.pass();
		await trigger.give();
		trigger.crash();
		expect(told(await trigger.poll())).toEqual(['created Ada']);
	});

	test('Salesforce does not answer: an error, and the next poll goes on where it was', async () => {
		rig = await SalesforceTriggerRig.start();
		const { poll } = rig.trigger({ gtmRetries: 0 });
		expect(await poll()).toBeNull();
		await rig.create(['Ada']);
		rig.pass();
		rig.sandbox.setFaults({
			seed: 1,
			rules: [{ vendor: 'salesforce', kind: 'status-503', path: '/query', at: [1] }],
		});
		await expect(poll()).rejects.toThrow('Salesforce');
		expect(told(await poll())).toEqual(['created Ada']);
	});

	test('neither does its description: nothing is given without its fields', async () => {
		rig = await SalesforceTriggerRig.start();
		const { poll } = rig.trigger({ gtmRetries: 0, fieldsToReturn: [] });
		await rig.create(['Ada']);
		rig.pass();
		rig.sandbox.setFaults({
			seed: 1,
			rules: [{ vendor: 'salesforce', kind: 'status-503', path: '/describe', at: [1] }],
		});
		await expect(poll()).rejects.toThrow('Salesforce');
		expect(told(await poll())).toEqual(['created Ada']);
	});
});

describe('the editor', () => {
	beforeEach(async () => (rig = await SalesforceTriggerRig.start()));

	test('a test shows the newest records', async () => {
		await rig.create(['Ada']);
		rig.pass();
		await rig.create(['Bob']);
		rig.pass();
		const { poll } = rig.trigger({ events: ['created'] });
		expect(told(await poll('manual'))).toEqual(['created Bob', 'created Ada']);
	});

	test('nothing to show: says so', async () => {
		await expect(rig.trigger().poll('manual')).rejects.toMatchObject({
			message: 'There are no Contact records that could be shown',
		});
	});
});

describe('what has to be changed', () => {
	beforeEach(async () => (rig = await SalesforceTriggerRig.start()));

	test.each([
		[{ events: [] }, 'Events is empty'],
		[{ objectType: { __rl: true, mode: 'id', value: '' } }, 'Object is empty'],
		[{ options: { lookBack: -1 } }, 'Look-Back is no number of minutes'],
		[{ options: { mostItems: 0 } }, 'Max Items per Poll is no whole number'],
		[
			{ conditions: { condition: [{ field: 'Shoe', operator: 'eq', value: '1' }] } },
			'Contact has no field "Shoe"',
		],
		[{ fieldsToReturn: ['no field'] }, 'is not the API name of a field'],
		[
			{ fieldsToReturn: Array.from({ length: 800 }, (_, n) => `Some_Long_Name_${n}__c`) },
			'longer than an address holds',
		],
	])('%.80j', async (parameters, what) => {
		await expect(rig.trigger(parameters as IDataObject).poll()).rejects.toMatchObject({
			message: expect.stringContaining(what) as string,
			failure: { cause: 'configuration-invalid' },
		});
		expect(rig.queries()).toBe(0);
	});
});
