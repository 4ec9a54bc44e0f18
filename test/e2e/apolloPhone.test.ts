import { SANDBOX_APOLLO_KEY, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import type { Execution, RunningN8n, Workflow } from './n8n';
import { ownN8n, startedAgain } from './sharedN8n';
import { until } from './until';

const PATIENCE_MIN = 2;
const ENRICH = 'Enrich with Phone';
const IN_FLIGHT = 2;
/** Of Apollo's call for people. */
const PEOPLE_PER_CALL = 10;

let n8n: RunningN8n;
let remove: () => Promise<void>;
let sandbox: Sandbox | undefined;

beforeAll(async () => {
	({ n8n, remove } = await ownN8n());
	const receiver = await n8n.api.importWorkflow({
		name: 'callbacks',
		nodes: [
			{
				name: 'API Callback',
				type: 'n8n-nodes-gtm.apiCallback',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				id: 'a0000000-0000-4000-8000-000000000001',
				webhookId: 'b0c1d2e3-0000-4000-8000-000000000011',
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	await n8n.api.activate(receiver);
}, 1_200_000);
afterEach(async () => await sandbox?.stop());
afterAll(async () => {
	await n8n?.kill();
	await remove?.();
});

/** A workflow that asks for the numbers of all people of the sandbox. */
async function askForAll(
	people: number,
	phones: NonNullable<SandboxOptions['apollo']>['phones'],
	parameters: Record<string, unknown> = {},
	more: SandboxOptions = {},
): Promise<string> {
	sandbox = await startSandbox({ people, ...more, apollo: { credits: 1_000_000, phones } });
	const name = `Apollo ${sandbox.urls.apollo}`;
	await n8n.api.createCredential(name, 'gtmApolloApi', {
		apiKey: SANDBOX_APOLLO_KEY,
		plan: 'paid',
		baseUrl: sandbox.urls.apollo,
		account: `${sandbox.urls.apollo} ${Date.now()}`,
	});
	const node = (workflowNode: Partial<Workflow['nodes'][number]>) => ({
		name: '',
		type: '',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
		...workflowNode,
	});
	const workflow: Workflow & { pinData: unknown } = {
		name: `phones of ${people}`,
		nodes: [
			node({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }),
			node({
				name: ENRICH,
				type: 'n8n-nodes-gtm.apollo',
				parameters: { resource: 'person', operation: 'enrichPhone', ...parameters },
				credentials: { gtmApolloApi: { name } },
				onError: 'continueErrorOutput',
			}),
			node({ name: 'Found', type: 'n8n-nodes-base.noOp' }),
			node({ name: 'Missing', type: 'n8n-nodes-base.noOp' }),
		],
		connections: {
			Start: { main: [[{ node: ENRICH, type: 'main', index: 0 }]] },
			[ENRICH]: {
				main: [
					[{ node: 'Found', type: 'main', index: 0 }],
					[{ node: 'Missing', type: 'main', index: 0 }],
				],
			},
		},
		settings: { executionOrder: 'v1' },
		pinData: { Start: sandbox.people().map(({ id }, place) => ({ json: { id, place } })) },
	};
	return await n8n.api.importWorkflow(workflow);
}

const phones = () => {
	if (!sandbox) throw new Error('The test has no sandbox');
	return sandbox.state().apollo.phones;
};

/** As a crash of the machine, and its start: callbacks come to the same address as before. */
async function killAndRestart(): Promise<void> {
	await n8n.kill();
	n8n = await startedAgain(n8n);
}

/** Every number stands on the item of its own person, in the order of the input. */
function expectRightNumbers(execution: Execution): void {
	const numbers = new Map(sandbox?.people().map(({ id, phone }) => [id, phone]));
	const places = new Map(sandbox?.people().map(({ id }, place) => [id, place]));
	const found = execution.items('Found');
	expect(found.filter(({ id, phone }) => phone !== numbers.get(String(id)))).toEqual([]);
	const order = found.map(({ id }) => places.get(String(id)) ?? -1);
	expect(order).toEqual(order.toSorted((a, b) => a - b));
	expect(new Set(order).size).toBe(found.length);
}

test('2,000 numbers in random order, some early, some never, n8n killed and restarted in between', async () => {
	const people = 2_000;
	const workflowId = await askForAll(
		people,
		{
			peoplePerCallback: 4,
			delay: { minMs: 12_000, maxMs: 45_000 },
			earlyShare: 0.05,
			neverShare: 0.02,
			repeatShare: 0.03,
			// While n8n is down. What it takes while it starts is lost, and asked for at the end.
			retries: 200,
			retryDelayMs: 500,
		},
		{ options: { answerDeadline: 2 } },
	);
	const executionId = await n8n.api.runWorkflow(workflowId);
	await until(
		async () => (await n8n.api.executionStatus(workflowId, executionId)) === 'waiting',
		PATIENCE_MIN,
	);
	// What has come by now came while the node was sending.
	const { early, delivered } = phones();
	expect(early).toBeGreaterThan(5);

	await until(() => phones().delivered > delivered + 50, PATIENCE_MIN);
	await killAndRestart();
	const execution = await n8n.api.waitFor(workflowId, executionId, 240_000);
	expect(execution).toMatchObject({ status: 'success', error: '' });

	const { asked, coming, byStatus } = phones();
	expect(asked).toBe(people);
	expect(coming).toBeLessThan(people);
	// n8n was gone for a while, and refused nothing before and after.
	expect(Object.keys(byStatus).filter((status) => !/^(200|none|404|503)$/.test(status))).toEqual(
		[],
	);
	expect(execution.items('Found')).toHaveLength(coming);
	expectRightNumbers(execution);

	const missing = execution.items('Missing');
	expect(missing).toHaveLength(people - coming);
	expect(missing).toEqual(
		missing.map(() =>
			expect.objectContaining({
				error: 'Apollo did not say what became of this item: no answer came within 2 min',
			}),
		),
	);
	const ids = [...execution.items('Found'), ...missing].map(({ id }) => id);
	expect(new Set(ids)).toEqual(new Set(sandbox?.people().map(({ id }) => id)));
	// A credit for each match and eight for each number, once.
	expect(sandbox?.state().apollo.creditsConsumed).toBe(people + coming * 8);
}, 600_000);

test('the last answer wakes the execution up at once', async () => {
	const workflowId = await askForAll(30, { delay: { minMs: 3_000, maxMs: 6_000 } });
	const executionId = await n8n.api.runWorkflow(workflowId);
	const begun = Date.now();
	const execution = await n8n.api.waitFor(workflowId, executionId, 120_000);
	// By itself it would sleep for a minute.
	expect(Date.now() - begun).toBeLessThan(45_000);
	expect(execution.items('Found')).toHaveLength(30);
	expectRightNumbers(execution);
	expect(execution.hints(ENRICH)).toContain('30 of 30 answers came.');
}, 300_000);

test('n8n killed while it sends: the next run asks for the rest, and pays for nobody twice', async () => {
	const people = 200;
	const workflowId = await askForAll(
		people,
		{ delay: { minMs: 500, maxMs: 1_500 }, retries: 200, retryDelayMs: 500 },
		{ gtmInFlight: IN_FLIGHT, options: { answerDeadline: 0.5 } },
		{ latency: { minMs: 300, maxMs: 400 } },
	);
	await n8n.api.runWorkflow(workflowId);
	await until(() => phones().asked >= 80, PATIENCE_MIN);
	await killAndRestart();
	expect(phones().asked).toBeLessThan(people);
	const executionId = await n8n.api.runWorkflow(workflowId);
	const execution = await n8n.api.waitFor(workflowId, executionId, 240_000);
	const { asked } = phones();
	const [found, unsure] = [execution.items('Found'), execution.items('Missing')];
	expectRightNumbers(execution);
	expect(found.length).toBeLessThanOrEqual(asked);
	// What was about to leave when n8n died: it is said, and not sent again. Its answer comes by callback
	// alone, so it is lost where n8n was just starting and said 200.
	expect(unsure.length).toBeLessThanOrEqual(IN_FLIGHT * PEOPLE_PER_CALL);
	expect(unsure.filter(({ error }) => !String(error).startsWith('Unknown outcome'))).toEqual([]);
	const ids = [...found, ...unsure].map(({ id }) => id);
	expect(ids).toHaveLength(people);
	expect(new Set(ids)).toEqual(new Set(sandbox?.people().map(({ id }) => id)));
	expect(sandbox?.state().apollo.creditsConsumed).toBe(asked * 9);
}, 600_000);
