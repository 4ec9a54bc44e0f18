import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import type { Execution, WorkflowNode } from './n8n';
import { n8nForTests, type N8nForTests } from './sharedN8n';

const SECRET = 'webhook-secret-0123456789';

let n8n: N8nForTests;
beforeAll(async () => {
	n8n = await n8nForTests();
}, 1_200_000);
afterAll(async () => await n8n?.release());

const trigger = (node: Partial<WorkflowNode>): WorkflowNode => ({
	id: 'a0000000-0000-4000-8000-000000000001',
	name: 'Trigger',
	type: '',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...node,
});

/** An active workflow of a trigger and a node behind it. */
async function active(node: Partial<WorkflowNode>): Promise<string> {
	const workflowId = await n8n.api.importWorkflow({
		name: `trigger: ${node.type ?? ''}`,
		nodes: [
			trigger(node),
			{
				id: 'a0000000-0000-4000-8000-000000000002',
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
	await n8n.api.activate(workflowId);
	return workflowId;
}

/** Waits until so many executions have ended, and then whether there are more. */
async function executions(workflowId: string, count: number): Promise<Execution[]> {
	const end = Date.now() + 150_000;
	while ((await n8n.api.ended(workflowId)).length < count && Date.now() < end) await sleep(250);
	await sleep(1_000);
	return await n8n.api.ended(workflowId);
}

describe('API Trigger', () => {
	const webhookId = 'b0c1d2e3-0000-4000-8000-000000000001';
	let url: string;
	let workflowId: string;

	const call = async (
		body: string,
		signature = createHmac('sha256', SECRET).update(body).digest('hex'),
	) =>
		await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-signature': signature },
			body,
		});

	beforeAll(async () => {
		await n8n.api.createCredential('Webhook secret', 'gtmWebhookSecretApi', {
			secret: SECRET,
			previousSecret: '',
			encoding: 'text',
		});
		workflowId = await active({
			type: 'n8n-nodes-gtm.apiTrigger',
			webhookId,
			parameters: { authentication: 'hmac', header: 'X-Signature', eventId: 'id' },
			credentials: { gtmWebhookSecretApi: { name: 'Webhook secret' } },
		});
		url = `${n8n.url}/webhook/${webhookId}/webhook`;
	}, 120_000);
	afterAll(async () => await n8n.api.deactivate(workflowId));

	test('signed events run the workflow, each once; others are answered 401 and start nothing', async () => {
		const events = '[{"id":1, "name":"é"}, {"id":2}]';
		const first = await call(events);
		expect(first.status).toBe(200);
		// The same call again, as a sender that did not get the answer would.
		const again = await Promise.all(Array.from({ length: 5 }, async () => await call(events)));
		expect(again.map(({ status }) => status)).toEqual(Array(5).fill(200));
		expect((await call('[{"id":3}]', 'wrong')).status).toBe(401);
		expect((await call('[{"id":2}, {"id":4}]')).status).toBe(200);

		const runs = await executions(workflowId, 2);
		expect(runs.map((run) => run.items('Next'))).toEqual([
			[{ id: 1, name: 'é' }, { id: 2 }],
			[{ id: 4 }],
		]);
	});

	test('five calls with one new event at once: one run', async () => {
		const before = (await n8n.api.ended(workflowId)).length;
		const calls = await Promise.all(Array.from({ length: 5 }, async () => await call('{"id":9}')));
		expect(calls.map(({ status }) => status)).toEqual(Array(5).fill(200));
		const runs = await executions(workflowId, before + 1);
		expect(runs.slice(before).map((run) => run.items('Next'))).toEqual([[{ id: 9 }]]);
	});
});

test('API Request Trigger: an active workflow runs with the new records, each once', async () => {
	const server = await FaultServer.start(systemClock);
	const records = [{ id: 1 }, { id: 2 }];
	server.afterwards(() => reply(200, records));
	const workflowId = await active({
		type: 'n8n-nodes-gtm.apiRequestTrigger',
		parameters: {
			url: `${server.url}/people`,
			begin: 'all',
			// n8n takes no shorter interval than a minute; the first poll is at once.
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		},
	});
	try {
		const first = await executions(workflowId, 1);
		expect(first.map((run) => run.items('Next'))).toEqual([[{ id: 1 }, { id: 2 }]]);
		records.push({ id: 3 });
		const both = await executions(workflowId, 2);
		expect(both.map((run) => run.items('Next'))).toEqual([[{ id: 1 }, { id: 2 }], [{ id: 3 }]]);
	} finally {
		await n8n.api.deactivate(workflowId);
		await server.close();
	}
});

test('all nodes are there, and those that can be tools of an AI agent, too', async () => {
	const types = await n8n.api.nodeTypes();
	expect(types).toEqual(
		expect.arrayContaining([
			'n8n-nodes-gtm.apiRequest',
			'n8n-nodes-gtm.apiRequestTool',
			'n8n-nodes-gtm.apiRequestTrigger',
			'n8n-nodes-gtm.apiTrigger',
			'n8n-nodes-gtm.apolloTool',
			'n8n-nodes-gtm.hubSpotTool',
		]),
	);
});
