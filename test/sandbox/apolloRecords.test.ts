import { started, stopAll, type Callers } from './startedSandbox';

afterEach(stopAll);

const NOBODY = 'f'.repeat(24);
const email = (name: string) => `${name}@x.example`;

interface Bulk {
	created_contacts: Array<{ id: string; email: string }>;
	existing_contacts: Array<{ id: string; email: string }>;
}

async function createContacts({ apollo }: Callers, contacts: object[], more: object = {}) {
	return (await apollo('POST /contacts/bulk_create', { contacts, ...more })).json as Bulk;
}

describe('Apollo: contacts that exist', () => {
	it('are created a second time without run_dedupe, and come back unmodified with it', async () => {
		const callers = await started();
		await createContacts(callers, [{ email: email('a'), title: 'Old' }]);
		const again = [{ email: email('A'), title: 'New' }];
		const deduped = await createContacts(callers, again, { run_dedupe: true });
		expect(deduped).toMatchObject({ created_contacts: [], existing_contacts: [{ title: 'Old' }] });
		const doubled = await createContacts(callers, again);
		expect(doubled.created_contacts).toHaveLength(1);
		expect(callers.sandbox.state().apollo.objects.contacts).toMatchObject({
			records: 2,
			created: 2,
			appliedTwice: 1,
		});
	});

	it('are overwritten in place by a single create with run_dedupe, also by name and company', async () => {
		const { apollo, sandbox } = await started();
		const ann = { first_name: 'Ann', last_name: 'Lee', organization_name: 'Acme' };
		await apollo('POST /contacts', { ...ann, email: email('a') });
		const { json } = await apollo('POST /contacts', {
			...ann,
			email: 'other@y.example',
			title: 'CEO',
			run_dedupe: true,
		});
		const [{ id }] = sandbox.apolloRecords('contacts');
		expect(json).toMatchObject({ contact: { id, title: 'CEO', email: 'other@y.example' } });
		expect(sandbox.apolloRecords('contacts')).toHaveLength(1);
	});

	it('are found by an additional email', async () => {
		const callers = await started();
		const contact_emails = [email('a'), email('b')].map((each, position) => ({
			email: each,
			position,
		}));
		await createContacts(callers, [{ email: email('a'), contact_emails }]);
		const found = await createContacts(callers, [{ email: email('b') }], { run_dedupe: true });
		expect(found.existing_contacts).toMatchObject([{ email: email('a') }]);
	});
});

describe('Apollo: what a write refuses', () => {
	it('a whole bulk create for one bad value, and nothing of it is done', async () => {
		const { apollo, sandbox } = await started();
		const contacts = [{ email: email('a') }, { email: email('b'), account_id: NOBODY }];
		expect(await apollo('POST /contacts/bulk_create', { contacts })).toMatchObject({
			status: 422,
			json: { error: `Parameters misconfigured. ${NOBODY} is not a valid ID` },
		});
		expect(sandbox.apolloRecords('contacts')).toEqual([]);
	});

	it('an owner of another team, more than a hundred, and no list at all', async () => {
		const { apollo } = await started();
		const contacts = Array.from({ length: 101 }, (_, at) => ({ email: email(String(at)) }));
		const refused = async (body: object) =>
			(await apollo('POST /contacts/bulk_create', body)).json as { error: string };
		expect((await refused({ contacts: [{}], owner_id: NOBODY })).error).toContain('not a valid ID');
		expect((await refused({ contacts })).error).toBe(
			'Please limit your array to 100 contacts or fewer.',
		);
		expect((await refused({})).error).toContain('Please provide an array of contact attributes');
	});

	it('unknown fields it ignores in silence', async () => {
		const { apollo, sandbox } = await started();
		const contacts = [{ email: email('a'), mobile_phone: '1', first_nam: 'A' }];
		await apollo('POST /contacts/bulk_create', { contacts });
		const [contact] = sandbox.apolloRecords('contacts');
		expect(contact).not.toHaveProperty('mobile_phone');
		expect(contact).not.toHaveProperty('first_nam');
	});

	it('an update of a contact that is not there, or to an email that is none', async () => {
		const { apollo, sandbox } = await started({ apollo: { team: { contacts: 1 } } });
		const [{ id }] = sandbox.apolloRecords('contacts');
		const update = async (attributes: object) =>
			await apollo('POST /contacts/bulk_update', { contact_attributes: [attributes] });
		expect((await update({ id: NOBODY, title: 'A' })).status).toBe(422);
		expect(await update({ id, email: 'none' })).toMatchObject({
			status: 422,
			json: { error: 'Validation failed', error_details: { contact_id: id, field: 'email' } },
		});
		expect(await apollo(`PATCH /contacts/${NOBODY}`, {})).toMatchObject({
			status: 422,
			json: { error: 'Oops! This contact does not exist in Apollo.' },
		});
	});
});

