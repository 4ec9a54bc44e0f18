import { systemClock } from '../../nodes/shared/engine/clock';
import { SANDBOX_HUBSPOT_READ_ONLY_TOKEN, type SandboxOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { goOn, pair, PATH, People, PLAIN, PRIMARY, type, types } from './support/associations';
import { json, ownLog, runHubSpot } from './support/setup';

const log = ownLog();
let people: People;
afterEach(async () => await people.rig.stop());
afterAll(() => log.remove());

const open = async (...told: Parameters<typeof People.start>) =>
	(people = await People.start(...told));
const once = (path: string): SandboxOptions => ({
	faults: { seed: 1, rules: [{ kind: 'status-503', path, at: [1] }] },
});

describe('Association: Get Many', () => {
	const getAll = {
		operation: 'getAll',
		returnAll: true,
		...types,
		fromRecordId: '={{ $json.id }}',
	};
	const asItems = (ids: string[]) => ids.map((id) => ({ id }));

	test('success: 1,200 records in two requests, one item for each association', async () => {
		const { contacts, companies } = await open({ contacts: 1_200, companies: 2 });
		const [one, two] = companies;
		await people.associate([
			...contacts.slice(0, 1_199).map((from) => ({ from, to: one })),
			{ from: contacts[0], to: two },
		]);
		const { outputs, hints } = await people.run(getAll, asItems(contacts));
		expect(json(outputs[0])).toEqual([
			{ fromObjectId: contacts[0], toObjectId: one, associationTypes: [PLAIN] },
			{ fromObjectId: contacts[0], toObjectId: two, associationTypes: [PLAIN] },
			...contacts.slice(1, 1_199).map((from) => ({
				fromObjectId: from,
				toObjectId: one,
				associationTypes: [PLAIN],
			})),
		]);
		expect(outputs[0].slice(0, 3).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
		]);
		// All but one of 1,200 are associated, which HubSpot says with 207.
		expect(people.requestsTo('/batch/read').toSorted()).toEqual([
			`POST ${PATH}/batch/read -> 200`,
			`POST ${PATH}/batch/read -> 207`,
		]);
		expect(hints.map(({ message }) => message)).toContain(
			'Complete: 1,200 records in 1,200 lists.',
		);
	});

	test('a rejected row among good ones: what is no ID', async () => {
		const { contacts, pairs } = await open();
		await people.associate(pairs);
		const { outputs } = await people.run(getAll, asItems(['abc', contacts[0]]));
		expect(json(outputs[0]).map(({ fromObjectId }) => fromObjectId)).toEqual([contacts[0]]);
		expect(json(outputs[1])[0].error).toBe(
			'From Record ID is "abc", which is not an ID of HubSpot',
		);
	});

	test('a retry after 503: no page twice', async () => {
		const { contacts, pairs } = await open({}, once('/batch/read$'));
		await people.associate(pairs);
		const { outputs } = await people.run(getAll, asItems(contacts));
		expect(outputs[0]).toHaveLength(3);
		expect(people.requestsTo('/batch/read')).toHaveLength(2);
	});

	/** The first company has 1,300 contacts, which are three pages; the second has one. */
	async function crowded(): Promise<{ contacts: string[]; companies: string[] }> {
		const { contacts, companies } = await open({ contacts: 1_300, companies: 2 });
		await people.associate(contacts.map((from) => ({ from, to: companies[0] })));
		await people.associate([{ from: contacts[0], to: companies[1] }]);
		return { contacts, companies };
	}
	const ofCompanies = {
		...getAll,
		fromObjectType: type('companies'),
		toObjectType: type('contacts'),
	};

	test('more than a page: each record goes on by itself', async () => {
		const { contacts, companies } = await crowded();
		const { outputs } = await people.run(ofCompanies, asItems(companies));
		const ids = json(outputs[0]).map(({ toObjectId }) => toObjectId);
		expect(ids.slice(0, 1_300).toSorted()).toEqual(contacts.toSorted());
		expect(ids.slice(1_300)).toEqual([contacts[0]]);
		const inputs = people.rig.sandbox
			.arrivals()
			.filter(({ path }) => path.includes('companies/contacts/batch/read'));
		expect(inputs).toHaveLength(3);
	});

	test('Limit: of each record; no page more than it takes', async () => {
		const { companies } = await crowded();
		const parameters = { ...ofCompanies, returnAll: false, limit: '={{ $json.limit }}' };
		const { outputs, hints } = await people.run(parameters, [
			{ id: companies[0], limit: 3 },
			{ id: companies[1], limit: 3 },
			{ id: companies[0], limit: 600 },
			{ id: companies[0], limit: 0 },
		]);
		const items = outputs[0].map(({ pairedItem }) => JSON.stringify(pairedItem));
		expect(new Set(items).size).toBe(3);
		expect(outputs[0]).toHaveLength(604);
		expect(people.requestsTo('companies/contacts/batch/read')).toHaveLength(2);
		expect(hints[0].message).toBe('Complete: 604 records in 3 lists.');
		expect(json(outputs[1])[0].error).toContain('Limit is 0');
	});

	test('a page that fails for good: those read before it are kept', async () => {
		const { companies } = await crowded();
		people.rig.sandbox.setFaults({
			seed: 1,
			rules: [{ kind: 'status-503', path: 'companies/contacts/batch/read$', at: [2, 3] }],
		});
		const { outputs, hints } = await people.run({ ...ofCompanies, gtmRetries: 1 }, [
			{ id: companies[0] },
			{ id: companies[1] },
		]);
		expect(outputs.map((output) => output.length)).toEqual([501, 1]);
		expect(json(outputs[1])[0]).toMatchObject({ details: { status: 503 } });
		expect(hints[0].message).toContain('Incomplete: 501 records in 2 lists');
	});

	describe('a list that gives the same page again and again', () => {
		let server: FaultServer;
		beforeEach(async () => {
			people = await People.start();
			server = await FaultServer.start(systemClock);
			const to = [{ toObjectId: 7, associationTypes: [PLAIN] }];
			const page = { from: { id: '1' }, to, paging: { next: { after: 'again' } } };
			server.afterwards(({ path }) => {
				const results = path.endsWith('/labels') ? [PLAIN, PRIMARY] : [page];
				return reply(200, { results });
			});
		});
		afterEach(async () => await server.close());
		const sent = () => server.arrivals.map(({ path }) => path.split('/').slice(-2).join('/'));

		test('ends, keeps what was read, and says so', async () => {
			const parameters = { resource: 'association', ...getAll };
			const { outputs, hints } = await runHubSpot(server.url, parameters, [{ id: '1' }]);
			expect(json(outputs[0])).toMatchObject([{ toObjectId: '7' }]);
			expect(hints[0].message).toContain('the provider gave the same page again');
			expect(sent()).toEqual(Array(2).fill('batch/read'));
		});

		test('Create: labels that may be there are not replaced', async () => {
			const parameters = { resource: 'association', ...pair, operation: 'create' };
			const items = [{ from: '1', to: '8', labels: ['Primary'] }];
			const { outputs } = await runHubSpot(server.url, parameters, items, goOn);
			expect(json(outputs[1])[0]).toMatchObject({
				error: expect.stringContaining('could not be read'),
				details: { outcome: 'not done' },
			});
			expect(sent()).toEqual(['companies/labels', 'batch/read', 'batch/read']);
		});
	});

	test('refused: the scope of one side is missing', async () => {
		const { contacts } = await open();
		const credential = { accessToken: SANDBOX_HUBSPOT_READ_ONLY_TOKEN };
		const { outputs } = await people.run(
			{ ...getAll, toObjectType: type('tickets') },
			asItems(contacts),
			{ ...goOn, credential },
		);
		expect(json(outputs[1])[0].details).toMatchObject({
			reason: 'missing-scope',
			scopes: ['tickets'],
		});
		expect(people.rig.requests()).toHaveLength(1);
	});

	test('a type that HubSpot does not know: one request', async () => {
		const { contacts } = await open();
		const { outputs } = await people.run(
			{ ...getAll, toObjectType: type('planets') },
			asItems(contacts),
		);
		expect(json(outputs[1])[2].message).toContain('the two records, contacts and planets');
		expect(people.rig.requests()).toHaveLength(1);
	});
});

