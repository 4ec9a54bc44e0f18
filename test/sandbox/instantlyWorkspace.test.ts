import { refusal, startedInstantly } from './instantlyCaller';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const NOT_FOUND = refusal(404, 'Not Found');
const BAD = refusal(400, 'Bad Request');

interface Page {
	items: Array<Record<string, unknown>>;
	next_starting_after?: string;
}

const TIMING = { from: '09:00', to: '17:00' };
const EACH = { name: 'Days', timing: TIMING, days: { 1: true }, timezone: 'America/Chicago' };
const campaign_schedule = { schedules: [EACH] };
const WHOLE = { name: 'A', campaign_schedule };

function scheduled(change: object) {
	return { name: 'A', campaign_schedule: { schedules: [{ ...EACH, ...change }] } };
}

describe('Instantly: campaigns', () => {
	it('begin as drafts, are activated, paused, changed, copied and deleted', async () => {
		const { call, ok } = await startedInstantly({ campaigns: 0 });
		const made = await ok<{ id: string }>('POST /campaigns', { name: 'Spring', campaign_schedule });
		const path = `/campaigns/${made.id}`;
		expect(made).toMatchObject({ name: 'Spring', status: 0, campaign_schedule });
		expect(await ok(`POST ${path}/activate`)).toMatchObject({ status: 1 });
		expect(await ok(`POST ${path}/pause`)).toMatchObject({ status: 2 });
		expect(await ok(`PATCH ${path}`, { daily_limit: 5 })).toMatchObject({ daily_limit: 5 });
		const copy = await ok<{ id: string }>(`POST ${path}/duplicate`, {});
		expect(copy).toMatchObject({ name: 'Spring (copy)', status: 0, daily_limit: 5 });
		expect(copy.id).not.toBe(made.id);
		expect(await call(`POST ${path}/duplicate`, { name: '' })).toMatchObject({
			status: 400,
			json: { message: 'New campaign name is required' },
		});
		await ok(`DELETE ${path}`);
		expect(await call(`GET ${path}`)).toMatchObject(NOT_FOUND);
		expect(await call(`POST ${path}/activate`)).toMatchObject(NOT_FOUND);
	});

	it.each<[string, object]>([
		['no name', { campaign_schedule }],
		['no schedule', { name: 'A' }],
		['an empty schedule', { name: 'A', campaign_schedule: { schedules: [] } }],
		['a time zone of its own', scheduled({ timezone: 'Europe/Nowhere' })],
		['an hour that is none', scheduled({ timing: { from: '9:00', to: '24:00' } })],
		['a step that is no email', { ...WHOLE, sequences: [{ steps: [{ type: 'call' }] }] }],
		['a limit in words', { ...WHOLE, daily_limit: 'many' }],
	])('are refused with %s', async (_, body) => {
		const { call, ids } = await startedInstantly({ campaigns: 0 });
		expect(await call('POST /campaigns', body)).toMatchObject(BAD);
		expect(ids('campaigns')).toEqual([]);
	});

	it('are counted, in lists without pages', async () => {
		const { call, ok, ids } = await startedInstantly({ leads: 10 });
		const [id] = ids('campaigns');
		const analytics = async (path: string) => await ok<unknown>(`GET /campaigns/analytics${path}`);
		expect(await analytics('')).toHaveLength(3);
		expect(await analytics(`?id=${id}`)).toMatchObject([{ campaign_id: id, leads_count: 10 }]);
		expect(await analytics(`/overview?id=${id}`)).toMatchObject({ emails_sent_count: 20 });
		expect(await analytics(`/steps?campaign_id=${id}`)).toHaveLength(2);
		const range = `campaign_id=${id}&start_date=2026-11-01&end_date=2026-11-03`;
		expect(await analytics(`/daily?${range}`)).toMatchObject([
			{ date: '2026-11-01', sent: 10 },
			{ date: '2026-11-02' },
			{ date: '2026-11-03' },
		]);
		expect(
			await call('GET /campaigns/analytics?start_date=2026-11-02&end_date=2026-11-01'),
		).toMatchObject({ status: 400, json: { message: expect.any(String) } });
	});
});

