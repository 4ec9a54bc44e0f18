import { clayDigest, SANDBOX_CLAY_ROUTINE, SANDBOX_CLAY_TABLE } from '../../sandbox';
import { listening, startedClay, type ClayCallers } from './claySandbox';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const routine = `/routines/${encodeURIComponent(SANDBOX_CLAY_ROUTINE)}`;
const object = (value: unknown) => value as Record<string, unknown>;

describe('Clay: who may call', () => {
	it('knows one header, and no bearer token', async () => {
		const { api } = await startedClay();
		expect((await api('GET /me')).json).toEqual({
			user: { id: expect.any(String), name: 'Sandbox User', cli_onboarded: true },
			workspace: { id: '900001' },
		});
		const wrong = await api('GET /me', undefined, {
			'clay-api-key': '',
			authorization: 'Bearer x',
		});
		expect([wrong.status, wrong.json]).toEqual([401, { message: 'Authentication failed' }]);
		expect((await api('GET /nothing')).status).toBe(404);
	});

	it('has a limit for the workspace, whose 429 says how long', async () => {
		const { api } = await startedClay({ clay: { api: { requests: 2, windowMs: 5_000 } } });
		const first = await api('GET /me');
		expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
		await api('GET /me');
		const refused = await api('GET /me');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
	});
});

