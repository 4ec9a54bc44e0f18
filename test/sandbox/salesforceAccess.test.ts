import {
	SANDBOX_SALESFORCE_EXPIRED_TOKEN,
	SANDBOX_SALESFORCE_READ_ONLY_TOKEN,
	SANDBOX_SALESFORCE_TOKEN,
} from '../../sandbox';
import { org } from './salesforceOrg';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const LIMIT = '/services/data/v66.0/limits';

describe('Salesforce: versions and sessions', () => {
	it('lists its versions to anybody, and says there nothing of the limits', async () => {
		const { call } = await org();
		const answer = await call('GET /services/data', undefined, { authorization: '' });
		expect(answer.status).toBe(200);
		expect(answer.headers.get('sforce-limit-info')).toBeNull();
		expect(answer.json).toEqual([
			{ label: "Spring '24", url: '/services/data/v60.0', version: '60.0' },
			{ label: "Summer '24", url: '/services/data/v61.0', version: '61.0' },
			{ label: "Winter '25", url: '/services/data/v62.0', version: '62.0' },
			{ label: "Spring '25", url: '/services/data/v63.0', version: '63.0' },
			{ label: "Summer '25", url: '/services/data/v64.0', version: '64.0' },
			{ label: "Winter '26", url: '/services/data/v65.0', version: '65.0' },
			{ label: "Spring '26", url: '/services/data/v66.0', version: '66.0' },
			{ label: "Summer '26", url: '/services/data/v67.0', version: '67.0' },
		]);
	});

	it('lists what there is under a version', async () => {
		const { api } = await org();
		for (const slash of ['', '/']) {
			expect((await api(`GET ${slash}`)).json).toMatchObject({
				query: '/services/data/v66.0/query',
				'composite/sobjects': '/services/data/v66.0/composite/sobjects',
			});
		}
	});

	it.each([
		['v67.0/limits', 200],
		['v60.0/limits', 200],
		['v59.0/limits', 410],
		['v68.0/limits', 404],
		['v66.0/nothing', 404],
		['v66.0/sobjects/Nothing', 404],
		['66/limits', 404],
	])('answers /services/data/%s with %i', async (path, status) => {
		const { call } = await org();
		const answer = await call(`GET /services/data/${path}`);
		expect(answer.status).toBe(status);
		if (status === 404) {
			expect(answer.json).toEqual([
				{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' },
			]);
		}
	});

	it.each([
		['no token', ''],
		['a strange token', 'Bearer abc'],
		['a token whose time has passed', `Bearer ${SANDBOX_SALESFORCE_EXPIRED_TOKEN}`],
	])('refuses %s, and counts no call for it', async (_what, authorization) => {
		const { call, sandbox } = await org();
		expect(await call(`GET ${LIMIT}`, undefined, { authorization })).toMatchObject({
			status: 401,
			json: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
		});
		expect(sandbox.state().salesforce.apiCalls).toBe(0);
	});

	it('has tokens with a `!`, good as OAuth too', async () => {
		const { call } = await org();
		expect(SANDBOX_SALESFORCE_TOKEN).toContain('!');
		const authorization = `OAuth ${SANDBOX_SALESFORCE_TOKEN}`;
		expect((await call(`GET ${LIMIT}`, undefined, { authorization })).status).toBe(200);
	});

	it('lets the reading user read and write nothing', async () => {
		const { api, sandbox } = await org({ records: { Lead: 1 } });
		const authorization = `Bearer ${SANDBOX_SALESFORCE_READ_ONLY_TOKEN}`;
		const as = { authorization };
		expect((await api('GET /sobjects', undefined, as)).status).toBe(200);
		const lead = { LastName: 'X', Company: 'Y' };
		expect(await api('POST /sobjects/Lead', lead, as)).toMatchObject({
			status: 403,
			json: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }],
		});
		const records = [{ attributes: { type: 'Lead' }, ...lead }];
		expect(await api('POST /composite/sobjects', { records }, as)).toMatchObject({
			status: 200,
			json: [{ success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] }],
		});
		expect(sandbox.state().salesforce.objects.Lead).toMatchObject({ records: 1, created: 0 });
	});
});

describe('Salesforce: what no call gets past', () => {
	it('names the methods that a path has', async () => {
		const { api } = await org();
		expect(await api('PUT /sobjects/Lead', {})).toMatchObject({
			status: 405,
			json: [
				{
					errorCode: 'METHOD_NOT_ALLOWED',
					message: "HTTP Method 'PUT' not allowed. Allowed are GET,POST",
				},
			],
		});
	});

	it('wants JSON to be called JSON', async () => {
		const { api } = await org();
		const headers = { 'content-type': 'text/plain' };
		expect(await api('POST /sobjects/Lead', '{}', headers)).toMatchObject({
			status: 415,
			json: [{ errorCode: 'UNSUPPORTED_MEDIA_TYPE' }],
		});
		expect(await api('POST /sobjects/Lead', '{')).toMatchObject({
			status: 400,
			json: [{ errorCode: 'JSON_PARSER_ERROR' }],
		});
	});

	it('takes a URI of 16,384 bytes at most, and as much with the headers', async () => {
		const { soql } = await org();
		const select = (letters: number) => soql(`SELECT Id FROM Lead --${'x'.repeat(letters)}`);
		expect((await select(16_400)).status).toBe(414);
		expect((await select(16_250)).status).toBe(431);
		expect((await select(1000)).status).toBe(400);
	});

	it('has no data at the login address and none where the org is not', async () => {
		const { sandbox } = await org();
		const headers = { authorization: `Bearer ${SANDBOX_SALESFORCE_TOKEN}` };
		const login = await fetch(`${sandbox.urls.salesforceLogin}${LIMIT}`, { headers });
		expect(login.status).toBe(404);
		expect(await login.json()).toMatchObject([{ errorCode: 'URL_NOT_RESET' }]);
		const moved = await fetch(`${sandbox.urls.salesforceMoved}${LIMIT}`, { headers });
		expect(moved.status).toBe(420);
		expect(moved.headers.get('content-type')).toContain('text/html');
	});
});
