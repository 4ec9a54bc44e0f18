import {
	SANDBOX_INSTANTLY_KEY,
	SANDBOX_INSTANTLY_READ_ONLY_KEY,
	SANDBOX_INSTANTLY_SUB_WORKSPACE,
} from '../../sandbox';
import { refusal, startedInstantly } from './instantlyCaller';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const NO_WORKSPACE = '0199b1de-0000-7000-8000-000000000000';

describe('Instantly: who may come in', () => {
	it('takes a bearer key alone', async () => {
		const { call } = await startedInstantly();
		const as = async (authorization: string) =>
			await call('GET /campaigns', undefined, { authorization });
		expect(await as(`Bearer ${SANDBOX_INSTANTLY_KEY}`)).toMatchObject({ status: 200 });
		expect(await call('GET /campaigns', undefined, {})).toMatchObject(
			refusal(401, 'Unauthorized', 'Missing Authorization header'),
		);
		for (const wrong of ['Bearer other', SANDBOX_INSTANTLY_KEY, 'Bearer ']) {
			expect(await as(wrong)).toMatchObject(refusal(401, 'Unauthorized'));
		}
	});

	it('holds a key to its scopes, and names those that would do', async () => {
		const { call } = await startedInstantly();
		const headers = { authorization: `Bearer ${SANDBOX_INSTANTLY_READ_ONLY_KEY}` };
		expect((await call('GET /campaigns', undefined, headers)).status).toBe(200);
		expect((await call('POST /leads/list', {}, headers)).status).toBe(200);
		expect(await call('POST /leads/add', { leads: [] }, headers)).toMatchObject(
			refusal(
				403,
				'Forbidden',
				'API key does not have one of the scopes: leads:create, leads:all, all:create, all:all',
			),
		);
	});

	it('answers 402 to a workspace without a paid plan', async () => {
		const { call } = await startedInstantly({ paid: false });
		expect(await call('GET /campaigns')).toMatchObject(refusal(402, 'Payment Required'));
		expect((await call('GET /campaigns', undefined, {})).status).toBe(401);
	});

	it('acts for a workspace below its own, and for no other', async () => {
		const { call, sandbox } = await startedInstantly();
		const authorization = `Bearer ${SANDBOX_INSTANTLY_KEY}`;
		const as = async (workspace: string) =>
			await call('GET /campaigns', undefined, { authorization, 'x-as-workspace': workspace });
		expect((await as(SANDBOX_INSTANTLY_SUB_WORKSPACE)).status).toBe(200);
		expect(await as(NO_WORKSPACE)).toMatchObject(refusal(403, 'Forbidden'));
		expect(sandbox.state().instantly.actingAs).toEqual({ [SANDBOX_INSTANTLY_SUB_WORKSPACE]: 1 });
	});
});

describe('Instantly: the form of a request', () => {
	it('refuses what its server refuses before the API sees it', async () => {
		const { call, ids } = await startedInstantly();
		const authorization = `Bearer ${SANDBOX_INSTANTLY_KEY}`;
		const [campaign] = ids('campaigns');
		const json = { authorization, 'content-type': 'application/json' };
		expect(await call(`DELETE /campaigns/${campaign}`, undefined, json)).toMatchObject(
			refusal(
				400,
				'Bad Request',
				"Body cannot be empty when content-type is set to 'application/json'",
			),
		);
		const form = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
		expect(await call('POST /leads/list', 'limit=1', form)).toMatchObject(
			refusal(415, 'Unsupported Media Type'),
		);
		expect(await call('POST /leads/list', '[]')).toMatchObject(refusal(400, 'Bad Request'));
		expect(await call('POST /leads/list', '{"limit"')).toMatchObject(refusal(400, 'Bad Request'));
		expect(ids('campaigns')).toContain(campaign);
	});

	it('knows its addresses, and decodes what stands in them', async () => {
		const { call } = await startedInstantly();
		expect(await call('GET /people')).toMatchObject(refusal(404, 'Not Found'));
		expect(await call('PUT /campaigns')).toMatchObject(refusal(404, 'Not Found'));
		const mailbox = 'box2+sales@sandbox.example';
		expect(await call(`GET /accounts/${encodeURIComponent(mailbox)}`)).toMatchObject({
			status: 200,
			json: { email: mailbox },
		});
		expect(await call('GET /accounts/box2%20sales%40sandbox.example')).toMatchObject(
			refusal(404, 'Not Found'),
		);
		expect(await call('GET /accounts/%E0%A4%A')).toMatchObject(refusal(400, 'Bad Request'));
	});
});
