import type { IDataObject } from 'n8n-workflow';
import { reply, type FaultServer, type Seen } from '../conformance/server/faultServer';
import { mapped, OBJECT, salesforceNode, saved, sentIn } from './support/salesforce';
import { json, ownLog } from './support/setup';

/** What goes over the wire, and answers that no good org gives. */
const log = ownLog();
afterAll(() => log.remove());

const create: IDataObject = {
	operation: 'create',
	objectType: { __rl: true, mode: 'id', value: '={{ $json.type }}' },
	fields: mapped({ Name: '={{ $json.name }}' }),
};
const pathOf = ({ path }: Seen) => path.split('?')[0];

describe('a collections request', () => {
	test('names the client, goes to the instance, and asks for the version of the credential', async () => {
		const { arrivals } = await salesforceNode(
			create,
			[{ type: 'Account', name: 'x' }],
			(server) => server.afterwards(saved),
			{ credential: { apiVersion: '66.0' } },
		);
		expect(arrivals.map(pathOf)).toEqual(['/services/data/v66.0/composite/sobjects']);
		expect(arrivals[0].headers['sforce-call-options']).toBe('client=n8n-nodes-gtm');
		expect(sentIn(arrivals[0])).toEqual({
			allOrNone: false,
			records: [{ attributes: { type: 'Account' }, Name: 'x' }],
		});
	});

	test('holds runs of one object, at most ten objects', async () => {
		const items = Array.from({ length: 110 }, (_, n) => ({ type: `T${n % 11}__c`, name: `${n}` }));
		const { arrivals, outputs } = await salesforceNode(create, items, (server) =>
			server.afterwards(saved),
		);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		const types = arrivals.map((seen) =>
			sentIn(seen).records.map(({ attributes }) => attributes.type),
		);
		const runs = types.map((all) => all.filter((type, place) => type !== all[place - 1]));
		expect(runs.map((run) => run.length).sort((a, b) => a - b)).toEqual([1, 10]);
		expect(new Set(runs.flat()).size).toBe(11);
	});

	test('keeps the children of one parent together: two requests would lock it for each other', async () => {
		const parents = ['0015g000000Be01AAC', '0015g000000Be02AAC'];
		const items = Array.from({ length: 400 }, (_, n) => ({ account: parents[n % 2] }));
		const fields = mapped({ LastName: 'x', AccountId: '={{ $json.account }}' });
		const { arrivals } = await salesforceNode(
			{ operation: 'create', ...OBJECT('Contact'), fields },
			items,
			(server) => server.afterwards(saved),
		);
		const held = arrivals.map(
			(seen) => new Set(sentIn(seen).records.map(({ AccountId }) => AccountId)),
		);
		expect(held.map(({ size }) => size)).toEqual([1, 1]);
	});

	test('names a parent of several objects by its object', async () => {
		const parent = {
			relationship: 'Who',
			parentField: 'Ext__c',
			value: 'L-1',
			parentType: 'Lead',
		};
		const { arrivals } = await salesforceNode(
			{
				operation: 'create',
				...OBJECT('Task'),
				fields: mapped({ Subject: 'Call' }),
				parents: { parent: [parent] },
			},
			[{}],
			(server) => server.afterwards(saved),
		);
		expect(sentIn(arrivals[0]).records).toEqual([
			{
				attributes: { type: 'Task' },
				Subject: 'Call',
				Who: { attributes: { type: 'Lead' }, Ext__c: 'L-1' },
			},
		]);
	});

	test('runs the chosen assignment rule', async () => {
		const options = { assignment: 'rule', assignmentRuleId: '01Q5g000000AbCd' };
		const { arrivals } = await salesforceNode(
			{ operation: 'create', ...OBJECT('Lead'), fields: mapped({ LastName: 'x' }), options },
			[{}],
			(server) => server.afterwards(saved),
		);
		expect(arrivals[0].headers['sforce-auto-assign']).toMatch(/^01Q5g000000AbCd\w{3}$/);
	});
});

