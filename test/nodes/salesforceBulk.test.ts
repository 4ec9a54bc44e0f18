import type { IDataObject } from 'n8n-workflow';
import type { NodeRun } from './support/runNode';
import { goOn, mapped, OBJECT, SalesforceRig } from './support/salesforce';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: SalesforceRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const fault = (
	kind: 'status-503' | 'drop-after' | 'drop-before',
	method: string,
	path: string,
) => ({
	faults: { seed: 1, rules: [{ vendor: 'salesforce' as const, kind, method, path, at: [1] }] },
});
const contacts = () => rig.sandbox.salesforceRecords('Contact');
const ids = () => contacts().map(({ id }) => ({ id }));
const keyed = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ key: `K-${n}`, name: `Name ${n}` }));

const ingest: IDataObject = {
	resource: 'bulkJob',
	operation: 'ingest',
	bulkOperation: 'upsert',
	...OBJECT('Contact'),
	fields: mapped({ Ext__c: '={{ $json.key }}', LastName: '={{ $json.name }}' }, ['Ext__c']),
};
const query: IDataObject = {
	resource: 'bulkJob',
	operation: 'query',
	soql: 'SELECT Id, LastName, Title FROM Contact',
	returnAll: true,
};
const get: IDataObject = { resource: 'bulkJob', operation: 'get', jobId: '={{ $json.jobId }}' };
const abort: IDataObject = { resource: 'bulkJob', operation: 'abort', jobId: '={{ $json.jobId }}' };
const upsert: IDataObject = { ...ingest, resource: 'record', operation: 'createOrUpdate' };

