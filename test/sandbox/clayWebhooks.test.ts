import { SANDBOX_CLAY_WEBHOOK_PATH } from '../../sandbox';
import { listening, startedClay } from './claySandbox';
import { stopAll } from './startedSandbox';

let receiver: Awaited<ReturnType<typeof listening>>;
beforeEach(async () => (receiver = await listening()));
afterEach(async () => {
	await stopAll();
	await receiver.stop();
});

describe('Clay: a webhook source', () => {
	it('takes a row, and answers with nothing that tells it', async () => {
		const { row, sandbox } = await startedClay();
		const answer = await row({ email: 'ann@acme.example', nested: { a: 1 } });
		expect([answer.status, answer.text]).toEqual([200, 'OK']);
		expect(sandbox.clay.rows()).toEqual([{ email: 'ann@acme.example', nested: { a: 1 } }]);
		expect(sandbox.arrivals()).toMatchObject([{ vendor: 'clay', applied: true, rows: 1 }]);
	});

	it('makes two rows of the same row sent twice, and says so', async () => {
		const { row, sandbox } = await startedClay();
		await row({ a: 1 });
		await row({ a: 1 });
		expect(sandbox.state().clay).toMatchObject({ rows: 2, rowsTwice: 1 });
	});

	it('asks for its token, where it has one', async () => {
		const { row, openRow, sandbox } = await startedClay();
		expect((await row({}, {})).status).toBe(401);
		expect((await row({}, { 'x-clay-webhook-auth': 'wrong' })).status).toBe(401);
		expect((await openRow({ a: 1 })).status).toBe(200);
		expect(sandbox.state().clay.submissions).toBe(1);
	});

	it('refuses what is no object, too large, or for nobody', async () => {
		const { row, sandbox } = await startedClay();
		expect((await row('{"a": "say "hi""}')).json).toEqual({
			message: 'Validation failed: body is not valid JSON',
		});
		expect((await row('"text"')).status).toBe(400);
		expect((await row({ text: 'x'.repeat(102_400) })).status).toBe(413);
		const gone = await fetch(`${sandbox.urls.clay}/v3/sources/webhook/gone`, { method: 'POST' });
		expect(gone.status).toBe(404);
		const read = await fetch(
			`${sandbox.urls.clay}/v3/sources/webhook/${SANDBOX_CLAY_WEBHOOK_PATH}`,
		);
		expect(read.status).toBe(405);
		expect(sandbox.state().clay.rows).toBe(0);
	});

	it('makes a row of each element of a list', async () => {
		const { row, sandbox } = await startedClay();
		await row([{ a: 1 }, { a: 2 }]);
		expect(sandbox.state().clay).toMatchObject({ submissions: 2, rows: 2 });
	});

	it('takes a burst of 20, then 10 a second, and tells no time to wait', async () => {
		const { row } = await startedClay({ clay: { webhook: { ratePerSecond: 0.001 } } });
		const answers = await Promise.all(Array.from({ length: 21 }, async (_, a) => await row({ a })));
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(1);
		expect(refused[0].headers.get('retry-after')).toBeNull();
	});

	it('is silent past its lifetime: 200, and no row', async () => {
		const { row, sandbox } = await startedClay({ clay: { webhook: { lifetime: 2 } } });
		const statuses = [];
		for (const a of [1, 2, 3]) statuses.push((await row({ a })).status);
		expect(statuses).toEqual([200, 200, 200]);
		expect(sandbox.state().clay).toMatchObject({ submissions: 3, rows: 2, dropped: 1 });
		sandbox.clay.setSubmissions(SANDBOX_CLAY_WEBHOOK_PATH, 0);
		await row({ a: 4 });
		expect(sandbox.state().clay.rows).toBe(3);
	});
});

