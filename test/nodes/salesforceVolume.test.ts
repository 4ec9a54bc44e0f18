import type { IDataObject } from 'n8n-workflow';
import type { NodeRun } from './support/runNode';
import { goOn, OBJECT, SalesforceRig } from './support/salesforce';
import { json, ownLog } from './support/setup';

/** The aim: ten thousand records, of which two in a hundred are bad and two in a hundred are locked. */
const log = ownLog();
let rig: SalesforceRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const COUNT = 10_000;
const isBad = (place: number) => place % 50 === 7;
const BAD = Array.from({ length: COUNT }, (_, place) => place).filter(isBad);
const items = (): IDataObject[] =>
	Array.from({ length: COUNT }, (_, place) => ({
		Ext__c: `X-${place}`,
		LastName: `Name ${place}`,
		// A length that Salesforce refuses by the row.
		Title: 't'.repeat(isBad(place) ? 129 : 12),
	}));
const upsert: IDataObject = {
	operation: 'createOrUpdate',
	...OBJECT('Contact'),
	fields: { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['Ext__c'], schema: [] },
};

/** 0 lost, 0 applied twice, each refused row given back with its reason and paired with its item. */
function expectAllAccountedFor({ outputs: [done, refused], error }: NodeRun) {
	expect(error).toBeUndefined();
	expect(refused.map(({ pairedItem }) => pairedItem)).toEqual(BAD.map((item) => ({ item })));
	for (const { json: row } of refused) {
		expect(row.details).toMatchObject({ code: 'STRING_TOO_LONG', fields: ['Title'] });
	}
	expect(done).toHaveLength(COUNT - BAD.length);
	const { appliedTwice, objects } = rig.state();
	expect(appliedTwice).toBe(0);
	expect(objects.Contact).toMatchObject({ records: COUNT - BAD.length, updated: 0 });
	const held = new Map(
		rig.sandbox.salesforceRecords('Contact').map(({ id, fields }) => [fields.Ext__c, id]),
	);
	const told = new Map(
		done.map(({ json: row, pairedItem }) => [`X-${(pairedItem as { item: number }).item}`, row.id]),
	);
	expect(told).toEqual(held);
}

test('10,000 records through collections: at most 60 calls', async () => {
	rig = await SalesforceRig.start(
		{ lockShare: 0.02 },
		{
			faults: {
				seed: 1,
				rules: [
					{ vendor: 'salesforce', kind: 'status-503', at: [9] },
					{ vendor: 'salesforce', kind: 'drop-after', at: [31] },
				],
			},
		},
	);
	const run = await rig.run({ ...upsert, options: { bulkAbove: COUNT } }, items(), goOn);
	expectAllAccountedFor(run);
	expect(rig.requests().length).toBeLessThanOrEqual(60);
});

test('10,000 records through Bulk: at most 12 calls', async () => {
	rig = await SalesforceRig.start(
		{ lockShare: 0.02 },
		{ faults: { seed: 1, rules: [{ vendor: 'salesforce', kind: 'status-503', at: [4] }] } },
	);
	const run = await rig.run(upsert, items(), goOn);
	expectAllAccountedFor(run);
	expect(rig.requests().length).toBeLessThanOrEqual(12);
	expect(rig.state().jobs).toMatchObject({ ingest: 1 });
	expect(json(run.outputs[0])[0]).toMatchObject({ result: 'created' });
});
