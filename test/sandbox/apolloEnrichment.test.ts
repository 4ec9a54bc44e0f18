import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

describe('Apollo: enrichment', () => {
	it('finds a person by each kind of identifier, for one credit', async () => {
		const { apollo, sandbox } = await started({ apollo: { credits: 10 } });
		const [{ id, email, firstName, lastName, linkedinUrl, company }] = sandbox.people();
		const whole = { person: { id, email, last_name: lastName } };
		const name = `${firstName} ${lastName}`;
		const identities = [
			{ id },
			{ email: email.toUpperCase() },
			{ linkedin_url: linkedinUrl.replace('http://www.', 'https://') },
			{ name, domain: company.domain },
			{ first_name: firstName, last_name: lastName, domain: company.domain },
			{ first_name: firstName, last_name: lastName, organization_name: company.name },
		];
		for (const identity of identities) {
			const query = new URLSearchParams(Object.entries(identity)).toString();
			expect(await apollo(`POST /people/match?${query}`)).toMatchObject({
				status: 200,
				json: whole,
			});
		}
		expect(sandbox.state().apollo).toMatchObject({ credits: 4, creditsConsumed: 6 });
	});

	it('answers 200 without a person when nobody matches, for nothing', async () => {
		const { apollo, sandbox } = await started({ apollo: { credits: 10 } });
		const answer = await apollo('POST /people/match?email=nobody@nowhere.example');
		expect(answer).toMatchObject({ status: 200, json: { person: null } });
		expect(sandbox.state().apollo.credits).toBe(10);
	});

	it('matches in bulk, in order, with null for the missing', async () => {
		const { apollo, sandbox } = await started();
		const [one, other] = sandbox.people();
		const details = [{ id: one.id }, { email: 'nobody@nowhere.example' }, { email: other.email }];
		expect(await apollo('POST /people/bulk_match', { details })).toMatchObject({
			status: 200,
			json: {
				total_requested_enrichments: 3,
				unique_enriched_records: 2,
				missing_records: 1,
				credits_consumed: 2,
				matches: [{ email: one.email }, null, { id: other.id }],
			},
		});
	});

	it('refuses eleven details', async () => {
		const { apollo, sandbox } = await started();
		const details = sandbox
			.people()
			.slice(0, 11)
			.map(({ id }) => ({ id }));
		expect(await apollo('POST /people/bulk_match', { details })).toMatchObject({
			status: 400,
			json: { status: 'failed', error_code: 'RECORD_LIMIT_EXCEEDED' },
		});
		expect(await apollo('POST /people/bulk_match', {})).toMatchObject({
			status: 400,
			json: { error_code: 'INVALID_REQUEST' },
		});
	});

	it('stops when the credits are used up, charging nothing for the refusal', async () => {
		const { apollo, sandbox } = await started({ apollo: { credits: 3 } });
		const details = sandbox
			.people()
			.slice(0, 2)
			.map(({ id }) => ({ id }));
		expect((await apollo('POST /people/bulk_match', { details })).status).toBe(200);
		const refused = await apollo('POST /people/bulk_match', { details });
		expect(refused.status).toBe(422);
		expect(refused.text).toContain('insufficient credits');
		expect(sandbox.state().apollo.credits).toBe(1);
		sandbox.setCredits(2);
		expect((await apollo('POST /people/bulk_match', { details })).status).toBe(200);
	});

	it('leaves a share of the people unmatched when told so', async () => {
		const { apollo, sandbox } = await started({ people: 200, missShare: 0.2 });
		const missing = sandbox.people().filter(({ unmatched }) => unmatched);
		expect(missing.length).toBeGreaterThan(20);
		expect(missing.length).toBeLessThan(60);
		const details = missing.slice(0, 10).map(({ id }) => ({ id }));
		expect(await apollo('POST /people/bulk_match', { details })).toMatchObject({
			json: { missing_records: 10, credits_consumed: 0 },
		});
	});

	it('wants a webhook for a phone number', async () => {
		const { apollo, sandbox } = await started();
		const [{ id }] = sandbox.people();
		const asked = await apollo(`POST /people/match?id=${id}&reveal_phone_number=true`);
		expect(asked.status).toBe(422);
	});
});
