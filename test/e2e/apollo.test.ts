import { openMainJob, type MainJob } from './mainJob';
import { readWorkflow } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';
import { workflowFaults } from './workflowFaults';

const COMPANIES = 3;

let n8n: N8nForTests;
let job: MainJob;
beforeAll(async () => {
	n8n = await n8nForTests();
	job = await openMainJob(n8n, { seed: 23, people: 200, faults: workflowFaults('apollo', 23) });
}, 1_200_000);
afterAll(async () => {
	await job?.stop();
	await n8n?.release();
});

test('the workflow runs to its end through faults, and every node gives items; a second run creates no record twice', async () => {
	const workflow = await readWorkflow('prospecting-in-apollo.json');
	const first = await job.run(workflow);
	expect(first).toMatchObject({ status: 'success', error: '' });
	const idle = workflow.nodes
		.filter(({ type }) => type === 'n8n-nodes-gtm.apollo')
		.filter(({ name }) => first.items(name).length === 0)
		.map(({ name }) => name);
	expect(idle).toEqual([]);
	const contacts = first.items('Contacts').map(({ id }) => id);
	expect(new Set(contacts).size).toBe(contacts.length);

	const second = await job.run(workflow);
	expect(second).toMatchObject({ status: 'success', error: '' });
	// Companies that the team has saved stand behind the others: the second run finds new ones.
	const accounts = [first, second].flatMap((run) => run.items('Accounts').map(({ id }) => id));
	expect(new Set(accounts).size).toBe(2 * COMPANIES);
	expect(second.items('Contacts').map(({ id }) => id)).toEqual(contacts);
	expect(job.sandbox.state().appliedTwice).toBe(0);
}, 600_000);
