import { SANDBOX_APOLLO_SEARCH_ONLY_KEY } from '../../sandbox';
import { json, ownLog, Rig } from './support/setup';

const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const searchAll = { operation: 'search', returnAll: true };
const enrich = { operation: 'enrich', identifyBy: 'id', personId: '={{ $json.id }}' };

describe('Search', () => {
	test('all pages, and a hint that they are all', async () => {
		rig = await Rig.start({ people: 450 });
		const { outputs, hints } = await rig.apollo(searchAll, [{}]);
		expect(new Set(json(outputs[0]).map(({ id }) => id)).size).toBe(450);
		expect(hints[0]).toMatchObject({
			message: 'Complete: 450 of 450 records in 5 pages.',
			type: 'info',
		});
	});

	test('Limit 130: exactly 130, in two pages', async () => {
		rig = await Rig.start({ people: 450 });
		const { outputs, hints } = await rig.apollo({ operation: 'search', limit: 130 }, [{}]);
		expect(outputs[0]).toHaveLength(130);
		expect(rig.requests()).toHaveLength(2);
		expect(hints[0].message).toContain('Limit reached: 130 of 450');
	});

	test('filters reach Apollo under the names it knows', async () => {
		rig = await Rig.start({ people: 300 });
		const [person] = rig.sandbox.people();
		const filters = { person_titles: [person.title] };
		const { outputs } = await rig.apollo({ ...searchAll, filters }, [{}]);
		expect(outputs[0].length).toBeGreaterThan(0);
		expect(outputs[0].length).toBeLessThan(300);
		for (const { title } of json(outputs[0])) {
			expect(String(title).toLowerCase()).toContain(person.title.toLowerCase());
		}
	});

	test.each(['', []])(
		'a filter that is empty (%j): refused, it would find everybody',
		async (domains) => {
			rig = await Rig.start();
			const filters = { q_organization_domains_list: domains };
			const { error } = await rig.apollo({ ...searchAll, filters }, [{}]);
			expect(error).toEqual({
				message: 'The filter "Company Domains" is empty',
				description: expect.stringContaining('Fill it, or remove it.'),
			});
			expect(rig.requests()).toEqual([]);
		},
	);

	test('page 2 fails for good: page 1 leaves, Resume From reads the rest', async () => {
		rig = await Rig.start({
			people: 250,
			faults: { seed: 1, rules: [{ kind: 'status-500', at: [2] }] },
		});
		const parameters = { ...searchAll, gtmRetries: 0 };
		const first = await rig.apollo(parameters, [{}], goOn);
		expect(first.outputs[0]).toHaveLength(100);
		const { resumeFrom } = json(first.outputs[1])[0].details as { resumeFrom: string };
		const rest = await rig.apollo({ ...parameters, resumeFrom }, [{}]);
		expect(rest.outputs[0]).toHaveLength(150);
	});

	test('a Resume From that is no page: what to change', async () => {
		rig = await Rig.start();
		const { error } = await rig.apollo({ ...searchAll, resumeFrom: 'abc' }, [{}]);
		expect(error?.message).toBe('Resume From is "abc", which is not a place where a run stopped');
	});

	test.each([0, -1])('Limit %s: what to change, nothing sent', async (limit) => {
		rig = await Rig.start();
		const { error } = await rig.apollo({ operation: 'search', limit }, [{}]);
		expect(error?.message).toBe(`Limit is ${limit}, but has to be a whole number of 1 or more`);
		expect(rig.requests()).toEqual([]);
	});
});

