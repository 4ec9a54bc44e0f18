import { SANDBOX_HUBSPOT_READ_ONLY_TOKEN } from '../../sandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const LIST = 'GET /crm/v3/objects/contacts';
const SEARCH = 'POST /crm/v3/objects/contacts/search';

describe('HubSpot: rates', () => {
	it('sends the documented headers of the plan', async () => {
		const { hubspot } = await started({ hubspot: { plan: 'starter' } });
		const { headers } = await hubspot(LIST);
		expect(headers.get('x-hubspot-ratelimit-max')).toBe('100');
		expect(headers.get('x-hubspot-ratelimit-remaining')).toBe('99');
		expect(headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
		expect(headers.get('x-hubspot-ratelimit-daily')).toBe('250000');
		expect(headers.get('x-hubspot-ratelimit-daily-remaining')).toBe('249999');
	});

	it('allows a professional app 190 calls in ten seconds', async () => {
		const { hubspot, sandbox } = await started();
		const answers = await Promise.all(Array.from({ length: 191 }, async () => await hubspot(LIST)));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(190);
		expect(sandbox.state().hubspot).toMatchObject({
			rateLimited: 1,
			byStatus: { 200: 190, 429: 1 },
		});
	});

	it('rolls its ten seconds, each app by itself, and sends no retry-after', async () => {
		const { hubspot } = await started({ hubspot: { burstLimit: 2, burstMs: 120 } });
		await hubspot(LIST);
		await hubspot(LIST);
		const refused = await hubspot(LIST);
		expect(refused).toMatchObject({
			status: 429,
			json: {
				errorType: 'RATE_LIMIT',
				policyName: 'TEN_SECONDLY_ROLLING',
				message: 'You have reached your ten_secondly_rolling limit.',
				correlationId: expect.any(String),
				requestId: expect.any(String),
			},
		});
		expect(refused.headers.get('retry-after')).toBeNull();
		expect(refused.headers.get('x-hubspot-ratelimit-remaining')).toBe('0');
		const authorization = `Bearer ${SANDBOX_HUBSPOT_READ_ONLY_TOKEN}`;
		expect((await hubspot(LIST, undefined, { authorization })).status).toBe(200);
		await new Promise((resolve) => setTimeout(resolve, 140));
		expect((await hubspot(LIST)).status).toBe(200);
	});

	it('limits search to five a second for the account, without headers', async () => {
		const { hubspot } = await started({ hubspot: { burstLimit: 1 } });
		for (let count = 0; count < 5; count++) {
			const found = await hubspot(SEARCH, {});
			expect(found.status).toBe(200);
			expect(found.headers.get('x-hubspot-ratelimit-max')).toBeNull();
		}
		expect(await hubspot(SEARCH, {})).toMatchObject({
			status: 429,
			json: { policyName: 'SECONDLY' },
		});
		await new Promise((resolve) => setTimeout(resolve, 1050));
		expect((await hubspot(SEARCH, {})).status).toBe(200);
	});

	it('ends the day for the whole account and counts refused calls', async () => {
		const { hubspot } = await started({ hubspot: { dailyLimit: 10, dailyUsed: 9 } });
		expect((await hubspot(LIST)).status).toBe(200);
		expect(await hubspot(LIST)).toMatchObject({ status: 429, json: { policyName: 'DAILY' } });
		expect((await hubspot(SEARCH, {})).status).toBe(429);
	});

	it('tells the usage of the day', async () => {
		const { hubspot } = await started({ hubspot: { dailyLimit: 1000, dailyUsed: 400 } });
		expect(await hubspot('GET /account-info/v3/api-usage/daily/private-apps')).toMatchObject({
			json: { results: [{ usageLimit: 1000, currentUsage: 401, fetchStatus: 'SUCCESS' }] },
		});
	});
});
