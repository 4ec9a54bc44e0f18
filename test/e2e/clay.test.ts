import {
	SANDBOX_CLAY_WEBHOOK_PATH,
	SANDBOX_CLAY_WEBHOOK_TOKEN,
	SANDBOX_HUBSPOT_TOKEN,
	startSandbox,
	type Sandbox,
} from '../../sandbox';
import { peopleFor } from './mainJob';
import { readWorkflow, withNode, type RunningN8n } from './n8n';
import { ownN8n } from './sharedN8n';

const PEOPLE = peopleFor(300);
const NEVER = 0.01;
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
			enrichment: { minMs: 500, maxMs: 8_000, neverShare: NEVER, rerunShare: 0.03 },
		},
	});
	sandbox.clay.setColumn({
		endpoint: '{{callback_url}}',
		body: '{"title": "{{job_title}}"}',
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

test('rows out, results in any order, some twice, some never: each contact once', async () => {
	const people = sandbox.people().map(({ email, lastName: lastname }) => ({ email, lastname }));
	const workflow = await readWorkflow('clay-enrichment-into-hubspot.json');
	const tested = [
		{ name: 'Answers', parameters: { jsonOutput: JSON.stringify({ people }) } },
		{ name: ENRICH, parameters: { gtmRateLimit: 'off', options: { answerDeadline: 1 } } },
	].reduce((changed, { name, parameters }) => withNode(changed, name, { parameters }), workflow);
	const workflowId = await n8n.api.importWorkflow(tested);
	await n8n.api.activate(workflowId);
	const executionId = await n8n.api.runWorkflow(workflowId);
	const execution = await n8n.api.waitFor(workflowId, executionId, 420_000);
	expect(execution).toMatchObject({ status: 'success', error: '' });
	const missing = PEOPLE * NEVER;
	expect(execution.items('Contacts')).toHaveLength(PEOPLE - missing);
	expect(execution.items('Contacts to Check')).toEqual([]);
	expect(execution.items('Without a Result')).toHaveLength(missing);
	expect(sandbox.clay.rows()).toHaveLength(PEOPLE);
	const titles = new Map(sandbox.people().map(({ email, title }) => [email, title]));
	const held = sandbox.contacts();
	expect(held).toHaveLength(PEOPLE - missing);
	expect(
		held.filter(({ properties }) => titles.get(properties.email ?? '') !== properties.jobtitle),
	).toEqual([]);
	expect(sandbox.state()).toMatchObject({ appliedTwice: 0 });
}, 900_000);