describe('Bulk Job: Ingest', () => {
	test('success: one job, each item with its ID and whether it is new', async () => {
		rig = await SalesforceRig.start();
		await rig.run(upsert, keyed(10));
		const run = await rig.run(ingest, keyed(50));
		const held = new Map(contacts().map(({ id, fields }) => [id, fields.Ext__c]));
		expect(json(run.outputs[0]).map(({ id }) => held.get(String(id)))).toEqual(
			keyed(50).map(({ key }) => key),
		);
		expect(json(run.outputs[0]).map(({ result }) => result)).toEqual([
			...Array<string>(10).fill('updated'),
			...Array<string>(40).fill('created'),
		]);
		expect(rig.requests().slice(1)).toEqual([
			'POST /jobs/ingest -> 200',
			'PUT /jobs/ingest/{job}/batches -> 201',
			'PATCH /jobs/ingest/{job} -> 200',
			'GET /jobs/ingest/{job} -> 200',
			'GET /jobs/ingest/{job} -> 200',
			'GET /jobs/ingest/{job}/successfulResults -> 200',
		]);
	});

	test('a rejected row among good ones: with its code, its field and its reason', async () => {
		rig = await SalesforceRig.start();
		const items = [...keyed(3), { key: 'K-9', name: 'x'.repeat(90) }];
		const run = await rig.run(ingest, items, goOn);
		expect(run.outputs[0]).toHaveLength(3);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('data value too large'),
			details: { reason: 'row-rejected', code: 'STRING_TOO_LONG', fields: ['LastName'] },
		});
		expect(pairs(run)[1]).toEqual([{ item: 3 }]);
	});

	test.each([
		['status-503', 'POST', '/jobs/ingest$'],
		['drop-after', 'POST', '/jobs/ingest$'],
		['status-503', 'PUT', '/batches$'],
		['drop-before', 'PUT', '/batches$'],
		['drop-after', 'PATCH', '/jobs/ingest/'],
		['status-503', 'GET', '/jobs/ingest/\\w+$'],
		['drop-after', 'GET', 'successfulResults$'],
	] as const)('a retry after %s of %s %s: each record once', async (kind, method, path) => {
		rig = await SalesforceRig.start({}, fault(kind, method, path));
		const run = await rig.run(ingest, keyed(20), goOn);
		expect(run.outputs[0]).toHaveLength(20);
		expect(rig.state()).toMatchObject({ appliedTwice: 0, objects: { Contact: { records: 20 } } });
	});

	test('an upload whose answer was lost: that job is given up, and another one takes the rows', async () => {
		rig = await SalesforceRig.start({}, fault('drop-after', 'PUT', '/batches$'));
		const run = await rig.run(ingest, keyed(5), goOn);
		expect(run.outputs[0]).toHaveLength(5);
		expect(rig.requests().slice(0, 7)).toEqual([
			'POST /jobs/ingest -> 200',
			'PUT /jobs/ingest/{job}/batches -> none',
			'PUT /jobs/ingest/{job}/batches -> 400',
			'PATCH /jobs/ingest/{job} -> 200',
			'POST /jobs/ingest -> 200',
			'PUT /jobs/ingest/{job}/batches -> 201',
			'PATCH /jobs/ingest/{job} -> 200',
		]);
		expect(rig.state().objects.Contact).toMatchObject({ records: 5, created: 5 });
	});

	test('a close whose answer was lost, of a job that cannot be looked at: its files tell what it has done', async () => {
		const rule = { vendor: 'salesforce' as const, kind: 'drop-after' as const, at: [1] };
		rig = await SalesforceRig.start(
			{},
			{
				faults: {
					seed: 1,
					rules: [
						{ ...rule, method: 'PATCH', path: '/jobs/ingest/' },
						{ ...rule, method: 'GET', path: '/jobs/ingest/\\w+$' },
					],
				},
			},
		);
		const fields = mapped({ LastName: '={{ $json.name }}' });
		const parameters = { ...ingest, bulkOperation: 'insert', fields, gtmRetries: 0 };
		const run = await rig.run(parameters, keyed(10), goOn);
		const { records } = rig.state().objects.Contact;
		expect(records).toBe(5);
		expect(run.outputs[0]).toHaveLength(records);
		expect(json(run.outputs[1]).map(({ details }) => (details as IDataObject).reason)).toEqual(
			Array(5).fill('row-unprocessed'),
		);
	});

	test('creates: rows that are quite alike are told apart by being counted', async () => {
		rig = await SalesforceRig.start();
		const items = [{ name: 'Same' }, { name: 'Same' }, { name: 'Other' }, { name: 'Same' }];
		const fields = mapped({ LastName: '={{ $json.name }}' });
		const run = await rig.run({ ...ingest, bulkOperation: 'insert', fields }, items);
		expect(new Set(json(run.outputs[0]).map(({ id }) => id)).size).toBe(4);
		expect(rig.state().objects.Contact.records).toBe(4);
	});

	test('quotes, line breaks, cleared fields and parents, as a CSV file has them', async () => {
		rig = await SalesforceRig.start({ records: { Account: 2, Contact: 1 } });
		const fields = mapped(
			{
				Ext__c: '={{ $json.key }}',
				LastName: '={{ $json.name }}',
				Email: '={{ $json.email }}',
				DoNotCall: '={{ $json.no }}',
				'Account.Ext__c': 'ACC-2',
			},
			['Ext__c'],
		);
		const items = [
			{ key: 'CON-1', name: 'Say "hi", O\'Neil\nand co', email: '', no: true },
			{ key: 'CON-2', name: ' Spaces ', email: 'x@example.com', no: false },
		];
		const run = await rig.run({ ...ingest, fields, emptyValues: 'clear' }, items, goOn);
		expect(json(run.outputs[1])).toEqual([]);
		const [account] = rig.sandbox
			.salesforceRecords('Account')
			.filter(({ fields: { Ext__c } }) => Ext__c === 'ACC-2');
		expect(contacts()[0].fields).toMatchObject({
			LastName: 'Say "hi", O\'Neil\nand co',
			DoNotCall: true,
			AccountId: account.id,
		});
		expect(contacts()[0].fields.Email ?? null).toBeNull();
	});

	test('update, delete and hard delete, by IDs of 15 or 18 characters', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 6 }, bulk: { hardDelete: true } });
		const items = ids().map(({ id }, n) => ({ id: n % 2 ? id : id.slice(0, 15) }));
		const fields = mapped({ Id: '={{ $json.id }}', Title: 'T' }, ['Id']);
		const updated = await rig.run({ ...ingest, bulkOperation: 'update', fields }, items);
		expect(json(updated.outputs[0]).map(({ id, result }) => ({ id, result }))).toEqual(
			ids().map(({ id }) => ({ id, result: 'updated' })),
		);
		const removal = { ...ingest, recordId: '={{ $json.id }}' };
		const deleted = await rig.run({ ...removal, bulkOperation: 'delete' }, items.slice(0, 3));
		expect(json(deleted.outputs[0]).map(({ result }) => result)).toEqual(Array(3).fill('deleted'));
		const hard = await rig.run({ ...removal, bulkOperation: 'hardDelete' }, items.slice(3), goOn);
		expect(hard.outputs[0]).toHaveLength(3);
		expect(rig.state().objects.Contact.records).toBe(0);
	});

	test('rows of one record go in jobs one after the other, and the last one wins', async () => {
		rig = await SalesforceRig.start();
		const items = [
			{ key: 'k', name: 'One' },
			{ key: 'K', name: 'Two' },
		];
		const run = await rig.run(ingest, items);
		expect(json(run.outputs[0]).map(({ result }) => result)).toEqual(['created', 'updated']);
		expect(contacts().map(({ fields }) => fields.LastName)).toEqual(['Two']);
		expect(rig.state().jobs).toMatchObject({ ingest: 2 });
	});

	test('locked rows go again by themselves, in small requests', async () => {
		rig = await SalesforceRig.start({ lockShare: 0.1 });
		const run = await rig.run(ingest, keyed(100), goOn);
		expect(run.outputs[0]).toHaveLength(100);
		expect(rig.state()).toMatchObject({ appliedTwice: 0, jobs: { ingest: 1 } });
		expect(rig.requests().filter((line) => line.includes('/composite')).length).toBeGreaterThan(0);
	});

	test('locked rows of a hard delete are given back: a request would not delete them for good', async () => {
		rig = await SalesforceRig.start({
			records: { Contact: 10 },
			lockShare: 0.1,
			bulk: { hardDelete: true },
		});
		const parameters = { ...ingest, bulkOperation: 'hardDelete', recordId: '={{ $json.id }}' };
		const run = await rig.run(parameters, ids(), goOn);
		expect(run.outputs[0]).toHaveLength(9);
		expect(json(run.outputs[1])[0].details).toMatchObject({ reason: 'locked' });
		expect(rig.requests().some((line) => line.startsWith('DELETE'))).toBe(false);
	});

	test('locked leads of a job run no assignment rule either', async () => {
		rig = await SalesforceRig.start({ lockShare: 0.1, leadAssignmentRule: true });
		const fields = mapped({ Ext__c: '={{ $json.key }}', LastName: 'x', Company: 'y' }, ['Ext__c']);
		const run = await rig.run({ ...ingest, ...OBJECT('Lead'), fields }, keyed(10), goOn);
		expect(run.outputs[0]).toHaveLength(10);
		const owners = rig.sandbox.salesforceRecords('Lead').map(({ fields: { OwnerId } }) => OwnerId);
		expect(new Set(owners).size).toBe(1);
		expect(rig.state().headers['sforce-auto-assign: FALSE']).toBeGreaterThan(0);
	});

	test('a field that the object has not: the job fails, and the nearest names are told', async () => {
		rig = await SalesforceRig.start();
		const fields = mapped({ Ext__c: '={{ $json.key }}', LastNam: 'x' }, ['Ext__c']);
		const run = await rig.run({ ...ingest, fields }, keyed(2), goOn);
		expect(json(run.outputs[1]).map(({ details }) => (details as IDataObject).reason)).toEqual([
			'row-unprocessed',
			'row-unprocessed',
		]);
		const [{ error, message }] = json(run.outputs[1]);
		expect(error).toContain('LastNam');
		expect(message).toContain('The nearest to LastNam: LastName');
	});

	test.each([
		[{ key: 'a', name: 'x'.repeat(32_001) }, 'The value of LastName has 32001 characters'],
		[{ key: 'a', name: '#N/A' }, 'which clears the field in Bulk'],
		[{ key: '', name: 'x' }, 'The item has no Ext__c'],
	])('what a job does not take: %.60j', async (item, what) => {
		rig = await SalesforceRig.start();
		const run = await rig.run(ingest, [item, ...keyed(1)], goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
		expect(json(run.outputs[1])[0].error).toContain(what);
	});

	test('an object that Bulk does not take: nothing is written, and what to use instead', async () => {
		rig = await SalesforceRig.start({ bulk: { refusedObjects: ['Contact'] } });
		const run = await rig.run(ingest, keyed(2), goOn);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('is not supported by the Bulk API'),
			message: expect.stringContaining('operations of Record'),
		});
		expect(rig.requests()).toHaveLength(1);
	});
});

