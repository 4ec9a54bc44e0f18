import type { IDataObject } from 'n8n-workflow';
import { mapped, OBJECT, SalesforceRig, goOn } from './support/salesforce';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: SalesforceRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const upsert: IDataObject = {
	operation: 'createOrUpdate',
	...OBJECT('Contact'),
	fields: mapped({ Ext__c: '={{ $json.key }}', LastName: 'x' }, ['Ext__c']),
};
const keyed = (count: number) => Array.from({ length: count }, (_, n) => ({ key: `K-${n}` }));
const reasons = (items: IDataObject[]) =>
	items.map(({ details }) => (details as IDataObject).reason);

describe('calls of the day', () => {
	test('used up: it stops at once, as often as it is run, and says when to try again', async () => {
		rig = await SalesforceRig.start({ dailyLimit: 1_000, dailyUsed: 1_000 });
		const credential = { dailyShare: 100, executionShare: 100 };
		const run = await rig.run(upsert, keyed(500), { ...goOn, credential });
		expect(new Set(reasons(json(run.outputs[1])))).toEqual(new Set(['quota-exhausted']));
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('TotalRequests Limit exceeded'),
			details: { retryAt: expect.any(String), outcome: 'not done' },
		});
		await rig.run(upsert, keyed(500), { ...goOn, credential });
		expect(rig.requests()).toEqual(['PATCH /composite/sobjects/Contact/Ext__c -> 403']);
	});

	test('the share that the org may use is reached: no more calls, and what was done stays done', async () => {
		rig = await SalesforceRig.start({ dailyLimit: 1_000, dailyUsed: 797 });
		const run = await rig.run({ ...upsert, gtmInFlight: 1 }, keyed(1_000), goOn);
		expect(run.outputs[0]).toHaveLength(600);
		expect(json(run.outputs[1])).toHaveLength(400);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error:
				'The share of the limit of Salesforce that may be used is reached: 800 of 1000 requests are used, and 80 % may be',
			message: expect.stringContaining('raise the share in the credential'),
			details: { reason: 'quota-ceiling' },
		});
		expect(rig.requests()).toHaveLength(3);
	});

	test('the next execution knows it, and sends nothing', async () => {
		rig = await SalesforceRig.start({ dailyLimit: 1_000, dailyUsed: 900 });
		await rig.run(upsert, keyed(1), goOn);
		const run = await rig.run(upsert, keyed(1), goOn);
		expect(reasons(json(run.outputs[1]))).toEqual(['quota-ceiling']);
		expect(rig.requests()).toHaveLength(1);
	});

	test('one execution has had its share', async () => {
		rig = await SalesforceRig.start({ dailyLimit: 1_000 });
		const credential = { executionShare: 1 };
		const parameters = { ...upsert, gtmInFlight: 1, gtmOptions: { itemsPerRequest: 10 } };
		const run = await rig.run(parameters, keyed(200), { ...goOn, credential });
		expect(run.outputs[0]).toHaveLength(100);
		expect(json(run.outputs[1])[0].error).toContain('this execution has sent 10 of 1000');
	});

	test('a bulk job that has begun is brought to its end all the same', async () => {
		rig = await SalesforceRig.start({ dailyLimit: 100, dailyUsed: 79 });
		const run = await rig.run({ ...upsert, options: { bulkAbove: 5 } }, keyed(10), goOn);
		expect(run.outputs[0]).toHaveLength(10);
		const next = await rig.run(upsert, keyed(1), goOn);
		expect(reasons(json(next.outputs[1]))).toEqual(['quota-ceiling']);
	});

	test('more items in the header are no confusion', async () => {
		const limitInfoMore = 'per-app-api-usage=17/250(appName=sandbox)';
		rig = await SalesforceRig.start({ dailyLimit: 1_000, dailyUsed: 850, limitInfoMore });
		await rig.run(upsert, keyed(1));
		const run = await rig.run(upsert, keyed(1), goOn);
		expect(json(run.outputs[1])[0].error).toContain('851 of 1000 requests');
	});

	test.each([
		[{ dailyShare: 0 }, 'Share of Daily Calls is 0, but has to be from 1 to 100'],
		[{ executionShare: 101 }, 'Share of One Execution is 101'],
		[{ apiVersion: 'latest' }, 'API Version is "latest", which is no version of the API'],
	])('a credential that cannot be: %j', async (credential, what) => {
		rig = await SalesforceRig.start();
		const { error } = await rig.run(upsert, keyed(1), { credential });
		expect(error?.message).toContain(what);
		expect(rig.requests()).toEqual([]);
	});
});

describe('long calls at the same time', () => {
	const burst = {
		faults: {
			seed: 1,
			rules: [{ vendor: 'salesforce' as const, kind: 'burst-429' as const, at: [1], length: 1 }],
		},
	};

	test('too many: held for some seconds, and then everything goes through', async () => {
		rig = await SalesforceRig.start({}, burst);
		const run = await rig.run(upsert, keyed(300), goOn);
		expect(run.outputs[0]).toHaveLength(300);
		expect(rig.requests().map((line) => line.slice(-3))).toEqual(['403', '200', '200']);
		const [refused, later] = rig.sandbox.arrivals();
		expect(later.at - refused.at).toBeGreaterThanOrEqual(4_500);
	});

	test('with When Rate-Limited on Stop it says so at once', async () => {
		rig = await SalesforceRig.start({}, burst);
		const run = await rig.run({ ...upsert, gtmWhenLimited: 'stop' }, keyed(1), goOn);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('ConcurrentPerOrgLongTxn'),
			details: { reason: 'rate-limited' },
		});
	});
});

test('rows that stay locked are given back as such, and the others are written', async () => {
	rig = await SalesforceRig.start({ lockShare: 0.25 });
	const run = await rig.run({ ...upsert, gtmRetries: 0 }, keyed(8), goOn);
	expect(run.outputs[0]).toHaveLength(6);
	expect(json(run.outputs[1])).toHaveLength(2);
	expect(json(run.outputs[1])[0]).toMatchObject({
		error: expect.stringContaining('Salesforce is busy with the same records'),
		details: { reason: 'locked', code: 'UNABLE_TO_LOCK_ROW', outcome: 'not done' },
	});
	// n8n's own Retry On Fail sends just these once more.
	const again = await rig.run(
		upsert,
		keyed(8).map(({ key }) => ({ key: `${key}-2` })),
		goOn,
	);
	expect(again.outputs[0]).toHaveLength(8);
});
