import { parse } from 'csv-parse/sync';

import type { SalesforceOptions } from '../../sandbox';
import type { SalesforceOrg } from './salesforceOrg';
import { list, org } from './salesforceOrg';
import type { Heard } from './startedSandbox';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

type Cells = Record<string, string>;

interface Jobs extends SalesforceOrg {
	open(body: Record<string, unknown>): Promise<string>;
	put(id: string, csv: string, contentType?: string): Promise<Heard>;
	set(id: string, state: string): Promise<Heard>;
	look(id: string): Promise<Record<string, unknown>>;
	results(id: string, which: string): Promise<Cells[]>;
	/** Opens, uploads, closes and looks until the job is over. */
	run(body: Record<string, unknown>, csv: string): Promise<{ id: string; last: Cells }>;
}

async function jobs(
	bulk: SalesforceOptions['bulk'] = {},
	more: SalesforceOptions = {},
): Promise<Jobs> {
	const started = await org({ bulk, ...more });
	const { api } = started;
	const open: Jobs['open'] = async (body) => {
		const { status, text } = await api('POST /jobs/ingest', body);
		if (status !== 200) throw new Error(`${status} ${text}`);
		return JSON.parse(text).id;
	};
	const put: Jobs['put'] = async (id, csv, contentType = 'text/csv') =>
		await api(`PUT /jobs/ingest/${id}/batches`, csv, { 'content-type': contentType });
	const set: Jobs['set'] = async (id, state) => await api(`PATCH /jobs/ingest/${id}`, { state });
	const look: Jobs['look'] = async (id) => JSON.parse((await api(`GET /jobs/ingest/${id}`)).text);
	const results: Jobs['results'] = async (id, which) => {
		const { text } = await api(`GET /jobs/ingest/${id}/${which}`);
		return parse(text, { columns: true });
	};
	const run: Jobs['run'] = async (body, csv) => {
		const id = await open(body);
		await put(id, csv);
		await set(id, 'UploadComplete');
		for (let looks = 0; looks < 10; looks++) {
			const last = await look(id);
			const ended = ['JobComplete', 'Failed'].includes(String(last.state));
			if (ended) return { id, last: JSON.parse(JSON.stringify(last)) };
		}
		throw new Error('The job does not end');
	};
	return { ...started, open, put, set, look, results, run };
}

const INSERT = { object: 'Lead', operation: 'insert' };

function leads(count: number): string {
	const rows = Array.from({ length: count }, (_, place) => `Lead ${place},Acme,L${place}`);
	return ['LastName,Company,Ext__c', ...rows].join('\n');
}