describe('many items of Record go through Bulk by themselves', () => {
	const above = (bulkAbove: number): IDataObject => ({ ...upsert, options: { bulkAbove } });

	test('above the number that is set, and not at it', async () => {
		rig = await SalesforceRig.start();
		await rig.run(above(20), keyed(20));
		expect(rig.requests()).toEqual(['PATCH /composite/sobjects/Contact/Ext__c -> 200']);
		await rig.run(above(20), keyed(21));
		expect(rig.state().jobs).toMatchObject({ ingest: 1 });
	});

	test('items that a job does not take go in requests beside it', async () => {
		rig = await SalesforceRig.start();
		const fields = mapped(
			{ Ext__c: '={{ $json.key }}', Amount__c: '1', Note__c: '={{ $json.note }}' },
			['Ext__c'],
		);
		const items = keyed(5).map((item, n) => ({ ...item, note: 'n'.repeat(n === 2 ? 40_000 : 5) }));
		const run = await rig.run({ ...above(3), ...OBJECT('Invoice__c'), fields }, items, goOn);
		expect(run.outputs[0]).toHaveLength(5);
		expect(rig.state()).toMatchObject({
			jobs: { ingest: 1 },
			objects: { Invoice__c: { created: 5 } },
		});
		expect(rig.requests().at(-1)).toBe('PATCH /composite/sobjects/Invoice__c/Ext__c -> 200');
	});

	test.each([{ allOrNone: true }, { allowDuplicates: true }])(
		'not what a job cannot do: %j',
		async (options) => {
			rig = await SalesforceRig.start();
			await rig.run({ ...upsert, options: { bulkAbove: 3, ...options } }, keyed(5));
			expect(rig.requests()).toEqual(['PATCH /composite/sobjects/Contact/Ext__c -> 200']);
		},
	);

	test('an object that Bulk does not take goes in requests of 200, and that is said', async () => {
		rig = await SalesforceRig.start({ bulk: { refusedObjects: ['Contact'] } });
		const run = await rig.run(above(100), keyed(300), goOn);
		expect(run.outputs[0]).toHaveLength(300);
		expect(run.hints[0].message).toContain('went in requests of 200 instead');
		expect(rig.requests()).toHaveLength(3);
	});

	test('leads: a job runs no assignment rule, and that is said', async () => {
		rig = await SalesforceRig.start({ leadAssignmentRule: true });
		const fields = mapped({ Ext__c: '={{ $json.key }}', LastName: 'x', Company: 'y' }, ['Ext__c']);
		const run = await rig.run({ ...above(1), ...OBJECT('Lead'), fields }, keyed(2));
		expect(run.hints[0].message).toContain('runs no assignment rule for Lead records');
	});

	test('deletes too', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 12 } });
		const parameters = {
			operation: 'delete',
			...OBJECT('Contact'),
			recordId: '={{ $json.id }}',
			options: { bulkAbove: 10 },
		};
		const run = await rig.run(parameters, ids());
		expect(run.outputs[0]).toHaveLength(12);
		expect(rig.state()).toMatchObject({
			jobs: { ingest: 1 },
			objects: { Contact: { records: 0 } },
		});
	});
});

