import type { SandboxOptions } from '../../sandbox';
import { pair, PATH, People, PLAIN, PRIMARY, type } from './support/associations';
import { json, ownLog } from './support/setup';

const log = ownLog();
let people: People;
afterEach(async () => await people.rig.stop());
afterAll(() => log.remove());

const open = async (...told: Parameters<typeof People.start>) =>
	(people = await People.start(...told));
const once = (kind: 'status-503' | 'drop-after', path: string): SandboxOptions => ({
	faults: { seed: 1, rules: [{ kind, path, at: [1] }] },
});

describe('Association: Create', () => {
	const create = { ...pair, operation: 'create' };

	test('success: 2,100 pairs in two requests, one output item each', async () => {
		const { contacts, companies } = await open({ contacts: 70, companies: 30 });
		const items = contacts.flatMap((from) => companies.map((to) => ({ from, to })));
		const { outputs } = await people.run(create, items);
		expect(json(outputs[0])).toEqual(
			items.map(({ from, to }) => ({
				fromObjectId: from,
				toObjectId: to,
				associationTypes: [PLAIN],
			})),
		);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(people.rig.requests()).toEqual([
			`GET ${PATH}/labels -> 200`,
			...Array(2).fill(`POST ${PATH}/batch/associate/default -> 200`),
		]);
		expect(people.associated).toBe(2_100);
	});

	test('success with a label: the labels that a pair has are kept', async () => {
		await open();
		const { contacts, companies } = people;
		await people.newLabel('Advisor');
		await people.run(create, [{ from: contacts[0], to: companies[0], labels: ['Advisor'] }]);
		const { outputs } = await people.run(
			create,
			people.pairs.map((item) => ({ ...item, labels: ['primary'] })),
		);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(Array(3).fill('created'));
		expect(await people.labelsOf(contacts[0], companies[0])).toEqual(['Advisor', 'Primary', null]);
		expect(await people.labelsOf(contacts[1], companies[1])).toEqual(['Primary', null]);
		expect(json(outputs[0])[1]).toEqual({
			fromObjectId: contacts[1],
			toObjectId: companies[1],
			associationTypes: [PRIMARY],
			result: 'created',
		});
	});

	test('a rejected row among good ones: a record that is not there, and a bad ID', async () => {
		const { contacts, companies } = await open();
		const { outputs } = await people.run(create, [
			{ from: contacts[0], to: companies[0] },
			{ from: contacts[1], to: '999999999' },
			{ from: 'abc', to: companies[1] },
			{ from: contacts[2], to: companies[2] },
		]);
		expect(json(outputs[0]).map(({ fromObjectId }) => fromObjectId)).toEqual([
			contacts[0],
			contacts[2],
		]);
		expect(json(outputs[1])).toMatchObject([
			{
				error: expect.stringContaining('COMPANY=999999999 is not valid'),
				message: expect.stringContaining(
					`Check that both records exist: contacts ${contacts[1]} and companies 999999999.`,
				),
				details: { reason: 'row-rejected', outcome: 'not done' },
			},
			{ error: 'From Record ID is "abc", which is not an ID of HubSpot' },
		]);
	});

	test.each(['status-503', 'drop-after'] as const)(
		'a retry after %s: what arrives twice does no harm',
		async (kind) => {
			await open({}, once(kind, '/batch/'));
			const { outputs } = await people.run(create, people.pairs);
			expect(outputs[0]).toHaveLength(3);
			expect(people.requestsTo('/batch/associate/default')).toHaveLength(2);
			expect(people.associated).toBe(3);
		},
	);

	test('a label that the pair has already: nothing is written', async () => {
		const { contacts, companies } = await open();
		const items = [{ from: contacts[0], to: companies[0], labels: 'Primary' }];
		await people.run(create, items);
		const { outputs } = await people.run(create, items);
		expect(json(outputs[0])).toMatchObject([{ result: 'unchanged' }]);
		expect(people.requestsTo('/batch/create')).toHaveLength(1);
	});

	test('Replace Other Labels: only those asked for are left', async () => {
		const { contacts, companies } = await open();
		await people.newLabel('Advisor');
		const [from, to] = [contacts[0], companies[0]];
		await people.run(create, [{ from, to, labels: ['Primary'] }]);
		const replace = { ...create, replaceLabels: true };
		const { outputs } = await people.run(replace, [
			{ from, to, labels: ['Advisor'] },
			{ from, to: companies[1] },
		]);
		expect(json(outputs[0])).toMatchObject([{ associationTypes: [{ label: 'Advisor' }] }]);
		expect(json(outputs[1])[0].error).toBe('Replace Other Labels is on, but the item has no label');
		expect(await people.labelsOf(from, to)).toEqual(['Advisor', null]);
	});

	test('a pair twice, also the other way round: labels add up in order', async () => {
		const { contacts, companies } = await open();
		const [from, to] = [contacts[0], companies[0]];
		const advisor = await people.newLabel('Advisor');
		await people.newLabel('Buyer');
		const parameters = {
			...create,
			fromObjectType: type('={{ $json.type }}'),
			toObjectType: type('={{ $json.type === "contacts" ? "companies" : "0-1" }}'),
		};
		const { outputs } = await people.run(parameters, [
			{ type: 'contacts', from, to, labels: [`USER_DEFINED:${advisor}`] },
			{ type: 'contacts', from, to, labels: 'Buyer' },
			{ type: 'companies', from: to, to: from, labels: [2] },
			{ type: 'contacts', from, to, labels: ['Buyer'] },
		]);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual([
			'created',
			'created',
			'created',
			'unchanged',
		]);
		expect(await people.labelsOf(from, to)).toEqual(['Advisor', 'Buyer', 'Primary', null]);
	});

	test('a company with 1,100 contacts: its pages are read until the pair is found', async () => {
		const { contacts, companies } = await open({ contacts: 1_100, companies: 1 });
		await people.run(
			create,
			contacts.map((from) => ({ from, to: companies[0] })),
		);
		const last = contacts[1_099];
		await people.run(create, [{ from: last, to: companies[0], labels: ['Primary'] }]);
		await people.newLabel('Advisor');
		const back = {
			...create,
			fromObjectType: type('companies'),
			toObjectType: type('contacts'),
		};
		const { outputs } = await people.run(back, [
			{ from: companies[0], to: last, labels: ['Advisor'] },
		]);
		expect(json(outputs[0])).toMatchObject([{ result: 'created' }]);
		expect(people.requestsTo('companies/contacts/batch/read')).toHaveLength(3);
		expect(await people.labelsOf(last, companies[0])).toEqual(['Advisor', 'Primary', null]);
	});

	test('another primary company, and a label for the one before', async () => {
		const { contacts, companies } = await open();
		const [from] = contacts;
		const [old, primary] = companies;
		await people.newLabel('Advisor');
		await people.run(create, [{ from, to: old, labels: ['Primary'] }]);
		const { outputs } = await people.run(create, [
			{ from, to: primary, labels: ['Primary'] },
			{ from, to: old, labels: ['Advisor'] },
		]);
		expect(outputs[0]).toHaveLength(2);
		expect(await people.labelsOf(from, primary)).toEqual(['Primary', null]);
		expect(await people.labelsOf(from, old)).toEqual(['Advisor', null]);
	});

	test('labels cannot be read: they are not replaced', async () => {
		const { contacts, companies } = await open();
		const [from, to] = [contacts[0], companies[0]];
		await people.run(create, [{ from, to, labels: ['Primary'] }]);
		await people.newLabel('Advisor');
		people.rig.sandbox.setFaults({
			seed: 1,
			rules: [{ kind: 'status-503', path: '/batch/read', share: 1 }],
		});
		const { outputs } = await people.run({ ...create, gtmRetries: 1 }, [
			{ from, to, labels: ['Advisor'] },
		]);
		expect(json(outputs[1])[0].details).toMatchObject({ outcome: 'not done' });
		people.rig.sandbox.setFaults('none');
		expect(await people.labelsOf(from, to)).toEqual(['Primary', null]);
	});

	test.each([
		[
			{ labels: ['Boss'] },
			'There is no association label "Boss" from contacts to companies',
			'The labels between the two types: Primary (HUBSPOT_DEFINED:1).',
		],
		[
			// The ID of the way back.
			{ labels: [280] },
			'There is no association label "280" from contacts to companies',
			'HUBSPOT_DEFINED:1',
		],
		[{ toType: 'notes', labels: 'Boss' }, 'no association label "Boss"', 'There are no labels'],
		[
			{ fromType: 'cars', toType: 'leads' },
			'no association without a label',
			'Check the two types',
		],
		[{ fromType: '' }, 'From Object Type is empty', 'Choose a type'],
		[{ toType: 'a/b' }, 'To Object Type is "a/b"', 'Choose a type'],
		[{ to: '1.5' }, 'To Record ID is "1.5", which is not an ID of HubSpot', 'whole numbers'],
		[{ to: '12345678901234567890' }, 'which is too long for an ID', 'Correct To Record ID'],
		[{ to: '' }, 'The item has no To Record ID', 'Fill To Record ID'],
		[{ toType: 'contact', to: '7' }, 'a record has no association with itself', 'Correct'],
	])('bad input %j: nothing is written', async (item, message, advice) => {
		await open();
		const parameters = {
			...create,
			fromObjectType: type('={{ $json.fromType }}'),
			toObjectType: type('={{ $json.toType }}'),
		};
		const usual = { fromType: 'contacts', from: '7', toType: 'companies', to: '8' };
		const { outputs } = await people.run(parameters, [{ ...usual, ...item }]);
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining(message),
			message: expect.stringContaining(advice),
			details: { reason: 'bad-input' },
		});
		expect(people.rig.requests().filter((each) => each.startsWith('POST'))).toEqual([]);
	});

	test('Stop Workflow: one bad label, and nothing is written', async () => {
		await open();
		const items = people.pairs.map((item, at) => (at === 2 ? { ...item, labels: 'Boss' } : item));
		const { error } = await people.run(create, items, {});
		expect(error?.message).toBe('There is no association label "Boss" from contacts to companies');
		expect(people.associated).toBe(0);
	});

	test('a type that HubSpot does not know: one request, told on every item', async () => {
		await open();
		const { outputs } = await people.run(
			{ ...create, toObjectType: type('planets') },
			people.pairs,
		);
		expect(outputs[1]).toHaveLength(3);
		expect(json(outputs[1])[0].message).toContain('the two records, contacts and planets');
		expect(people.rig.requests()).toHaveLength(1);
	});
});
