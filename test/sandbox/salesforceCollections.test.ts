import { list, org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const MANY = '/composite/sobjects';

type Row = Record<string, unknown>;

function contact(fields: Row): Row {
	return { attributes: { type: 'Contact' }, ...fields };
}

function contacts(count: number): Row[] {
	return Array.from({ length: count }, (_, place) => contact({ LastName: `Contact ${place}` }));
}

function codes(rows: Row[]): unknown[] {
	return rows.map((row) => (Array.isArray(row.errors) ? row.errors[0]?.statusCode : undefined));
}

describe('Salesforce: records of one call', () => {
	it('are created, in order, each with its own end', async () => {
		const { api, sandbox } = await org();
		const records = [
			contact({ LastName: 'A' }),
			contact({ FirstName: 'nobody' }),
			contact({ LastName: 'C', Email: 'bad' }),
			{ attributes: { type: 'Account' }, Name: 'D' },
		];
		const answer = await api(`POST ${MANY}`, { records });
		expect(answer).toMatchObject({
			status: 200,
			json: [
				{ id: expect.stringMatching(/^003/), success: true, errors: [] },
				{
					success: false,
					errors: [
						{
							statusCode: 'REQUIRED_FIELD_MISSING',
							message: 'Required fields are missing: [LastName]',
							fields: ['LastName'],
						},
					],
				},
				{ success: false, errors: [{ statusCode: 'INVALID_EMAIL_ADDRESS', fields: ['Email'] }] },
				{ id: expect.stringMatching(/^001/), success: true, errors: [] },
			],
		});
		expect(list(answer)[1]).not.toHaveProperty('id');
		expect(sandbox.state().salesforce.objects).toMatchObject({
			Contact: { created: 1 },
			Account: { created: 1 },
		});
		expect(sandbox.arrivals()).toMatchObject([
			{ vendor: 'salesforce', rows: 4, effects: [{ effect: 'created' }, { effect: 'created' }] },
		]);
	});

	it('all fail with the one that failed, where the call says so', async () => {
		const { api, sandbox } = await org({ records: { Contact: 1 } });
		const records = [
			contact({ LastName: 'A' }),
			contact({ LastName: 'B', Email: 'bad' }),
			contact({ LastName: 'C' }),
		];
		const rows = list(await api(`POST ${MANY}`, { allOrNone: true, records }));
		expect(codes(rows)).toEqual([
			'ALL_OR_NONE_OPERATION_ROLLED_BACK',
			'INVALID_EMAIL_ADDRESS',
			'ALL_OR_NONE_OPERATION_ROLLED_BACK',
		]);
		expect(sandbox.state().salesforce.objects.Contact).toMatchObject({ records: 1, created: 0 });
	});

	it('come back where a delete of all or none fails', async () => {
		const { api, rows, created, sandbox } = await org();
		const id = await created('Contact', { LastName: 'A', Ext__c: 'X' });
		const answer = list(await api(`DELETE ${MANY}?ids=${id},x&allOrNone=true`));
		expect(codes(answer)).toEqual(['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'MALFORMED_ID']);
		expect(await rows("SELECT LastName FROM Contact WHERE Ext__c = 'X'")).toEqual([
			{ LastName: 'A' },
		]);
		expect((await api('GET /sobjects/Contact/Ext__c/X')).status).toBe(200);
		expect(sandbox.state().salesforce.objects.Contact).toMatchObject({ records: 1, deleted: 0 });
	});

	it('are updated by id, found or not', async () => {
		const { api, rows, created } = await org();
		const id = await created('Contact', { LastName: 'A' });
		const gone = await created('Contact', { LastName: 'B' });
		await api(`DELETE /sobjects/Contact/${gone}`);
		const account = await created('Account', { Name: 'D' });
		const records = [
			contact({ id, FirstName: 'Ann' }),
			contact({ id: gone, FirstName: 'Ben' }),
			contact({ id: '003000000000001', FirstName: 'Cy' }),
			contact({ id: account, FirstName: 'Di' }),
			contact({ id: 'x', FirstName: 'Ed' }),
			contact({ FirstName: 'Flo' }),
		];
		const answer = list(await api(`PATCH ${MANY}`, { records }));
		expect(answer[0]).toEqual({ id, success: true, errors: [] });
		expect(codes(answer)).toEqual([
			undefined,
			'ENTITY_IS_DELETED',
			'INVALID_CROSS_REFERENCE_KEY',
			'MALFORMED_ID',
			'MALFORMED_ID',
			'MISSING_ARGUMENT',
		]);
		expect(await rows('SELECT FirstName FROM Contact')).toEqual([{ FirstName: 'Ann' }]);
	});

	it('can change one record twelve times and no more', async () => {
		const { api, created } = await org();
		const id = await created('Contact', { LastName: 'A' });
		const records = contacts(13).map((row) => ({ ...row, id }));
		const answer = list(await api(`PATCH ${MANY}`, { records }));
		expect(answer.filter(({ success }) => success)).toHaveLength(12);
		expect(codes(answer).at(-1)).toBe('DUPLICATE_VALUE');
	});

	it('are deleted by their ids', async () => {
		const { api, rows, created, sandbox } = await org();
		const ids = [];
		for (const LastName of ['A', 'B']) ids.push(await created('Contact', { LastName }));
		const answer = list(await api(`DELETE ${MANY}?ids=${ids[0]},x,${ids[0]},${ids[1]}`));
		expect(answer[0]).toEqual({ id: ids[0], success: true, errors: [] });
		expect(codes(answer)).toEqual([undefined, 'MALFORMED_ID', 'ENTITY_IS_DELETED', undefined]);
		expect(await rows('SELECT Id FROM Contact')).toEqual([]);
		expect(sandbox.state().salesforce.objects.Contact).toMatchObject({ records: 0, deleted: 2 });
	});
});

describe('Salesforce: records of one call by external id', () => {
	const UPSERT = `PATCH ${MANY}/Contact/Ext__c`;

	it('are created or updated, and say which', async () => {
		const { api, sandbox } = await org({ records: { Contact: 1, Account: 1 } });
		const records = [
			contact({ Ext__c: 'con-1', LastName: 'Old' }),
			contact({ Ext__c: 'N-1', LastName: 'New', Account: { Ext__c: 'ACC-1' } }),
			contact({ Ext__c: 'n-1', LastName: 'Twice' }),
			contact({ LastName: 'Keyless' }),
		];
		const answer = list(await api(UPSERT, { records }));
		expect(answer).toMatchObject([
			{ success: true, created: false },
			{ success: true, created: true },
			{ success: false, errors: [{ statusCode: 'DUPLICATE_VALUE', fields: ['Ext__c'] }] },
			{ success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
		]);
		expect(list(await api(UPSERT, { records: [records[1]] }))).toMatchObject([
			{ success: true, created: false },
		]);
		expect(sandbox.state().salesforce).toMatchObject({
			objects: { Contact: { created: 1, updated: 1 } },
			repeatedWithoutEffect: 1,
		});
	});

	it('refuses a key that several records have', async () => {
		const { api, created } = await org();
		for (const LastName of ['A', 'B']) await created('Contact', { LastName, Legacy_Id__c: 'L' });
		const records = [contact({ Legacy_Id__c: 'l', LastName: 'C' })];
		const answer = await api(`PATCH ${MANY}/Contact/Legacy_Id__c`, { records });
		expect(codes(list(answer))).toEqual(['DUPLICATE_EXTERNAL_ID']);
	});

	it('goes by Id too, and creates where there is none', async () => {
		const { api, created } = await org();
		const Id = await created('Contact', { LastName: 'A' });
		const records = [contact({ Id, LastName: 'B' }), contact({ LastName: 'C' })];
		expect(list(await api(`PATCH ${MANY}/Contact/Id`, { records }))).toMatchObject([
			{ created: false },
			{ created: true },
		]);
	});

	it.each([
		['a field that is no key', 'Contact/LastName', {}, 'INVALID_FIELD'],
		['records of another object', 'Account/Ext__c', {}, 'INVALID_TYPE'],
	])('refuses %s whole', async (_what, path, fields, errorCode) => {
		const { api } = await org();
		const records = [contact({ LastName: 'A', ...fields })];
		expect(await api(`PATCH ${MANY}/${path}`, { records })).toMatchObject({
			status: 400,
			json: [{ errorCode }],
		});
	});
});

describe('Salesforce: the frame of a call with many records', () => {
	it('holds 200 records', async () => {
		const { api, sandbox } = await org();
		expect(await api(`POST ${MANY}`, { records: contacts(201) })).toMatchObject({
			status: 400,
			json: [{ errorCode: 'EXCEEDED_ID_LIMIT' }],
		});
		expect(list(await api(`POST ${MANY}`, { records: contacts(200) }))).toHaveLength(200);
		const ids = Array.from({ length: 201 }, () => '003000000000001').join(',');
		expect((await api(`DELETE ${MANY}?ids=${ids}`)).status).toBe(400);
		expect(sandbox.state().salesforce.objects.Contact.created).toBe(200);
	});

	it('holds ten runs of one type', async () => {
		const { api } = await org();
		const mixed = (count: number): Row[] =>
			contacts(count).map((row, place) =>
				place % 2 === 0 ? row : { attributes: { type: 'Account' }, Name: 'X' },
			);
		expect((await api(`POST ${MANY}`, { records: mixed(10) })).status).toBe(200);
		const answer = await api(`POST ${MANY}`, { records: mixed(11) });
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('10 chunks');
	});

	it.each([
		['no records', {}, 'MISSING_ARGUMENT'],
		['an empty list', { records: [] }, 'MISSING_ARGUMENT'],
		['a record without a type', { records: [{ LastName: 'A' }] }, 'INVALID_INPUT'],
		['an unknown type', { records: [{ attributes: { type: 'X' } }] }, 'INVALID_TYPE'],
		['a text for allOrNone', { allOrNone: 'true', records: contacts(1) }, 'JSON_PARSER_ERROR'],
		['a record that is none', { records: ['A'] }, 'JSON_PARSER_ERROR'],
		[
			'one unknown field among many rows',
			{ records: [...contacts(2), contact({ LastName: 'A', Nope: 1 })] },
			'INVALID_FIELD',
		],
		[
			'one value of another type',
			{ records: [...contacts(2), contact({ LastName: 'A', Score__c: 'high' })] },
			'JSON_PARSER_ERROR',
		],
	])('is refused whole for %s', async (_what, body, errorCode) => {
		const { api, sandbox } = await org();
		expect(await api(`POST ${MANY}`, body)).toMatchObject({ status: 400, json: [{ errorCode }] });
		expect(sandbox.state().salesforce.objects.Contact.created).toBe(0);
	});
});

describe('Salesforce: reading records by their ids', () => {
	it('leaves a place empty for what is not there', async () => {
		const { api, created } = await org();
		const id = await created('Contact', { LastName: 'A' });
		const gone = await created('Contact', { LastName: 'B' });
		await api(`DELETE /sobjects/Contact/${gone}`);
		const account = await created('Account', { Name: 'C' });
		const view = {
			attributes: { type: 'Contact', url: `/services/data/v66.0/sobjects/Contact/${id}` },
			LastName: 'A',
		};
		const body = { ids: [gone, id, account, 'x', id], fields: ['LastName'] };
		expect(await api(`POST ${MANY}/Contact`, body)).toMatchObject({
			status: 200,
			json: [null, view, null, null, view],
		});
		expect(await api(`GET ${MANY}/Contact?ids=${id}&fields=LastName`)).toMatchObject({
			json: [view],
		});
	});

	it('takes 2,000 ids and known fields', async () => {
		const { api } = await org();
		const ids = (count: number) => Array.from({ length: count }, () => '003000000000001AAA');
		const read = async (count: number, fields: string[]) =>
			await api(`POST ${MANY}/Contact`, { ids: ids(count), fields });
		expect(list(await read(2000, ['Id']))).toHaveLength(2000);
		expect((await read(2001, ['Id'])).status).toBe(400);
		expect(await read(1, ['Id', 'Nope'])).toMatchObject({
			status: 400,
			json: [{ errorCode: 'INVALID_FIELD' }],
		});
		expect((await read(1, [])).status).toBe(400);
	});
});
