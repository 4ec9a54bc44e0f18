import { refusal, startedInstantly } from './instantlyCaller';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

interface Page {
	items: Array<Record<string, unknown>>;
	next_starting_after?: string;
}

interface Job {
	id: string;
	status: string;
	progress: number;
	data: Record<string, unknown>;
}

const NOT_FOUND = refusal(404, 'Not Found');
const BAD = refusal(400, 'Bad Request');

describe('Instantly: leads/list', () => {
	it('goes on behind cursors that it has given, to an empty page behind the last one', async () => {
		const { call, ok, ids } = await startedInstantly({ leads: 25 });
		const seen: unknown[] = [];
		const sizes: number[] = [];
		let after: string | undefined;
		do {
			const body = { limit: 10, ...(after === undefined ? {} : { starting_after: after }) };
			const page: Page = await ok('POST /leads/list', body);
			seen.push(...page.items.map(({ id }) => id));
			sizes.push(page.items.length);
			after = page.next_starting_after;
		} while (after !== undefined);
		expect(sizes).toEqual([10, 10, 5, 0]);
		expect(seen).toEqual(ids('leads'));
		expect(await call('POST /leads/list', { starting_after: 'lead26' })).toMatchObject(BAD);
		expect((await ok<Page>('POST /leads/list', {})).items).toHaveLength(10);
	});

	it('goes on behind an email where each contact comes once', async () => {
		const { ok, ids } = await startedInstantly({ leads: 3 });
		const [, other] = ids('campaigns');
		await ok('POST /leads/add', {
			campaign_id: other,
			leads: [{ email: 'lead1@company.example' }],
		});
		const page = await ok<Page>('POST /leads/list', { distinct_contacts: true, limit: 2 });
		expect(page).toMatchObject({ next_starting_after: 'lead2@company.example' });
		const next = { distinct_contacts: true, starting_after: page.next_starting_after };
		expect((await ok<Page>('POST /leads/list', next)).items).toHaveLength(1);
		expect((await ok<Page>('POST /leads/list', {})).items).toHaveLength(4);
	});

	it('filters by all that it is given', async () => {
		const { ok, call, ids } = await startedInstantly({ leads: 3 });
		const [campaign, other] = ids('campaigns');
		const [list_id] = ids('leadLists');
		await ok('POST /leads/add', {
			list_id,
			leads: [{ email: 'new@other.example', lt_interest_status: -1 }],
		});
		const found = async (filters: object) => {
			const { items } = await ok<Page>('POST /leads/list', filters);
			return items.map(({ email }) => String(email).split('@')[0]);
		};
		expect(await found({ campaign })).toEqual(['lead1', 'lead2', 'lead3']);
		expect(await found({ campaign: other })).toEqual([]);
		expect(await found({ list_id })).toEqual(['new']);
		expect(await found({ in_campaign: false })).toEqual(['new']);
		expect(await found({ search: 'FIRST 2' })).toEqual(['lead2']);
		expect(await found({ contacts: ['lead3@company.example', 'x@y.example'] })).toEqual(['lead3']);
		expect(await found({ ids: ids('leads').slice(1, 2) })).toEqual(['lead2']);
		expect(await found({ excluded_ids: ids('leads').slice(1) })).toEqual(['lead1']);
		expect(await found({ filter: 'FILTER_LEAD_NOT_INTERESTED' })).toEqual(['new']);
		expect(await call('POST /leads/list', { filter: 'everyone' })).toMatchObject(BAD);
		for (const body of [{ limit: 101 }, { limit: 0 }, { limit: 1.5 }, { ids: 'x' }]) {
			expect(await call('POST /leads/list', body)).toMatchObject(BAD);
		}
	});
});