describe('All or None', () => {
	const options = { allOrNone: true };
	const three = ['x', 'y', 'z'].map((name) => ({ type: 'Account', name }));
	const refusal = (statusCode: string) => ({
		success: false,
		errors: [{ statusCode, message: statusCode, fields: [] }],
	});

	test('a request that is refused as a whole is not halved: its other half would be saved', async () => {
		const { arrivals, outputs } = await salesforceNode({ ...create, options }, three, (server) =>
			server
				.answers(reply(400, [{ errorCode: 'JSON_PARSER_ERROR', message: 'Unexpected character' }]))
				.afterwards(saved),
		);
		expect(arrivals).toHaveLength(1);
		expect(outputs.map((items) => items.length)).toEqual([0, 3]);
	});

	test('a locked row does not go again without those that were taken back', async () => {
		const results = [
			refusal('UNABLE_TO_LOCK_ROW'),
			refusal('STRING_TOO_LONG'),
			refusal('ALL_OR_NONE_OPERATION_ROLLED_BACK'),
		];
		const { arrivals, outputs } = await salesforceNode({ ...create, options }, three, (server) =>
			server.answers(reply(200, results)).afterwards(saved),
		);
		expect(arrivals).toHaveLength(1);
		expect(outputs[0]).toEqual([]);
		expect(json(outputs[1]).map(({ details }) => (details as IDataObject).code)).toEqual([
			'UNABLE_TO_LOCK_ROW',
			'STRING_TOO_LONG',
			'ALL_OR_NONE_OPERATION_ROLLED_BACK',
		]);
	});
});

describe('answers that are none', () => {
	const one = [{ type: 'Account', name: 'x' }];

	test('fewer results than records: what became of them is unknown, and nothing is sent again', async () => {
		const two = [...one, { type: 'Account', name: 'y' }];
		const { arrivals, outputs } = await salesforceNode(create, two, (server) =>
			server.afterwards(reply(200, [{ id: '0015g000000Be01AAC', success: true, errors: [] }])),
		);
		expect(json(outputs[1]).map(({ details }) => (details as IDataObject).outcome)).toEqual([
			'unknown',
			'unknown',
		]);
		expect(arrivals).toHaveLength(1);
	});

	test('a result that neither says that it was done nor that it was not: unknown', async () => {
		const results = [{ id: '0015g000000Be01AAC', success: true, errors: [] }, null];
		const two = [...one, { type: 'Account', name: 'y' }];
		const { outputs } = await salesforceNode(create, two, (server) =>
			server.afterwards(reply(200, results)),
		);
		expect(json(outputs[0])).toEqual([{ id: '0015g000000Be01AAC', result: 'created' }]);
		expect(json(outputs[1])[0].details).toMatchObject({
			reason: 'row-unanswered',
			outcome: 'unknown',
		});
	});

	test('a maintenance page: a create is not sent again, an update is', async () => {
		const page = reply(200, '<html>Down for maintenance</html>', { 'content-type': 'text/html' });
		const created = await salesforceNode(create, one, (server) => server.afterwards(page));
		expect(json(created.outputs[1])[0].details).toMatchObject({ outcome: 'unknown' });
		expect(created.arrivals).toHaveLength(1);
		const update = {
			operation: 'update',
			...OBJECT('Account'),
			fields: mapped({ Id: '0015g000000Be01AAC', Name: 'x' }, ['Id']),
		};
		const updated = await salesforceNode(update, [{}], (server) =>
			server.answers(page).afterwards(saved),
		);
		expect(updated.outputs[0]).toHaveLength(1);
	});

	test('an error as XML, and one of the network in front, are told without a crash', async () => {
		const xml = reply(500, '<?xml version="1.0"?><Errors/>', { 'content-type': 'application/xml' });
		const { outputs } = await salesforceNode(create, one, (server) => server.afterwards(xml));
		expect(json(outputs[1])[0].details).toMatchObject({ status: 500, outcome: 'unknown' });
	});

	test('an unknown exception: its ID, which the support of Salesforce asks for, is told', async () => {
		const fault = reply(500, [
			{
				errorCode: 'UNKNOWN_EXCEPTION',
				message:
					'An unexpected error occurred. Please include this ErrorId if you contact support: 1234-567 (-890)',
			},
		]);
		const { outputs } = await salesforceNode(create, one, (server) => server.afterwards(fault));
		expect(json(outputs[1])[0].message).toContain(
			"Salesforce's ID of the request: 1234-567 (-890)",
		);
	});

	test('a retired version: what to change', async () => {
		const gone = reply(410, [{ errorCode: 'UNSUPPORTED_API_VERSION', message: 'gone' }]);
		const { arrivals, outputs } = await salesforceNode(create, one, (server) =>
			server.afterwards(gone),
		);
		expect(json(outputs[1])[0].message).toContain('raise API Version in the credential');
		expect(arrivals).toHaveLength(1);
	});

	test('an org that the network does not find is looked for again', async () => {
		const { arrivals, outputs } = await salesforceNode(create, one, (server) =>
			server.answers(reply(420, '<html/>', { 'content-type': 'text/html' })).afterwards(saved),
		);
		expect(outputs[0]).toHaveLength(1);
		expect(arrivals).toHaveLength(2);
	});

	test('an external ID of two records at an address of one: both are named', async () => {
		const addresses = ['Contact/0035g000000Be01AAC', 'Contact/0035g000000Be02AAC'];
		const several = reply(
			300,
			addresses.map((each) => `/services/data/v67.0/sobjects/${each}`),
		);
		const { outputs } = await salesforceNode(create, one, (server) => server.afterwards(several));
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('2 records have this external ID: 0035g000000Be01AAC'),
			details: { reason: 'conflict', status: 300 },
		});
	});
});