describe('Salesforce: the steps of an ingest job', () => {
	it('is opened, filled once, closed, looked at and read', async () => {
		const { api, put, set, look, results, sandbox } = await jobs({ polls: 2 });
		const opened = await api('POST /jobs/ingest', INSERT);
		expect(opened).toMatchObject({
			status: 200,
			json: {
				id: expect.stringMatching(/^750\w{15}$/),
				state: 'Open',
				object: 'Lead',
				operation: 'insert',
				jobType: 'V2Ingest',
				concurrencyMode: 'Parallel',
				contentType: 'CSV',
				columnDelimiter: 'COMMA',
				lineEnding: 'LF',
				apiVersion: 66,
			},
		});
		const { id, contentUrl } = JSON.parse(opened.text);
		expect(contentUrl).toBe(`services/data/v66.0/jobs/ingest/${id}/batches`);
		expect(await put(id, leads(4))).toMatchObject({ status: 201, text: '' });
		expect(await set(id, 'UploadComplete')).toMatchObject({ json: { state: 'UploadComplete' } });
		expect(await look(id)).toMatchObject({ state: 'InProgress', numberRecordsProcessed: 2 });
		expect(await look(id)).toMatchObject({
			state: 'JobComplete',
			numberRecordsProcessed: 4,
			numberRecordsFailed: 0,
			totalProcessingTime: expect.any(Number),
		});
		const rows = await results(id, 'successfulResults');
		expect(rows.map((row) => row.Ext__c).sort()).toEqual(['L0', 'L1', 'L2', 'L3']);
		expect(rows[0]).toEqual({
			sf__Id: expect.stringMatching(/^00Q\w{15}$/),
			sf__Created: 'true',
			LastName: expect.stringMatching(/^Lead \d$/),
			Company: 'Acme',
			Ext__c: expect.stringMatching(/^L\d$/),
		});
		expect(await results(id, 'failedResults')).toEqual([]);
		expect(sandbox.state().salesforce).toMatchObject({
			objects: { Lead: { records: 4, created: 4 } },
			jobs: { ingest: 1 },
		});
	});

	it('gives results in another order than the rows', async () => {
		const { run, results } = await jobs();
		const { id } = await run(INSERT, leads(60));
		const given = (await results(id, 'successfulResults')).map(({ Ext__c }) => Ext__c);
		expect(given).toHaveLength(60);
		expect(given).not.toEqual(Array.from({ length: 60 }, (_, place) => `L${place}`));
	});

	it('refuses a second upload, an upload after the close and another content type', async () => {
		const { open, put, set } = await jobs();
		const id = await open(INSERT);
		expect((await put(id, leads(1), 'application/json')).status).toBe(415);
		await put(id, leads(1));
		expect(await put(id, leads(1))).toMatchObject({
			status: 400,
			json: [{ message: expect.stringContaining('Found multiple contents for job') }],
		});
		await set(id, 'UploadComplete');
		expect(await put(id, leads(1))).toMatchObject({
			status: 400,
			json: [{ errorCode: 'INVALIDJOBSTATE' }],
		});
		expect((await set(id, 'UploadComplete')).status).toBe(400);
		expect((await set(id, 'Open')).status).toBe(400);
	});

	it('takes time by the clock where it is told to', async () => {
		const looked = async (durationMs: number) => {
			const { open, put, set, look } = await jobs({ durationMs });
			const id = await open(INSERT);
			await put(id, leads(10));
			await set(id, 'UploadComplete');
			return await look(id);
		};
		expect(await looked(600_000)).toMatchObject({ state: 'InProgress' });
		expect(await looked(0)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 10 });
	});

	it('never ends where it is told to, and can be aborted', async () => {
		const { open, put, set, look, api, results } = await jobs({ neverEnds: true });
		const id = await open(INSERT);
		await put(id, leads(3));
		await set(id, 'UploadComplete');
		for (let looks = 0; looks < 5; looks++) {
			expect(await look(id)).toMatchObject({ state: 'InProgress', numberRecordsProcessed: 0 });
		}
		expect((await api(`GET /jobs/ingest/${id}/successfulResults`)).status).toBe(400);
		expect((await api(`DELETE /jobs/ingest/${id}`)).status).toBe(400);
		expect(await set(id, 'Aborted')).toMatchObject({ json: { state: 'Aborted' } });
		expect(await results(id, 'unprocessedrecords')).toHaveLength(3);
		expect((await set(id, 'Aborted')).status).toBe(400);
	});

	it('keeps what was written before an abort', async () => {
		const { open, put, set, look, results, sandbox } = await jobs({ polls: 2 });
		const id = await open(INSERT);
		await put(id, leads(4));
		await set(id, 'UploadComplete');
		await look(id);
		await set(id, 'Aborted');
		expect(await results(id, 'successfulResults')).toHaveLength(2);
		expect(await results(id, 'unprocessedRecords')).toHaveLength(2);
		expect(sandbox.state().salesforce.objects.Lead.records).toBe(2);
	});

	it('lists jobs and forgets the deleted ones', async () => {
		const { run, api, open } = await jobs();
		const { id } = await run(INSERT, leads(1));
		const other = await open(INSERT);
		const ids = async () =>
			JSON.parse((await api('GET /jobs/ingest')).text).records.map((job: Cells) => job.id);
		expect(await ids()).toEqual([id, other]);
		expect((await api(`DELETE /jobs/ingest/${id}`)).status).toBe(204);
		expect(await ids()).toEqual([other]);
		expect((await api(`GET /jobs/ingest/${id}`)).status).toBe(404);
	});
});

