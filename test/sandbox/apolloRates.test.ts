import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

describe('Apollo: rate windows', () => {
	it('counts in the headers and leaves an unlimited window empty', async () => {
		const { apollo, sandbox } = await started({ apollo: { plan: 'basic' } });
		const [{ id }] = sandbox.people();
		await apollo(`POST /people/match?id=${id}`);
		const { headers } = await apollo(`POST /people/match?id=${id}`);
		expect(headers.get('x-rate-limit-minute')).toBe('1000');
		expect(headers.get('x-minute-usage')).toBe('2');
		expect(headers.get('x-minute-requests-left')).toBe('998');
		expect(headers.get('x-rate-limit-hourly')).toBe('');
		expect(headers.get('x-hourly-usage')).toBeNull();
		const search = await apollo('POST /mixed_people/api_search');
		expect(search.headers.get('x-rate-limit-24-hour')).toBe('50000');
		expect(search.headers.get('x-24-hour-usage')).toBe('1');
	});

	it('closes an endpoint when its window is full, and that endpoint alone', async () => {
		const windows = { search: { minute: 2, hour: null, day: null } };
		const { apollo, sandbox } = await started({ apollo: { windows } });
		await apollo('POST /mixed_people/api_search');
		await apollo('POST /mixed_people/api_search');
		const refused = await apollo('POST /mixed_people/api_search');
		expect(refused.status).toBe(429);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
		expect(refused.text).toContain(
			'allowed for api/v1/mixed_people/api_search is 2 times per minute',
		);
		expect((await apollo('GET /auth/health')).status).toBe(200);
		expect(sandbox.state().apollo.rateLimited).toBe(1);
	});

	it('opens again when the window is over', async () => {
		const windows = { search: { minute: 1, hour: null, day: null } };
		const { apollo } = await started({ apollo: { windows, windowMs: { minute: 80 } } });
		expect((await apollo('POST /mixed_people/api_search')).status).toBe(200);
		expect((await apollo('POST /mixed_people/api_search')).status).toBe(429);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect((await apollo('POST /mixed_people/api_search')).status).toBe(200);
	});

	it('names the window that stays closed longest', async () => {
		const windows = { search: { minute: 1, hour: 1, day: null } };
		const { apollo } = await started({ apollo: { windows } });
		await apollo('POST /mixed_people/api_search');
		const refused = await apollo('POST /mixed_people/api_search');
		expect(refused.text).toContain('1 times per hour');
		expect(Number(refused.headers.get('retry-after'))).toBe(3600);
	});

	it('gives the free plan 20 bulk calls a minute', async () => {
		const { apollo } = await started({ apollo: { plan: 'free' } });
		const { headers } = await apollo('POST /people/bulk_match', { details: [{ id: 'x' }] });
		expect(headers.get('x-rate-limit-minute')).toBe('20');
		expect(headers.get('x-rate-limit-24-hour')).toBe('600');
	});
});
