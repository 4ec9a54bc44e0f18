import type { IDataObject } from 'n8n-workflow';
import { HubSpot } from '../../nodes/HubSpot/HubSpot.node';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { SandboxOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { json, mapped, ownLog, Rig, runHubSpot } from './support/setup';

const log = ownLog();
let rig: Rig;
afterAll(() => log.remove());

const by = (value: string) => ({ __rl: true, mode: 'id', value });
const start = async (options: SandboxOptions = {}) => (rig = await Rig.start(options));
const groups = (...all: IDataObject[][]) => ({
	filterGroups: { group: all.map((filter) => ({ filters: { filter } })) },
});
const is = (propertyName: string, value: string) => ({ propertyName, operator: 'EQ', value });
const search = async (resource: string, parameters: IDataObject, items: IDataObject[] = [{}]) =>
	await rig.hubSpot({ resource, operation: 'search', returnAll: true, ...parameters }, items, {
		onError: 'continueErrorOutput',
	});
const deals = async (parameters: IDataObject) => {
	const { outputs } = await search('deal', parameters);
	return json(outputs[0]).map(({ dealname }) => dealname);
};
const twelve = { hubspot: { records: { deals: 12 } } };

test('the editor offers the properties of the account: in filter groups, to return, to sort by', () => {
	const fields = new HubSpot().description.properties.filter(({ displayOptions }) =>
		displayOptions?.show?.operation?.some((each) => each === 'search'),
	);
	const text = JSON.stringify(fields.find(({ name }) => name === 'filterGroups'));
	expect(text).toContain('"loadOptionsMethod":"getProperties"');
	const methods = fields.map(({ name, typeOptions }) => [name, typeOptions?.loadOptionsMethod]);
	expect(Object.fromEntries(methods)).toMatchObject({
		propertiesToReturn: 'getProperties',
		sortBy: 'getSortProperties',
	});
});

describe('filter groups', () => {
	afterEach(async () => await rig.stop());

	test('a record matches all filters of a group, and one of the groups', async () => {
		await start(twelve);
		expect(
			await deals(
				groups(
					[is('dealstage', 'closedwon'), is('dealname', 'Deal 4')],
					[is('dealname', 'Deal 7')],
					[is('dealname', 'Deal 8'), is('amount', '1')],
				),
			),
		).toEqual(['Deal 4', 'Deal 7']);
	});

	test.each([
		[{ propertyName: 'amount', operator: 'BETWEEN', value: '1002', highValue: '1003' }, [2, 3]],
		[{ propertyName: 'dealname', operator: 'IN', value: 'Deal 5, deal 6' }, [5, 6]],
		[{ propertyName: 'amount', operator: 'GTE', value: '1011' }, [11, 12]],
		[{ propertyName: 'description', operator: 'HAS_PROPERTY' }, []],
	])('%j', async (filter, found) => {
		await start(twelve);
		expect(await deals(groups([filter]))).toEqual(found.map((number) => `Deal ${number}`));
	});

	test('groups that have no room for a place to go on behind: the cap is told', async () => {
		await start({ people: 10_100, seedContacts: 10_100, hubspot: { searchPerSecond: 1_000 } });
		const filter = { propertyName: 'email', operator: 'HAS_PROPERTY' };
		const parameters = { ...groups(Array<IDataObject>(6).fill(filter)), gtmRateLimit: 'off' };
		const { outputs, hints } = await search('contact', parameters);
		expect(outputs[0]).toHaveLength(10_000);
		expect(hints[0]).toMatchObject({
			message: expect.stringContaining('narrow the filters'),
			type: 'warning',
		});
	});
});

describe('the value of a filter', () => {
	let server: FaultServer;
	beforeEach(async () => {
		server = (await FaultServer.start(systemClock)).afterwards(reply(200, { results: [] }));
	});
	afterEach(async () => await server.close());
	const searchBy = async (filter: IDataObject) => {
		const parameters = { operation: 'search', ...groups([filter]) };
		return await runHubSpot(server.url, parameters, [{}], { onError: 'continueErrorOutput' });
	};

	test.each([
		['a JavaScript date', '={{ new Date(0) }}', '1970-01-01T00:00:00.000Z'],
		['a time of n8n', '={{ DateTime.fromMillis(0).toUTC() }}', '1970-01-01T00:00:00.000Z'],
		['zero', '={{ 0 }}', '0'],
		['false', '={{ false }}', 'false'],
	])('%s', async (_, value, sent) => {
		await searchBy({ propertyName: 'createdate', operator: 'BETWEEN', value, highValue: value });
		const [{ filters }] = JSON.parse(server.arrivals[0].body).filterGroups;
		expect(filters).toMatchObject([{ value: sent, highValue: sent }]);
	});

	test.each([
		['a text: at its commas', 'Bonn, Ulm ,', ['Bonn', 'Ulm', 'bonn', 'ulm']],
		[
			'a list: as it is',
			'={{ ["Bonn, Rhine", "", "ulm"] }}',
			['Bonn, Rhine', 'ulm', 'bonn, rhine'],
		],
	])('Is One Of, %s', async (_, value, sent) => {
		await searchBy({ propertyName: 'city', operator: 'IN', value });
		const [{ filters }] = JSON.parse(server.arrivals[0].body).filterGroups;
		expect(filters).toEqual([{ propertyName: 'city', operator: 'IN', values: sent }]);
	});

	test.each([
		[{ operator: 'EQ', value: '={{ ({ a: 1 }) }}' }, 'The value of the property city is an object'],
		[{ operator: 'IN', value: ' , ' }, 'The filter on city has no value'],
		[{ operator: 'EQ', value: '={{ [] }}' }, 'The filter on city has no value'],
		[
			{ operator: 'BETWEEN', value: '1', highValue: '={{ ({ a: 1 }) }}' },
			'The value of the property city is an object',
		],
	])('bad input %j: nothing is sent', async (filter, message) => {
		const { outputs } = await searchBy({ propertyName: 'city', ...filter });
		expect(json(outputs[1])[0].error).toBe(message);
		expect(server.arrivals).toEqual([]);
	});
});

describe('quick filters', () => {
	afterEach(async () => await rig.stop());

	test('pipeline and stage, also beside filter groups', async () => {
		await start(twelve);
		const quickFilters = { stage: by('closedwon'), pipeline: by('default') };
		expect(await deals({ quickFilters })).toEqual(['Deal 4', 'Deal 8', 'Deal 12']);
		const two = groups([is('dealname', 'Deal 4')], [is('dealname', 'Deal 5')]);
		expect(await deals({ quickFilters, ...two })).toEqual(['Deal 4']);
		expect(await deals({ quickFilters: { pipeline: by('75010001') } })).toEqual([]);
		expect(await deals({ quickFilters: { pipeline: by('') } })).toHaveLength(12);
	});

	test('the owner, by an expression for each item', async () => {
		await start({ people: 3, seedContacts: 3 });
		const [{ id }] = rig.sandbox.contacts();
		const fields = {
			mappingMode: 'defineBelow',
			value: { hs_object_id: id, hubspot_owner_id: '41629002' },
			matchingColumns: ['hs_object_id'],
			schema: [],
		};
		await rig.hubSpot({ operation: 'update', fields }, [{}]);
		const parameters = { quickFilters: { owner: by('={{ $json.owner }}') } };
		const { outputs } = await search('contact', parameters, [
			{ owner: '41629001' },
			{ owner: '41629002' },
		]);
		expect(outputs[0].map(({ json: found, pairedItem }) => [found.id, pairedItem])).toEqual([
			[id, { item: 1 }],
		]);
	});

	test('tickets have other names for pipeline and stage', async () => {
		await start({ hubspot: { records: { tickets: 6 } } });
		const closed = rig.sandbox.records('tickets').slice(2, 4);
		const fields = mapped({ hs_object_id: '={{ $json.id }}', hs_pipeline_stage: '4' }, [
			'hs_object_id',
		]);
		const items = closed.map(({ id }) => ({ id }));
		await rig.hubSpot({ resource: 'ticket', operation: 'update', fields }, items);
		const inStage = async (pipeline: string) => {
			const quickFilters = { pipeline: by(pipeline), stage: by('4') };
			const { outputs } = await search('ticket', { quickFilters });
			return json(outputs[0]).map(({ id }) => ({ id }));
		};
		expect(await inStage('0')).toEqual(items);
		expect(await inStage('99')).toEqual([]);
	});

	test('count as filters of each group', async () => {
		await start();
		const filter = { propertyName: 'dealname', operator: 'HAS_PROPERTY' };
		const parameters = {
			...groups(Array<IDataObject>(6).fill(filter)),
			quickFilters: { stage: by('closedwon') },
		};
		const { outputs } = await search('deal', parameters);
		expect(json(outputs[1])[0].error).toContain('There are 7 filters in a group');
		expect(rig.requests()).toEqual([]);
	});
});
