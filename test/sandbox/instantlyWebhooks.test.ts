import { listening } from './claySandbox';
import { refusal, startedInstantly } from './instantlyCaller';
import { stopAll } from './startedSandbox';

const closing: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(closing.splice(0).map(async (stop) => await stop()));
	await stopAll();
});

const BAD = refusal(400, 'Bad Request');

interface Webhook {
	id: string;
	status: number;
	timestamp_error: string | null;
}

async function receiver(status = 200) {
	const heard = await listening(status);
	closing.push(heard.stop);
	return heard;
}

function eventsOf(calls: ReadonlyArray<{ body: string }>): unknown[] {
	return calls.map(({ body }) => (JSON.parse(body) as { event_type: unknown }).event_type);
}

describe('Instantly: webhooks', () => {
	it('are made for one event or one label, listed, changed and removed', async () => {
		const { call, ok, ids } = await startedInstantly();
		const [campaign] = ids('campaigns');
		const target_hook_url = 'https://app.example/hook';
		const hook = { target_hook_url, event_type: 'reply_received', campaign };
		const made = await ok<Webhook>('POST /webhooks', hook);
		expect(made).toMatchObject({ ...hook, status: 1, headers: null, timestamp_error: null });
		await ok('POST /webhooks', { target_hook_url, custom_interest_value: 5 });
		for (const body of [
			{ event_type: 'reply_received' },
			{ target_hook_url },
			{ target_hook_url: 'app.example', event_type: 'reply_received' },
			{ target_hook_url, event_type: 'link_clicked' },
			{ target_hook_url, event_type: 'email_sent', headers: 'x-secret: 1' },
		]) {
			expect(await call('POST /webhooks', body)).toMatchObject(BAD);
		}
		expect(await ok('GET /webhooks?event_type=reply_received')).toMatchObject({
			items: [{ id: made.id }],
		});
		expect(await ok(`PATCH /webhooks/${made.id}`, { event_type: 'email_sent' })).toMatchObject({
			event_type: 'email_sent',
		});
		await ok(`DELETE /webhooks/${made.id}`);
		expect(await call(`GET /webhooks/${made.id}`)).toMatchObject(refusal(404, 'Not Found'));
		expect(ids('webhooks')).toHaveLength(1);
	});

	it('may be for the events that there are, labels among them', async () => {
		const { ok } = await startedInstantly({ leadLabels: 1 });
		const { event_types: types } = await ok<{ event_types: unknown[] }>(
			'GET /webhooks/event-types',
		);
		expect(types).toContainEqual(expect.objectContaining({ id: 'email_sent', type: 'default' }));
		expect(types).toContainEqual({ id: '5', label: 'Label 1', type: 'custom' });
	});
});