describe('Clay: routines', () => {
	const items = (emails: string[]) =>
		emails.map((email, place) => ({ id: `row-${place}`, inputs: { email } }));

	it('runs items, tells nothing while it runs, then each of them', async () => {
		const { api, sandbox } = await startedClay();
		const [{ email, title }] = sandbox.people();
		const body = { items: [...items([email]), { id: 'bad', inputs: {} }] };
		const started = await api(`POST ${routine}/run`, body);
		expect([started.status, object(started.json).status]).toEqual([202, 'in_progress']);
		const path = `/routines/run/${String(object(started.json).routine_run_id)}/results`;
		expect(await api(`GET ${path}`)).toMatchObject({
			status: 202,
			json: { total: 2, finished: 0 },
		});
		expect(await api(`GET ${path}`)).toMatchObject({
			status: 200,
			json: {
				status: 'complete',
				data: [
					{ id: 'row-0', status: 'complete', result: { job_title: title } },
					{ id: 'bad', status: 'failed', error: { message: expect.stringContaining('email') } },
				],
			},
		});
		const page = await api(`GET ${path}?limit=1`);
		expect(object(page.json).cursor).toBe('c_1');
		const next = await api(`GET ${path}?limit=1&cursor=c_1`);
		expect(object(next.json)).toMatchObject({ data: [{ id: 'bad' }] });
		expect(object(next.json).cursor).toBeUndefined();
	});

	it('charges a run that is started twice, twice', async () => {
		const { api, sandbox } = await startedClay({ clay: { routines: { credits: 3 } } });
		const body = { items: items(['a@b.example']) };
		await api(`POST ${routine}/run`, body);
		await api(`POST ${routine}/run`, body);
		expect(sandbox.state().clay.routines).toMatchObject({ runs: 2, charged: 2, itemsTwice: 1 });
		const dear = await api(`POST ${routine}/run`, { items: items(['a', 'b']) });
		expect(dear.status).toBe(402);
	});

	it.each([
		['no items', { items: [] }],
		['101 items', { items: Array(101).fill({ id: 'a', inputs: {} }) }],
		['an ID twice', { items: Array(2).fill({ id: 'a', inputs: {} }) }],
		['an ID of 65 signs', { items: [{ id: 'a'.repeat(65), inputs: {} }] }],
		['no inputs', { items: [{ id: 'a' }] }],
		['a field more', { items: [{ id: 'a', inputs: {}, email: 'b' }] }],
		['no JSON', '{'],
	])('refuses %s', async (_, body) => {
		const { api, sandbox } = await startedClay();
		expect((await api(`POST ${routine}/run`, body)).status).toBe(400);
		expect(sandbox.state().clay.routines.runs).toBe(0);
	});

	it('does not know every ID', async () => {
		const { api } = await startedClay();
		const body = { items: items(['a']), webhook_id: 'wh_gone' };
		expect((await api(`POST ${routine}/run`, body)).status).toBe(404);
		expect((await api('POST /routines/t_gone/run', { items: items(['a']) })).status).toBe(404);
		expect((await api('GET /routines/run/run_gone/results')).status).toBe(404);
	});

	it('works on an uploaded file, and keeps its results elsewhere for a while', async () => {
		const { api, sandbox } = await startedClay();
		const [{ email, title }] = sandbox.people();
		const { file_id, upload_url } = object(
			(await api(`POST ${routine}/run-batch/upload-url`)).json,
		);
		const upload = async (headers = {}) =>
			await fetch(String(upload_url), {
				method: 'PUT',
				headers,
				body: `${JSON.stringify({ id: 'a', inputs: { email } })}\n`,
			});
		expect((await api(`POST ${routine}/run-batch/start`, { file_id })).status).toBe(400);
		expect((await upload({ 'clay-api-key': 'k' })).status).toBe(400);
		expect((await upload()).status).toBe(200);
		const started = await api(`POST ${routine}/run-batch/start`, { file_id });
		const path = `/routines/run-batch/${String(object(started.json).routine_run_id)}/results`;
		expect((await api(`GET ${path}`)).status).toBe(202);
		const over = object((await api(`GET ${path}`)).json);
		expect(over).toMatchObject({ status: 'complete', total: 1 });
		const file = await (await fetch(String(over.result_url))).text();
		expect(JSON.parse(file)).toMatchObject({ id: 'a', result: { job_title: title } });
		const unsigned = await fetch(String(over.result_url).replace(/Signature=.*/, 'Signature=x'));
		expect(unsigned.status).toBe(403);
	});

	it('says which lines of a file are wrong, and charges nothing', async () => {
		const { api, sandbox } = await startedClay();
		const { file_id, upload_url } = object(
			(await api(`POST ${routine}/run-batch/upload-url`)).json,
		);
		const body = '{"id":"a","inputs":{"email":"x"}}\n{"id":"b"}\nnothing\n{"id":"c","inputs":{}}\n';
		await fetch(String(upload_url), { method: 'PUT', body });
		const started = await api(`POST ${routine}/run-batch/start`, { file_id });
		const path = `/routines/run-batch/${String(object(started.json).routine_run_id)}/results`;
		await api(`GET ${path}`);
		expect((await api(`GET ${path}`)).json).toMatchObject({
			status: 'validation_failed',
			error: {
				total_invalid_rows: 3,
				details: [{ line_number: 2 }, { line_number: 3 }, { line_number: 4, field: 'email' }],
			},
		});
		expect(sandbox.state().clay.routines.charged).toBe(0);
	});

	it('tells a webhook that a run is over, signed, and never what came of it', async () => {
		const receiver = await listening();
		const { api, sandbox } = await startedClay();
		const webhook = { id: 'wh_1', url: receiver.url, signingSecret: 'whsec_test' };
		sandbox.clay.registerWebhook(webhook);
		const body = { items: items(['a@b.example']), webhook_id: 'wh_1' };
		const { routine_run_id } = object((await api(`POST ${routine}/run`, body)).json);
		expect(await sandbox.clay.deliverNotices({ copies: 2 })).toEqual([200, 200]);
		expect(JSON.parse(receiver.calls[0].body)).toEqual({
			webhookId: 'wh_1',
			createdAt: expect.any(String),
			data: { routine_run_id },
		});
		expect(receiver.calls[0].headers['x-clay-signature']).toBe(
			clayDigest(receiver.calls[0].body, 'whsec_test'),
		);
		await receiver.stop();
	});
});

