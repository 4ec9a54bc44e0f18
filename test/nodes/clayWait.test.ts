import { rmSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import type { SandboxOptions } from '../../sandbox';
import { ownStore, restartProcess } from './support/clay';
import { ClayWaitRig, COLUMN, minutesLater, until } from './support/clayWait';
import { json, ownLog } from './support/setup';
import type { WaitingExecution } from './support/waitingNode';

const log = ownLog();
const store = ownStore();
let rig: ClayWaitRig;
const start = async (options: SandboxOptions = {}) => (rig = await ClayWaitRig.start(options));
afterEach(async () => {
	jest.restoreAllMocks();
	await rig.stop();
	for (const end of ['', '-wal', '-shm']) rmSync(`${store.file}${end}`, { force: true });
	restartProcess();
});
afterAll(() => {
	log.remove();
	store.remove();
});

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const pairs = ({ outputs }: WaitingExecution) =>
	outputs.map((each) => each.map(({ pairedItem }) => pairedItem));
const results = ({ outputs }: WaitingExecution) =>
	json(outputs[0]).map(({ result }) => (result as IDataObject).title);
const errors = ({ outputs }: WaitingExecution) => json(outputs[1]).map(({ error }) => error);

describe('Table Row: Send and Wait for Result', () => {
	test('success: results come in any order, and each leaves with its own item', async () => {
		await start();
		const execution = await rig.send(rig.emails());
		expect(execution.status).toBe('waiting');
		await rig.sandbox.clay.idle();
		await execution.wake();
		expect(execution.status).toBe('success');
		expect(results(execution)).toEqual(rig.titles());
		expect(json(execution.outputs[0])[0]).toEqual({
			correlationId: expect.stringMatching(UUID),
			result: { correlation_id: expect.any(String), title: rig.titles()[0], found: true },
		});
		expect(pairs(execution)[0]).toEqual(rig.emails().map((_, item) => ({ item })));
		expect(rig.answers).toEqual({ 200: 20 });
		expect(rig.sandbox.clay.rows()).toHaveLength(20);
	});

	test('success: results that come while rows are still being sent are kept', async () => {
		const latency = { minMs: 20, maxMs: 20 };
		await start({ latency, clay: { enrichment: { minMs: 0, maxMs: 0 } } });
		const sending = rig.send(rig.emails(), { gtmInFlight: 1 });
		await until(() => (rig.answers[200] ?? 0) >= 3);
		expect(rig.sandbox.clay.rows().length).toBeLessThan(20);
		const execution = await sending;
		await rig.sandbox.clay.idle();
		if (execution.status === 'waiting') await execution.wake();
		expect(results(execution)).toEqual(rig.titles());
	});

	test('a rejected row among good ones: empty, and one that Clay refuses', async () => {
		await start({ clay: { webhook: { maxBytes: 300 } } });
		const [a, b] = rig.emails();
		const items = [a, {}, { ...b, text: 'x'.repeat(400) }];
		const execution = await rig.send(items, { rowJson: '={{ $json }}' });
		await rig.sandbox.clay.idle();
		await execution.wake();
		expect(pairs(execution)).toEqual([[{ item: 0 }], [{ item: 1 }, { item: 2 }]]);
		expect(errors(execution)).toEqual([
			'The row is empty',
			'The request or the answer is too large for Clay: Payload too large',
		]);
	});

	test('a retry after 429; a row whose answer was lost is not sent again, and its result comes', async () => {
		const rules = [
			{ kind: 'burst-429' as const, at: [1], length: 1, retryAfter: 0 },
			{ kind: 'drop-after' as const, at: [4] },
		];
		await start({ faults: { seed: 1, rules } });
		const execution = await rig.send(rig.emails(5), { gtmInFlight: 1 });
		await rig.sandbox.clay.idle();
		await execution.wake();
		expect(results(execution)).toEqual(rig.titles(5));
		expect(rig.sandbox.state().clay).toMatchObject({ rows: 5, lost: { rows: 1 } });
	});
});

describe('what does not come', () => {
	test('in time: missing ones leave on the error output, the others with their results', async () => {
		await start({ clay: { enrichment: { neverShare: 0.25 } } });
		const execution = await rig.send(rig.emails(8), { options: { answerDeadline: 10 } });
		await rig.sandbox.clay.idle();
		await execution.wake();
		expect(execution.status).toBe('waiting');
		minutesLater(10);
		await execution.wake();
		expect(execution.outputs.map((each) => each.length)).toEqual([6, 2]);
		expect(json(execution.outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('no answer came within 10 min'),
			details: { reason: 'row-unanswered', outcome: 'unknown' },
		});
	});

	test('although the row may not have arrived: an unknown outcome when the time is up', async () => {
		await start({
			faults: { seed: 1, rules: [{ kind: 'drop-before', at: [1] }] },
		});
		const execution = await rig.send(rig.emails(1));
		expect(execution.status).toBe('waiting');
		minutesLater(30);
		await execution.wake();
		expect(json(execution.outputs[1])).toMatchObject([{ details: { reason: 'unknown-outcome' } }]);
		expect(rig.sandbox.clay.rows()).toEqual([]);
	});

	test('n8n was restarted meanwhile: nothing of it is lost', async () => {
		await start();
		const execution = await rig.send(rig.emails(6));
		restartProcess();
		await rig.sandbox.clay.idle();
		restartProcess();
		await execution.wake();
		expect(results(execution)).toEqual(rig.titles(6));
	});

	test('n8n was killed, and the rows come again: results are taken over, no row is sent twice', async () => {
		await start({ clay: { enrichment: { minMs: 30, maxMs: 60 } } });
		await rig.send(rig.emails(6));
		restartProcess();
		const next = await rig.send(rig.emails(6));
		await rig.sandbox.clay.idle();
		await next.wake();
		expect(results(next)).toEqual(rig.titles(6));
		expect(rig.sandbox.clay.rows()).toHaveLength(6);
	});
});

describe('what a column may call with', () => {
	const address = () => String(rig.sandbox.clay.rows()[0]?.callback_url);
	const waiting = async () => {
		await start();
		rig.sandbox.clay.setColumn(undefined);
		return await rig.send(rig.emails(1));
	};

	test('the same row twice: the first result counts, the second is taken as known', async () => {
		const execution = await waiting();
		expect(await rig.call(address(), '{"a":1}')).toBe(200);
		expect(await rig.call(address(), '{"a":2}')).toBe(200);
		await execution.wake();
		expect(json(execution.outputs[0])).toMatchObject([{ result: { a: 1 } }]);
		expect(await rig.call(address(), '{"a":3}')).toBe(200);
	});

	test.each([
		['a quote in a cell', '{"name": "Ann "A" Lee"}', 400],
		['6 MB', JSON.stringify({ text: 'x'.repeat(6_000_000) }), 413],
	])('%s: refused, and the execution sleeps on for a good one', async (_, body, status) => {
		const execution = await waiting();
		expect(await rig.call(address(), body)).toBe(status);
		await execution.wake();
		expect(execution.status).toBe('waiting');
		expect(await rig.call(address(), '{"a":1}')).toBe(200);
		await execution.wake();
		expect(json(execution.outputs[0])).toMatchObject([{ result: { a: 1 } }]);
	});

	test('another secret, another execution, and no address of a row', async () => {
		const execution = await waiting();
		const url = address();
		expect(await rig.call(`${url}x`, '{}')).toBe(401);
		expect(await rig.call(url.replace(/for=[\w-]+/, 'for=unknown-run'), '{}')).toBe(404);
		expect(await rig.call(rig.receiver.url(), '{}')).toBe(404);
		await execution.wake();
		expect(execution.status).toBe('waiting');
	});

	test('a row that is run again when the execution is long over: taken, nothing happens', async () => {
		await start();
		const execution = await rig.send(rig.emails(2));
		await rig.sandbox.clay.idle();
		await execution.wake();
		rig.sandbox.clay.runAgain();
		await rig.sandbox.clay.idle();
		expect(rig.answers).toEqual({ 200: 4 });
		expect(rig.receiver.runs).toEqual([]);
	});

	test('a column that breaks for some rows, is mended and run again: all results come, once', async () => {
		await start();
		const body = COLUMN.body.replace('{', '{"note": "{{note}}", ');
		rig.sandbox.clay.setColumn({ ...COLUMN, body });
		const notes = ['', 'say "hi"', 'none', '"'];
		const items = rig.emails(4).map((item, place) => ({ ...item, note: notes[place] }));
		const execution = await rig.send(items);
		await rig.sandbox.clay.idle();
		expect(rig.answers).toEqual({ 200: 2, 400: 2 });
		rig.sandbox.clay.setColumn(COLUMN);
		rig.sandbox.clay.runAgain();
		await rig.sandbox.clay.idle();
		await execution.wake();
		expect(rig.answers).toEqual({ 200: 6, 400: 2 });
		expect(results(execution)).toEqual(rig.titles(4));
		// Those that came first count.
		const came = json(execution.outputs[0]).map(({ result }) => (result as IDataObject).note);
		expect(came).toEqual(['', undefined, 'none', undefined]);
	});

	test('the result of another row: refused for its item, with what to change', async () => {
		const execution = await waiting();
		await rig.call(address(), '{"correlation_id":"of another row"}');
		await execution.wake();
		expect(json(execution.outputs[1])).toMatchObject([
			{
				error: expect.stringContaining('is about of another row'),
				message: expect.stringContaining('from the same row'),
			},
		]);
	});
});

describe('what is needed before anything is sent', () => {
	test('an active API Callback node', async () => {
		await start();
		await rig.receiver.deactivate();
		const execution = await rig.send(rig.emails(1));
		expect(json(execution.outputs[1])).toMatchObject([
			{
				error: 'No API Callback node is active on this n8n, so no answer could come back',
				// There is nothing to poll in Clay.
				message:
					'Activate a workflow with an API Callback node once; n8n takes some seconds for it.',
			},
		]);
		expect(rig.sandbox.clay.rows()).toEqual([]);
	});

	test('a field for the address', async () => {
		await start();
		const message = 'Callback URL Field has to be a field of its own';
		const same = await rig.send(rig.emails(1), { callbackField: 'correlation_id' });
		expect(errors(same)).toEqual([message]);
		expect(rig.sandbox.clay.rows()).toEqual([]);
	});

	test('a place among the 50,000 rows', async () => {
		await start();
		const credential = { rowsBefore: 49_999 };
		const execution = await rig.send(rig.emails(3), { gtmInFlight: 1 }, { credential });
		await rig.sandbox.clay.idle();
		await execution.wake();
		expect(execution.outputs.map((each) => each.length)).toEqual([1, 2]);
		expect(errors(execution)[0]).toContain('a webhook takes 50,000 rows in its lifetime');
		expect(execution.hints.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('50,000 of the 50,000 rows'),
		);
		expect(rig.sandbox.clay.rows()).toHaveLength(1);
	});
});

test('IDs of the user, in fields of their choice; rows that say the same are sent once', async () => {
	await start();
	rig.sandbox.clay.setColumn({
		endpoint: '{{answer_to}}',
		body: COLUMN.body.replaceAll('correlation_id', 'key'),
	});
	const [a, b] = rig.emails();
	const fields = { correlationField: 'key', callbackField: 'answer_to' };
	const known = { ...fields, correlationId: '={{ $json.id }}', rowJson: '={{ $json.row }}' };
	const items = [
		{ id: 'x', row: a },
		{ id: 'y', row: b },
		{ id: 'x', row: a },
	];
	const execution = await rig.send(items, known);
	await rig.sandbox.clay.idle();
	await execution.wake();
	expect(json(execution.outputs[0]).map(({ correlationId }) => correlationId)).toEqual([
		'x',
		'y',
		'x',
	]);
	expect(rig.sandbox.clay.rows()).toHaveLength(2);
});

test('the addresses and the webhook are in no log and no error', async () => {
	await start({ clay: { enrichment: { neverShare: 1 } } });
	const execution = await rig.send(rig.emails(1));
	const token = new URL(String(rig.sandbox.clay.rows()[0]?.callback_url)).searchParams.get('for');
	minutesLater(30);
	await execution.wake();
	const told = JSON.stringify([log.rows(), execution.outputs, rig.host.logged]);
	expect(token).toMatch(/\..{43}$/);
	expect(told).not.toContain(String(token).split('.')[2]);
});
