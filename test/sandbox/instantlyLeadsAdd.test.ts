import { refusal, startedInstantly } from './instantlyCaller';
import { stopAll } from './startedSandbox';

afterEach(stopAll);

const ADD = 'POST /leads/add';

interface Added {
	total_sent: number;
	leads_uploaded: number;
	created_leads: Array<{ index: number; id: string; email: string | null }>;
}

function leads(count: number, first = 1) {
	return Array.from({ length: count }, (_, place) => ({ email: `a${first + place}@new.example` }));
}

describe('Instantly: leads/add', () => {
	it('says by place which leads it has created, and counts the others by reason', async () => {
		const { ok, ids, sandbox } = await startedInstantly({
			leads: 1,
			blockList: ['blocked.example', 'no@open.example'],
		});
		const [campaign_id] = ids('campaigns');
		const answer = await ok<Added>(ADD, {
			campaign_id,
			leads: [
				{ email: 'lead1@company.example' },
				{ email: ' Ann@New.Example ', first_name: 'Ann', custom_variables: { a: 1, b: null } },
				{ email: 'x@blocked.example' },
				{ email: 'no@open.example' },
				{ email: 'ann@new.example' },
				{ email: 'nobody' },
				{ first_name: 'Without' },
				{ email: 'bob@new.example' },
			],
		});
		const created = sandbox.instantly.records('leads').slice(1);
		expect(answer).toEqual({
			status: 'success',
			total_sent: 8,
			leads_uploaded: 2,
			in_blocklist: 2,
			blocklist_used: null,
			duplicated_leads: 1,
			skipped_count: 0,
			invalid_email_count: 2,
			incomplete_count: 0,
			duplicate_email_count: 1,
			remaining_in_plan: 99_998,
			created_leads: [
				{
					index: 1,
					id: created[0].id,
					email: 'ann@new.example',
					first_name: 'Ann',
					last_name: null,
					phone: null,
				},
				expect.objectContaining({ index: 7, id: created[1].id, email: 'bob@new.example' }),
			],
		});
		expect(created[0]).toMatchObject({ campaign: campaign_id, payload: { a: 1, b: null } });
	});

	it('asks for a campaign or a list that is there, and not for both', async () => {
		const { call, ids } = await startedInstantly();
		const [campaign_id] = ids('campaigns');
		const [list_id] = ids('leadLists');
		const bad = refusal(400, 'Bad Request');
		expect(await call(ADD, { campaign_id, list_id, leads: leads(1) })).toMatchObject(bad);
		expect(await call(ADD, { leads: leads(1) })).toMatchObject(bad);
		expect(await call(ADD, { campaign_id: list_id, leads: leads(1) })).toMatchObject(
			refusal(404, 'Not Found'),
		);
		expect(ids('leads')).toEqual([]);
	});

	it('refuses a whole request for its form', async () => {
		const { call, ids } = await startedInstantly();
		const [campaign_id] = ids('campaigns');
		const bodies = [
			{ campaign_id },
			{ campaign_id, leads: {} },
			{ campaign_id, leads: [] },
			{ campaign_id, leads: leads(1001) },
			{ campaign_id, leads: ['ann@new.example'] },
			{ campaign_id, leads: [{ email: 5 }] },
			{ campaign_id, leads: [...leads(1), { custom_variables: { a: [1] } }] },
			{ campaign_id, leads: [{ ...leads(1)[0], custom_variables: { a: { b: 1 } } }] },
			{ campaign_id, leads: leads(1), skip_if_in_campaign: 'true' },
		];
		for (const body of bodies) {
			expect(await call(ADD, body)).toMatchObject(refusal(400, 'Bad Request'));
		}
		expect(ids('leads')).toEqual([]);
		expect((await call(ADD, { campaign_id, leads: leads(1000) })).status).toBe(200);
	});

	it('lets a list take a name without an email, and nothing less', async () => {
		const { ok, ids } = await startedInstantly({ planLeads: 0 });
		const [list_id] = ids('leadLists');
		const body = { list_id, leads: [{ first_name: 'Ann' }, { phone: '1' }] };
		expect(await ok<Added>(ADD, body)).toMatchObject({
			leads_uploaded: 1,
			incomplete_count: 1,
			invalid_email_count: 0,
			remaining_in_plan: null,
			created_leads: [{ index: 0, email: null }],
		});
	});

	it.each([
		['skip_if_in_campaign', 1],
		['skip_if_in_list', 1],
		['skip_if_in_workspace', 2],
	])('%s keeps out %i of those that are elsewhere', async (flag, skipped) => {
		const { ok, ids } = await startedInstantly();
		const [campaign_id, other] = ids('campaigns');
		const [list_id] = ids('leadLists');
		await ok(ADD, { campaign_id: other, leads: leads(1) });
		await ok(ADD, { list_id, leads: leads(1, 2) });
		expect(await ok<Added>(ADD, { campaign_id, leads: leads(3), [flag]: true })).toMatchObject({
			total_sent: 3,
			leads_uploaded: 3 - skipped,
			skipped_count: skipped,
		});
		expect(await ok<Added>(ADD, { campaign_id, leads: leads(3) })).toMatchObject({
			leads_uploaded: skipped,
			duplicated_leads: 3 - skipped,
		});
	});

	it('takes no more than the plan has left, and has no count for the rest', async () => {
		const { ok, ids, sandbox } = await startedInstantly({ planLeads: 2 });
		const [campaign_id] = ids('campaigns');
		expect(await ok<Added>(ADD, { campaign_id, leads: leads(5) })).toMatchObject({
			total_sent: 5,
			leads_uploaded: 2,
			skipped_count: 0,
			duplicated_leads: 0,
			remaining_in_plan: 0,
		});
		sandbox.instantly.setPlanLeads(3);
		expect(await ok<Added>(ADD, { campaign_id, leads: leads(5) })).toMatchObject({
			leads_uploaded: 3,
			duplicated_leads: 2,
		});
	});

	it('begins a job that it does not name where it is to verify', async () => {
		const { ok, ids, sandbox } = await startedInstantly();
		const [list_id] = ids('leadLists');
		const answer = await ok<object>(ADD, {
			list_id,
			leads: leads(1),
			verify_leads_on_import: true,
		});
		expect(Object.keys(answer).filter((name) => name.includes('job'))).toEqual([]);
		expect(sandbox.state().instantly.jobs.begun).toBe(1);
	});
});

