import { org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const NOT_FOUND = [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }];

describe('Salesforce: one record', () => {
	it('is created, read, updated and deleted', async () => {
		const { api, sandbox } = await org();
		const made = await api('POST /sobjects/Lead', { LastName: 'Lee', Company: 'Acme' });
		expect(made).toMatchObject({ status: 201, json: { success: true, errors: [] } });
		const { id } = JSON.parse(made.text);
		expect(id).toMatch(/^00Q\w{15}$/);
		const path = `/sobjects/Lead/${id}`;
		expect(made.headers.get('location')).toBe(`/services/data/v66.0${path}`);
		expect((await api(`PATCH ${path}`, { FirstName: 'Ann' })).status).toBe(204);
		expect(await api(`GET ${path}?fields=Name,status`)).toMatchObject({
			status: 200,
			json: {
				attributes: { type: 'Lead', url: `/services/data/v66.0${path}` },
				Name: 'Ann Lee',
				Status: 'Open - Not Contacted',
			},
		});
		expect((await api(`DELETE ${path}`)).status).toBe(204);
		const gone = { status: 404, json: [{ errorCode: 'ENTITY_IS_DELETED' }] };
		expect(await api(`GET ${path}`)).toMatchObject(gone);
		expect(await api(`PATCH ${path}`, {})).toMatchObject(gone);
		expect(await api(`DELETE ${path}`)).toMatchObject(gone);
		expect(sandbox.state().salesforce.objects.Lead).toEqual({
			records: 0,
			created: 1,
			updated: 1,
			deleted: 1,
			appliedTwice: 0,
		});
	});

	it('is found by 15 characters of its id as well, and by no other id', async () => {
		const { api, created } = await org();
		const id = await created('Lead', { LastName: 'Lee', Company: 'Acme' });
		expect((await api(`GET /sobjects/Lead/${id.slice(0, 15)}`)).status).toBe(200);
		for (const other of [id.slice(0, 15).toLowerCase(), '00Q000000000001', 'nonsense']) {
			expect(await api(`GET /sobjects/Lead/${other}`)).toMatchObject({
				status: 404,
				json: NOT_FOUND,
			});
		}
		expect((await api(`GET /sobjects/Contact/${id}`)).status).toBe(404);
		expect((await api('PATCH /sobjects/Lead/00Q000000000001', {})).status).toBe(404);
	});

	it('shows addresses whole, dates bare and date-times with +0000', async () => {
		const { api, created } = await org();
		const id = await created('Contact', {
			LastName: 'Lee',
			MailingCity: 'Berlin',
			Birthdate: '1990-02-28',
		});
		const { json } = await api(`GET /sobjects/Contact/${id}`);
		expect(json).toMatchObject({
			Id: id,
			Birthdate: '1990-02-28',
			MailingAddress: { street: null, city: 'Berlin', postalCode: null },
			CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
			DoNotCall: false,
			Email: null,
		});
	});

	it('empties a field for null and for an empty text', async () => {
		const { api, created, rows } = await org();
		const id = await created('Contact', { LastName: 'Lee', FirstName: 'Ann', Title: 'CEO' });
		await api(`PATCH /sobjects/Contact/${id}`, { FirstName: null, Title: '' });
		expect(await rows('SELECT FirstName, Title FROM Contact')).toEqual([
			{ FirstName: null, Title: null },
		]);
	});

	it.each([
		['an unknown field', { Nope__c: 1 }, 'INVALID_FIELD'],
		['a value of another type', { NumberOfEmployees: 'many' }, 'JSON_PARSER_ERROR'],
		['a missing field', { Company: null }, 'REQUIRED_FIELD_MISSING'],
		['a text that is too long', { FirstName: 'x'.repeat(41) }, 'STRING_TOO_LONG'],
		['a bad email', { Email: 'nobody' }, 'INVALID_EMAIL_ADDRESS'],
		['a name in one', { Name: 'Ann Lee' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
		['an id', { Id: '00Q000000000001' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
		['an owner who is none', { OwnerId: '005000000000001' }, 'INVALID_CROSS_REFERENCE_KEY'],
		['an owner who is a lead', { OwnerId: '00Q000000000001' }, 'MALFORMED_ID'],
	])('refuses %s', async (_what, fields, errorCode) => {
		const { api, sandbox } = await org();
		const lead = { LastName: 'Lee', Company: 'Acme', ...fields };
		expect(await api('POST /sobjects/Lead', lead)).toMatchObject({
			status: 400,
			json: [{ errorCode }],
		});
		expect(sandbox.state().salesforce.objects.Lead.records).toBe(0);
	});

	it('refuses a restricted picklist value, a formula and an object that is read only', async () => {
		const { api, created } = await org();
		const id = await created('Account', { Name: 'Acme' });
		const refusal = async (call: string, body: object) => {
			const { status, json } = await api(call, body);
			return { status, json };
		};
		expect(await refusal('POST /sobjects/Contact', { LastName: 'L', Tier__c: 'Z' })).toMatchObject({
			status: 400,
			json: [{ errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Tier__c'] }],
		});
		expect(
			await refusal(`PATCH /sobjects/Account/${id}`, { Segment__c: 'Enterprise' }),
		).toMatchObject({ status: 400, json: [{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }] });
		expect(await refusal('POST /sobjects/User', { LastName: 'L' })).toMatchObject({
			status: 403,
			json: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }],
		});
	});

	it('refuses a second record with a unique value, whatever its case', async () => {
		const { api, created } = await org();
		const id = await created('Account', { Name: 'Acme', Ext__c: 'a-1' });
		expect(await api('POST /sobjects/Account', { Name: 'Other', Ext__c: 'A-1' })).toMatchObject({
			status: 400,
			json: [
				{
					errorCode: 'DUPLICATE_VALUE',
					message: `duplicate value found: Ext__c duplicates value on record with id: ${id}`,
				},
			],
		});
		const invoice = (Ext__c: string) => ({ Amount__c: 1, Ext__c });
		await created('Invoice__c', invoice('x'));
		expect((await api('POST /sobjects/Invoice__c', invoice('X'))).status).toBe(201);
	});

	it('reads every kind of value, and rounds to the places of its field', async () => {
		const { created, rows, api } = await org();
		await created('Invoice__c', {
			Amount__c: '12.346',
			Paid__c: 'TRUE',
			Due_Date__c: '2026-09-30',
			Paid_At__c: '2026-08-01T14:00:00+02:00',
		});
		expect(
			await rows(
				'SELECT Name, Amount__c, Amount_With_Tax__c, Paid__c, Due_Date__c, Paid_At__c FROM Invoice__c',
			),
		).toEqual([
			{
				Name: 'Invoice-00001',
				Amount__c: 12.35,
				Amount_With_Tax__c: 14.7,
				Paid__c: true,
				Due_Date__c: '2026-09-30',
				Paid_At__c: '2026-08-01T12:00:00.000+0000',
			},
		]);
		const refused = async (fields: object) => {
			const { json } = await api('POST /sobjects/Invoice__c', { Amount__c: 1, ...fields });
			return json;
		};
		for (const fields of [
			{ Paid__c: 'maybe' },
			{ Due_Date__c: '2026-02-30' },
			{ Paid_At__c: '2026-08-01T14:00:00' },
			{ Note__c: 5 },
			{ Note__c: ['x'] },
		]) {
			expect(await refused(fields)).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
		}
		expect(await refused({ Amount__c: 1e9 })).toMatchObject([
			{ errorCode: 'NUMBER_OUTSIDE_VALID_RANGE' },
		]);
	});

	it('works out what is worked out', async () => {
		const { created, rows } = await org();
		await created('Opportunity', {
			Name: 'Deal',
			StageName: 'Closed Won',
			CloseDate: '2026-09-30',
			Amount: 500,
			Probability: 50,
		});
		expect(await rows('SELECT IsClosed, IsWon, ExpectedRevenue FROM Opportunity')).toEqual([
			{ IsClosed: true, IsWon: true, ExpectedRevenue: 250 },
		]);
	});

	it('wants no id in the body of an update', async () => {
		const { api, created } = await org();
		const Id = await created('Lead', { LastName: 'Lee', Company: 'Acme' });
		expect(await api(`PATCH /sobjects/Lead/${Id}`, { Id })).toMatchObject({
			status: 400,
			json: [{ errorCode: 'INVALID_FIELD' }],
		});
	});

	it('is there from the start, of every object', async () => {
		const one = { Account: 1, Contact: 1, Lead: 1, Opportunity: 1, Campaign: 1, Task: 1 };
		const { sandbox, rows } = await org({ records: { ...one, Invoice__c: 1 }, users: 2 });
		const { objects } = sandbox.state().salesforce;
		const counts = Object.entries(objects).map(([name, { records }]) => [name, records]);
		expect(Object.fromEntries(counts)).toEqual({
			...one,
			CampaignMember: 0,
			TaskStatus: 4,
			User: 2,
			Invoice__c: 1,
		});
		expect(await rows('SELECT Account__r.Name, Ext__c FROM Invoice__c')).toMatchObject([
			{ Account__r: { Name: 'Account 1' }, Ext__c: 'INV-1' },
		]);
	});

	it('takes a campaign member once', async () => {
		const { api, created } = await org();
		const CampaignId = await created('Campaign', { Name: 'Spring' });
		const ContactId = await created('Contact', { LastName: 'Lee' });
		const member = { CampaignId, ContactId };
		await created('CampaignMember', member);
		expect((await api('POST /sobjects/CampaignMember', member)).json).toMatchObject([
			{ errorCode: 'DUPLICATE_VALUE', message: 'Already a campaign member.' },
		]);
		expect((await api('POST /sobjects/CampaignMember', { CampaignId })).json).toMatchObject([
			{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' },
		]);
	});
});

describe('Salesforce: a record by external id', () => {
	const KEY = '/sobjects/Account/Ext__c';

	it('is created with 201 and updated with 200', async () => {
		const { api, rows } = await org();
		const first = await api(`PATCH ${KEY}/A%2F1`, { Name: 'Acme' });
		expect(first).toMatchObject({ status: 201, json: { success: true, created: true } });
		const second = await api(`PATCH ${KEY}/a%2F1`, { Industry: 'Retail' });
		expect(second).toMatchObject({ status: 200, json: { success: true, created: false } });
		expect(await rows('SELECT Name, Industry, Ext__c FROM Account')).toEqual([
			{ Name: 'Acme', Industry: 'Retail', Ext__c: 'A/1' },
		]);
		expect(await api(`GET ${KEY}/A%2F1?fields=Name`)).toMatchObject({ json: { Name: 'Acme' } });
		expect((await api(`GET ${KEY}/other`)).status).toBe(404);
	});

	it('is only updated where the call says so', async () => {
		const { api, sandbox } = await org();
		const answer = await api(`PATCH ${KEY}/A-1?updateOnly=true`, { Name: 'Acme' });
		expect(answer).toMatchObject({ status: 404, json: NOT_FOUND });
		expect(sandbox.state().salesforce.objects.Account.records).toBe(0);
	});

	it('is one of several where the value is not unique: 300 and their addresses', async () => {
		const { api, created, sandbox } = await org();
		const ids = [];
		for (const LastName of ['A', 'B']) {
			ids.push(await created('Contact', { LastName, Legacy_Id__c: 'L-1' }));
		}
		const urls = ids.map((id) => `/services/data/v66.0/sobjects/Contact/${id}`);
		const path = '/sobjects/Contact/Legacy_Id__c/l-1';
		expect(await api(`PATCH ${path}`, { LastName: 'C' })).toMatchObject({
			status: 300,
			json: urls,
		});
		expect(await api(`GET ${path}`)).toMatchObject({ status: 300, json: urls });
		expect(sandbox.state().salesforce.objects.Contact.updated).toBe(0);
	});

	it('goes by an email too, and by no field that is no key', async () => {
		const { api } = await org();
		const email = '/sobjects/Contact/Email/ann%40acme.example';
		expect((await api(`PATCH ${email}`, { LastName: 'Lee' })).status).toBe(201);
		expect((await api(`PATCH ${email}`, { LastName: 'Lea' })).status).toBe(200);
		expect(await api('PATCH /sobjects/Contact/LastName/Lea', { FirstName: 'A' })).toMatchObject({
			status: 404,
			json: [
				{
					errorCode: 'NOT_FOUND',
					message: 'Provided external ID field does not exist or is not accessible: LastName',
				},
			],
		});
	});

	it('wants its key in the path alone', async () => {
		const { api } = await org();
		const body = { Name: 'Acme', Ext__c: 'A-1' };
		expect(await api(`PATCH ${KEY}/A-1`, body)).toMatchObject({
			status: 400,
			json: [{ errorCode: 'INVALID_FIELD' }],
		});
	});

	it('can name its parent in the same way', async () => {
		const { api, rows } = await org({ records: { Account: 1 } });
		const contact = { LastName: 'Lee', Account: { Ext__c: 'ACC-1' } };
		expect((await api('PATCH /sobjects/Contact/Ext__c/C-1', contact)).status).toBe(201);
		expect(await rows('SELECT Account.Name FROM Contact')).toMatchObject([
			{ Account: { Name: 'Account 1' } },
		]);
		const lost = { LastName: 'Lee', Account: { Ext__c: 'nowhere' } };
		expect(await api('POST /sobjects/Contact', lost)).toMatchObject({
			status: 400,
			json: [
				{
					errorCode: 'INVALID_FIELD',
					message: 'Foreign key external ID: nowhere not found for field Ext__c in entity Account',
				},
			],
		});
	});
});

describe('Salesforce: rules of the org', () => {
	it('refuses a duplicate with what it found, unless the header allows it', async () => {
		const { api, created } = await org({ duplicateRules: ['Contact', 'Account'] });
		const id = await created('Contact', { LastName: 'Lee', Email: 'ann@acme.example' });
		const twin = { LastName: 'Lea', Email: 'ANN@acme.example' };
		expect(await api('POST /sobjects/Contact', twin)).toMatchObject({
			status: 400,
			json: [
				{
					errorCode: 'DUPLICATES_DETECTED',
					duplicateResult: {
						allowSave: true,
						matchResults: [{ matchRecords: [{ record: { Id: id } }] }],
					},
				},
			],
		});
		const allowed = {
			'sforce-duplicate-rule-header': 'allowSave=true; includeRecordDetails=false',
		};
		expect((await api('POST /sobjects/Contact', twin, allowed)).status).toBe(201);
		await created('Account', { Name: 'Acme' });
		expect((await api('POST /sobjects/Account', { Name: 'ACME' })).status).toBe(400);
	});

	it('gives new leads to whom the rule says, unless the header says FALSE', async () => {
		const { api, rows, sandbox } = await org({ leadAssignmentRule: true });
		const lead = (LastName: string) => ({ LastName, Company: 'Acme' });
		await api('POST /sobjects/Lead', lead('A'));
		await api('POST /sobjects/Lead', lead('B'), { 'sforce-auto-assign': 'FALSE' });
		expect(await rows('SELECT LastName, Owner.Name FROM Lead ORDER BY LastName')).toMatchObject([
			{ LastName: 'A', Owner: { Name: 'Ola Owner 2' } },
			{ LastName: 'B', Owner: { Name: 'Ola Owner 1' } },
		]);
		expect(sandbox.state().salesforce.headers).toEqual({ 'sforce-auto-assign: FALSE': 1 });
	});

	it('counts the headers of each call', async () => {
		const { api, sandbox } = await org();
		const headers = { 'sforce-call-options': 'client=gtm', 'sforce-mru': 'updateMru=false' };
		await api('GET /limits', undefined, headers);
		await api('GET /limits', undefined, headers);
		expect(sandbox.state().salesforce.headers).toEqual({
			'sforce-call-options: client=gtm': 2,
			'sforce-mru: updateMru=false': 2,
		});
	});
});