describe('Instantly: one lead', () => {
	it('is read, changed but for its email, and deleted', async () => {
		const { call, ok, ids } = await startedInstantly({ leads: 1 });
		const [id] = ids('leads');
		const changes = { first_name: 'Ann', email: 'x@y.example', custom_variables: { score: 5 } };
		expect(await ok(`PATCH /leads/${id}`, changes)).toMatchObject({
			id,
			first_name: 'Ann',
			email: 'lead1@company.example',
			payload: { score: 5 },
		});
		expect(await call(`PATCH /leads/${id}`, { custom_variables: { a: [] } })).toMatchObject(BAD);
		expect(await ok(`GET /leads/${id}`)).toMatchObject({ first_name: 'Ann' });
		expect(await ok(`DELETE /leads/${id}`)).toMatchObject({ id });
		expect(await call(`GET /leads/${id}`)).toMatchObject(NOT_FOUND);
		expect(await call(`DELETE /leads/${id}`)).toMatchObject(NOT_FOUND);
	});

	it('is merged into another: what that one lacks comes along', async () => {
		const { call, ok, ids, sandbox } = await startedInstantly({ leads: 2 });
		const [lead_id, destination_lead_id] = ids('leads');
		await ok(`PATCH /leads/${lead_id}`, { phone: '1', first_name: 'Ann' });
		expect(await ok('POST /leads/merge', { lead_id, destination_lead_id })).toMatchObject({
			id: destination_lead_id,
			phone: '1',
			first_name: 'First 2',
		});
		expect(ids('leads')).toEqual([destination_lead_id]);
		expect(await call('POST /leads/merge', { lead_id, destination_lead_id })).toMatchObject(
			NOT_FOUND,
		);
		expect(sandbox.state().instantly.records.leads.records).toBe(1);
	});

	it('gets an interest status by its email, in the background', async () => {
		const { call, ids, sandbox } = await startedInstantly({ leads: 1 });
		const lead_email = 'lead1@company.example';
		const PATH = 'POST /leads/update-interest-status';
		expect(await call(PATH, { lead_email, interest_value: 1 })).toMatchObject({
			status: 202,
			json: { message: expect.any(String) },
		});
		expect(sandbox.instantly.records('leads')[0]).toMatchObject({ lt_interest_status: 1 });
		expect((await call(PATH, { lead_email, interest_value: null })).status).toBe(202);
		expect(await call(PATH, { lead_email })).toMatchObject(BAD);
		expect(await call(PATH, { lead_email, interest_value: '1' })).toMatchObject(BAD);
		expect(await call(PATH, { lead_email: 'nobody', interest_value: 1 })).toMatchObject({
			status: 400,
			json: { error: 'Invalid lead email' },
		});
		const [, campaign_id] = ids('campaigns');
		expect(await call(PATH, { lead_email, interest_value: 1, campaign_id })).toMatchObject(
			NOT_FOUND,
		);
	});
});

describe('Instantly: background jobs', () => {
	it('a move is done at the last of so many looks, and its data comes when asked for', async () => {
		const { ok, ids, sandbox } = await startedInstantly({ leads: 2, jobPolls: 3 });
		const [campaign, to_campaign_id] = ids('campaigns');
		const contacts = ['lead2@company.example'];
		const { id, status } = await ok<Job>('POST /leads/move', {
			campaign,
			to_campaign_id,
			contacts,
		});
		expect(status).toBe('pending');
		const look = async (query = '') => await ok<Job>(`GET /background-jobs/${id}${query}`);
		expect(await look()).toMatchObject({ status: 'in-progress', progress: 33, data: {} });
		expect(await look()).toMatchObject({ status: 'in-progress', progress: 66 });
		const places = () => sandbox.instantly.records('leads').map((lead) => lead.campaign);
		expect(places()).toEqual([campaign, campaign]);
		expect(await look()).toMatchObject({ status: 'success', progress: 100, data: {} });
		expect(places()).toEqual([campaign, to_campaign_id]);
		expect((await look('?data_fields=moved_lead_emails')).data).toEqual({
			moved_lead_emails: contacts,
		});
		expect(sandbox.state().instantly.jobs).toEqual({ begun: 1, done: 1, failed: 0, looks: 4 });
	});

	it('a move copies, and leaves out what is there already', async () => {
		const { ok, ids, sandbox } = await startedInstantly({ leads: 2, jobPolls: 1 });
		const [campaign] = ids('campaigns');
		const [to_list_id] = ids('leadLists');
		const move = async () => {
			const body = { campaign, to_list_id, copy_leads: true, check_duplicates: true };
			const { id } = await ok<Job>('POST /leads/move', body);
			return (await ok<Job>(`GET /background-jobs/${id}?data_fields=moved_leads`)).data;
		};
		expect(await move()).toEqual({ moved_leads: 2 });
		expect(await move()).toEqual({ moved_leads: 0 });
		expect(sandbox.state().instantly.records.leads).toMatchObject({ records: 4, appliedTwice: 0 });
	});

	it('a move needs a target, and a place for IDs', async () => {
		const { call, ids } = await startedInstantly({ leads: 1 });
		const [campaign, to_campaign_id] = ids('campaigns');
		const [to_list_id] = ids('leadLists');
		for (const body of [
			{ campaign },
			{ campaign, to_campaign_id, to_list_id },
			{ ids: ids('leads'), to_campaign_id },
		]) {
			expect(await call('POST /leads/move', body)).toMatchObject(BAD);
		}
	});

	it('fail where they are told to, and say why', async () => {
		const { call, ok, ids, sandbox } = await startedInstantly({ jobPolls: 1, jobsFail: true });
		const emails = ['box2+sales@sandbox.example'];
		const { id } = await ok<Job>('POST /accounts/warmup/enable', { emails });
		expect(await ok<Job>(`GET /background-jobs/${id}`)).toMatchObject({
			status: 'failed',
			data: { message: expect.any(String) },
		});
		expect(ids('accounts')).toHaveLength(3);
		expect(sandbox.instantly.records('accounts')[1]).toMatchObject({ warmup_status: 0 });
		expect(await call('GET /background-jobs/1')).toMatchObject(NOT_FOUND);
	});
});
