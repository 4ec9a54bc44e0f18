import { SANDBOX_APOLLO_SEARCH_ONLY_KEY } from '../../sandbox';
import { started, stopAll, type Callers } from './startedSandbox';

afterEach(stopAll);

async function ids({ apollo }: Callers) {
	const sequences = (await apollo('POST /emailer_campaigns/search')).json as {
		emailer_campaigns: Array<{ id: string; name: string }>;
	};
	const senders = (await apollo('GET /email_accounts')).json as {
		email_accounts: Array<{ id: string; active: boolean }>;
	};
	return {
		sequences: sequences.emailer_campaigns.map(({ id }) => id),
		active: senders.email_accounts.find(({ active }) => active)?.id ?? '',
		inactive: senders.email_accounts.find(({ active }) => !active)?.id ?? '',
	};
}

describe('Apollo: contacts in sequences', () => {
	const add = async (
		{ apollo }: Callers,
		[sequence, sender]: [string, string],
		contacts: string[],
		more = '',
	) =>
		await apollo(
			`POST /emailer_campaigns/${sequence}/add_contact_ids?emailer_campaign_id=${sequence}` +
				`&send_email_from_email_account_id=${sender}${more}` +
				contacts.map((id) => `&contact_ids[]=${id}`).join(''),
		);

	it('says whom it has not added, and why', async () => {
		const callers = await started({ apollo: { team: { contacts: 2 } } });
		const { sequences, active } = await ids(callers);
		const [one = '', two = ''] = sequences;
		await callers.apollo('POST /contacts', { first_name: 'No Email' });
		const [a, b, none] = callers.sandbox.apolloRecords('contacts').map(({ id }) => id);
		await add(callers, [one, active], [a ?? '']);
		const all = [a, b, none, 'f'.repeat(24)].map(String);
		expect(await add(callers, [one, active], all)).toMatchObject({
			status: 200,
			json: {
				contacts: [{ id: b }],
				skipped_contact_ids: {
					[String(a)]: 'contacts_already_exists_in_current_campaign',
					[String(none)]: 'contacts_without_email',
					['f'.repeat(24)]: 'contact_not_found',
				},
			},
		});
		expect((await add(callers, [two, active], [String(a)])).json).toMatchObject({
			skipped_contact_ids: { [String(a)]: 'contacts_active_in_other_campaigns' },
		});
		const flags = '&sequence_active_in_other_campaigns=true';
		expect((await add(callers, [two, active], [String(a)], flags)).json).toMatchObject({
			contacts: [{ id: a }],
			skipped_contact_ids: {},
		});
	});

	it('refuses an inactive mailbox, and a call without contacts', async () => {
		const callers = await started({ apollo: { team: { contacts: 1 } } });
		const { sequences, active, inactive } = await ids(callers);
		const [sequence = ''] = sequences;
		const [{ id }] = callers.sandbox.apolloRecords('contacts');
		expect(await add(callers, [sequence, inactive], [id])).toMatchObject({
			status: 422,
			json: { error: expect.stringContaining('These mailboxes are no longer active.') },
		});
		expect(await add(callers, [sequence, active], [])).toMatchObject({
			status: 422,
			json: { error: 'Please specify either contact_ids or label_names.' },
		});
		expect((await add(callers, [sequence, ''], [id])).status).toBe(422);
	});

	it('stops and removes them', async () => {
		const callers = await started({ apollo: { team: { contacts: 1 } } });
		const { sequences, active } = await ids(callers);
		const [sequence = ''] = sequences;
		const [{ id }] = callers.sandbox.apolloRecords('contacts');
		await add(callers, [sequence, active], [id]);
		const end = async (mode: string) =>
			await callers.apollo(
				`POST /emailer_campaigns/remove_or_stop_contact_ids?mode=${mode}` +
					`&emailer_campaign_ids[]=${sequence}&contact_ids[]=${id}`,
			);
		expect((await end('stop')).json).toMatchObject({
			contacts: [{ contact_campaign_statuses: [{ status: 'stopped' }] }],
		});
		expect((await end('remove')).json).toMatchObject({
			contacts: [{ emailer_campaign_ids: [], contact_campaign_statuses: [] }],
		});
		expect((await end('vanish')).status).toBe(422);
	});
});

describe('Apollo: what a team has', () => {
	it('labels are a list by themselves, users have pages with texts for numbers', async () => {
		const { apollo } = await started({ apollo: { team: { users: 3 } } });
		expect((await apollo('GET /labels')).json).toEqual([
			expect.objectContaining({ name: 'Conference', modality: 'contacts' }),
			expect.objectContaining({ name: 'Key Accounts', modality: 'accounts' }),
		]);
		expect((await apollo('GET /users/search?page=2&per_page=2')).json).toMatchObject({
			pagination: { page: '2', per_page: '2', total_entries: 3, total_pages: 2 },
			users: [{ name: 'User 3' }],
		});
	});

	it('fields by their source, with the kind before their ids', async () => {
		const { apollo } = await started();
		const { fields } = (await apollo('GET /fields?source=custom')).json as {
			fields: Array<{ id: string; modality: string }>;
		};
		expect(fields).toHaveLength(4);
		for (const { id, modality } of fields) expect(id).toMatch(new RegExp(`^${modality}\\.`));
		expect((await apollo('GET /fields')).json).toMatchObject({ fields: { length: 5 } });
	});

	it('usage of each endpoint, under keys that are lists', async () => {
		const { apollo } = await started({ apollo: { plan: 'basic', credits: 5 } });
		await apollo('GET /labels');
		const usage = (await apollo('POST /usage_stats/api_usage_stats')).json;
		expect(usage).toMatchObject({
			'["api/v1/labels", "index"]': { minute: { consumed: 1 } },
			'["api/v1/people", "bulk_match"]': { hour: { limit: null } },
		});
		expect((await apollo('POST /usage_stats/credit_usage_stats')).json).toMatchObject({
			credit_usage_stats: { lead_credit: { limit: 5, consumed: 0, left_over: 5 } },
		});
	});

	it('is closed to a key that is scoped to something else', async () => {
		const { apollo } = await started();
		const scoped = { 'x-api-key': SANDBOX_APOLLO_SEARCH_ONLY_KEY };
		expect(await apollo('GET /labels', undefined, scoped)).toMatchObject({
			status: 403,
			json: {
				error: expect.stringContaining('not authorized to access api/v1/labels/index'),
				error_code: 'API_INACCESSIBLE',
			},
		});
	});

	it('each endpoint has windows of its own', async () => {
		const windows = { general: { minute: 1, hour: null, day: null } };
		const { apollo } = await started({ apollo: { windows, team: { contacts: 1 } } });
		expect((await apollo('GET /labels')).status).toBe(200);
		const refused = await apollo('GET /labels');
		expect(refused.status).toBe(429);
		expect(refused.text).toContain('allowed for api/v1/labels/index is 1 times per minute');
		expect((await apollo('GET /contact_stages')).status).toBe(200);
	});

	it('a reset brings back what was there', async () => {
		const { apollo, sandbox } = await started({ apollo: { team: { contacts: 2 } } });
		await apollo('POST /contacts', { first_name: 'A' });
		expect(sandbox.apolloRecords('contacts')).toHaveLength(3);
		sandbox.reset();
		expect(sandbox.apolloRecords('contacts')).toHaveLength(2);
	});
});