describe('Instantly: lists, labels and the block list', () => {
	it('lists and labels go on behind a time', async () => {
		const { call, ok } = await startedInstantly({ leadLists: 3 });
		const page = await ok<Page>('GET /lead-lists?limit=2');
		expect(page.next_starting_after).toMatch(/^\d{4}-\d\d-\d\dT/);
		const after = encodeURIComponent(String(page.next_starting_after));
		expect(await ok<Page>(`GET /lead-lists?starting_after=${after}`)).toMatchObject({
			items: [{ name: 'List 3' }],
		});
		expect((await ok<Page>('GET /lead-lists?search=list%202')).items).toHaveLength(1);
		expect(await call('GET /lead-lists?limit=many')).toMatchObject(BAD);
		expect(await call('POST /lead-lists', { name: 5 })).toMatchObject(BAD);
	});

	it('a label gets a number of its own', async () => {
		const { call, ok } = await startedInstantly({ leadLabels: 0 });
		const label = { label: 'Hot', interest_status_label: 'positive' };
		const made = await ok<{ id: string }>('POST /lead-labels', label);
		expect(made).toMatchObject({ ...label, interest_status: expect.any(Number) });
		expect(await ok<Page>('GET /lead-labels?interest_status=negative')).toEqual({ items: [] });
		const bad = { label: 'Cold', interest_status_label: 'cold' };
		expect(await call('POST /lead-labels', bad)).toMatchObject(BAD);
		await ok(`DELETE /lead-labels/${made.id}`);
		expect(await call(`GET /lead-labels/${made.id}`)).toMatchObject(NOT_FOUND);
	});

	it('blocks in bulk, counts what is no address, and knows what is blocked', async () => {
		const { call, ok, ids } = await startedInstantly({ blockList: ['old.example'] });
		const PATH = '/block-lists-entries';
		const bl_values = ['Ann@New.example', 'old.example', 'no address', 'new.example'];
		const made = await ok<Page>(`POST ${PATH}/bulk-create`, { bl_values });
		expect(made).toMatchObject({
			items: [
				{ bl_value: 'ann@new.example', is_domain: false },
				{ bl_value: 'old.example', is_domain: true },
				{ bl_value: 'new.example', is_domain: true },
			],
			valid_count: 3,
			invalid_count: 1,
		});
		expect(ids('blockListEntries')).toHaveLength(3);
		expect((await ok<Page>(`GET ${PATH}?domains_only=true`)).items).toHaveLength(2);

		const [campaign_id] = ids('campaigns');
		const add = async (email: string) =>
			await ok('POST /leads/add', { campaign_id, leads: [{ email }] });
		expect(await add('any@new.example')).toMatchObject({ in_blocklist: 1 });
		const [first, ...rest] = ids('blockListEntries');
		expect(await ok(`PATCH ${PATH}/${first}`, { bl_value: 'one.example' })).toMatchObject({
			bl_value: 'one.example',
			is_domain: true,
		});
		expect(await call(`PATCH ${PATH}/${first}`, { bl_value: 'x' })).toMatchObject(BAD);
		expect(await ok(`POST ${PATH}/bulk-delete`, { ids: [...rest, 'gone'] })).toHaveLength(2);
		expect(await add('any@new.example')).toMatchObject({ leads_uploaded: 1, in_blocklist: 0 });
		const many = Array.from({ length: 1001 }, (_, place) => `d${place}.example`);
		expect(await call(`POST ${PATH}/bulk-create`, { bl_values: many })).toMatchObject(BAD);
		expect(await call(`POST ${PATH}/bulk-create`, { bl_values: [] })).toMatchObject(BAD);
	});
});

