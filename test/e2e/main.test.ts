import { figuresOf } from './figures';
import { mainWorkflow, nodes, openMainJob, peopleFor, type MainJob } from './mainJob';
import type { Workflow } from './n8n';
import { withNode } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const people = peopleFor(1200);

describe('Apollo people to HubSpot contacts, on a bad day at both vendors', () => {
	let n8n: N8nForTests;
	let job: MainJob;

	beforeAll(async () => {
		n8n = await n8nForTests();
	}, 300_000);
	beforeEach(async () => {
		job = await openMainJob(n8n, { seed: 11, people, faults: 'demo' });
	});
	afterEach(async () => await job.stop());
	afterAll(async () => await n8n?.release());

	test('each person is in HubSpot once, and each request is in the log', async () => {
		await expectEachOnce(await mainWorkflow());
	}, 600_000);

	test('the same with Retry On Fail on the nodes', async () => {
		const retry = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 };
		const workflow = [nodes.search, nodes.enrich, nodes.write].reduce(
			(changed, name) => withNode(changed, name, retry),
			await mainWorkflow(),
		);
		await expectEachOnce(workflow);
	}, 600_000);

	async function expectEachOnce(workflow: Workflow): Promise<void> {
		const execution = await job.run(workflow);
		expect(execution).toMatchObject({ status: 'success', error: '' });
		expect(execution.items(nodes.write)).toHaveLength(people);
		expect(execution.items(nodes.write, 1)).toEqual([]);

		const figures = figuresOf(job, execution);
		expect(figures).toMatchObject({
			people,
			enriched: people,
			contacts: people,
			lost: 0,
			appliedTwice: 0,
			unlogged: 0,
		});
		// The faults were there: otherwise this test says nothing.
		expect(figures.retried).toBeGreaterThan(0);
		expect(figures.rateLimited + figures.heldMs).toBeGreaterThan(0);
		// 12 batches, and nothing more than what was sent again.
		const again = job.log().filter(({ node, attempt }) => node === nodes.write && attempt > 1);
		expect(figures.requests.hubspot - again.length).toBe(people / 100);
	}
});
