import { demoPlan, FaultSchedule } from '../../sandbox';
import { list, org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const USED_UP = [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }];
const TOO_LONG = [
	{ message: 'ConcurrentPerOrgLongTxn Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
];

describe('Salesforce: the calls of a day', () => {
	it('are counted in each answer, a refused call and a whole collection as one', async () => {
		const { api, sandbox } = await org({ dailyLimit: 50, dailyUsed: 10 });
		const usage = async (call: string, body?: object) =>
			(await api(call, body)).headers.get('sforce-limit-info');
		expect(await usage('GET /limits')).toBe('api-usage=11/50');
		expect(await usage('GET /sobjects/Nothing')).toBe('api-usage=12/50');
		const records = [1, 2].map((n) => ({ attributes: { type: 'Account' }, Name: `A${n}` }));
		expect(await usage('POST /composite/sobjects', { records })).toBe('api-usage=13/50');
		expect(sandbox.state().salesforce.apiCalls).toBe(3);
		expect((await api('GET /limits')).json).toMatchObject({
			DailyApiRequests: { Max: 50, Remaining: 36 },
			DailyBulkApiBatches: { Max: 15000, Remaining: 15000 },
			DailyBulkV2QueryJobs: { Max: 10000, Remaining: 10000 },
		});
	});

	it('can come with more items in the header', async () => {
		const { api } = await org({ limitInfoMore: 'per-app-api-usage=17/250(appName=sandbox)' });
		expect((await api('GET /limits')).headers.get('sforce-limit-info')).toBe(
			'api-usage=1/100000; per-app-api-usage=17/250(appName=sandbox)',
		);
	});

	it('end in a 403, which writes nothing, until there are new ones', async () => {
		const { api, sandbox } = await org({ dailyLimit: 1 });
		const lead = { LastName: 'Lee', Company: 'Acme' };
		expect((await api('POST /sobjects/Lead', lead)).status).toBe(201);
		expect(await api('POST /sobjects/Lead', lead)).toMatchObject({ status: 403, json: USED_UP });
		expect(sandbox.state().salesforce).toMatchObject({
			rateLimited: 1,
			objects: { Lead: { records: 1 } },
		});
		sandbox.setSalesforceUsage(0);
		expect((await api('GET /limits')).status).toBe(200);
	});
});

describe('Salesforce: calls that last long', () => {
	it('keep further ones out while they last', async () => {
		const rules = [{ vendor: 'salesforce' as const, kind: 'slow' as const, at: [1], ms: 400 }];
		const { api, sandbox } = await org(
			{ longRequests: { limit: 1, longMs: 0 } },
			{ faults: { seed: 1, rules } },
		);
		const long = api('GET /limits');
		while (sandbox.arrivals().length === 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(await api('GET /limits')).toMatchObject({ status: 403, json: TOO_LONG });
		expect((await long).status).toBe(200);
		expect((await api('GET /limits')).status).toBe(200);
	});
});

describe('Salesforce: record counts', () => {
	it('are of the objects named, or of all', async () => {
		const { api } = await org({ records: { Lead: 3 } });
		expect((await api('GET /limits/recordCount?sObjects=Lead,Nothing')).json).toEqual({
			sObjects: [{ count: 3, name: 'Lead' }],
		});
		const all = JSON.parse((await api('GET /limits/recordCount')).text);
		expect(all.sObjects).toContainEqual({ count: 4, name: 'User' });
	});
});

describe('Salesforce: locked rows', () => {
	it('fail for rows of one parent in calls that overlap', async () => {
		const { api, created, sandbox } = await org(
			{ lockContention: true },
			{ latency: { minMs: 300, maxMs: 300 } },
		);
		const [AccountId, other] = [
			await created('Account', { Name: 'A' }),
			await created('Account', { Name: 'B' }),
		];
		const send = async (id: string) => {
			const records = [{ attributes: { type: 'Contact' }, LastName: 'X', AccountId: id }];
			const [row] = list(await api('POST /composite/sobjects', { records }));
			return row;
		};
		const rows = await Promise.all([send(AccountId), send(AccountId), send(other)]);
		const locked = rows.filter(({ success }) => success !== true);
		expect(locked).toEqual([
			{
				success: false,
				errors: [
					{
						statusCode: 'UNABLE_TO_LOCK_ROW',
						message: expect.stringContaining(AccountId),
						fields: [],
					},
				],
			},
		]);
		expect(await send(AccountId)).toMatchObject({ success: true });
		expect(sandbox.state().salesforce.objects.Contact.records).toBe(3);
	});

	it('fail for a record alone with 400, and for a parent named by its external id too', async () => {
		const { api } = await org(
			{ lockContention: true, records: { Account: 1 } },
			{ latency: { minMs: 300, maxMs: 300 } },
		);
		const body = { LastName: 'X', Account: { Ext__c: 'ACC-1' } };
		const answers = await Promise.all([1, 2].map(() => api('POST /sobjects/Contact', body)));
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
		expect(answers.find(({ status }) => status === 400)?.json).toMatchObject([
			{ errorCode: 'UNABLE_TO_LOCK_ROW' },
		]);
	});

	it('fail for the records themselves, by id and by external id', async () => {
		const { api, rows } = await org(
			{ lockContention: true, records: { Contact: 2 } },
			{ latency: { minMs: 300, maxMs: 300 } },
		);
		const [{ Id }] = await rows("SELECT Id FROM Contact WHERE Ext__c = 'CON-1'");
		const type = { attributes: { type: 'Contact' } };
		const send = async (call: string, fields: object) =>
			list(await api(call, { records: [{ ...type, ...fields }] }))[0].success;
		const update = send('PATCH /composite/sobjects', { id: Id, FirstName: 'A' });
		const upsert = 'PATCH /composite/sobjects/Contact/Ext__c';
		const same = send(upsert, { Ext__c: 'con-1', FirstName: 'B' });
		const other = send(upsert, { Ext__c: 'CON-2', FirstName: 'C' });
		const [first, second, third] = await Promise.all([update, same, other]);
		expect([first, second].sort()).toEqual([false, true]);
		expect(third).toBe(true);
	});

	it('fail for a share of the rows, and not for the same ones again', async () => {
		const { api } = await org({ lockShare: 0.1 });
		const records = Array.from({ length: 100 }, (_, place) => ({
			attributes: { type: 'Account' },
			Name: `A${place}`,
			Ext__c: `X${place}`,
		}));
		const call = 'PATCH /composite/sobjects/Account/Ext__c';
		const failed = (rows: Array<Record<string, unknown>>): number =>
			rows.filter(({ success }) => success !== true).length;
		const first = list(await api(call, { records }));
		expect(failed(first)).toBe(10);
		const again = records.filter((_, place) => first[place].success !== true);
		expect(failed(list(await api(call, { records: again })))).toBeLessThanOrEqual(1);
	});
});

describe('Salesforce: faults', () => {
	it.each([
		['status-503', 503, 'SERVER_UNAVAILABLE'],
		['status-500', 500, 'UNKNOWN_EXCEPTION'],
		['expired-token', 401, 'INVALID_SESSION_ID'],
		['locked-row', 400, 'UNABLE_TO_LOCK_ROW'],
		['burst-429', 403, 'ConcurrentPerOrgLongTxn'],
		['html-502', 502, 'Down for Maintenance'],
	] as const)('%s is told in its own words, and writes nothing', async (kind, status, said) => {
		const rules = [{ vendor: 'salesforce' as const, kind, at: [1] }];
		const { api, sandbox } = await org({}, { faults: { seed: 1, rules } });
		const answer = await api('POST /sobjects/Lead', { LastName: 'Lee', Company: 'Acme' });
		expect(answer.status).toBe(status);
		expect(answer.text).toContain(said);
		expect(answer.headers.get('retry-after')).toBeNull();
		expect(sandbox.state().salesforce.objects.Lead.records).toBe(0);
	});

	it('names an error id with every unknown exception', async () => {
		const rules = [{ kind: 'status-500' as const, at: [1] }];
		const { api } = await org({}, { faults: { seed: 1, rules } });
		expect((await api('GET /limits')).text).toMatch(/ErrorId.*: \d+-\d+/);
	});

	it('of the demo bring a burst, a locked row and a lost answer', () => {
		const schedule = new FaultSchedule(demoPlan(3));
		const path = '/services/data/v66.0/composite/sobjects';
		const kinds = Array.from(
			{ length: 200 },
			() => schedule.next('salesforce', 'POST', path)?.kind,
		);
		const count = (kind: string) => kinds.filter((each) => each === kind).length;
		expect(count('burst-429')).toBe(2);
		expect(count('locked-row')).toBe(1);
		expect(count('drop-after')).toBe(3);
		expect(count('status-503')).toBe(8);
	});
});