test('a job that goes on beyond its time: what it has not come to yet may still be done', async () => {
	const files: Record<string, string> = {
		successfulResults: '"sf__Id","sf__Created","LastName"\n',
		failedResults: '"sf__Id","sf__Error","LastName"\n',
		unprocessedrecords: '"LastName"\n"Name 0"\n',
	};
	const { outputs } = await salesforceNode(
		{
			resource: 'bulkJob',
			operation: 'ingest',
			bulkOperation: 'insert',
			...OBJECT('Contact'),
			fields: mapped({ LastName: '={{ $json.name }}' }),
			options: { jobMinutes: 0 },
		},
		[{ name: 'Name 0' }],
		(server) =>
			server.afterwards(({ path, body }) => {
				const file = files[path.split('/').at(-1) ?? ''];
				if (file !== undefined) return reply(200, file, { 'content-type': 'text/csv' });
				return body.includes('Aborted')
					? reply(400, [{ errorCode: 'INVALIDJOBSTATE', message: 'not now' }])
					: reply(200, { id: '7505g00000AbCdEAAV', state: 'InProgress' });
			}),
	);
	expect(json(outputs[1])[0].details).toMatchObject({
		reason: 'row-unanswered',
		outcome: 'unknown',
	});
});

describe('lists', () => {
	const many = Array.from({ length: 900 }, (_, n) => `A_Long_Name_Of_A_Field_${n}__c`);

	test('more fields than an address holds: IDs first, the values of each page by one request', async () => {
		const page = (from: number, next?: string) => ({
			totalSize: 3,
			done: next === undefined,
			...(next === undefined ? {} : { nextRecordsUrl: next }),
			records: [from, from + 1]
				.slice(0, next ? 2 : 1)
				.map((n) => ({ attributes: {}, Id: `id${n}` })),
		});
		const { arrivals, outputs } = await salesforceNode(
			{ operation: 'getAll', ...OBJECT('Contact'), returnAll: true, fieldsToReturn: many },
			[{}],
			(server) =>
				server.afterwards((seen) => {
					if (seen.method === 'POST') {
						const { ids } = JSON.parse(seen.body) as { ids: string[] };
						return reply(
							200,
							ids.map((Id) => ({ Id, [many[899]]: `value of ${Id}` })),
						);
					}
					return reply(
						200,
						seen.path.includes('/query/2') ? page(2) : page(0, '/services/data/v67.0/query/2'),
					);
				}),
		);
		expect(json(outputs[0]).map((item) => item[many[899]])).toEqual([
			'value of id0',
			'value of id1',
			'value of id2',
		]);
		expect(arrivals.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
		expect(arrivals[0].path).toContain('q=SELECT+Id+FROM+Contact');
		expect((JSON.parse(arrivals[1].body) as { fields: string[] }).fields).toHaveLength(901);
	});

	test('fewer records than IDs: none of them is taken for another', async () => {
		const records = ['id0', 'id1'].map((Id) => ({ attributes: {}, Id }));
		const { outputs } = await salesforceNode(
			{ operation: 'getAll', ...OBJECT('Contact'), returnAll: true, fieldsToReturn: many },
			[{}],
			(server) =>
				server.afterwards(({ method }) =>
					method === 'POST'
						? reply(200, [{ Id: 'id1' }])
						: reply(200, { totalSize: 2, done: true, records }),
				),
		);
		expect(outputs[0]).toEqual([]);
		expect(json(outputs[1])[0].details).toMatchObject({ reason: 'no-page' });
	});

	test('records of a sub-query are a list, with all of their own pages', async () => {
		const child = (n: number) => ({ attributes: { type: 'Contact' }, Id: `c${n}`, Name: `C${n}` });
		const account = {
			attributes: { type: 'Account' },
			Id: 'a1',
			Contacts: {
				totalSize: 3,
				done: false,
				nextRecordsUrl: '/services/data/v67.0/query/children-2',
				records: [child(1), child(2)],
			},
		};
		const { arrivals, outputs } = await salesforceNode(
			{
				resource: 'query',
				operation: 'runQuery',
				soql: 'SELECT Id, (SELECT Id, Name FROM Contacts) FROM Account',
				returnAll: true,
			},
			[{}],
			(server) =>
				server.answers(
					reply(200, {
						totalSize: 2,
						done: true,
						records: [account, { attributes: {}, Id: 'a2', Contacts: null }],
					}),
					reply(200, { totalSize: 3, done: true, records: [child(3)] }),
				),
		);
		expect(json(outputs[0])).toEqual([
			{
				Id: 'a1',
				Contacts: [
					{ Id: 'c1', Name: 'C1' },
					{ Id: 'c2', Name: 'C2' },
					{ Id: 'c3', Name: 'C3' },
				],
			},
			{ Id: 'a2', Contacts: null },
		]);
		expect(arrivals[1].path).toBe('/services/data/v67.0/query/children-2');
	});

	test('children that cannot be read: the page is not taken for whole', async () => {
		const Contacts = { totalSize: 3, done: false, nextRecordsUrl: '/x', records: [] };
		const { outputs } = await salesforceNode(
			{ resource: 'query', operation: 'runQuery', soql: 'SELECT Id FROM Account', returnAll: true },
			[{}],
			(server) =>
				server
					.answers(reply(200, { totalSize: 1, done: true, records: [{ Id: 'a1', Contacts }] }))
					.afterwards(
						reply(400, [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }]),
					),
		);
		expect(outputs[0]).toEqual([]);
		expect(json(outputs[1])[0].details).toMatchObject({ code: 'INVALID_QUERY_LOCATOR' });
	});

	test('only fill empty: a look-up in several pages is read to its end before anything is written', async () => {
		const record = (n: number) => ({ Id: `0035g000000Be0${n}AAC`, Ext__c: `k${n}`, Title: 'held' });
		const { arrivals, outputs } = await salesforceNode(
			{
				operation: 'createOrUpdate',
				...OBJECT('Contact'),
				fields: mapped({ Ext__c: '={{ $json.key }}', Title: 'new' }, ['Ext__c']),
				onlyFillEmpty: true,
			},
			[{ key: 'k1' }, { key: 'k2' }],
			(server) =>
				server.answers(
					reply(200, { totalSize: 2, done: false, nextRecordsUrl: '/q/2', records: [record(1)] }),
					reply(200, { totalSize: 2, done: true, records: [record(2)] }),
				),
		);
		expect(json(outputs[0]).map(({ result }) => result)).toEqual(['unchanged', 'unchanged']);
		expect(arrivals).toHaveLength(2);
	});

	const fields = [{ name: 'Number__c', type: 'double', externalId: true }];
	const numbered = (server: FaultServer) =>
		server.afterwards(({ path }) =>
			path.includes('/describe')
				? reply(200, { name: 'Contact', fields })
				: reply(200, {
						totalSize: 1,
						done: true,
						records: [{ Id: '0035g000000Be01AAC', Number__c: 7, Title: 'held' }],
					}),
		);

	test('external IDs that are numbers stand without quotes', async () => {
		const { arrivals, outputs } = await salesforceNode(
			{
				operation: 'get',
				...OBJECT('Contact'),
				findBy: 'externalId',
				keyField: 'Number__c',
				keyValue: '={{ $json.key }}',
				fieldsToReturn: ['Title'],
			},
			[{ key: '007' }, { key: '8' }],
			numbered,
		);
		expect(new URLSearchParams(arrivals[1].path.split('?')[1]).get('q')).toBe(
			'SELECT Id,Title,Number__c FROM Contact WHERE Number__c IN (7,8)',
		);
		expect(json(outputs[0])).toEqual([{ Id: '0035g000000Be01AAC', Number__c: 7, Title: 'held' }]);
		expect(json(outputs[1])[0].details).toMatchObject({ reason: 'not-found' });
	});

	test('only fill empty by a number: what the record holds is kept', async () => {
		const { arrivals, outputs } = await salesforceNode(
			{
				operation: 'createOrUpdate',
				...OBJECT('Contact'),
				fields: mapped({ Number__c: '7.0', Title: 'new' }, ['Number__c']),
				onlyFillEmpty: true,
			},
			[{}],
			numbered,
		);
		expect(json(outputs[0])).toEqual([{ id: '0035g000000Be01AAC', result: 'unchanged' }]);
		expect(arrivals.map(({ method }) => method)).toEqual(['GET', 'GET']);
	});

	test('only fill empty: a look-up that fails leaves the record alone', async () => {
		const { arrivals, outputs } = await salesforceNode(
			{
				operation: 'update',
				...OBJECT('Contact'),
				fields: mapped({ Id: '0035g000000Be01AAC', Title: 'new' }, ['Id']),
				onlyFillEmpty: true,
			},
			[{}],
			(server) =>
				server.afterwards(reply(403, [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'no' }])),
		);
		expect(json(outputs[1])[0].details).toMatchObject({ reason: 'forbidden', outcome: 'not done' });
		expect(arrivals).toHaveLength(1);
	});
});