describe('Instantly: what was applied and not answered', () => {
	it.each(['drop-after', 'cut-body'] as const)('%s: the caller cannot know', async (kind) => {
		const faults = { seed: 1, rules: [{ kind, at: [1] }] };
		const { call, ok, ids, sandbox } = await startedInstantly({}, { faults });
		const [campaign_id] = ids('campaigns');
		const body = { campaign_id, leads: leads(2) };
		await expect(call(ADD, body)).rejects.toThrow();
		const unanswered = leads(2).map(({ email }) => ({
			operation: 'leads/add',
			key: `${campaign_id} ${email}`,
		}));
		expect(sandbox.state().instantly).toMatchObject({ unanswered, createsResent: 0 });

		expect(await ok<Added>(ADD, body)).toMatchObject({ leads_uploaded: 0, duplicated_leads: 2 });
		expect(sandbox.state().instantly).toMatchObject({
			records: { leads: { created: 2 } },
			createsResent: 2,
			appliedTwice: 0,
		});
	});

	it('a list takes a lead without an email twice', async () => {
		const { ok, ids, sandbox } = await startedInstantly();
		const [list_id] = ids('leadLists');
		await ok(ADD, { list_id, leads: [{ first_name: 'Ann', phone: '1' }] });
		await ok(ADD, { list_id, leads: [{ phone: '1', first_name: 'Ann' }] });
		await ok(ADD, { list_id, leads: [{ first_name: 'Ann' }] });
		expect(sandbox.state().instantly).toMatchObject({
			records: { leads: { created: 3, appliedTwice: 1 } },
			createsResent: 1,
		});
	});

	it('a second campaign of one request is applied twice', async () => {
		const faults = { seed: 1, rules: [{ kind: 'drop-after' as const, at: [1] }] };
		const { call, ok, sandbox } = await startedInstantly({}, { faults });
		const [{ campaign_schedule }] = sandbox.instantly.records('campaigns');
		const body = { name: 'Spring', campaign_schedule };
		await expect(call('POST /campaigns', body)).rejects.toThrow();
		await ok('POST /campaigns', body);
		expect(sandbox.state().instantly).toMatchObject({
			records: { campaigns: { created: 2, appliedTwice: 1 } },
			appliedTwice: 1,
			createsResent: 1,
			unanswered: [{ operation: 'campaigns', key: expect.any(String) }],
		});
	});

	it.each([
		['status-503', 503],
		['status-500', 500],
		['html-502', 502],
		['burst-429', 429],
		['expired-token', 401],
		['locked-row', 503],
	] as const)('%s: %i, and nothing is applied', async (kind, status) => {
		const faults = { seed: 1, rules: [{ kind, at: [1] }] };
		const { call, ids } = await startedInstantly({}, { faults });
		const [campaign_id] = ids('campaigns');
		const { status: seen, json } = await call(ADD, { campaign_id, leads: leads(1) });
		expect(seen).toBe(status);
		if (kind !== 'html-502') expect(json).toMatchObject({ statusCode: status });
		expect(ids('leads')).toEqual([]);
	});
});