describe('Enrich', () => {
	test('25 people: 3 requests, each answer on its own item', async () => {
		rig = await Rig.start({ people: 25 });
		const people = rig.sandbox.people();
		const { outputs } = await rig.apollo(
			enrich,
			people.map(({ id }) => ({ id })),
		);
		expect(rig.requests()).toEqual(Array(3).fill('POST /api/v1/people/bulk_match -> 200'));
		expect(json(outputs[0]).map(({ matched, id, email }) => ({ matched, id, email }))).toEqual(
			people.map(({ id, email }) => ({ matched: true, id, email })),
		);
	});

	test('who is not found is an item, not an error', async () => {
		rig = await Rig.start({ people: 3 });
		const [a, b] = rig.sandbox.people();
		const { outputs } = await rig.apollo(enrich, [
			{ id: a.id },
			{ id: 'f'.repeat(24) },
			{ id: b.id },
		]);
		expect(json(outputs[0]).map(({ matched, id }) => [matched, id])).toEqual([
			[true, a.id],
			[false, 'f'.repeat(24)],
			[true, b.id],
		]);
	});

	test.each([
		['email', { email: '={{ $json.email }}' }],
		['linkedin', { linkedinUrl: '={{ $json.linkedinUrl }}' }],
		[
			'name',
			{
				firstName: '={{ $json.firstName }}',
				lastName: '={{ $json.lastName }}',
				domain: '={{ $json.domain }}',
			},
		],
	])('identified by %s, in any order', async (identifyBy, parameters) => {
		rig = await Rig.start({ people: 20 });
		const people = rig.sandbox.people().reverse();
		const items = people.map(({ email, linkedinUrl, firstName, lastName, company }) => ({
			email,
			linkedinUrl,
			firstName,
			lastName,
			domain: company.domain,
		}));
		const { outputs } = await rig.apollo({ operation: 'enrich', identifyBy, ...parameters }, items);
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(people.map(({ id }) => id));
	});

	test('a credit ceiling of 12: 12 people are paid for, the others leave unsent', async () => {
		rig = await Rig.start({ people: 30 });
		const items = rig.sandbox.people().map(({ id }) => ({ id }));
		const parameters = { ...enrich, options: { creditCeiling: 12 } };
		const { outputs } = await rig.apollo(parameters, items, goOn);
		expect(outputs[0]).toHaveLength(12);
		expect(outputs[1]).toHaveLength(18);
		expect(json(outputs[1])[0]).toMatchObject({
			error: 'The credit ceiling of this run is reached',
			details: { reason: 'credit-ceiling' },
		});
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(12);
	});

	test('a credit ceiling of 0: what to change, nothing sent', async () => {
		rig = await Rig.start();
		const parameters = { ...enrich, options: { creditCeiling: 0 } };
		const { error } = await rig.apollo(parameters, [{ id: 'a' }]);
		expect(error?.message).toBe('Credit Ceiling is 0, but has to be a whole number of 1 or more');
		expect(rig.requests()).toEqual([]);
	});

	test('the credits of the account are used up: said plainly, not repeated', async () => {
		rig = await Rig.start({ people: 10, apollo: { credits: 0 } });
		const { error } = await rig.apollo(enrich, [{ id: rig.sandbox.people()[0].id }]);
		expect(error?.message).toContain('asks for payment or more credits');
		expect(rig.requests()).toHaveLength(1);
	});

	test('an item without an ID: the others go through', async () => {
		rig = await Rig.start({ people: 3 });
		const [{ id }] = rig.sandbox.people();
		const { outputs } = await rig.apollo(enrich, [{}, { id }], goOn);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])[0].error).toBe('Person ID is empty');
	});
});

describe('the credential', () => {
	test('a wrong key is answered in plain text: said plainly, one request, no key in the error', async () => {
		rig = await Rig.start({ people: 5 });
		const { error } = await rig.apollo(searchAll, [{}], {
			credential: { apiKey: 'wrong-key-1234' },
		});
		expect(error?.message).toContain('Apollo did not accept the credential: Invalid API key');
		expect(rig.requests()).toHaveLength(1);
		expect(JSON.stringify(error)).not.toContain('wrong-key-1234');
	});

	test('a key without the endpoint: says how to get it', async () => {
		rig = await Rig.start({ people: 5 });
		const credential = { apiKey: SANDBOX_APOLLO_SEARCH_ONLY_KEY };
		const { error } = await rig.apollo(enrich, [{ id: 'a' }], { credential });
		expect(error?.description).toContain('Give the API key access to this endpoint in Apollo');
	});

	test('a base URL that is none', async () => {
		rig = await Rig.start();
		const { error } = await rig.apollo(searchAll, [{}], { credential: { baseUrl: 'ftp://x' } });
		expect(error?.message).toBe('The base URL begins with "ftp://"');
	});
});

describe('the pace', () => {
	const people = () => rig.sandbox.people().map(({ id }) => ({ id }));
	const stop = { ...enrich, gtmWhenLimited: 'stop' };

	test('an own limit of 20 an hour, and Stop: 20 requests, then it says when to come back', async () => {
		rig = await Rig.start({ people: 300 });
		const own = { gtmRateLimit: 'own', gtmOwnLimit: 20, gtmOwnWindow: 3_600 };
		const { outputs } = await rig.apollo({ ...stop, ...own }, people(), goOn);
		expect(outputs[0]).toHaveLength(200);
		const { reason, retryAt } = json(outputs[1])[0].details as Record<string, string>;
		expect(reason).toBe('quota-exhausted');
		expect(Date.parse(retryAt) - Date.now()).toBeGreaterThan(3_500_000);
		expect(rig.sandbox.state().apollo.rateLimited).toBe(0);
	});

	test('a 429, and Stop: nothing is waited for, and the setting is named', async () => {
		rig = await Rig.start({
			people: 10,
			faults: { seed: 1, rules: [{ kind: 'burst-429', at: [1], retryAfter: 30, length: 9 }] },
		});
		const { outputs } = await rig.apollo(stop, people(), goOn);
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('Apollo asks for fewer requests'),
			message: expect.stringContaining('Set "When Rate-Limited" to "Wait"'),
			details: { reason: 'rate-limited' },
		});
		expect(rig.requests()).toHaveLength(1);
	});

	test('the plan is kept from the first request: no 429 on the free plan', async () => {
		rig = await Rig.start({ people: 200, apollo: { plan: 'free' } });
		const credential = { plan: 'free' };
		const { outputs } = await rig.apollo(enrich, people(), { ...goOn, credential });
		expect(outputs[0]).toHaveLength(200);
		expect(rig.sandbox.state().apollo.rateLimited).toBe(0);
	});
});
