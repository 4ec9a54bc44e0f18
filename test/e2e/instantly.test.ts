import { SANDBOX_INSTANTLY_KEY, startSandbox, type Sandbox } from '../../sandbox';
import { readWorkflow } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';
import { workflowFaults } from './workflowFaults';

const PEOPLE = 3;

let n8n: N8nForTests;
let sandbox: Sandbox;
beforeAll(async () => {
	n8n = await n8nForTests();
	sandbox = await startSandbox({ seed: 24, people: 0, faults: workflowFaults('instantly', 24) });
	await n8n.api.createCredential('Instantly', 'gtmInstantlyApi', {
		apiKey: SANDBOX_INSTANTLY_KEY,
		baseUrl: sandbox.urls.instantly,
		account: sandbox.urls.instantly,
	});
}, 1_200_000);
afterAll(async () => {
	await sandbox?.stop();
	await n8n?.release();
});

test('the workflow runs to its end through faults, and every node gives items', async () => {
	const workflow = await readWorkflow('outreach-campaign-in-instantly.json');
	const workflowId = await n8n.api.importWorkflow(workflow);
	const execution = await n8n.api.waitFor(workflowId, await n8n.api.runWorkflow(workflowId));
	expect(execution).toMatchObject({ status: 'success', error: '' });
	const idle = workflow.nodes
		.filter(({ type }) => type === 'n8n-nodes-gtm.instantly')
		.filter(({ name }) => execution.items(name).length === 0)
		.map(({ name }) => name);
	expect(idle).toEqual([]);
	expect(execution.items('Leads')).toHaveLength(PEOPLE);
	expect(sandbox.state().instantly).toMatchObject({ appliedTwice: 0 });
}, 600_000);
