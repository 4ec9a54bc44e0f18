import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { minutesLater, PhoneRig } from './support/phoneRig';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: PhoneRig;
beforeAll(async () => {
	rig = await PhoneRig.start();
});
afterEach(async () => {
	jest.restoreAllMocks();
	await rig.close();
});
afterAll(async () => {
	await rig.stop();
	log.remove();
});

describe('a run that ended in between', () => {
	test('what has been given out is asked for anew', async () => {
		await rig.open();
		const first = await rig.enrich(rig.ids(1));
		await rig.delivered(1);
		await first.wake();
		await rig.enrich(rig.ids(1));
		expect(rig.requests).toHaveLength(2);
	});

	test('another node, or another account, is another question', async () => {
		await rig.open();
		await rig.enrich(rig.ids(1));
		await rig.enrich(rig.ids(1), {}, { nodeId: 'another' });
		await rig.enrich(rig.ids(1), {}, { credential: { account: 'another' } });
		expect(rig.requests).toHaveLength(3);
	});

	test('stopped by a failure: what was asked for is kept for the next run', async () => {
		await rig.open({}, { apollo: { credits: 11 } });
		const stopped = await rig.enrich(rig.ids(20), { gtmInFlight: 1 }, { onError: 'stopWorkflow' });
		expect(stopped).toMatchObject({ status: 'error' });
		expect(stopped.error).toMatch(/^Apollo asks for payment or more credits/);
		expect(stopped.description).toMatch(/10 were asked for: the next run takes their answers\.$/);
		rig.sandbox.setCredits(1_000);
		const next = await rig.enrich(rig.ids(20), { gtmInFlight: 1 }, { onError: 'stopWorkflow' });
		await rig.delivered(2);
		await next.wake();
		expect(next).toMatchObject({ status: 'success' });
		expect(next.outputs[0]).toHaveLength(20);
		expect(rig.phones.asked).toBe(20);
	});

	test('on another store, as by a worker that shares no folder: every item says so', async () => {
		await rig.open({ neverShare: 1 });
		const execution = await rig.enrich(rig.ids(2));
		rig.newStore();
		await execution.wake();
		expect(execution.outputs[0]).toEqual([]);
		expect(json(execution.outputs[1]).map(({ error }) => error)).toEqual(
			Array(2).fill(
				expect.stringMatching(/^The answers cannot be read from .*it does not know of this run$/),
			),
		);
	});
});

describe('before anything is sent', () => {
	const refusedWith = async (parameters: IDataObject, more = {}) => {
		const execution = await rig.enrich(rig.ids(1), parameters, more);
		expect(rig.requests).toEqual([]);
		return json(execution.outputs[1]).map(({ error }) => error);
	};

	test('no receiver is active: what to activate, or to choose', async () => {
		await rig.open();
		await rig.receiver.deactivate();
		const { outputs } = await rig.enrich(rig.ids(1), {});
		expect(rig.requests).toEqual([]);
		expect(json(outputs[1])).toMatchObject([
			{
				error: 'No API Callback node is active on this n8n, so no answer could come back',
				message: expect.stringContaining('Or get the answers by Polling.') as unknown,
			},
		]);
	});

	test.each([0, -1, 43_201, 'soon'])('an answer deadline of %s', async (answerDeadline) => {
		await rig.open();
		expect(await refusedWith({ options: { answerDeadline } })).toEqual([
			`Answer Deadline is ${answerDeadline}, but has to be from 1 to 43200 minutes`,
		]);
	});

	test('a callback URL that is none', async () => {
		await rig.open();
		const [error] = await refusedWith({ options: { callbackUrl: 'n8n' } });
		expect(error).toBe('Callback URL "n8n" is not an address');
	});

	test('the old execution order, in which n8n cannot call the node again', async () => {
		await rig.open();
		const [error] = await refusedWith({}, { settings: { executionOrder: 'v0' } });
		expect(error).toMatch(/^The workflow runs in the old execution order/);
	});

	test('as the tool of an AI agent, and where nothing is connected to the node', async () => {
		await rig.open();
		expect(await refusedWith({}, { type: 'n8n-nodes-gtm.apolloTool' })).toEqual([
			"An AI agent's tool cannot wait for answers that come later",
		]);
		const id = { personId: 'a'.repeat(24) };
		const [error] = await refusedWith(id, { isAlone: true });
		expect(error).toMatch(/^Nothing is connected to the input of this node/);
	});

	test('an item that looks like the call to sleep is an item like any other', async () => {
		await rig.open();
		const item = { toolCallId: 'gtm-sleep', until: Date.now() + 1e9, id: '' };
		const execution = await rig.enrich([item]);
		expect(execution.status).toBe('success');
		expect(json(execution.outputs[1])).toMatchObject([{ error: 'Person ID is empty' }]);
	});
});