describe('a dry run', () => {
	const dry = { gtmOptions: { dryRun: true } };

	test('of requests: which of them would carry an item', async () => {
		rig = await SalesforceRig.start();
		const run = await rig.run({ ...upsert, ...dry }, keyed(250));
		expect(json(run.outputs[0]).map(({ request, items }) => [request, items])).toEqual([
			...Array<number[]>(200).fill([1, 200]),
			...Array<number[]>(50).fill([2, 50]),
		]);
		expect(rig.requests()).toEqual([]);
	});

	test('of a job: what it would take', async () => {
		rig = await SalesforceRig.start();
		const run = await rig.run({ ...upsert, ...dry, options: { bulkAbove: 10 } }, keyed(250));
		expect(json(run.outputs[0])[249]).toMatchObject({
			dryRun: true,
			items: 250,
			operation: 'bulkJob.ingest.open',
		});
		expect(run.hints[0].message).toBe(
			'Dry run: nothing was sent. 250 items would take at least 5 requests.',
		);
		expect(rig.requests()).toEqual([]);
	});
});

describe('Bulk Job: Query', () => {
	test('success: all pages of the results', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 250 }, bulk: { resultPage: 100 } });
		const run = await rig.run(query, [{}]);
		expect(json(run.outputs[0]).map(({ Id }) => Id)).toEqual(contacts().map(({ id }) => id));
		expect(json(run.outputs[0])[0]).toEqual({
			Id: ids()[0].id,
			LastName: 'Contact 1',
			Title: null,
		});
		expect(run.hints[0].message).toBe('Complete: 250 records in 3 pages.');
		expect(rig.requests()).toHaveLength(6);
	});

	test('a rejected row among good ones: a query that is none', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2 } });
		const items = [{ soql: 'SELECT Idd FROM Contact' }, { soql: query.soql }];
		const run = await rig.run({ ...query, soql: '={{ $json.soql }}' }, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }, { item: 1 }], [{ item: 0 }]]);
	});

	test('a retry after 503: no page twice', async () => {
		rig = await SalesforceRig.start(
			{ records: { Contact: 250 }, bulk: { resultPage: 100 } },
			fault('status-503', 'GET', '/results$'),
		);
		const run = await rig.run(query, [{}]);
		expect(new Set(json(run.outputs[0]).map(({ Id }) => Id)).size).toBe(250);
		expect(rig.requests()).toHaveLength(7);
	});

	test('a limit, and deleted records', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 20 } });
		const run = await rig.run({ ...query, returnAll: false, limit: 7 }, [{}]);
		expect(run.outputs[0]).toHaveLength(7);
		await rig.run({ operation: 'delete', ...OBJECT('Contact'), recordId: ids()[0].id }, [{}]);
		expect((await rig.run({ ...query, withDeleted: true }, [{}])).outputs[0]).toHaveLength(20);
	});

	test('a job that never ends is aborted when its time is over, and that is said', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2 }, bulk: { neverEnds: true } });
		const run = await rig.run({ ...query, options: { jobMinutes: 0.001 } }, [{}], goOn);
		expect(json(run.outputs[1])[0]).toMatchObject({
			error: expect.stringMatching(/took longer than 0 s and was aborted/),
			message: expect.stringContaining('Raise "Longest Bulk Job"'),
			details: { reason: 'deadline', outcome: 'not done' },
		});
		expect(rig.requests().at(-1)).toBe('PATCH /jobs/query/{job} -> 200');
	});

	test("the day's query jobs are used up: what to use instead", async () => {
		rig = await SalesforceRig.start({ records: { Contact: 2 }, bulk: { dailyQueryJobs: 1 } });
		await rig.run(query, [{}]);
		const run = await rig.run(query, [{}], goOn);
		expect(json(run.outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('do not count on the limits of Bulk'),
			details: { reason: 'quota-exhausted' },
		});
	});
});