describe('Association: Get Labels', () => {
	const getLabels = {
		operation: 'getLabels',
		fromObjectType: type('={{ $json.from }}'),
		toObjectType: type('={{ $json.to }}'),
	};

	test('success: all association types, each pair of types read once', async () => {
		await open();
		const advisor = await people.newLabel('Advisor');
		const { outputs } = await people.run(getLabels, [
			{ from: 'contacts', to: 'companies' },
			{ from: '0-1', to: 'company' },
		]);
		const pairOfTypes = { fromObjectType: 'contacts', toObjectType: 'companies' };
		const all = [PLAIN, PRIMARY, { category: 'USER_DEFINED', typeId: advisor, label: 'Advisor' }];
		expect(json(outputs[0])).toEqual([...all, ...all].map((each) => ({ ...pairOfTypes, ...each })));
		expect(people.requestsTo('GET')).toEqual([`GET ${PATH}/labels -> 200`]);
	});

	test('a rejected row among good ones: a type that is not known, and none', async () => {
		await open();
		const { outputs } = await people.run(getLabels, [
			{ from: 'contacts', to: 'planets' },
			{ from: '', to: 'companies' },
			{ from: 'contacts', to: 'notes' },
		]);
		expect(json(outputs[0])).toMatchObject([{ typeId: 201, label: null }]);
		expect(json(outputs[1])).toMatchObject([
			{
				message: expect.stringContaining('the two records, contacts and planets'),
				details: { reason: 'not-found' },
			},
			{ error: 'From Object Type is empty' },
		]);
	});

	test('a retry after 503', async () => {
		await open({}, once('/labels$'));
		const { outputs } = await people.run(getLabels, [{ from: 'contacts', to: 'companies' }]);
		expect(outputs[0]).toHaveLength(2);
		expect(people.requestsTo('/labels')).toHaveLength(2);
	});
});