test.each([0, 1])(
	'two items that ask for the same person: one question, two answers (%s)',
	async (noNumberShare) => {
		await rig.open({ noNumberShare });
		const [person] = rig.ids(1);
		const execution = await rig.enrich([person, person]);
		await rig.delivered(1);
		await execution.wake();
		const phone = noNumberShare === 1 ? null : rig.numbers(1)[0];
		expect(json(execution.outputs[0])).toMatchObject([{ phone }, { phone }]);
		expect(rig.phones.asked).toBe(1);
	},
);

test('a credit ceiling: who could cost more than is left is not asked for', async () => {
	await rig.open();
	const execution = await rig.enrich(rig.ids(5), {
		options: { creditCeiling: 30 },
	});
	await rig.delivered(1);
	await execution.wake();
	expect(execution.outputs.map((output) => output.length)).toEqual([3, 2]);
	expect(json(execution.outputs[1])).toMatchObject(
		Array(2).fill({ details: { reason: 'credit-ceiling' } }),
	);
});

test('a dry run asks for nothing, and sleeps for nothing', async () => {
	await rig.open();
	const execution = await rig.enrich(rig.ids(12), {
		gtmOptions: { dryRun: true },
	});
	expect(execution.status).toBe('success');
	expect(rig.requests).toEqual([]);
	expect(json(execution.outputs[0])).toHaveLength(12);
	expect(json(execution.outputs[0])[0]).toMatchObject({
		dryRun: true,
		request: 1,
		items: 10,
		credits: 90,
	});
});

test('Retry On Fail asks for nobody twice', async () => {
	await rig.open(
		{},
		{ faults: { seed: 1, rules: [{ vendor: 'apollo', kind: 'status-500', at: [1] }] } },
	);
	const execution = await rig.enrich(
		rig.ids(20),
		{ gtmInFlight: 1, gtmRetries: 0 },
		{ retryOnFail: true },
	);
	await rig.delivered(1);
	minutesLater(30);
	await execution.wake();
	expect(rig.phones.asked).toBe(10);
	expect(rig.requests.filter((each) => each.startsWith('POST'))).toHaveLength(2);
});

test('a key without access to results: a callback may still come, and polling says what is missing', async () => {
	const server = await FaultServer.start(systemClock);
	server.afterwards(({ method }) =>
		method === 'POST'
			? reply(200, { matches: [{ id: 'p1' }], request_id: 1 })
			: reply(403, { error: 'not authorized', error_code: 'API_INACCESSIBLE' }),
	);
	const enrich = async (answersBy: string) =>
		await rig.enrich([{ id: 'p1' }], { answersBy }, { baseUrl: server.url, nodeId: answersBy });
	const called = await enrich('callback');
	const polling = await enrich('polling');
	minutesLater(5);
	await called.wake();
	expect(called.status).toBe('waiting');
	await polling.wake();
	expect(json(polling.outputs[1])).toMatchObject([{ details: { reason: 'forbidden' } }]);
	// With access, the next run takes what has been asked for.
	const next = await enrich('polling');
	expect(next.status).toBe('waiting');
	expect(server.arrivals.filter(({ method }) => method === 'POST')).toHaveLength(2);
	await server.close();
});

test('an ID of 64 bits stays what it is', async () => {
	const server = await FaultServer.start(systemClock);
	const requestId = '-9039995589705121907';
	server.afterwards(({ method }) =>
		method === 'POST'
			? { ...reply(200), body: `{"matches":[{"id":"p1"}],"request_id":${requestId}}` }
			: reply(404, { error_code: 'result_pending', retry_after_seconds: 10 }),
	);
	const execution = await rig.enrich(
		[{ id: 'p1' }],
		{ answersBy: 'polling' },
		{ baseUrl: server.url },
	);
	await execution.wake();
	expect(server.arrivals.at(-1)?.path).toBe(`/webhook_result/${requestId}`);
	await server.close();
});