describe('Salesforce: rows of an ingest job', () => {
	it('fails rows alone, with code, message and fields', async () => {
		const { run, results } = await jobs();
		const csv =
			'LastName,Company,Email,NumberOfEmployees\nA,X,a@x.example,5\nB,,b@x.example,\nC,X,bad,\nD,X,,many';
		const { id, last } = await run(INSERT, csv);
		expect(last).toMatchObject({
			state: 'JobComplete',
			numberRecordsProcessed: 4,
			numberRecordsFailed: 3,
		});
		const failed = await results(id, 'failedResults');
		const errors = failed.map((row) => [row.LastName, row.sf__Error, row.sf__Id]).sort();
		expect(errors).toEqual([
			['B', 'REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --', ''],
			['C', 'INVALID_EMAIL_ADDRESS:Email: invalid email address: bad:Email --', ''],
			[
				'D',
				'INVALID_TYPE_ON_FIELD_IN_RECORD:Number Of Employees: value not of required type: many:NumberOfEmployees --',
				'',
			],
		]);
	});

	it('leaves a field alone for an empty cell, and empties it for #N/A', async () => {
		const { run, rows } = await jobs({}, { records: { Contact: 1 } });
		const [{ Id }] = await rows('SELECT Id FROM Contact');
		await run(
			{ object: 'Contact', operation: 'update' },
			`Id,FirstName,Email,Score__c\n${String(Id)},,#N/A,7`,
		);
		expect(await rows('SELECT FirstName, Email, Score__c FROM Contact')).toEqual([
			{ FirstName: 'Seeded', Email: null, Score__c: 7 },
		]);
	});

	it('upserts by external id, names parents by theirs, and refuses a key twice', async () => {
		const { run, results, rows } = await jobs({}, { records: { Account: 1, Contact: 1 } });
		const body = { object: 'Contact', operation: 'upsert', externalIdFieldName: 'Ext__c' };
		const csv =
			'Ext__c,LastName,Account.Ext__c\nCON-1,Old,ACC-1\nN1,New,ACC-1\nn1,Twice,\nN2,Lost,NOPE\n,None,';
		const { id } = await run(body, csv);
		const done = await results(id, 'successfulResults');
		expect(done.map((row) => [row.Ext__c, row.sf__Created]).sort()).toEqual([
			['CON-1', 'false'],
			['N1', 'true'],
		]);
		const failed = await results(id, 'failedResults');
		expect(failed.map((row) => row.sf__Error.split(':')[0]).sort()).toEqual([
			'DUPLICATE_VALUE',
			'INVALID_FIELD',
			'MISSING_ARGUMENT',
		]);
		expect(await rows("SELECT LastName, Account.Name FROM Contact WHERE Ext__c = 'N1'")).toEqual([
			{ LastName: 'New', Account: { attributes: expect.anything(), Name: 'Account 1' } },
		]);
	});

	it('deletes, and deletes for good', async () => {
		const { run, soql } = await jobs({}, { records: { Lead: 2 } });
		const { text } = await soql('SELECT Id FROM Lead');
		const [one, other] = JSON.parse(text).records.map((row: Cells) => row.Id);
		await run({ object: 'Lead', operation: 'delete' }, `Id\n${one}`);
		await run({ object: 'Lead', operation: 'hardDelete' }, `Id\n${other}`);
		expect((await soql('SELECT Id FROM Lead')).json).toMatchObject({ totalSize: 0 });
		expect((await soql('SELECT Id FROM Lead', 'queryAll')).json).toMatchObject({
			totalSize: 1,
			records: [{ Id: one }],
		});
	});

	it('refuses a field of more than 32,000 characters, in that row alone', async () => {
		const { run, results } = await jobs();
		const csv = `Amount__c,Ext__c,Note__c\n1,fits,${'x'.repeat(32_000)}\n1,long,${'x'.repeat(32_001)}`;
		const { id } = await run({ object: 'Invoice__c', operation: 'insert' }, csv);
		const failed = await results(id, 'failedResults');
		expect(failed).toMatchObject([{ Ext__c: 'long' }]);
		expect(failed[0].sf__Error).toContain('STRING_TOO_LONG');
	});

	it('names the object of a parent that can be of several, and of no other', async () => {
		const { run, results } = await jobs({}, { records: { Lead: 1, Account: 1 } });
		const body = { object: 'Task', operation: 'insert' };
		const { id, last } = await run(body, 'Subject,Lead:Who.Ext__c\nCall,LEAD-1');
		expect(last).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
		expect(await results(id, 'successfulResults')).toHaveLength(1);
		const contact = { object: 'Contact', operation: 'insert' };
		const needless = await run(contact, 'LastName,Account:Account.Ext__c\nLee,ACC-1');
		expect(needless.last.errorMessage).toContain('type is not needed');
	});

	it('refuses a row of more than 400,000 characters', async () => {
		const { run, results } = await jobs();
		const long = Array.from({ length: 14 }, () => 'x'.repeat(32_000)).join(',');
		const header = ['LastName', ...Array(14).fill('Description')].join(',');
		const { id } = await run({ object: 'Contact', operation: 'insert' }, `${header}\nLee,${long}`);
		const [failed] = await results(id, 'failedResults');
		expect(failed.sf__Error).toContain('LIMIT_EXCEEDED');
	});

	it('names the id of a failed row that had one', async () => {
		const { run, results, created } = await jobs();
		const other = await created('Contact', { LastName: 'Z' });
		const csv = `Id,LastName\n00Q000000000000EAA,X\n,Y\n${other},Z`;
		const { id } = await run({ object: 'Lead', operation: 'update' }, csv);
		const failed = await results(id, 'failedResults');
		expect(failed.map((row) => [row.sf__Id, row.sf__Error.split(':')[0]]).sort()).toEqual([
			['', 'MISSING_ARGUMENT'],
			[other, 'MALFORMED_ID'],
			['00Q000000000000EAA', 'INVALID_CROSS_REFERENCE_KEY'],
		]);
	});
});

