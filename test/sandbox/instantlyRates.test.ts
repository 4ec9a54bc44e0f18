import { refusal, startedInstantly } from './instantlyCaller';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const TOO_MANY = refusal(429, 'Too Many Requests', 'Rate limit exceeded');

describe('Instantly: the limits of the workspace', () => {
	it.each([{ perSecond: 2 }, { perMinute: 2 }])(
		'refuses what goes beyond %p, and names no time',
		async (limits) => {
			const { call, sandbox } = await startedInstantly(limits);
			await call('GET /campaigns');
			await call('POST /leads/list', {});
			const refused = await call('GET /accounts');
			expect(refused).toMatchObject(TOO_MANY);
			expect(refused.headers.get('retry-after')).toBeNull();
			expect([...refused.headers.keys()].filter((name) => name.includes('ratelimit'))).toEqual([]);
			expect(sandbox.state().instantly.rateLimited).toBe(1);
		},
	);

	it('opens again as the oldest request gets out of sight', async () => {
		const { call } = await startedInstantly({ perSecond: 1 });
		expect((await call('GET /campaigns')).status).toBe(200);
		expect((await call('GET /campaigns')).status).toBe(429);
		await new Promise((resolve) => setTimeout(resolve, 1050));
		expect((await call('GET /campaigns')).status).toBe(200);
	});

	it('counts lists of emails by themselves: twenty a minute', async () => {
		const { call } = await startedInstantly({ emails: 1 });
		const statuses: number[] = [];
		for (let count = 0; count < 21; count++) statuses.push((await call('GET /emails')).status);
		expect(statuses.filter((status) => status === 200)).toHaveLength(20);
		expect(statuses.at(-1)).toBe(429);
		expect((await call('GET /emails/unread/count')).status).toBe(200);
		expect((await call('GET /campaigns')).status).toBe(200);
	});

	it('does not count what never came in', async () => {
		const { call } = await startedInstantly({ perMinute: 1 });
		await call('GET /campaigns', undefined, { authorization: 'Bearer other' });
		expect((await call('GET /campaigns')).status).toBe(200);
	});
});
