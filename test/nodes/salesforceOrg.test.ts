import type { IDataObject } from 'n8n-workflow';
import type { NodeRun } from './support/runNode';
import { goOn, OBJECT, SalesforceRig } from './support/salesforce';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: SalesforceRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const fault = (kind: 'status-503' | 'drop-after', path: string) => ({
	faults: { seed: 1, rules: [{ vendor: 'salesforce' as const, kind, path, at: [1] }] },
});

describe('Organization: Get Limits', () => {
	const getLimits = { resource: 'organization', operation: 'getLimits' };

	test('success: an item for each limit', async () => {
		rig = await SalesforceRig.start({ dailyLimit: 1_000, dailyUsed: 10 });
		const { outputs } = await rig.run(getLimits, [{}]);
		const calls = json(outputs[0]).find(({ limit }) => limit === 'DailyApiRequests');
		expect(calls).toMatchObject({ max: 1_000, used: expect.any(Number) });
		expect(Number(calls?.remaining) + Number(calls?.used)).toBe(1_000);
	});

	test('a rejected row: a version that does not exist', async () => {
		rig = await SalesforceRig.start();
		const credential = { apiVersion: 'v99.0' };
		const run = await rig.run(getLimits, [{}], { ...goOn, credential });
		expect(json(run.outputs[1])[0].details).toMatchObject({ reason: 'not-found' });
	});

	test('a retry after 503: asked again', async () => {
		rig = await SalesforceRig.start({}, fault('status-503', '/limits'));
		expect((await rig.run(getLimits, [{}])).error).toBeUndefined();
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Organization: Get Object Fields', () => {
	const getFields = { resource: 'organization', operation: 'getObjectFields' };

	test('success: an item for each field', async () => {
		rig = await SalesforceRig.start();
		const { outputs } = await rig.run({ ...getFields, ...OBJECT('Invoice__c') }, [{}]);
		const field = (name: string) => json(outputs[0]).find((each) => each.name === name);
		expect(field('Amount_With_Tax__c')).toMatchObject({ calculated: true, createable: false });
		expect(field('Status__c')).toMatchObject({ values: ['Draft', 'Sent', 'Paid'] });
		expect(field('Account__c')).toMatchObject({ referenceTo: ['Account'] });
	});

	test('a rejected row among good ones: an object that does not exist', async () => {
		rig = await SalesforceRig.start();
		const objectType = { __rl: true, mode: 'id', value: '={{ $json.object }}' };
		const items = [{ object: 'Kontakt' }, { object: 'Contact' }, { object: 'no object' }];
		const run = await rig.run({ ...getFields, objectType }, items, goOn);
		expect(new Set(pairs(run)[0].map((pair) => (pair as { item: number }).item))).toEqual(
			new Set([1]),
		);
		expect(pairs(run)[1]).toEqual([{ item: 0 }, { item: 2 }]);
		expect(json(run.outputs[1])[1].error).toContain('is not the API name of one');
	});

	test('a retry after 503, and the description as it came without Simplify', async () => {
		rig = await SalesforceRig.start({}, fault('status-503', '/describe'));
		const parameters = { ...getFields, ...OBJECT('Contact'), simplify: false };
		const { outputs } = await rig.run(parameters, [{}]);
		expect(json(outputs[0])[0]).toHaveProperty('picklistValues');
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Flow: Get Many', () => {
	const getAll = { resource: 'flow', operation: 'getAll', returnAll: true };

	test('success: the flows of the org', async () => {
		rig = await SalesforceRig.start();
		const { outputs } = await rig.run(getAll, [{}]);
		expect(json(outputs[0]).map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Score_Lead', 'Create_Follow_Up']),
		);
	});

	test('a rejected row among good ones: a limit that is none', async () => {
		rig = await SalesforceRig.start();
		const parameters = { ...getAll, returnAll: false, limit: '={{ $json.limit }}' };
		const run = await rig.run(parameters, [{ limit: 0 }, { limit: 1 }], goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
	});

	test('a retry after 503: asked again', async () => {
		rig = await SalesforceRig.start({}, fault('status-503', '/actions'));
		expect((await rig.run(getAll, [{}])).outputs[0].length).toBeGreaterThan(0);
	});
});

describe('Flow: Invoke', () => {
	const invoke = (flow: string, inputs: string): IDataObject => ({
		resource: 'flow',
		operation: 'invoke',
		flow: { __rl: true, mode: 'id', value: flow },
		inputs,
	});
	const leads = () =>
		rig.sandbox.salesforceRecords('Lead').map(({ id }) => ({ leadId: id, recordId: id }));
	const score = invoke('Score_Lead', '={{ { leadId: $json.leadId, bonus: 5 } }}');

	test('success: once for each item, with its output variables', async () => {
		rig = await SalesforceRig.start({ records: { Lead: 3 } });
		const run = await rig.run(score, leads());
		expect(pairs(run)[0]).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(json(run.outputs[0])[0]).toMatchObject({
			flow: 'Score_Lead',
			outputs: { score: expect.any(Number) },
		});
		expect(rig.state().flowInterviews).toBe(3);
	});

	test('a rejected row among good ones: a flow that fails, and what is no flow', async () => {
		rig = await SalesforceRig.start({ records: { Lead: 1 } });
		const run = await rig.run(score, [{}, ...leads()], goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
		expect(json(run.outputs[1])[0].error).toMatch(/leadId/);
		const unknown = await rig.run(invoke('No_Such_Flow', '{}'), [{}], goOn);
		expect(json(unknown.outputs[1])[0].details).toMatchObject({ status: 404 });
		const odd = await rig.run(invoke('a b', '{}'), [{}], goOn);
		expect(json(odd.outputs[1])[0].error).toContain('is not the API name of one');
		const list = await rig.run(invoke('Score_Lead', '[1]'), [{}], goOn);
		expect(json(list.outputs[1])[0].error).toBe('Inputs is not a JSON object');
	});

	test('a retry of nothing whose answer was lost: nobody knows what a flow does twice', async () => {
		rig = await SalesforceRig.start({ records: { Lead: 1 } }, fault('drop-after', '/actions'));
		const followUp = invoke('Create_Follow_Up', '={{ { recordId: $json.recordId } }}');
		const run = await rig.run(followUp, leads(), goOn);
		expect(json(run.outputs[1])[0].details).toMatchObject({ outcome: 'unknown' });
		expect(rig.state().objects.Task.records).toBe(1);
		expect(rig.requests()).toHaveLength(1);
	});
});