describe('Instantly: deliveries', () => {
	it('carry the headers of the webhook and what every event has, under its delivered name', async () => {
		const { calls, url } = await receiver();
		const { ok, sandbox } = await startedInstantly();
		const headers = { 'x-secret': 'one' };
		const hook = { target_hook_url: `${url}/hook`, event_type: 'email_link_clicked', headers };
		await ok('POST /webhooks', hook);
		const report = await sandbox.instantly.deliver([
			{ event_type: 'link_clicked', lead_email: 'ann@new.example', Score: 5 },
			{ event_type: 'email_sent' },
		]);
		expect(report).toEqual({ byStatus: { 200: 1 }, delivered: 1, lost: 0, unwanted: 1 });
		expect(calls).toHaveLength(1);
		expect(calls[0]).toMatchObject({ method: 'POST', path: '/hook', headers });
		expect(JSON.parse(calls[0].body)).toEqual({
			timestamp: expect.any(String),
			event_type: 'link_clicked',
			workspace: expect.any(String),
			campaign_id: expect.any(String),
			campaign_name: 'Campaign 1',
			lead_email: 'ann@new.example',
			Score: 5,
		});
	});

	it('go to those that ask: by event, by label, by campaign, or for all of them', async () => {
		const [all, replies, label, other] = await Promise.all([1, 2, 3, 4].map(() => receiver()));
		const { ok, ids, sandbox } = await startedInstantly();
		const [, second] = ids('campaigns');
		const hook = async (target_hook_url: string, more: object) =>
			await ok('POST /webhooks', { target_hook_url, ...more });
		await hook(all.url, { event_type: 'all_events' });
		await hook(replies.url, { event_type: 'reply_received' });
		await hook(label.url, { custom_interest_value: 5 });
		await hook(other.url, { event_type: 'all_events', campaign: second });
		await sandbox.instantly.deliver(
			[
				{ event_type: 'auto_reply_received' },
				{ event_type: 'Label 1' },
				{ event_type: 'email_sent', campaign_id: second },
			],
			{ atOnce: 1 },
		);
		expect(eventsOf(all.calls)).toEqual(['auto_reply_received', 'Label 1', 'email_sent']);
		expect(eventsOf(replies.calls)).toEqual(['auto_reply_received']);
		expect(eventsOf(label.calls)).toEqual(['Label 1']);
		expect(eventsOf(other.calls)).toEqual(['email_sent']);
	});

	it('may come twice, and may be forged', async () => {
		const { calls, url } = await receiver();
		const { ok, sandbox } = await startedInstantly();
		const hook = { target_hook_url: url, event_type: 'email_sent', headers: { 'x-secret': 'a' } };
		await ok('POST /webhooks', hook);
		const headers = { 'x-secret': 'b' };
		await sandbox.instantly.deliver([{ event_type: 'email_sent' }], { copies: 2, headers });
		expect(calls.map((each) => each.headers['x-secret'])).toEqual(['b', 'b']);
		expect(calls[0].body).toBe(calls[1].body);
	});

	it('are tried again, and a webhook that fails too often is switched off until it is resumed', async () => {
		const broken = await receiver(500);
		const { calls, url } = await receiver();
		const { ok, sandbox } = await startedInstantly({ webhookFailures: 3 });
		const hook = { target_hook_url: broken.url, event_type: 'email_sent' };
		const { id } = await ok<Webhook>('POST /webhooks', hook);
		const event = { event_type: 'email_sent' };
		const options = { retries: 1, retryDelayMs: 1 };
		expect(await sandbox.instantly.deliver([event], options)).toEqual({
			byStatus: { 500: 2 },
			delivered: 0,
			lost: 1,
			unwanted: 0,
		});
		expect(await sandbox.instantly.deliver([event], options)).toMatchObject({
			byStatus: { 500: 1 },
			lost: 1,
		});
		expect(await ok<Webhook>(`GET /webhooks/${id}`)).toMatchObject({
			status: -1,
			timestamp_error: expect.any(String),
		});
		await ok(`PATCH /webhooks/${id}`, { target_hook_url: url });
		expect(await sandbox.instantly.deliver([event])).toMatchObject({ unwanted: 1 });
		expect(await ok(`POST /webhooks/${id}/resume`)).toMatchObject({
			status: 1,
			timestamp_error: null,
		});
		expect(await sandbox.instantly.deliver([event])).toMatchObject({ delivered: 1 });
		expect(calls).toHaveLength(1);
		expect(sandbox.state().instantly.webhooks).toEqual({
			attempts: 4,
			delivered: 1,
			lost: 2,
			disabled: 1,
			resumed: 1,
		});
	});

	it('a call that succeeds forgives those that failed', async () => {
		const broken = await receiver(500);
		const { url } = await receiver();
		const { ok, sandbox } = await startedInstantly({ webhookFailures: 2 });
		const hook = { target_hook_url: broken.url, event_type: 'email_sent' };
		const { id } = await ok<Webhook>('POST /webhooks', hook);
		const deliver = async () =>
			await sandbox.instantly.deliver([{ event_type: 'email_sent' }], { retries: 0 });
		await deliver();
		await ok(`PATCH /webhooks/${id}`, { target_hook_url: url });
		await deliver();
		await ok(`PATCH /webhooks/${id}`, { target_hook_url: broken.url });
		await deliver();
		expect(await ok(`GET /webhooks/${id}`)).toMatchObject({ status: 1 });
	});
});

describe('Instantly: told by another process', () => {
	it('delivers events, and shows what the workspace holds', async () => {
		const { calls, url } = await receiver();
		const { ok, sandbox } = await startedInstantly({ leads: 2 });
		await ok('POST /webhooks', { target_hook_url: url, event_type: 'email_sent' });
		const ask = async (path: string, body?: object) => {
			const method = body === undefined ? 'GET' : 'POST';
			const answer = await fetch(`${sandbox.urls.control}${path}`, {
				method,
				body: JSON.stringify(body),
			});
			return { status: answer.status, json: (await answer.json()) as unknown };
		};
		const events = [{ event_type: 'email_sent' }];
		expect(await ask('/instantly/events', { events })).toMatchObject({ json: { delivered: 1 } });
		expect(calls).toHaveLength(1);
		expect((await ask('/instantly/events', { events: [{}] })).status).toBe(400);
		expect((await ask('/instantly/events', {})).status).toBe(400);
		expect((await ask('/instantly/records?type=leads')).json).toHaveLength(2);
		expect((await ask('/instantly/records?type=people')).status).toBe(400);
		expect((await ask('/state')).json).toMatchObject({
			instantly: { requests: 1, records: { leads: { records: 2 }, webhooks: { created: 1 } } },
		});
	});
});