describe('Clay: searches', () => {
	const search = async ({ api }: ClayCallers, filters: object, source_type = 'people') =>
		String(
			object((await api('POST /search/filters-mode', { source_type, filters })).json).search_id,
		);

	it('goes forward only, page by page', async () => {
		const callers = await startedClay({ people: 45 });
		const path = `/search/filters-mode/${await search(callers, {})}/run`;
		const sizes = [];
		for (const limit of [20, 20, 20, 20]) {
			const { data, has_more } = object((await callers.api(`POST ${path}`, { limit })).json);
			sizes.push([(data as unknown[]).length, has_more]);
		}
		expect(sizes).toEqual([
			[20, true],
			[20, true],
			[5, false],
			[0, false],
		]);
		expect(callers.sandbox.state().clay.searches).toEqual({ created: 1, results: 45 });
	});

	it('narrows by the filters that it lists, and refuses others', async () => {
		const callers = await startedClay();
		const { api, sandbox } = callers;
		const [{ title }] = sandbox.people();
		const fields = await api('GET /search/filters-mode/fields?source_type=people');
		expect(object(fields.json).fields).toContainEqual(
			expect.objectContaining({ name: 'job_title_keywords', type: 'array' }),
		);
		const id = await search(callers, { job_title_keywords: [title] });
		const found = await api(`POST /search/filters-mode/${id}/run`, {});
		const { data } = found.json as { data: Array<{ matched_experiences: object[] }> };
		expect(data[0].matched_experiences[0]).toMatchObject({ title });
		const create = async (filters: object) =>
			(await api('POST /search/filters-mode', { source_type: 'people', filters })).status;
		expect(await create({ titles: ['a'] })).toBe(400);
		expect(await create({ job_title_keywords: 'a' })).toBe(400);
		expect((await api('POST /search/query-mode', { query: 'jobs' })).status).toBe(400);
		expect((await api(`POST /search/query-mode/${id}/run`, {})).status).toBe(404);
	});

	it('answers 402 for a page that the plan does not allow, and for a used-up period', async () => {
		const callers = await startedClay({ clay: { search: { perRequest: 10, perPeriod: 15 } } });
		const path = `/search/filters-mode/${await search(callers, {})}/run`;
		const run = async (limit: number) => (await callers.api(`POST ${path}`, { limit })).status;
		expect([await run(11), await run(10), await run(10), await run(5)]).toEqual([
			402, 200, 402, 200,
		]);
	});
});

describe('Clay: tables', () => {
	const query = { tables: [{ id: SANDBOX_CLAY_TABLE }] };

	it('reads rows by pages, in cells that say how they stand', async () => {
		const { api } = await startedClay({ people: 60 });
		const first = object((await api('POST /tables/query', { query })).json);
		expect((first.data as unknown[]).length).toBe(50);
		expect((first.data as object[])[7]).toMatchObject({
			Email: { status: 'success' },
			Score: { status: 'running' },
		});
		const rest = object((await api('POST /tables/query', { query, cursor: first.cursor })).json);
		expect([(rest.data as unknown[]).length, rest.cursor]).toEqual([10, undefined]);
	});

	it('filters, selects and sorts; a sorted query has one page', async () => {
		const { api, sandbox } = await startedClay({ people: 60 });
		const [{ email }] = sandbox.people();
		const one = await api('POST /tables/query', {
			query: {
				...query,
				select: [{ field: 'Email' }],
				filter: { and: [{ field: 'Email', op: '=', value: email }] },
				field_mode: 'ids',
			},
		});
		expect(object(one.json).data).toEqual([
			{ f_0email: { status: 'success', value: email, fields: null } },
		]);
		const order_by = [{ field: 'Employees', direction: 'desc' }];
		const sorted = object(
			(await api('POST /tables/query', { query: { ...query, order_by }, limit: 10 })).json,
		);
		expect([(sorted.data as unknown[]).length, sorted.cursor]).toEqual([10, undefined]);
	});

	it.each([
		[400, { query: {} }],
		[400, { query, limit: 101 }],
		[400, { query: { ...query, filter: { field: 'Email', op: 'like', value: 'a' } } }],
		[404, { query: { tables: [{ id: 't_gone' }] } }],
		[422, { query: { ...query, select: [{ field: 'Nothing' }] } }],
	])('refuses with %i: %j', async (status, body) => {
		const { api } = await startedClay();
		expect((await api('POST /tables/query', body)).status).toBe(status);
	});

	it('is for Enterprise alone', async () => {
		const { api } = await startedClay({ clay: { enterprise: false } });
		expect((await api('POST /tables/query', { query })).status).toBe(403);
	});
});