describe('Instantly: mailboxes, emails and verifications', () => {
	it('mailboxes go by their addresses and go on behind time and address', async () => {
		const { ok, sandbox } = await startedInstantly();
		const page = await ok<Page>('GET /accounts?limit=1');
		expect(page.next_starting_after).toMatch(/Z&box1@sandbox\.example$/);
		expect(page.items[0]).not.toHaveProperty('id');
		const mailbox = encodeURIComponent('box2+sales@sandbox.example');
		expect(await ok(`POST /accounts/${mailbox}/pause`)).toMatchObject({ status: 2 });
		expect((await ok<Page>('GET /accounts?status=2')).items).toHaveLength(1);
		expect(await ok(`POST /accounts/${mailbox}/resume`)).toMatchObject({ status: 1 });
		expect(sandbox.state().instantly.records.accounts.updated).toBe(2);
		const emails = ['box1@sandbox.example', 'nobody@sandbox.example'];
		const { aggregate_data: sums } = await ok<{ aggregate_data: object }>(
			'POST /accounts/warmup-analytics',
			{ emails },
		);
		expect(Object.keys(sums)).toEqual(['box1@sandbox.example']);
	});

	it('switches the warmup of at most a hundred mailboxes, in a job', async () => {
		const { call, ok, sandbox } = await startedInstantly({ jobPolls: 1 });
		const emails = ['box2+sales@sandbox.example', 'nobody@sandbox.example'];
		const { id } = await ok<{ id: string }>('POST /accounts/warmup/enable', { emails });
		const fields = 'data_fields=success_count,failed_count';
		expect(await ok(`GET /background-jobs/${id}?${fields}`)).toMatchObject({
			data: { success_count: 1, failed_count: 1 },
		});
		expect(sandbox.instantly.records('accounts')[1]).toMatchObject({ warmup_status: 1 });
		const many = Array.from({ length: 101 }, (_, place) => `b${place}@sandbox.example`);
		expect(await call('POST /accounts/warmup/disable', { emails: many })).toMatchObject(BAD);
	});

	it('lists, answers and forwards emails, and marks a thread as read', async () => {
		const { call, ok, ids } = await startedInstantly({ emails: 4 });
		const [id] = ids('emails');
		expect(await ok('GET /emails/unread/count')).toEqual({ count: 2 });
		expect((await ok<Page>('GET /emails?search=thread%3Athread%201')).items).toHaveLength(2);
		expect((await ok<Page>('GET /emails?latest_of_thread=true')).items).toHaveLength(2);
		expect(await ok('POST /emails/threads/thread%201/mark-as-read')).toEqual({ success: true });
		expect(await ok('GET /emails/unread/count')).toEqual({ count: 1 });
		expect(await call('POST /emails/threads/none/mark-as-read')).toMatchObject(NOT_FOUND);

		const reply = {
			reply_to_uuid: id,
			eaccount: 'box1@sandbox.example',
			subject: 'Re: Hello',
			body: { text: 'Yes' },
		};
		expect(await ok('POST /emails/reply', reply)).toMatchObject({ thread_id: 'thread 1' });
		const other = { ...reply, eaccount: 'nobody@sandbox.example' };
		expect(await call('POST /emails/reply', other)).toMatchObject(NOT_FOUND);
		expect(await call('POST /emails/reply', { ...reply, body: undefined })).toMatchObject(BAD);
		const forward = { ...reply, to_address_email_list: 'a@b.example' };
		expect(await ok('POST /emails/forward', forward)).toMatchObject({
			to_address_email_list: 'a@b.example',
		});
		expect(await call('POST /emails/forward', reply)).toMatchObject(BAD);
	});

	it('verifies in its own time, is paid each time, and may answer 200 with an error', async () => {
		const { call, ok, sandbox } = await startedInstantly({ verificationPolls: 2 });
		const VERIFY = 'POST /email-verification';
		const pending = { status: 'success', verification_status: 'pending' };
		expect(await ok(VERIFY, { email: 'ann@new.example' })).toMatchObject(pending);
		const look = async () => await ok('GET /email-verification/ann%40new.example');
		expect(await look()).toMatchObject(pending);
		expect(await look()).toMatchObject({ verification_status: 'verified', catch_all: false });
		expect(await ok(VERIFY, { email: 'error@new.example' })).toMatchObject({ status: 'error' });
		expect(await call(VERIFY, { email: 'ann' })).toMatchObject(BAD);
		expect(await call('GET /email-verification/b%40new.example')).toMatchObject(NOT_FOUND);
		expect(sandbox.state().instantly.verifications).toEqual({ asked: 2, credits: 999.5 });
	});
});
