import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

interface Page {
	pagination: { total_entries: number; total_pages: number };
	organizations: Array<{ id: string; name: string }>;
	accounts: Array<{ id: string; organization_id: string }>;
}

describe('Apollo: organization search', () => {
	it('charges a credit for each page, and none for an empty one', async () => {
		const { apollo, sandbox } = await started({ people: 400, apollo: { credits: 2 } });
		const first = await apollo('POST /mixed_companies/search?page=1&per_page=30');
		const { pagination, organizations } = first.json as Page;
		expect(pagination.total_pages).toBe(Math.ceil(pagination.total_entries / 30));
		expect(organizations).toHaveLength(30);
		await apollo('POST /mixed_companies/search?page=2&per_page=30');
		expect((await apollo('POST /mixed_companies/search?page=3&per_page=30')).status).toBe(200);
		expect(sandbox.state().apollo).toMatchObject({ credits: 0, creditsConsumed: 2 });
		expect((await apollo('POST /mixed_companies/search')).status).toBe(422);
	});

	it('shows companies that the team has saved among the accounts', async () => {
		const { apollo, sandbox } = await started({ apollo: { team: { accounts: 2 } } });
		const saved = sandbox.apolloRecords('accounts');
		const { json } = await apollo('POST /mixed_companies/search?per_page=100');
		expect((json as Page).accounts.map(({ id }) => id).toSorted()).toEqual(
			saved.map(({ id }) => id).toSorted(),
		);
		const shown = (json as Page).organizations.map(({ id }) => id);
		for (const { organization_id: id } of saved) expect(shown).not.toContain(id);
	});

	it('ignores filters that it does not know', async () => {
		const { apollo, sandbox } = await started();
		const [{ company }] = sandbox.people();
		const known = await apollo(`POST /mixed_companies/search?organization_ids[]=${company.id}`);
		const unknown = await apollo(`POST /mixed_companies/search?organization_id[]=${company.id}`);
		expect((known.json as Page).pagination.total_entries).toBe(1);
		expect((unknown.json as Page).pagination.total_entries).toBeGreaterThan(1);
	});

	it('is not for the free plan, and shows no more than the cap', async () => {
		const { apollo } = await started({ apollo: { plan: 'free' } });
		expect(await apollo('POST /mixed_companies/search')).toMatchObject({
			status: 403,
			json: { message: 'This endpoint is only available to Apollo users on paid plans.' },
		});
		const capped = await started({ people: 400, apolloDisplayCap: 20 });
		expect((await capped.apollo('POST /mixed_companies/search?page=3&per_page=10')).status).toBe(
			422,
		);
	});
});

describe('Apollo: organization enrichment', () => {
	it('leaves out those that it does not find, and charges for the others once', async () => {
		const { apollo, sandbox } = await started();
		const [{ company }] = sandbox.people();
		const details = [
			{ domain: company.domain },
			{ linkedin_url: company.linkedinUrl },
			{ domain: 'nobody.example' },
		];
		expect(await apollo('POST /organizations/bulk_enrich', { details })).toMatchObject({
			status: 200,
			json: {
				unique_enriched_records: 1,
				missing_records: 1,
				organizations: [{ id: company.id }],
			},
		});
		expect(sandbox.state().apollo.creditsConsumed).toBe(1);
	});

	it('refuses an empty list in plain text, and eleven companies as JSON', async () => {
		const { apollo } = await started();
		const empty = await apollo('POST /organizations/bulk_enrich', {});
		expect(empty.status).toBe(400);
		expect(empty.headers.get('content-type')).toMatch(/^text\/plain/);
		expect(JSON.parse(empty.text)).toMatchObject({ error_code: 'INVALID_REQUEST' });
		const details = Array.from({ length: 11 }, (_, at) => ({ domain: `c${at}.example` }));
		expect(await apollo('POST /organizations/bulk_enrich', { details })).toMatchObject({
			status: 400,
			json: { error_code: 'RECORD_LIMIT_EXCEEDED' },
		});
	});

	it('wants one way to find a company', async () => {
		const { apollo } = await started();
		expect(await apollo('GET /organizations/enrich')).toMatchObject({
			status: 422,
			json: { error: "Required parameter 'domain' missing" },
		});
	});
});

describe('Apollo: one organization', () => {
	it('costs a credit, as do its job postings', async () => {
		const { apollo, sandbox } = await started();
		const [{ company }] = sandbox.people();
		expect(await apollo(`GET /organizations/${company.id}`)).toMatchObject({
			status: 200,
			json: { organization: { name: company.name } },
		});
		const postings = `GET /organizations/${company.id}/job_postings?per_page=10000`;
		const [one, other] = [await apollo(postings), await apollo(postings)];
		expect(one.json).toEqual({ organization_job_postings: expect.any(Array) });
		expect(other.json).toEqual(one.json);
		expect(sandbox.state().apollo.creditsConsumed).toBe(3);
	});

	it('refuses an id that is none', async () => {
		const { apollo } = await started();
		expect((await apollo('GET /organizations/x')).status).toBe(422);
		expect((await apollo(`GET /organizations/${'f'.repeat(24)}`)).status).toBe(404);
		expect((await apollo('GET /organizations/x/job_postings')).status).toBe(422);
	});
});
