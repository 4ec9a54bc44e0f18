import { setTimeout as sleep } from 'node:timers/promises';
import {
	SANDBOX_HUBSPOT_APP_ID,
	SANDBOX_HUBSPOT_CLIENT_SECRET,
	SANDBOX_HUBSPOT_DEVELOPER_KEY,
	startSandbox,
	type Sandbox,
} from '../../sandbox';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const EVENTS = 300;
const webhookId = 'b0c1d2e3-0000-4000-8000-0000000000a5';

let n8n: N8nForTests;
let sandbox: Sandbox;
beforeAll(async () => {
	n8n = await n8nForTests();
	sandbox = await startSandbox({ people: 0, latency: 0 });
	await n8n.api.createCredential('HubSpot app', 'gtmHubSpotAppApi', {
		appId: String(SANDBOX_HUBSPOT_APP_ID),
		clientSecret: SANDBOX_HUBSPOT_CLIENT_SECRET,
		developerApiKey: SANDBOX_HUBSPOT_DEVELOPER_KEY,
		apiVersion: '2026-03',
		baseUrl: sandbox.urls.hubspot,
	});
}, 1_200_000);
afterAll(async () => {
	await sandbox?.stop();
	await n8n?.release();
});

async function importTrigger(id: string): Promise<string> {
	return await n8n.api.importWorkflow({
		name: `HubSpot webhooks ${id}`,
		nodes: [
			{
				id,
				name: 'Trigger',
				type: 'n8n-nodes-gtm.hubSpotWebhookTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: id,
				parameters: { events: { event: [{ objectType: 'contact', events: ['creation'] }] } },
				credentials: { gtmHubSpotAppApi: { name: 'HubSpot app' } },
			},
			{
				name: 'Next',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
}

async function appHas(what: 'settings' | 'subscriptions') {
	const path = `/webhooks/v3/${SANDBOX_HUBSPOT_APP_ID}/${what}`;
	const headers = { authorization: `Bearer ${SANDBOX_HUBSPOT_DEVELOPER_KEY}` };
	const answer = await fetch(sandbox.urls.hubspot + path, { headers });
	return (await answer.json()) as { targetUrl?: string; results?: unknown[] };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
	const end = Date.now() + 120_000;
	while (!(await isSo()) && Date.now() < end) await sleep(250);
}

/** What the executions have been given until now. */
async function objectIds(workflowId: string): Promise<number[]> {
	const runs = await n8n.api.ended(workflowId);
	return runs.flatMap((run) => run.items('Next').map(({ objectId }) => Number(objectId)));
}

test('an active workflow: HubSpot delivers with repeats and forgeries, and each event runs once', async () => {
	const workflowId = await importTrigger(webhookId);
	await n8n.api.activate(workflowId);
	const url = `${n8n.url}/webhook/${webhookId}/webhook`;
	expect(await appHas('settings')).toMatchObject({ targetUrl: url });
	expect(await appHas('subscriptions')).toMatchObject({
		results: [{ eventType: 'contact.creation', active: true }],
	});

	const events = Array.from({ length: EVENTS }, (_, n) => ({
		subscriptionType: 'contact.creation',
		objectId: n + 1,
		eventId: n + 1,
		occurredAt: Date.now() + n,
	}));
	const forged = [{ subscriptionType: 'contact.creation', objectId: -1 }];
	const [given, refused] = await Promise.all([
		sandbox.deliverWebhooks(events, { batchSize: 50, copies: 3, retryDelayMs: 200 }),
		sandbox.deliverWebhooks(forged, { secret: 'another-client-secret', retryDelayMs: 1 }),
	]);
	expect(given).toMatchObject({ delivered: EVENTS * 3, lost: 0 });
	expect(new Set(refused.attempts.map(({ status }) => status))).toEqual(new Set([401]));
	// A day later HubSpot sends some of them again.
	await sandbox.deliverWebhooks(events.slice(0, 100), { signatures: ['v1', 'v3'] });

	await until(async () => (await objectIds(workflowId)).length >= EVENTS);
	await sleep(1_000);
	const ids = await objectIds(workflowId);
	expect(ids.toSorted((a, b) => a - b)).toEqual(events.map(({ objectId }) => objectId));

	// A second trigger for the same app is refused, and takes nothing from the first.
	const other = await importTrigger('b0c1d2e3-0000-4000-8000-0000000000a6');
	await expect(n8n.api.activate(other)).rejects.toThrow(
		`sends its webhooks to another address: ${url}`,
	);
	expect(await appHas('settings')).toMatchObject({ targetUrl: url });
	expect((await appHas('subscriptions')).results).toHaveLength(1);

	// n8n would try it again once the app is free.
	await n8n.api.deactivate(other);
	await n8n.api.deactivate(workflowId);
	expect(await appHas('subscriptions')).toEqual({ results: [] });
	expect((await appHas('settings')).targetUrl).toBeUndefined();
}, 300_000);