describe('Bulk Job: Get', () => {
	const done = async () => {
		const items = [...keyed(2), { key: 'K-9', name: 'x'.repeat(90) }];
		const run = await rig.run(ingest, items, goOn);
		return String(json(run.outputs[0])[0].jobId);
	};

	test('success: the job with its counts', async () => {
		rig = await SalesforceRig.start();
		const run = await rig.run(get, [{ jobId: await done() }]);
		expect(json(run.outputs[0])[0]).toMatchObject({
			state: 'JobComplete',
			object: 'Contact',
			numberRecordsProcessed: 3,
			numberRecordsFailed: 1,
		});
	});

	test('a rejected row among good ones: IDs that no job has', async () => {
		rig = await SalesforceRig.start();
		const items = [{ jobId: '7505g00000zzzzz' }, { jobId: 'job' }, { jobId: await done() }];
		const run = await rig.run(get, items, goOn);
		expect(pairs(run)).toEqual([[{ item: 2 }], [{ item: 0 }, { item: 1 }]]);
		expect(json(run.outputs[1])[1].error).toBe('Job ID is "job", which is no ID');
	});

	test('a retry after 503: asked again', async () => {
		rig = await SalesforceRig.start();
		const jobId = await done();
		rig.sandbox.setFaults(fault('status-503', 'GET', '/jobs/').faults);
		expect((await rig.run(get, [{ jobId }])).outputs[0]).toHaveLength(1);
	});

	test('the records of a set, and of all sets', async () => {
		rig = await SalesforceRig.start();
		const jobId = await done();
		const all = await rig.run({ ...get, returned: 'all' }, [{ jobId }]);
		const rows = json(all.outputs[0]);
		expect(rows.map(({ set }) => set)).toEqual(['successful', 'successful', 'failed']);
		expect(rows[2]).toMatchObject({
			reason: expect.stringContaining('STRING_TOO_LONG'),
			record: { Ext__c: 'K-9' },
		});
		const failed = await rig.run({ ...get, returned: 'failed' }, [{ jobId }]);
		expect(failed.outputs[0]).toHaveLength(1);
	});

	test('the rows of a query job, by the version that made it', async () => {
		rig = await SalesforceRig.start({ records: { Contact: 3 } });
		await rig.run(query, [{}], { credential: { apiVersion: 'v66.0' } });
		const jobId = rig.sandbox
			.arrivals()
			.map(({ path }) => /(750\w{15})/.exec(path)?.[1])
			.find((id) => id !== undefined);
		const parameters = { ...get, jobKind: 'query', returned: 'all' };
		const run = await rig.run(parameters, [{ jobId }], goOn);
		expect(json(run.outputs[1])).toEqual([]);
		expect(run.outputs[0]).toHaveLength(3);
	});
});

