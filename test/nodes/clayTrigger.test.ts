import { Workflow, type IDataObject, type INode, type INodeTypes } from 'n8n-workflow';
import { ClayTrigger } from '../../nodes/Clay/ClayTrigger.node';
import { clayDigest, SANDBOX_CLAY_WEBHOOK_PATH, SANDBOX_CLAY_WEBHOOK_TOKEN } from '../../sandbox';
import { ClayRig, ownStore, restartProcess, RUN, SEND } from './support/clay';
import { json, ownLog } from './support/setup';
import { WebhookHost, type Trigger } from './support/webhookHost';

const log = ownLog();
const store = ownStore();
let rig: ClayRig;
let host: WebhookHost;
beforeEach(async () => {
	rig = await ClayRig.start({ people: 12, clay: { enrichment: { minMs: 0, maxMs: 20 } } });
	host = await WebhookHost.start();
});
afterEach(async () => {
	await rig.stop();
	await host.stop();
});
afterAll(() => {
	log.remove();
	store.remove();
});

const SECRET = 'trigger-secret-1234';
const ROW = { event: 'row', header: 'X-Webhook-Secret', respond: 'immediately' };

async function active(
	parameters: IDataObject,
	gtmWebhookSecretApi: IDataObject = { secret: SECRET, previousSecret: '' },
): Promise<Trigger> {
	const trigger = host.add(new ClayTrigger(), parameters, { gtmWebhookSecretApi });
	await trigger.activate();
	return trigger;
}