describe('Apollo: bulk updates', () => {
	it('are done at once up to a hundred, and later beyond that or when asked', async () => {
		const { apollo, sandbox } = await started({ people: 120, apollo: { team: { contacts: 120 } } });
		const contact_attributes = sandbox
			.apolloRecords('contacts')
			.map(({ id }) => ({ id, title: 'A' }));
		const few = { contact_attributes: contact_attributes.slice(0, 2) };
		expect((await apollo('POST /contacts/bulk_update', few)).json).toMatchObject({
			contacts: [{ title: 'A' }, { title: 'A' }],
		});
		for (const body of [{ contact_attributes }, { ...few, async: true }]) {
			expect((await apollo('POST /contacts/bulk_update', body)).json).toMatchObject({
				entity_progress_job: { status: 'pending', entity_ids: expect.any(Array) },
			});
		}
	});

	it('refuse more than a thousand, and accounts one by one in the background', async () => {
		const { apollo, sandbox } = await started({ apollo: { team: { accounts: 1 } } });
		const [{ id }] = sandbox.apolloRecords('accounts');
		const contact_ids = Array.from({ length: 1_001 }, () => NOBODY);
		expect((await apollo('POST /contacts/bulk_update', { contact_ids })).json).toEqual({
			error: 'Please limit your array to fewer than 1000.',
		});
		const account_attributes = [{ id, name: 'A' }];
		expect(
			(await apollo('POST /accounts/bulk_update', { account_attributes, async: true })).json,
		).toEqual({ error: 'Async processing is not permitted.' });
		expect((await apollo('POST /accounts/bulk_update', { account_attributes })).json).toMatchObject(
			{
				accounts: [{ id, name: 'A' }],
			},
		);
	});

	it('set the stage of many contacts, and labels by name in place of all others', async () => {
		const { apollo, sandbox } = await started({ apollo: { team: { contacts: 2 } } });
		const ids = sandbox.apolloRecords('contacts').map(({ id }) => id);
		const { json } = await apollo('GET /contact_stages');
		const stage = (json as { contact_stages: Array<{ id: string }> }).contact_stages[2]?.id ?? '';
		const query = ids.map((id) => `contact_ids[]=${id}`).join('&');
		await apollo(`POST /contacts/update_stages?${query}&contact_stage_id=${stage}`);
		expect(sandbox.apolloRecords('contacts').map((contact) => contact.contact_stage_id)).toEqual([
			stage,
			stage,
		]);
		await apollo(`PATCH /contacts/${ids[0]}`, { label_names: ['A', 'B'] });
		await apollo(`PATCH /contacts/${ids[0]}`, { label_names: ['B'] });
		expect(sandbox.apolloRecords('contacts')[0].label_ids).toHaveLength(1);
	});
});

describe('Apollo: accounts that exist', () => {
	it('are matched by CRM ids in any case, by domain and name only with run_dedupe', async () => {
		const { apollo } = await started();
		const create = async (account: object, more: object = {}) =>
			(await apollo('POST /accounts/bulk_create', { accounts: [account], ...more })).json;
		await create({ name: 'Acme', domain: 'acme.example', hubspot_id: '7' });
		expect(await create({ hubspot_id: '7' })).toMatchObject({
			existing_accounts: [{ name: 'Acme' }],
		});
		expect(await create({ domain: 'acme.example' }, { run_dedupe: true })).toMatchObject({
			existing_accounts: [{ name: 'Acme' }],
		});
		expect(await create({ name: 'Acme' })).toMatchObject({ created_accounts: [{ name: 'Acme' }] });
	});
});

describe('Apollo: deals', () => {
	it('lose an amount with a comma, and need a name', async () => {
		const { apollo } = await started();
		expect(
			(await apollo('POST /opportunities', { name: 'A', amount: '1,200' })).json,
		).toMatchObject({ opportunity: { amount: null } });
		expect(await apollo('POST /opportunities', {})).toMatchObject({
			status: 422,
			json: { error: 'Name is required' },
		});
	});

	it('that are not there: 404 to a read, 422 to a write', async () => {
		const { apollo } = await started();
		expect((await apollo(`GET /opportunities/${NOBODY}`)).status).toBe(404);
		expect(await apollo(`PATCH /opportunities/${NOBODY}`, { name: 'A' })).toMatchObject({
			status: 422,
			json: { error: 'Opportunity does not exist.' },
		});
	});
});

describe('Apollo: searches of the team', () => {
	it('sort, filter and page, and are not for the free plan', async () => {
		const { apollo, sandbox } = await started({ people: 30, apollo: { team: { contacts: 30 } } });
		const search = async (body: object) =>
			(await apollo('POST /contacts/search', body)).json as {
				contacts: Array<{ id: string; created_at: string }>;
				pagination: object;
			};
		const { contacts, pagination } = await search({
			page: 2,
			per_page: 20,
			sort_by_field: 'contact_created_at',
		});
		expect(pagination).toEqual({ page: 2, per_page: 20, total_entries: 30, total_pages: 2 });
		const times = contacts.map(({ created_at: time }) => time);
		expect(times).toEqual(times.toSorted().reverse());
		const [{ email: address }] = sandbox.people();
		expect((await search({ q_keywords: address })).contacts).toHaveLength(1);
		const free = await started({ apollo: { plan: 'free' } });
		for (const path of ['contacts/search', 'accounts/search', 'emailer_campaigns/search']) {
			expect((await free.apollo(`POST /${path}`, {})).status).toBe(403);
		}
	});
});

describe('Apollo: creates whose answer is lost', () => {
	it('are counted when they come again', async () => {
		const callers = await started({
			faults: { seed: 1, rules: [{ kind: 'drop-after', at: [1] }] },
		});
		const contacts = [{ email: email('a') }];
		await expect(createContacts(callers, contacts)).rejects.toThrow();
		await createContacts(callers, contacts, { run_dedupe: true });
		expect(callers.sandbox.state().apollo).toMatchObject({
			createsResent: 1,
			objects: { contacts: { created: 1, appliedTwice: 0 } },
		});
	});
});
