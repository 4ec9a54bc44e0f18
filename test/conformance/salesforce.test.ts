import type { IDataObject } from 'n8n-workflow';
import {
	goOn,
	mapped,
	OBJECT,
	SalesforceRig,
	salesforceNode,
	sentIn,
	signIn,
} from '../nodes/support/salesforce';
import { json, ownLog } from '../nodes/support/setup';
import { reply } from './server/faultServer';

const log = ownLog();
afterAll(() => log.remove());

const ingest: IDataObject = {
	resource: 'bulkJob',
	operation: 'ingest',
	bulkOperation: 'upsert',
	...OBJECT('Contact'),
	fields: mapped({ Ext__c: '={{ $json.key }}', LastName: '={{ $json.name }}' }, ['Ext__c']),
};
const items = (count: number) =>
	Array.from({ length: count }, (_, n) => ({
		key: `K-${n}`,
		// Too long for the field.
		name: 'x'.repeat(n % 10 === 3 ? 90 : 5),
	}));
const reasonOf = ({ details }: IDataObject) => (details as IDataObject).reason;

test('88. a bulk job with failed and unprocessed rows: three sets; the unprocessed can be sent again', async () => {
	const rig = await SalesforceRig.start({ bulk: { failAfterRows: 60 } });
	const run = await rig.run(ingest, items(100), goOn);
	const reasons = json(run.outputs[1]).map(reasonOf);
	expect(run.outputs[0]).toHaveLength(54);
	expect(reasons.filter((reason) => reason === 'row-rejected')).toHaveLength(6);
	expect(reasons.filter((reason) => reason === 'row-unprocessed')).toHaveLength(40);

	// n8n's Retry On Fail executes the node again: only the rows that were not reached go once more.
	const good = items(100).map((_, n) => ({ key: `again-${n}`, name: 'x' }));
	const again = await rig.run(ingest, good, { retryOnFail: true, maxTries: 2 });
	expect(again.outputs[0]).toHaveLength(100);
	expect(rig.state()).toMatchObject({
		appliedTwice: 0,
		jobs: { ingest: 3 },
		objects: { Contact: { created: 154, updated: 0 } },
	});
	await rig.stop();
});

test('89. a bulk job that never ends: aborted when its time is over, and said so', async () => {
	const rig = await SalesforceRig.start({ bulk: { neverEnds: true } });
	const run = await rig.run({ ...ingest, options: { jobMinutes: 0.002 } }, items(2), goOn);
	expect(json(run.outputs[1])).toHaveLength(2);
	expect(json(run.outputs[1])[0]).toMatchObject({
		error: expect.stringMatching(/job 750\w{15} took longer than 0 s and was aborted/),
		message: expect.stringContaining('raise "Longest Bulk Job"'),
		details: { reason: 'row-unprocessed', outcome: 'not done' },
	});
	expect(rig.requests()).toContain('PATCH /jobs/ingest/{job} -> 200');
	expect(rig.state().objects.Contact.records).toBe(0);
	await rig.stop();
});

test('89b. the deadline of the node comes before that of the job: aborted as well', async () => {
	const rig = await SalesforceRig.start({ bulk: { neverEnds: true } });
	const gtmOptions = { firstWait: 0.01, deadline: 3 };
	const run = await rig.run({ ...ingest, gtmOptions }, items(2), goOn);
	expect(json(run.outputs[1]).map(reasonOf)).toEqual(['row-unprocessed', 'row-unprocessed']);
	expect(rig.requests().filter((line) => line.startsWith('PATCH'))).toHaveLength(2);
	await rig.stop();
});

test('89c. an execution that is stopped aborts its job', async () => {
	const rig = await SalesforceRig.start({ bulk: { neverEnds: true } });
	const stopWhen = rig.arrived('GET /jobs/ingest');
	await rig.run(ingest, items(2), { ...goOn, stopWhen });
	// One closes the job, and one aborts it.
	await rig.arrived('PATCH', 2);
	expect(rig.requests().at(-1)).toBe('PATCH /jobs/ingest/{job} -> 200');
	await rig.stop();
});

test('90. rows that are locked: only those go again, in a smaller request', async () => {
	const locks = new Map([
		['K-3', 2],
		['K-7', 1],
		['K-8', 1],
	]);
	const upsert = { ...ingest, resource: 'record', operation: 'createOrUpdate' };
	const { arrivals, outputs } = await salesforceNode(upsert, items(10), (server) =>
		server.afterwards((seen) =>
			reply(
				200,
				sentIn(seen).records.map(({ Ext__c }) => {
					const left = locks.get(String(Ext__c)) ?? 0;
					locks.set(String(Ext__c), left - 1);
					const errors = [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'busy', fields: [] }];
					return left > 0
						? { success: false, errors }
						: { id: '0035g000000Be01AAC', success: true, created: true, errors: [] };
				}),
			),
		),
	);
	expect(outputs[0]).toHaveLength(10);
	expect(arrivals.map((seen) => sentIn(seen).records.map(({ Ext__c }) => Ext__c))).toEqual([
		items(10).map(({ key }) => key),
		['K-3', 'K-7', 'K-8'],
		['K-3'],
	]);
});

test('90b. a whole request that is locked is sent again as it is', async () => {
	const faults = {
		seed: 1,
		rules: [{ vendor: 'salesforce' as const, kind: 'locked-row' as const, at: [1] }],
	};
	const rig = await SalesforceRig.start({}, { faults });
	const upsert = { ...ingest, resource: 'record', operation: 'createOrUpdate' };
	const run = await rig.run(upsert, items(3), goOn);
	expect(run.outputs[0]).toHaveLength(3);
	expect(rig.requests().map((line) => line.slice(-3))).toEqual(['400', '200']);
	await rig.stop();
});

test('21b. the instance moves with a new token between two pages: the walk goes on by the path', async () => {
	const rig = await SalesforceRig.start({
		records: { Contact: 250 },
		queryPage: 100,
		oauth: { movesOnRefresh: true },
	});
	const credential = await signIn(rig);
	rig.sandbox.setFaults({
		seed: 1,
		rules: [{ vendor: 'salesforce', kind: 'expired-token', path: '/query/', at: [1] }],
	});
	const soql = 'SELECT Id FROM Contact';
	const parameters = { resource: 'query', operation: 'runQuery', soql, returnAll: true };
	const run = await rig.run(parameters, [{}], { credential });
	expect(new Set(json(run.outputs[0]).map(({ Id }) => Id)).size).toBe(250);
	expect(run.hints[0].message).toBe('Complete: 250 of 250 records in 3 pages.');
	expect(rig.requests().map((line) => line.replace(/0r8\w+/, '{place}'))).toEqual([
		expect.stringContaining('authorize'),
		expect.stringContaining('token'),
		'GET /query -> 200',
		'GET /query/{place} -> 401',
		'POST /services/oauth2/token -> 200',
		'GET /query/{place} -> 200',
		'GET /query/{place} -> 200',
	]);
	await rig.stop();
});