describe('Clay: the HTTP API column', () => {
	const rows = (count: number, domain = 'acme.example') =>
		Array.from({ length: count }, (_, place) => ({
			key: `k${place}`,
			email: `p${place}@${domain}`,
		}));

	it('calls for each row with what it found, in an order of its own', async () => {
		const { row, sandbox } = await startedClay({
			people: 5,
			clay: { enrichment: { minMs: 0, maxMs: 40 }, webhook: { burst: 100 } },
		});
		const [{ email, title }] = sandbox.people();
		sandbox.clay.setColumn({
			endpoint: `${receiver.url}/{{key}}`,
			headers: { 'x-secret': 's' },
			body: '{"key": "{{key}}", "title": "{{job_title}}", "found": {{found}}}',
		});
		await row({ key: 'known', email });
		for (const each of rows(20)) await row(each);
		await sandbox.clay.idle();
		expect(receiver.calls).toHaveLength(21);
		const known = receiver.calls.find(({ path }) => path === '/known');
		expect(JSON.parse(known?.body ?? '')).toEqual({ key: 'known', title, found: true });
		expect(known?.headers).toMatchObject({ 'x-secret': 's' });
		const order = receiver.calls.map(({ path }) => path).filter((path) => path !== '/known');
		expect(order).not.toEqual(rows(20).map(({ key }) => `/${key}`));
		expect(sandbox.state().clay.column).toEqual({
			enriched: 21,
			calls: 21,
			byStatus: { 200: 21 },
			silent: 0,
		});
	});

	it('puts cells in as they are: a quote breaks the JSON', async () => {
		const { row, sandbox } = await startedClay();
		sandbox.clay.setColumn({ endpoint: receiver.url, body: '{"name": "{{name}}"}' });
		await row({ name: 'Ann "A" Lee' });
		await sandbox.clay.idle();
		expect(receiver.calls[0].body).toBe('{"name": "Ann "A" Lee"}');
	});

	it('keeps quiet for some, breaks some, calls twice for some, as told', async () => {
		const shares = { neverShare: 0.2, malformedShare: 0.25, rerunShare: 0.5 };
		const { row, sandbox } = await startedClay({
			clay: { enrichment: { ...shares, minMs: 0, maxMs: 0 }, webhook: { burst: 100 } },
		});
		sandbox.clay.setColumn({ endpoint: receiver.url });
		for (const each of rows(20)) await row(each);
		await sandbox.clay.idle();
		const { column } = sandbox.state().clay;
		expect(column.silent).toBe(4);
		expect(column.calls).toBeGreaterThan(20);
		const broken = receiver.calls.filter(({ body }) => body.startsWith('{""'));
		expect(broken).toHaveLength(Math.ceil(column.calls / 4));
	});

	it('runs again for all rows when somebody says so', async () => {
		const { row, sandbox } = await startedClay();
		sandbox.clay.setColumn({ endpoint: receiver.url });
		await row({ key: 'a' });
		await sandbox.clay.idle();
		sandbox.clay.runAgain();
		await sandbox.clay.idle();
		expect(receiver.calls.map(({ body }) => body)).toEqual(
			Array(2).fill('{"key":"a","found":false}'),
		);
	});

	it('runs again for those alone whose cell lacks what it keeps; what never ends stays silent', async () => {
		const { row, sandbox } = await startedClay({
			clay: { enrichment: { neverShare: 0.5, minMs: 0, maxMs: 0 } },
		});
		sandbox.clay.setColumn({ endpoint: receiver.url, keep: 'message' });
		for (const each of rows(4)) await row(each);
		await sandbox.clay.idle();
		expect(receiver.calls).toHaveLength(2);
		expect(sandbox.clay.runAgain('unanswered')).toBe(2);
		await sandbox.clay.idle();
		expect(receiver.calls).toHaveLength(4);
		sandbox.clay.setColumn({ endpoint: receiver.url });
		expect(sandbox.clay.runAgain()).toBe(4);
		await sandbox.clay.idle();
		expect(receiver.calls).toHaveLength(6);
		expect(sandbox.clay.runAgain('unanswered')).toBe(0);
	});

	it('counts what was refused, and calls no more once the sandbox is reset', async () => {
		await receiver.stop();
		receiver = await listening(401);
		const { row, sandbox } = await startedClay({ clay: { enrichment: { minMs: 0, maxMs: 0 } } });
		sandbox.clay.setColumn({ endpoint: receiver.url });
		await row({ a: 1 });
		await sandbox.clay.idle();
		expect(sandbox.state().clay.column.byStatus).toEqual({ 401: 1 });
		sandbox.reset();
		expect(sandbox.state().clay).toMatchObject({ rows: 0, column: { calls: 0 } });
	});
});
