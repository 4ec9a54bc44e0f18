import { mainWorkflow, nodes, openMainJob, peopleFor, type MainJob } from './mainJob';
import { withNode, type Execution } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const people = peopleFor(300);
const badItem = 137;

const noRetry = {};
const retryOnFail = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 };

describe('one bad email among the people', () => {
	let n8n: N8nForTests;
	let job: MainJob;

	beforeAll(async () => {
		n8n = await n8nForTests();
	}, 300_000);
	beforeEach(async () => {
		job = await openMainJob(n8n, { seed: 12, people, faults: 'demo' });
	});
	afterEach(async () => await job.stop());
	afterAll(async () => await n8n?.release());

	// The first is seen before anything is sent; the second only HubSpot can tell.
	describe.each([
		['malformed', 'no-at-sign'],
		['refused by HubSpot', 'somebody@example.1'],
	])('%s: %s', (_, email) => {
		test.each([
			['without Retry On Fail', noRetry],
			['with Retry On Fail', retryOnFail],
		])(
			'all others are written once, it leaves on the error output, %s',
			async (__, settings) => {
				const execution = await runWith(email, settings);
				expect(execution).toMatchObject({ status: 'success', error: '' });

				const refused = execution.items(nodes.write, 1);
				expect(refused).toHaveLength(1);
				expect(JSON.stringify(refused[0])).toMatch(/\bemail\b/i);
				expect(JSON.stringify([refused[0].error, refused[0].message])).toContain('email');
				expect(execution.items(nodes.write)).toHaveLength(people - 1);
				expect(execution.items('Contacts to Check')).toEqual(refused);

				const state = job.sandbox.state();
				expect(state.hubspot).toMatchObject({ contacts: people - 1, created: people - 1 });
				expect(state.appliedTwice).toBe(0);
			},
			600_000,
		);
	});

	async function runWith(email: string, settings: Record<string, unknown>): Promise<Execution> {
		const value = `={{ $itemIndex === ${badItem} ? '${email}' : $json.email }}`;
		const fields = {
			mappingMode: 'defineBelow',
			value: { email: value, lastname: '={{ $json.last_name }}' },
			matchingColumns: ['email'],
			schema: [],
		};
		const parameters = { fields };
		return await job.run(withNode(await mainWorkflow(), nodes.write, { ...settings, parameters }));
	}
});
