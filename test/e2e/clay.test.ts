import {
	SANDBOX_CLAY_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
	startSandbox,
	type Sandbox,
} from '../../sandbox';
import { readWorkflow, withNode, type RunningN8n } from './n8n';
import { ownN8n, startedAgain } from './sharedN8n';
import { until } from './until';

const PEOPLE = 2_000;
const NEVER = 0.01;
const REPEATED = 0.03;
/** Longer than any machine takes for the rest. */
const DEADLINE_MIN = 30;
const PATIENCE_MIN = 4;
const ENRICH = 'Enrich in Clay';

let n8n: RunningN8n;
let remove: () => Promise<void>;
let sandbox: Sandbox;
beforeAll(async () => {
	({ n8n, remove } = await ownN8n());
	sandbox = await startSandbox({
		seed: 25,
		people: PEOPLE,
		clay: {
			// The test is not about the pace of the webhook.
			webhook: { ratePerSecond: 10_000, burst: 10_000 },
			enrichment: { minMs: 8_000, maxMs: 40_000, neverShare: NEVER, rerunShare: REPEATED },
		},
	});
	sandbox.clay.setColumn({
		endpoint: '{{callback_url}}',
		body: '{"title": "{{job_title}}"}',
		keep: 'message',
	});
	const { clay, hubspot } = sandbox.urls;
	await n8n.api.createCredential('Clay Webhook', 'gtmClayWebhookApi', {
		secretUrl: `${clay}/v3/sources/webhook/${SANDBOX_CLAY_WEBHOOK_PATH}`,
		authToken: SANDBOX_CLAY_WEBHOOK_TOKEN,
		baseUrl: clay,
		account: clay,
		rowsBefore: 0,
		unlimited: false,
	});
	await n8n.api.createCredential('HubSpot', 'gtmHubSpotApi', {
		accessToken: SANDBOX_HUBSPOT_TOKEN,
		plan: 'professional',
		apiVersion: '2026-03',
		baseUrl: hubspot,
		account: hubspot,
	});
}, 1_200_000);
afterAll(async () => {
	await n8n?.kill();
	await sandbox?.stop();
	await remove?.();
});

/** Where it ended instead, what it said of its items. */
async function untilItWaits(workflowId: string, executionId: string): Promise<void> {
	let status = 'new';
	await until(async () => {
		status = await n8n.api.executionStatus(workflowId, executionId);
		return status !== 'new' && status !== 'running';
	}, PATIENCE_MIN);
	if (status === 'waiting') return;
	const { error, items } = await n8n.api.execution(executionId);
	const [said] = items('Without a Result');
	throw new Error(`It ended with ${status}: ${error} ${JSON.stringify(said)}`);
}

/** As somebody does in Clay who sees empty cells, until there are none. */
async function runEmptyCellsAgain(): Promise<void> {
	const { clay } = sandbox;
	await until(async () => {
		await clay.idle();
		return clay.runAgain('unanswered') === 0;
	}, PATIENCE_MIN);
}

test('2,000 rows, results in any order, some twice, some never, n8n killed while it waits: each contact once', async () => {
	const people = sandbox.people().map(({ email, lastName: lastname }) => ({ email, lastname }));
	const workflow = await readWorkflow('clay-enrichment-into-hubspot.json');
	const tested = [
		{ name: 'Your People', parameters: { jsonOutput: JSON.stringify({ people }) } },
		{
			name: ENRICH,
			parameters: { gtmRateLimit: 'off', options: { answerDeadline: DEADLINE_MIN } },
		},
	].reduce((changed, { name, parameters }) => withNode(changed, name, { parameters }), workflow);
	const workflowId = await n8n.api.importWorkflow(tested);
	await n8n.api.activate(workflowId);
	const executionId = await n8n.api.runWorkflow(workflowId);
	await untilItWaits(workflowId, executionId);
	const answered = (): number => sandbox.state().clay.column.byStatus[200] ?? 0;
	const before = answered();
	await until(() => answered() > before + 50, PATIENCE_MIN);
	await n8n.kill();
	n8n = await startedAgain(n8n);
	await runEmptyCellsAgain();
	// It wakes up once a minute, and goes to sleep again.
	await until(
		async () => (await n8n.api.executionStatus(workflowId, executionId)) === 'waiting',
		PATIENCE_MIN,
	);
	await n8n.stop();
	n8n = await startedAgain(n8n, DEADLINE_MIN * 60_000);
	const execution = await n8n.api.waitFor(workflowId, executionId, 420_000);
	expect(execution).toMatchObject({ status: 'success', error: '' });
	const missing = PEOPLE * NEVER;
	const without = execution.items('Without a Result').map(({ error }) => error);
	expect(without).toEqual(
		Array(missing).fill(
			`Clay did not say what became of this item: no answer came within ${DEADLINE_MIN} min`,
		),
	);
	expect(execution.items('Contacts')).toHaveLength(PEOPLE - missing);
	expect(execution.items('Contacts to Check')).toEqual([]);
	expect(sandbox.clay.rows()).toHaveLength(PEOPLE);
	const { calls, silent } = sandbox.state().clay.column;
	expect(silent).toBe(missing);
	expect(calls).toBeGreaterThan(PEOPLE * (1 - NEVER + REPEATED));
	const titles = new Map(sandbox.people().map(({ email, title }) => [email, title]));
	const held = sandbox.contacts();
	expect(held).toHaveLength(PEOPLE - missing);
	expect(
		held.filter(({ properties }) => titles.get(properties.email ?? '') !== properties.jobtitle),
	).toEqual([]);
	expect(sandbox.state()).toMatchObject({ appliedTwice: 0 });
}, 900_000);