describe('Salesforce: ingest jobs that fail', () => {
	it('fails half-way, with rows saved and rows never looked at', async () => {
		const { run, results, sandbox } = await jobs({ failAfterRows: 3 });
		const { id, last } = await run(INSERT, leads(8));
		expect(last).toMatchObject({ state: 'Failed', numberRecordsProcessed: 3 });
		expect(last.errorMessage).toContain('InternalServerError');
		expect(await results(id, 'successfulResults')).toHaveLength(3);
		expect(await results(id, 'unprocessedrecords')).toEqual(
			[3, 4, 5, 6, 7].map((place) => ({
				LastName: `Lead ${place}`,
				Company: 'Acme',
				Ext__c: `L${place}`,
			})),
		);
		expect(sandbox.state().salesforce.objects.Lead.records).toBe(3);
	});

	it.each([
		[
			'an unknown column',
			'LastName,Companyy\nA,B',
			'InvalidBatch : Field name not found : Companyy',
		],
		['CRLF', 'LastName,Company\r\nA,B', 'Current LineEnding setting is LF'],
		['rows of other lengths', 'LastName,Company\nA', 'InvalidBatch'],
		['nothing', '', 'InvalidBatch'],
	])('fails for %s and writes nothing', async (_what, csv, said) => {
		const { run, sandbox } = await jobs();
		const { last } = await run(INSERT, csv);
		expect(last.state).toBe('Failed');
		expect(last.errorMessage).toContain(said);
		expect(sandbox.state().salesforce.objects.Lead.records).toBe(0);
	});

	it('tells what is wrong with an upload when the work begins, not at the close', async () => {
		const { open, put, set, look } = await jobs({ polls: 3 });
		const id = await open(INSERT);
		await put(id, 'Nope\n1');
		expect((await set(id, 'UploadComplete')).json).toMatchObject({ state: 'UploadComplete' });
		expect(await look(id)).toMatchObject({ state: 'Failed', numberRecordsProcessed: 0 });
	});

	it('takes CRLF and other delimiters where the job says so', async () => {
		const { run, sandbox } = await jobs();
		const form = { lineEnding: 'CRLF', columnDelimiter: 'SEMICOLON' };
		const { last } = await run({ ...INSERT, ...form }, 'LastName;Company\r\nA;"B;C"\r\n');
		expect(last).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
		expect(sandbox.salesforceRecords('Lead')[0].fields.Company).toBe('B;C');
	});

	it.each([
		['an object that there is not', { object: 'Nothing', operation: 'insert' }, 'INVALIDENTITY'],
		[
			'an object that Bulk does not take',
			{ object: 'TaskStatus', operation: 'insert' },
			'INVALIDENTITY',
		],
		['an operation that there is not', { object: 'Lead', operation: 'merge' }, 'INVALIDJOB'],
		['an upsert without a key', { object: 'Lead', operation: 'upsert' }, 'INVALIDJOB'],
		[
			'an upsert by what is no key',
			{ object: 'Lead', operation: 'upsert', externalIdFieldName: 'Company' },
			'INVALIDJOB',
		],
		['another content', { ...INSERT, contentType: 'JSON' }, 'INVALIDCONTENTTYPE'],
		[
			'a hard delete that is not allowed',
			{ object: 'Lead', operation: 'hardDelete' },
			'FEATURENOTENABLED',
		],
		['an object refused by option', { object: 'Task', operation: 'insert' }, 'INVALIDENTITY'],
	])('is not opened for %s', async (_what, body, errorCode) => {
		const { api } = await jobs({ hardDelete: false, refusedObjects: ['Task'] });
		const answer = await api('POST /jobs/ingest', body);
		expect(answer.status).toBe(400);
		expect(list(answer)).toMatchObject([{ errorCode }]);
	});

	it('refuses an upload that is too large once encoded', async () => {
		const { open, put } = await jobs({ maxBytes: 100 });
		const id = await open(INSERT);
		expect((await put(id, leads(10))).status).toBe(413);
		expect((await put(id, leads(1))).status).toBe(201);
	});
});

describe('Salesforce: the account of ingest jobs', () => {
	it('tells an insert that came again', async () => {
		const { run, sandbox } = await jobs();
		await run(INSERT, 'LastName,Company\nA,X\nB,X');
		await run(INSERT, 'LastName,Company\nA,X');
		expect(sandbox.state().salesforce).toMatchObject({
			appliedTwice: 1,
			createsResent: 1,
			objects: { Lead: { created: 3, appliedTwice: 1 } },
		});
	});
});