describe('Association: Delete', () => {
	const remove = { ...pair, operation: 'delete', remove: 'all' };

	test('success: 120 pairs in two requests', async () => {
		const { pairs } = await open({ contacts: 120, companies: 120 });
		await people.associate(pairs);
		const { outputs } = await people.run(remove, pairs);
		expect(json(outputs[0])).toEqual(
			pairs.map(({ from, to }) => ({ fromObjectId: from, toObjectId: to, deleted: true })),
		);
		expect(people.requestsTo('/batch/archive')).toEqual(
			Array(2).fill(`POST ${PATH}/batch/archive -> 200`),
		);
		expect(people.associated).toBe(0);
	});

	test('a rejected row among good ones: what is no ID', async () => {
		const { pairs } = await open();
		await people.associate(pairs);
		const { outputs } = await people.run(remove, [{ from: 'abc', to: '7' }, ...pairs]);
		expect(outputs[0]).toHaveLength(3);
		expect(json(outputs[1])[0].error).toBe(
			'From Record ID is "abc", which is not an ID of HubSpot',
		);
		expect(people.associated).toBe(0);
	});

	test('a retry after 503', async () => {
		const { pairs } = await open({}, once('/batch/archive$'));
		await people.associate(pairs);
		const { outputs } = await people.run(remove, pairs);
		expect(outputs[0]).toHaveLength(3);
		expect(people.associated).toBe(0);
		expect(people.requestsTo('/batch/archive')).toHaveLength(2);
	});

	test('of one record with many: one input, and the others stay', async () => {
		const { contacts, companies } = await open();
		const [from] = contacts;
		await people.associate(companies.map((to) => ({ from, to })));
		const { outputs } = await people.run(
			remove,
			companies.slice(1).map((to) => ({ from, to })),
		);
		expect(outputs[0]).toHaveLength(2);
		expect(people.requestsTo('/batch/archive')).toHaveLength(1);
		expect(await people.labelsOf(from, companies[0])).toEqual([null]);
		expect(people.associated).toBe(1);
	});

	test('Certain Labels: the others stay, and so does the association', async () => {
		const [{ from, to }] = (await open()).pairs;
		const advisor = await people.newLabel('Advisor');
		await people.newLabel('Buyer');
		const create = { ...pair, operation: 'create' };
		await people.run(create, [{ from, to, labels: ['Advisor', 'Buyer', 'Primary'] }]);
		const { outputs } = await people.run({ ...remove, remove: 'labels' }, [
			{ from, to, labels: ['Advisor'] },
			{ from, to, labels: [1] },
		]);
		expect(json(outputs[0])).toEqual([
			{
				fromObjectId: from,
				toObjectId: to,
				associationTypes: [{ category: 'USER_DEFINED', typeId: advisor, label: 'Advisor' }],
				deleted: true,
			},
			{ fromObjectId: from, toObjectId: to, associationTypes: [PRIMARY], deleted: true },
		]);
		expect(await people.labelsOf(from, to)).toEqual(['Buyer', null]);
	});

	test.each([
		[{ labels: [] }, 'The item has no label to remove'],
		[{ labels: ['Boss'] }, 'There is no association label "Boss" from contacts to companies'],
		[{ labels: [279] }, 'Association type 279 is no label'],
	])('Certain Labels, bad input %j: nothing is removed', async (item, message) => {
		const { pairs } = await open();
		await people.associate(pairs);
		const items = [{ ...pairs[0], ...item }];
		const { outputs } = await people.run({ ...remove, remove: 'labels' }, items);
		expect(json(outputs[1])[0].error).toContain(message);
		expect(people.associated).toBe(3);
	});

	test('a type that HubSpot does not know: one request, told on every item', async () => {
		const { pairs } = await open();
		const { outputs } = await people.run({ ...remove, toObjectType: type('planets') }, pairs);
		expect(json(outputs[1])[2].message).toContain('the two records, contacts and planets');
		expect(people.rig.requests()).toHaveLength(1);
	});

	test.each(['v3', '2026-09'])('API version %s', async (apiVersion) => {
		const { pairs } = await open();
		const rest = { ...goOn, credential: { apiVersion } };
		const labeled = pairs.map((each) => ({ ...each, labels: ['Primary'] }));
		const made = await people.run({ ...pair, operation: 'create' }, labeled, rest);
		expect(made.outputs[0]).toHaveLength(3);
		expect(people.associated).toBe(3);
		const { outputs } = await people.run(remove, pairs, rest);
		expect(outputs[0]).toHaveLength(3);
		expect(people.associated).toBe(0);
	});
});
