import { systemClock } from '../../nodes/shared/engine/clock';
import { SANDBOX_CLAY_ROUTINE } from '../../sandbox';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import { ClayRig, ownStore, restartProcess, RUN, runClay } from './support/clay';
import type { NodeRun } from './support/runNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
const store = ownStore();
let rig: ClayRig;
afterEach(async () => await rig.stop());
afterAll(() => {
	log.remove();
	store.remove();
});

const goOn = { onError: 'continueErrorOutput' } as const;
const pairs = ({ outputs }: NodeRun) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const emails = () => rig.sandbox.people().map(({ email }) => ({ email }));
const routines = () => rig.sandbox.state().clay.routines;
const started = () => rig.requests().filter((each) => each.startsWith('POST'));
/** With an ID of the user's own, which other executions know as well. */
const OWN_ID = { ...RUN, itemId: '={{ $json.email }}' };

describe('Routine: Run', () => {
	test('success: a hundred items in a run, each result on its own item', async () => {
		rig = await ClayRig.start({ people: 130 });
		const people = rig.sandbox.people();
		const run = await rig.run(RUN, emails());
		expect(pairs(run)[0]).toEqual(people.map((_, item) => ({ item })));
		expect(json(run.outputs[0])).toEqual(
			people.map(({ firstName, lastName, title, company }) => ({
				itemId: expect.any(String),
				routineRunId: expect.stringMatching(/^run_i/),
				status: 'complete',
				result: {
					full_name: `${firstName} ${lastName}`,
					job_title: title,
					company_domain: company.domain,
				},
			})),
		);
		expect(started()).toEqual(Array(2).fill('POST /routines/{id}/run -> 202'));
		expect(routines()).toMatchObject({ runs: 2, charged: 130, itemsTwice: 0 });
	});

	test('success: fields, and a routine whose ID has no prefix', async () => {
		rig = await ClayRig.start({ people: 1 });
		const field = [{ name: 'email', value: '={{ $json.mail }}' }];
		const parameters = {
			...RUN,
			routineId: SANDBOX_CLAY_ROUTINE.replace('function:', ''),
			inputSource: 'fields',
			inputFields: { field },
		};
		const [{ email }] = emails();
		const { outputs } = await rig.run(parameters, [{ mail: email }]);
		expect(json(outputs[0])).toMatchObject([{ status: 'complete', result: {} }]);
	});

	test('a rejected row among good ones: one that the routine fails for, and one that is no object', async () => {
		rig = await ClayRig.start({ people: 2 });
		const [a, b] = emails();
		const parameters = { ...RUN, inputJson: '={{ $json.inputs }}' };
		const items = [{ inputs: a }, { inputs: {} }, { inputs: 'text' }, { inputs: b }];
		const run = await rig.run(parameters, items, goOn);
		expect(pairs(run)).toEqual([
			[{ item: 0 }, { item: 3 }],
			[{ item: 1 }, { item: 2 }],
		]);
		expect(json(run.outputs[1]).map(({ error }) => error)).toEqual([
			'Clay refused this item: email: Required input is missing',
			'Inputs is no JSON object',
		]);
		expect(routines()).toMatchObject({ runs: 1, charged: 3 });
	});

	test('a rejected row that Clay refuses the whole run for: the others are run without it', async () => {
		rig = await ClayRig.start();
		const server = await FaultServer.start(systemClock);
		const runs = new Map<string, Array<{ id: string }>>();
		server.afterwards(({ method, path, body }: Seen) => {
			if (method === 'GET') {
				const data = (runs.get(path.split('/')[5] ?? '') ?? []).map(({ id }) => ({
					id,
					status: 'complete',
					result: { id },
				}));
				return reply(200, { status: 'complete', data });
			}
			const { items } = JSON.parse(body) as { items: Array<{ id: string }> };
			if (items.some(({ id }) => id === 'bad')) return reply(400, { message: 'inputs of bad' });
			const id = `run_${runs.size + 1}`;
			runs.set(id, items);
			return reply(202, { routine_run_id: id, status: 'in_progress' });
		});
		const parameters = { ...RUN, itemId: '={{ $json.id }}' };
		const items = ['a', 'b', 'bad', 'c'].map((id) => ({ id }));
		const run = await runClay(server.url, parameters, items, goOn);
		await server.close();
		expect(json(run.outputs[0]).map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
		expect(json(run.outputs[1])).toMatchObject([
			{ error: expect.stringContaining('inputs of bad') },
		]);
	});

	test('a retry after 429 as long as Clay says, and none where the answer to a start was lost', async () => {
		const rules = [
			{ kind: 'burst-429' as const, method: 'POST', at: [1], length: 1, retryAfter: 0 },
			{ kind: 'status-503' as const, method: 'GET', at: [1] },
			{ kind: 'drop-after' as const, method: 'POST', at: [3] },
		];
		rig = await ClayRig.start({ people: 3, faults: { seed: 1, rules } });
		const first = await rig.run(RUN, emails());
		expect(first.outputs[0]).toHaveLength(3);
		expect(routines()).toMatchObject({ runs: 1, charged: 3 });
		const lost = await rig.run(RUN, emails(), goOn);
		expect(json(lost.outputs[1])).toMatchObject(
			Array(3).fill({ details: { reason: 'unknown-outcome', outcome: 'unknown' } }),
		);
		expect(started()).toHaveLength(3);
		expect(routines()).toMatchObject({ runs: 2, charged: 6 });
	});
});

test('with Stop Workflow nothing more is started after a failure', async () => {
	const rules = [{ kind: 'drop-after' as const, method: 'POST', at: [2] }];
	rig = await ClayRig.start({ people: 4, faults: { seed: 1, rules } });
	const gtmOptions = { firstWait: 0.01, itemsPerRequest: 1 };
	const { error } = await rig.run({ ...RUN, gtmInFlight: 1, gtmOptions }, emails());
	expect(error?.message).toContain('Unknown outcome');
	expect(error?.description).toContain('Of 4 items');
	expect(rig.requests()).toEqual([
		'POST /routines/{id}/run -> 202',
		'POST /routines/{id}/run -> none',
	]);
});

describe('the ledger of started runs', () => {
	test('the results cannot be read: a further try looks again, and starts nothing', async () => {
		const rules = [{ kind: 'status-500' as const, method: 'GET', at: [1, 2] }];
		rig = await ClayRig.start({ people: 2, faults: { seed: 1, rules } });
		const parameters = { ...RUN, gtmRetries: 1 };
		const { outputs } = await rig.run(parameters, emails(), { retryOnFail: true, maxTries: 3 });
		expect(outputs[0]).toHaveLength(2);
		expect(routines()).toMatchObject({ runs: 1, charged: 2 });
	});

	test('the same ID and inputs again, also after a restart: the result of the first run', async () => {
		rig = await ClayRig.start({ people: 3 });
		const [a, b, c] = emails();
		const first = await rig.run(OWN_ID, [a, b]);
		restartProcess();
		const again = await rig.run(OWN_ID, [b, c, a, a]);
		expect(json(again.outputs[0])[0]).toEqual(json(first.outputs[0])[1]);
		expect(json(again.outputs[0])[3]).toEqual(json(first.outputs[0])[0]);
		expect(routines()).toMatchObject({ runs: 2, charged: 3, itemsTwice: 0 });
	});

	test('other inputs under the same ID, a later hour, or no ID: a run of its own', async () => {
		rig = await ClayRig.start({ people: 1 });
		const [a] = emails();
		await rig.run(OWN_ID, [a]);
		await rig.run(OWN_ID, [{ ...a, more: 1 }]);
		const now = { ...OWN_ID, options: { ...RUN.options, runAgainAfter: 0 } };
		await new Promise((resolve) => setTimeout(resolve, 2));
		await rig.run(now, [a]);
		await rig.run(RUN, [a]);
		await rig.run(RUN, [a]);
		expect(routines().charged).toBe(5);
	});

	test('an answer was lost: reported each time, until it is told to send again', async () => {
		const rules = [{ kind: 'drop-after' as const, at: [1] }];
		rig = await ClayRig.start({ people: 1, faults: { seed: 1, rules } });
		await rig.run(OWN_ID, emails(), goOn);
		restartProcess();
		const next = await rig.run(OWN_ID, emails(), goOn);
		expect(json(next.outputs[1])).toMatchObject([
			{
				error: expect.stringMatching(
					/^Unknown outcome: .* this item was sent at 20\d\d-.* was lost$/,
				),
				message: expect.stringContaining('set "Resend Creates" to "Always"'),
				details: { reason: 'unknown-outcome', outcome: 'unknown' },
			},
		]);
		expect(started()).toHaveLength(1);
		const gtmOptions = { firstWait: 0.01, resendCreates: 'always' };
		const forced = await rig.run({ ...OWN_ID, gtmOptions }, emails());
		expect(json(forced.outputs[0])).toMatchObject([{ status: 'complete' }]);
		expect(routines()).toMatchObject({ runs: 2, itemsTwice: 1 });
	});

	test('what was refused, or has failed at Clay, is started again', async () => {
		rig = await ClayRig.start({ people: 1, clay: { routines: { credits: 0 } } });
		const [a] = emails();
		const poor = await rig.run(OWN_ID, [a], goOn);
		expect(json(poor.outputs[1])).toMatchObject([
			{
				error: expect.stringContaining('Clay asks for payment or more credits'),
				message: expect.stringContaining("Add credits to Clay's workspace"),
				details: { status: 402, outcome: 'not done' },
			},
		]);
		expect(rig.requests()).toHaveLength(1);
		rig.sandbox.clay.setCredits(10);
		expect((await rig.run(OWN_ID, [a])).outputs[0]).toHaveLength(1);
		const failing = { ...RUN, itemId: 'x' };
		await rig.run(failing, [{ mail: 1 }], goOn);
		await rig.run(failing, [{ mail: 1 }], goOn);
		expect(routines().charged).toBe(3);
	});

	test('cannot be written: nothing is started', async () => {
		rig = await ClayRig.start({ people: 1 });
		process.env.GTM_STORE_FILE = '/dev/null/store.sqlite';
		const { error } = await rig.run(RUN, emails());
		process.env.GTM_STORE_FILE = store.file;
		expect(error?.message).toContain('the ledger of started runs cannot be written');
		expect(rig.requests()).toEqual([]);
	});

	test('a dry run starts nothing, and claims nothing', async () => {
		rig = await ClayRig.start({ people: 1 });
		const { outputs } = await rig.run({ ...OWN_ID, gtmOptions: { dryRun: true } }, emails());
		expect(json(outputs[0])).toMatchObject([{ dryRun: true, operation: 'routine.run', items: 1 }]);
		expect((await rig.run(OWN_ID, emails())).outputs[0]).toHaveLength(1);
	});
});

describe('a run that takes long', () => {
	const short = { ...RUN, options: { firstLook: 0.01, longestRun: 0.0005 } };

	test('is left to itself when the time is up, and read later', async () => {
		rig = await ClayRig.start({ people: 1, clay: { routines: { neverEnds: true } } });
		const { outputs } = await rig.run(short, emails(), goOn);
		const [item] = json(outputs[1]);
		expect(item).toMatchObject({
			error: expect.stringContaining('run run_i000001 was not finished after 0 s'),
			message: expect.stringContaining('Read the results later by "Routine: Get Results"'),
			details: { reason: 'deadline', outcome: 'unknown' },
		});
		expect(routines().charged).toBe(1);
	});

	test('is stopped with the execution: it goes on at Clay, and that is said', async () => {
		rig = await ClayRig.start({ people: 1, clay: { routines: { neverEnds: true } } });
		const { error } = await rig.run(RUN, emails(), { stopAfterMs: 150 });
		expect(error?.message).toBe('The execution was stopped: run run_i000001 goes on');
		expect(routines().runs).toBe(1);
	});

	test.each([
		['firstLook', -1],
		['longestRun', 0],
		['runAgainAfter', 'x'],
	])('%s is %j: what to change, nothing sent', async (name, value) => {
		rig = await ClayRig.start({ people: 1 });
		const { error } = await rig.run({ ...RUN, options: { [name]: value } }, emails());
		expect(error?.description).toContain('in the options of this node');
		expect(rig.requests()).toEqual([]);
	});
});

describe('a run that a webhook is told of', () => {
	const notified = { ...RUN, whenStarted: 'webhook', webhookId: 'wh_1' };

	test('is not waited for: the ID of the run leaves at once', async () => {
		rig = await ClayRig.start({ people: 2 });
		const webhook = { id: 'wh_1', url: 'http://127.0.0.1:9/', signingSecret: 's' };
		rig.sandbox.clay.registerWebhook(webhook);
		const { outputs } = await rig.run(notified, emails());
		expect(json(outputs[0])).toEqual(
			Array(2).fill({
				itemId: expect.any(String),
				routineRunId: 'run_i000001',
				status: 'in_progress',
			}),
		);
		expect(rig.requests()).toEqual(['POST /routines/{id}/run -> 202']);
	});

	test('needs a webhook that Clay knows', async () => {
		rig = await ClayRig.start({ people: 1 });
		const none = await rig.run({ ...notified, webhookId: '={{ "" }}' }, emails());
		expect(none.error?.message).toBe('Webhook ID is empty');
		const gone = await rig.run(notified, emails());
		expect(gone.error?.message).toContain('Webhook not found');
		expect(routines().runs).toBe(0);
	});
});

describe('Routine: Run Batch', () => {
	const BATCH = { ...RUN, operation: 'runBatch' };

	test('success: all items in one file, which is uploaded without the key', async () => {
		rig = await ClayRig.start({ people: 250 });
		const run = await rig.run(BATCH, emails());
		expect(pairs(run)[0]).toEqual(emails().map((_, item) => ({ item })));
		expect(json(run.outputs[0])[249]).toEqual({
			itemId: expect.any(String),
			routineRunId: 'run_b000001',
			status: 'complete',
			result: expect.objectContaining({ job_title: rig.sandbox.people()[249].title }),
		});
		expect(rig.requests().filter((each) => !each.includes('/results'))).toEqual([
			'POST /routines/{id}/run-batch/upload-url -> 200',
			'PUT /files/file_000001 -> 200',
			'POST /routines/{id}/run-batch/start -> 202',
			'GET /files/run_b000001.jsonl -> 200',
		]);
		expect(routines()).toMatchObject({ batches: 1, charged: 250 });
	});

	test('a rejected row among good ones: its line is named, and none of the file was run', async () => {
		rig = await ClayRig.start({ people: 2 });
		const [a, b] = emails();
		const run = await rig.run(
			{ ...BATCH, itemId: '=i-{{ $itemIndex }}' },
			[a, { mail: 1 }, b],
			goOn,
		);
		expect(json(run.outputs[1]).map(({ error, details }) => [error, details])).toMatchObject([
			[expect.stringContaining('for the sake of other items'), { reason: 'row-unprocessed' }],
			[
				'Clay refused this item: email: Required input is missing',
				{ reason: 'row-rejected', outcome: 'not done' },
			],
			[expect.stringContaining('for the sake of other items'), { reason: 'row-unprocessed' }],
		]);
		const again = await rig.run({ ...BATCH, itemId: '=i-{{ $itemIndex }}' }, [a, b, b]);
		expect(again.outputs[0]).toHaveLength(3);
		expect(routines()).toMatchObject({ batches: 2, charged: 3 });
	});

	test('a retry of each step that does nothing, and none of the start', async () => {
		const rules = [
			{ kind: 'status-503' as const, path: 'upload-url', at: [1] },
			{ kind: 'drop-after' as const, method: 'PUT', at: [1] },
			{ kind: 'cut-body' as const, path: 'jsonl', at: [1] },
			{ kind: 'drop-after' as const, path: 'start', at: [2] },
		];
		rig = await ClayRig.start({ people: 2, faults: { seed: 1, rules } });
		expect((await rig.run(BATCH, emails())).outputs[0]).toHaveLength(2);
		const lost = await rig.run(BATCH, emails(), goOn);
		expect(json(lost.outputs[1])).toMatchObject(
			Array(2).fill({ details: { reason: 'unknown-outcome' } }),
		);
		expect(rig.requests().filter((each) => each.includes('start'))).toHaveLength(2);
	});

	test('an upload that fails for good: nothing was started', async () => {
		const rules = [{ kind: 'status-500' as const, method: 'PUT', at: [1] }];
		rig = await ClayRig.start({ people: 1, faults: { seed: 1, rules } });
		const { outputs } = await rig.run({ ...BATCH, gtmRetries: 0 }, emails(), goOn);
		expect(json(outputs[1])).toMatchObject([{ details: { outcome: 'not done' } }]);
		expect(routines().batches).toBe(0);
	});
});

describe('Routine: Get Results', () => {
	const GET = { resource: 'routine', operation: 'getResults' };
	const start = async (rest = {}) => {
		const webhook = { id: 'wh_1', url: 'http://127.0.0.1:9/', signingSecret: 's' };
		rig.sandbox.clay.registerWebhook(webhook);
		const parameters = { ...RUN, whenStarted: 'webhook', webhookId: 'wh_1', ...rest };
		const { outputs } = await rig.run(parameters, [...emails(), { mail: 1 }]);
		return json(outputs[0]).slice(0, 1);
	};

	test('success: how far a run is, then each of its results, those that failed as well', async () => {
		rig = await ClayRig.start({ people: 120, clay: { routines: { polls: 1 } } });
		const runs = await start();
		const running = await rig.run(GET, runs);
		expect(json(running.outputs[0])).toEqual([
			{ routineRunId: 'run_i000001', status: 'in_progress', finished: 0, total: 100 },
		]);
		const over = await rig.run(GET, [...runs, { routineRunId: 'run_i000002' }]);
		expect(pairs(over)[0]).toEqual([
			...Array(100).fill({ item: 0 }),
			// The second run is looked at for the first time.
			{ item: 1 },
		]);
		const second = await rig.run(GET, [{ routineRunId: 'run_i000002' }]);
		expect(json(second.outputs[0])).toHaveLength(21);
		expect(json(second.outputs[0])[20]).toMatchObject({
			status: 'failed',
			error: 'email: Required input is missing',
		});
	});

	test('success: of a batch', async () => {
		rig = await ClayRig.start({ people: 2, clay: { routines: { polls: 0 } } });
		const webhook = { id: 'wh_1', url: 'http://127.0.0.1:9/', signingSecret: 's' };
		rig.sandbox.clay.registerWebhook(webhook);
		const batch = { ...RUN, operation: 'runBatch', whenStarted: 'webhook', webhookId: 'wh_1' };
		const [run] = json((await rig.run(batch, emails())).outputs[0]);
		const { outputs } = await rig.run({ ...GET, mode: 'run-batch' }, [run]);
		expect(json(outputs[0])).toMatchObject(Array(2).fill({ status: 'complete' }));
	});

	test('a rejected row among good ones: a run that Clay does not know', async () => {
		rig = await ClayRig.start({ people: 1, clay: { routines: { polls: 0 } } });
		const [run] = await start();
		const got = await rig.run(GET, [{ routineRunId: 'run_gone' }, run, {}], goOn);
		expect(pairs(got)).toEqual([
			[{ item: 1 }, { item: 1 }],
			[{ item: 0 }, { item: 2 }],
		]);
		expect(json(got.outputs[1]).map(({ error }) => error)).toEqual([
			'Clay did not find what was asked for: Run not found',
			'Run ID is empty',
		]);
	});

	test('a retry after 503: nothing is started', async () => {
		const rules = [{ kind: 'status-503' as const, method: 'GET', at: [1] }];
		rig = await ClayRig.start({ people: 1, faults: { seed: 1, rules } });
		const runs = await start();
		expect((await rig.run(GET, runs)).outputs[0]).toHaveLength(1);
		expect(started()).toHaveLength(1);
	});
});
