import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

describe('The people', () => {
	it('are the same for the same seed, each with an email of their own', async () => {
		const one = await started({ people: 2000 });
		const same = await started({ people: 2000 });
		const other = await started({ people: 2000, seed: 8 });
		expect(same.sandbox.people()).toEqual(one.sandbox.people());
		expect(other.sandbox.people()).not.toEqual(one.sandbox.people());
		const emails = one.sandbox.people().map(({ email }) => email);
		expect(new Set(emails).size).toBe(2000);
		for (const email of emails) expect(email).toMatch(/^[a-z0-9.]+@[a-z0-9-]+\.example$/);
	});

	it('are all accepted by HubSpot as Apollo gives them', async () => {
		const { hubspot, sandbox } = await started({ people: 500 });
		for (let start = 0; start < 500; start += 100) {
			const inputs = sandbox
				.people()
				.slice(start, start + 100)
				.map((person) => ({
					id: person.email,
					idProperty: 'email',
					properties: {
						email: person.email,
						firstname: person.firstName,
						lastname: person.lastName,
						jobtitle: person.title,
						company: person.company.name,
						city: person.city,
						country: person.country,
						hs_linkedin_url: person.linkedinUrl,
					},
				}));
			const answer = await hubspot('POST /crm/objects/2026-03/contacts/batch/upsert', { inputs });
			expect(answer.status).toBe(200);
		}
		expect(new Set(sandbox.emails())).toEqual(new Set(sandbox.people().map(({ email }) => email)));
	});
});