async function post(trigger: Trigger, body: string | Buffer, headers: Record<string, string> = {}) {
	const answer = await fetch(trigger.url(), {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	return { status: answer.status, body: (await answer.json()) as IDataObject };
}

const signed = { 'x-webhook-secret': SECRET };

/** As n8n reads the description of a webhook for a node with these parameters. */
function evaluate(expression: string, parameters: INode['parameters']): unknown {
	const node = { id: 't', name: 'Trigger', type: 't', typeVersion: 1, parameters };
	const type = new ClayTrigger();
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const nodes: INode[] = [{ ...node, position: [0, 0] }];
	const workflow = new Workflow({ nodes, connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(nodes[0], expression, 'internal', {});
}

describe('a row of an HTTP API column', () => {
	const column = (trigger: Trigger) => ({
		endpoint: trigger.url(),
		headers: { 'X-Webhook-Secret': SECRET },
		body: '{"key": "{{correlation_id}}", "title": "{{job_title}}"}',
	});
	const emails = () => rig.sandbox.people().map(({ email }) => ({ email }));

	test('each row that was sent starts the workflow, with what Clay has found', async () => {
		const trigger = await active(ROW);
		rig.sandbox.clay.setColumn(column(trigger));
		const { outputs } = await rig.run(SEND, emails());
		await rig.sandbox.clay.idle();
		const titles = new Map(trigger.items.map(({ key, title }) => [key, title]));
		expect(json(outputs[0]).map(({ correlationId }) => titles.get(String(correlationId)))).toEqual(
			rig.sandbox.people().map(({ title }) => title),
		);
		expect(rig.sandbox.state().clay.column.byStatus).toEqual({ 200: 12 });
	});

	test('a column that is run again starts it again, unless repeats are dropped', async () => {
		const trigger = await active(ROW);
		const once = await active({ ...ROW, options: { repeatField: 'key' } });
		for (const each of [trigger, once]) {
			rig.sandbox.clay.setColumn(column(each));
			await rig.run(SEND, emails().slice(0, 2));
			await rig.sandbox.clay.idle();
			rig.sandbox.clay.runAgain();
			await rig.sandbox.clay.idle();
		}
		expect(trigger.runs).toHaveLength(4);
		// Those of the first half were run again as well: their keys are new to this trigger.
		expect(once.runs).toHaveLength(4);
		expect(new Set(once.items.map(({ key }) => key)).size).toBe(4);
	});

	test('repeats are dropped by the field, also after a restart', async () => {
		const trigger = await active({ ...ROW, options: { repeatField: 'row.key' } });
		const call = async (key: string) =>
			await post(trigger, JSON.stringify({ row: { key } }), signed);
		await call('a');
		restartProcess();
		await trigger.restart();
		expect((await call('a')).body).toEqual({ message: 'Known already' });
		await call('b');
		expect(trigger.items).toEqual([{ row: { key: 'a' } }, { row: { key: 'b' } }]);
	});

	test.each([
		['no secret', {}],
		['another secret', { 'x-webhook-secret': 'wrong' }],
		['an empty secret', { 'x-webhook-secret': '' }],
	])('%s: 401, no run', async (_, headers) => {
		const trigger = await active(ROW);
		expect((await post(trigger, '{"a":1}', headers)).status).toBe(401);
		expect(trigger.runs).toEqual([]);
	});

	test('a credential without a secret lets nobody in', async () => {
		const trigger = await active(ROW, { secret: '', previousSecret: '' });
		expect((await post(trigger, '{}', { 'x-webhook-secret': '' })).status).toBe(401);
	});

	test('the previous secret is good while the secret is changed', async () => {
		const trigger = await active(ROW, { secret: 'new-secret-1234', previousSecret: SECRET });
		expect((await post(trigger, '{"a":1}', signed)).status).toBe(200);
	});

	test('a quote in a cell, and 6 MB: said to Clay, no run', async () => {
		const trigger = await active(ROW);
		const broken = await post(trigger, '{"name": "Ann "A" Lee"}', signed);
		expect(broken).toEqual({
			status: 400,
			body: {
				message:
					'The body is not readable as JSON: a column in it may hold a quote or a line break',
			},
		});
		const large = Buffer.from(JSON.stringify({ text: 'x'.repeat(6_000_000) }));
		expect((await post(trigger, large, signed)).status).toBe(413);
		expect((await post(trigger, '', signed)).status).toBe(400);
		expect(trigger.runs).toEqual([]);
	});

	test('a list is one item for each, and a value that is no object stands under "value"', async () => {
		const trigger = await active(ROW);
		await post(trigger, '[{"a":1},2]', signed);
		expect(trigger.runs).toEqual([[{ a: 1 }, { value: 2 }]]);
	});

	test.each([
		['row', 'immediately', 'onReceived', ''],
		['row', 'lastNode', 'lastNode', 'firstEntryJson'],
		['run', 'lastNode', 'onReceived', ''],
	])('event %s, respond %s: n8n answers %s', (event, respond, mode, data) => {
		const [webhook] = new ClayTrigger().description.webhooks ?? [];
		const evaluated = (expression: unknown) => evaluate(String(expression), { event, respond });
		expect([evaluated(webhook.responseMode), evaluated(webhook.responseData)]).toEqual([
			mode,
			data,
		]);
	});
});

describe('a routine run that is finished', () => {
	const WEBHOOK = { id: 'wh_1', signingSecret: 'whsec_0123456789abcdef' };
	const started = async () => {
		const trigger = await active({ event: 'run' }, { secret: WEBHOOK.signingSecret });
		rig.sandbox.clay.registerWebhook({ ...WEBHOOK, url: trigger.url() });
		const parameters = { ...RUN, whenStarted: 'webhook', webhookId: WEBHOOK.id };
		await rig.run(
			parameters,
			rig.sandbox.people().map(({ email }) => ({ email })),
		);
		return trigger;
	};

	test('starts the workflow once, and Get Results reads what it has come to', async () => {
		const trigger = await started();
		expect(await rig.sandbox.clay.deliverNotices({ copies: 3 })).toEqual([200, 200, 200]);
		expect(trigger.runs).toEqual([
			[{ routineRunId: 'run_i000001', webhookId: 'wh_1', createdAt: expect.any(String) }],
		]);
		const get = { resource: 'routine', operation: 'getResults' };
		const { outputs } = await rig.run(get, trigger.items);
		expect(outputs[0]).toHaveLength(12);
	});

	test('a signature with another secret: 401, no run', async () => {
		const trigger = await started();
		expect(await rig.sandbox.clay.deliverNotices({ secret: 'another' })).toEqual([401]);
		expect(trigger.runs).toEqual([]);
	});

	test('the signature is over the bytes: the same JSON in other bytes is not signed', async () => {
		const trigger = await started();
		const body = '{"data":{"routine_run_id":"run_1"}}';
		const header = { 'x-clay-signature': clayDigest(body, WEBHOOK.signingSecret) };
		expect((await post(trigger, body.replace('{', '{ '), header)).status).toBe(401);
		expect((await post(trigger, body, header)).status).toBe(200);
		expect(trigger.items).toEqual([{ routineRunId: 'run_1' }]);
	});

	test('the event of "clay webhooks test" is taken, and starts nothing', async () => {
		const trigger = await started();
		expect(await rig.sandbox.clay.deliverNotices({ test: true })).toEqual([200, 200]);
		expect(trigger.runs).toHaveLength(1);
	});
});

test('nothing of the secrets is in the log of n8n', async () => {
	const trigger = await active(ROW);
	await post(trigger, '{}', { 'x-webhook-secret': 'wrong-secret-9876' });
	expect(host.logged.join()).toContain('401');
	for (const secret of [
		SECRET,
		'wrong-secret-9876',
		SANDBOX_CLAY_WEBHOOK_PATH,
		SANDBOX_CLAY_WEBHOOK_TOKEN,
	]) {
		expect(host.logged.join()).not.toContain(secret);
	}
});