describe('Bulk Job: Abort', () => {
	const started = async () => {
		// A run whose limit is over at once leaves a job that has been aborted; this one is still open.
		const answer = await fetch(`${rig.url}/services/data/v67.0/jobs/ingest`, {
			method: 'POST',
			headers: { authorization: `Bearer ${rig.token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ object: 'Contact', operation: 'insert', contentType: 'CSV' }),
		});
		const { id } = (await answer.json()) as { id: string };
		return { jobId: id };
	};

	test('success: the job and its state', async () => {
		rig = await SalesforceRig.start();
		const run = await rig.run(abort, [await started()]);
		expect(json(run.outputs[0])[0]).toMatchObject({ state: 'Aborted', object: 'Contact' });
	});

	test('a rejected row among good ones: a job that is over', async () => {
		rig = await SalesforceRig.start();
		const ended = await rig.run(ingest, keyed(1));
		const items = [{ jobId: json(ended.outputs[0])[0].jobId }, await started()];
		const run = await rig.run(abort, items as IDataObject[], goOn);
		expect(pairs(run)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
	});

	test('a retry after 503: sent again', async () => {
		rig = await SalesforceRig.start();
		const job = await started();
		rig.sandbox.setFaults(fault('status-503', 'PATCH', '/jobs/').faults);
		expect((await rig.run(abort, [job])).outputs[0]).toHaveLength(1);
	});
});
