import type { SalesforceOrg } from './salesforceOrg';
import { org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

interface Page {
	totalSize: number;
	done: boolean;
	nextRecordsUrl?: string;
	records: Array<{ Id: string }>;
}

/** Contacts named A to E with scores 1 to 5; E has neither score nor email. */
async function five(): Promise<SalesforceOrg & { names(where: string): Promise<string> }> {
	const started = await org({ records: { Account: 2 } });
	for (const [place, LastName] of [...'ABCDE'].entries()) {
		const isLast = LastName === 'E';
		await started.created('Contact', {
			LastName,
			Email: isLast ? null : `${LastName}@acme.example`,
			Score__c: isLast ? null : place + 1,
			DoNotCall: place % 2 === 0,
			Birthdate: isLast ? null : `199${place}-01-31`,
			Account: { Ext__c: `ACC-${(place % 2) + 1}` },
		});
	}
	const names = async (where: string): Promise<string> => {
		const rows = await started.rows(`SELECT LastName FROM Contact ${where}`);
		return rows.map((row) => row.LastName).join('');
	};
	return { ...started, names };
}

describe('Salesforce: conditions of a query', () => {
	it('compare as their operators say', async () => {
		const { names } = await five();
		const cases: Array<[where: string, found: string]> = [
			["WHERE LastName = 'b'", 'B'],
			["WHERE LastName != 'B'", 'ACDE'],
			['WHERE Score__c > 2', 'CD'],
			['WHERE Score__c >= 2', 'BCD'],
			['WHERE Score__c < 2', 'A'],
			['WHERE Score__c <= 2', 'AB'],
			['WHERE Score__c = null', 'E'],
			['WHERE Email != null', 'ABCD'],
			["WHERE Email = ''", 'E'],
			["WHERE LastName IN ('A', 'd', 'Z')", 'AD'],
			["WHERE LastName NOT IN ('A', 'D')", 'BCE'],
			['WHERE Score__c IN (1, 4)', 'AD'],
			["WHERE Email LIKE '%@ACME.example'", 'ABCD'],
			["WHERE Email LIKE '_@acme%'", 'ABCD'],
			["WHERE Email LIKE 'a.acme%'", ''],
			['WHERE DoNotCall = true', 'ACE'],
			['WHERE DoNotCall = FALSE', 'BD'],
			['WHERE Birthdate > 1991-01-31', 'CD'],
			['WHERE Birthdate = 1990-01-31', 'A'],
			["WHERE Account.Name = 'Account 1'", 'ACE'],
			["WHERE Account.Ext__c = 'acc-2'", 'BD'],
			["WHERE Contact.LastName = 'A'", 'A'],
			["c WHERE c.LastName = 'A' ORDER BY c.Id", 'A'],
		];
		for (const [where, found] of cases) expect([where, await names(where)]).toEqual([where, found]);
	});

	it('join with AND, OR, NOT and parentheses, and never mixed without them', async () => {
		const { names, soql } = await five();
		const cases: Array<[where: string, found: string]> = [
			["WHERE LastName = 'A' OR LastName = 'B' OR Score__c = 4", 'ABD'],
			['WHERE Score__c > 1 AND DoNotCall = false', 'BD'],
			["WHERE (LastName = 'A' OR LastName = 'B') AND DoNotCall = false", 'B'],
			['WHERE NOT Score__c > 1', 'AE'],
			['WHERE (NOT (Score__c > 1)) AND (NOT (DoNotCall = false OR (NOT Email = null)))', 'E'],
		];
		for (const [where, found] of cases) expect([where, await names(where)]).toEqual([where, found]);
		const mixed = "SELECT Id FROM Contact WHERE LastName = 'A' OR LastName = 'B' AND Score__c = 1";
		expect(await soql(mixed)).toMatchObject({
			status: 400,
			json: [{ errorCode: 'MALFORMED_QUERY', message: 'unexpected token: AND' }],
		});
	});

	it('know date-times, words for dates and escapes in texts', async () => {
		const { names, created } = await five();
		await created('Contact', { LastName: "O'Hara \\ 100%" });
		const today = new Date().toISOString();
		const cases: Array<[where: string, found: string]> = [
			["WHERE LastName = 'O\\'Hara \\\\ 100%'", "O'Hara \\ 100%"],
			["WHERE LastName LIKE '%\\%'", "O'Hara \\ 100%"],
			['WHERE CreatedDate > 2020-01-01T00:00:00Z', "ABCDEO'Hara \\ 100%"],
			['WHERE CreatedDate > 2020-01-01T00:00:00+02:00', "ABCDEO'Hara \\ 100%"],
			[`WHERE CreatedDate > ${today.replace(/^\d{4}/, '2999')}`, ''],
			['WHERE CreatedDate = TODAY', "ABCDEO'Hara \\ 100%"],
			['WHERE CreatedDate < TODAY', ''],
			['WHERE CreatedDate >= LAST_N_DAYS:7', "ABCDEO'Hara \\ 100%"],
			['WHERE CreatedDate = TOMORROW', ''],
			['WHERE Birthdate < LAST_N_YEARS:5', 'ABCD'],
			['WHERE Birthdate = THIS_MONTH', ''],
		];
		for (const [where, found] of cases) expect([where, await names(where)]).toEqual([where, found]);
	});

	it('compare ids of 15 and 18 characters', async () => {
		const { rows, soql } = await five();
		const [{ Id }] = await rows("SELECT Id FROM Contact WHERE LastName = 'C'");
		const short = String(Id).slice(0, 15);
		expect(await rows(`SELECT LastName FROM Contact WHERE Id = '${short}'`)).toEqual([
			{ LastName: 'C' },
		]);
		expect(
			await rows(`SELECT LastName FROM Contact WHERE Id > '${short}' ORDER BY Id LIMIT 1`),
		).toEqual([{ LastName: 'D' }]);
		expect((await soql("SELECT Id FROM Contact WHERE Id = 'x'")).json).toMatchObject([
			{ errorCode: 'INVALID_QUERY_FILTER_OPERATOR', message: 'invalid ID field: x' },
		]);
	});
});

describe('Salesforce: order and shape of results', () => {
	it('sorts, puts nothing first, and takes LIMIT and OFFSET', async () => {
		const { names } = await five();
		const cases: Array<[rest: string, found: string]> = [
			['ORDER BY Score__c', 'EABCD'],
			['ORDER BY Score__c DESC NULLS LAST', 'DCBAE'],
			['ORDER BY Account.Name DESC, LastName', 'BDACE'],
			['ORDER BY LastName LIMIT 2', 'AB'],
			['ORDER BY LastName LIMIT 2 OFFSET 2', 'CD'],
		];
		for (const [rest, found] of cases) expect([rest, await names(rest)]).toEqual([rest, found]);
	});

	it('shows parents inside their children, and null where there is none', async () => {
		const { rows, created } = await five();
		await created('Task', { Subject: 'Call' });
		const [contact] = await rows('SELECT Account.Owner.Name, account.NAME FROM Contact LIMIT 1');
		expect(contact).toEqual({
			Account: {
				attributes: { type: 'Account', url: expect.stringContaining('/sobjects/Account/001') },
				Owner: { attributes: expect.objectContaining({ type: 'User' }), Name: 'Ola Owner 1' },
				Name: 'Account 1',
			},
		});
		expect(await rows('SELECT Subject, Who.Name, What.Name FROM Task')).toEqual([
			{ Subject: 'Call', Who: null, What: null },
		]);
	});

	it('counts', async () => {
		const { soql } = await five();
		expect((await soql('SELECT COUNT() FROM Contact WHERE Score__c > 1')).json).toEqual({
			totalSize: 3,
			done: true,
			records: [],
		});
	});

	it('gives all fields, of 200 records at most', async () => {
		const { rows, soql } = await five();
		const [record] = await rows('SELECT FIELDS(ALL) FROM Contact LIMIT 1');
		expect(record).toMatchObject({ LastName: 'A', Ext__c: null, MailingAddress: null });
		const [custom] = await rows('SELECT FIELDS(CUSTOM) FROM Contact LIMIT 1');
		expect(Object.keys(custom)).toEqual(['Ext__c', 'Legacy_Id__c', 'Score__c', 'Tier__c']);
		expect((await soql('SELECT FIELDS(ALL) FROM Contact')).status).toBe(400);
	});

	it('sees deleted records through queryAll alone', async () => {
		const { api, rows, soql } = await five();
		const [{ Id }] = await rows("SELECT Id FROM Contact WHERE LastName = 'A'");
		await api(`DELETE /sobjects/Contact/${String(Id)}`);
		const where = 'SELECT Id, IsDeleted FROM Contact WHERE IsDeleted = true';
		expect((await soql(where)).json).toMatchObject({ totalSize: 0 });
		expect((await soql(where, 'queryAll')).json).toMatchObject({
			totalSize: 1,
			records: [{ Id, IsDeleted: true }],
		});
	});

	it('stamps records with the clock of the server', async () => {
		const skew = 3_600_000;
		const { created, rows } = await org({ clockSkewMs: skew });
		await created('Lead', { LastName: 'A', Company: 'X' });
		const [{ SystemModstamp }] = await rows('SELECT SystemModstamp FROM Lead');
		const ahead = Date.parse(String(SystemModstamp)) - Date.now();
		expect(ahead).toBeGreaterThan(skew - 60_000);
		expect(ahead).toBeLessThanOrEqual(skew);
	});
});

describe('Salesforce: queries that are none', () => {
	it.each([
		['SELECT Id FROM', 'MALFORMED_QUERY'],
		['', 'MALFORMED_QUERY'],
		["SELECT Id FROM Contact WHERE LastName = 'a\\q'", 'MALFORMED_QUERY'],
		['SELECT Id FROM Contact WHERE LastName = 5', 'INVALID_FIELD'],
		["SELECT Id FROM Contact WHERE Score__c = '5'", 'INVALID_FIELD'],
		["SELECT Id FROM Contact WHERE CreatedDate = '2026-01-01'", 'INVALID_FIELD'],
		['SELECT Id FROM Contact WHERE CreatedDate = 2026-01-01', 'INVALID_FIELD'],
		["SELECT Id FROM Contact WHERE Score__c LIKE '5'", 'INVALID_QUERY_FILTER_OPERATOR'],
		["SELECT Id FROM Contact WHERE DoNotCall LIKE 't%'", 'INVALID_QUERY_FILTER_OPERATOR'],
		["SELECT Id FROM Contact WHERE Description = 'x'", 'INVALID_FIELD'],
		['SELECT Id FROM Contact ORDER BY Description', 'INVALID_FIELD'],
		['SELECT Id, Nope FROM Contact', 'INVALID_FIELD'],
		['SELECT Id, Nope.Name FROM Contact', 'INVALID_FIELD'],
		['SELECT Id, Who.Email FROM Task', 'INVALID_FIELD'],
		['SELECT Id, id FROM Contact', 'INVALID_FIELD'],
		['SELECT Id FROM Nope', 'INVALID_TYPE'],
		['SELECT Id FROM Contact OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
		['SELECT COUNT(Id) FROM Contact GROUP BY LastName', 'MALFORMED_QUERY'],
		['SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'MALFORMED_QUERY'],
		['SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account)', 'MALFORMED_QUERY'],
	])('%s -> %s', async (query, errorCode) => {
		const { soql } = await org();
		expect(await soql(query)).toMatchObject({ status: 400, json: [{ errorCode }] });
	});
});

describe('Salesforce: pages of a query', () => {
	async function pages(started: SalesforceOrg, batchSize?: number): Promise<Page[]> {
		const headers: Record<string, string> =
			batchSize === undefined ? {} : { 'sforce-query-options': `batchSize=${batchSize}` };
		const first = await started.api('GET /query?q=SELECT+Id+FROM+Contact', undefined, headers);
		const found: Page[] = [JSON.parse(first.text)];
		for (let last = found[0]; last.nextRecordsUrl !== undefined; last = found[found.length - 1]) {
			found.push(JSON.parse((await started.call(`GET ${last.nextRecordsUrl}`)).text));
		}
		return found;
	}

	it('are of 2,000 records, go by an opaque path and hold each record once', async () => {
		const started = await org({ records: { Contact: 4500 } });
		const found = await pages(started);
		expect(found.map(({ records }) => records.length)).toEqual([2000, 2000, 500]);
		expect(found.map(({ done, totalSize }) => [done, totalSize])).toEqual([
			[false, 4500],
			[false, 4500],
			[true, 4500],
		]);
		expect(found[0].nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/0r8\w{15}$/);
		expect(new Set(found.flatMap(({ records }) => records.map(({ Id }) => Id))).size).toBe(4500);
	});

	it('are smaller where the caller asks, though never below 200', async () => {
		const started = await org({ records: { Contact: 450 } });
		expect((await pages(started, 300)).map(({ records }) => records.length)).toEqual([300, 150]);
		expect((await pages(started, 10)).map(({ records }) => records.length)).toEqual([200, 200, 50]);
	});

	it('can be asked for again', async () => {
		const { soql, call } = await org({ records: { Contact: 5 }, queryPage: 3 });
		const { nextRecordsUrl } = JSON.parse((await soql('SELECT Id FROM Contact')).text);
		const next = async () => (await call(`GET ${nextRecordsUrl}`)).text;
		expect(await next()).toBe(await next());
	});

	it('are gone when their time is over', async () => {
		const { soql, call } = await org({ records: { Contact: 5 }, queryPage: 3, cursorLifeMs: 0 });
		const { nextRecordsUrl } = JSON.parse((await soql('SELECT Id FROM Contact')).text);
		for (const path of [nextRecordsUrl, '/services/data/v66.0/query/0r8000000000000AAA']) {
			expect(await call(`GET ${path}`)).toMatchObject({
				status: 400,
				json: [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }],
			});
		}
	});

	it('start quickly in a large org', async () => {
		const { soql } = await org({ records: { Account: 500, Contact: 25_000 } });
		expect((await soql('SELECT COUNT() FROM Contact')).json).toMatchObject({ totalSize: 25_000 });
	});
});
