import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import type { FaultRule } from '../../sandbox';
import { minutesLater, PhoneRig, until } from './support/phoneRig';
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

describe('Person: Enrich with Phone', () => {
	test('success: the node sleeps until the numbers have come, and gives each to its own item', async () => {
		await rig.open({ peoplePerCallback: 1, delay: { minMs: 0, maxMs: 60 } });
		const execution = await rig.enrich(rig.ids(12));
		expect(rig.requests).toEqual(Array(2).fill('POST /api/v1/people/bulk_match -> 200'));
		await rig.delivered(12);
		await execution.wake();

		expect(execution).toMatchObject({ status: 'success', runs: 1 });
		const people = rig.sandbox.people().slice(0, 12);
		const [given = [], failed] = execution.outputs;
		expect(failed).toEqual([]);
		expect(json(given)).toMatchObject(
			people.map(({ id, email, phone }) => ({ matched: true, id, email, phone })),
		);
		expect(given.map(({ pairedItem }) => pairedItem)).toEqual(people.map((_, item) => ({ item })));
		expect(json(execution.behind)).toEqual(json(given));
		const [{ phone }] = people;
		const rest = { status: 'valid_number', do_not_call: 'not_found' };
		expect(given[0]?.json.phones).toEqual([
			{ number: phone, type: 'mobile', confidence: 'high', ...rest },
			{ number: `${phone}0`, type: 'other', confidence: 'low', ...rest },
		]);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(12 * 9);
		expect(execution.hints.map(({ message }) => message)).toContain('12 of 12 answers came.');
	});

	test('success: callbacks that come while the node still sends are not lost', async () => {
		await rig.open({ earlyShare: 1 }, { latency: { minMs: 30, maxMs: 40 } });
		const execution = await rig.enrich(rig.ids(30), { gtmInFlight: 1 });
		await until(() => rig.phones.early === 3);
		// The first ones came before the last request left.
		await execution.wake();
		expect(execution.status).toBe('success');
		expect(json(execution.outputs[0]).map(({ phone }) => phone)).toEqual(rig.numbers(30));
	});

	test('success: a person whom Apollo does not know, and one without a number', async () => {
		await rig.open({ noNumberShare: 1 });
		const items = [{ id: '0'.repeat(24) }, ...rig.ids(1)];
		const execution = await rig.enrich(items);
		await rig.delivered(1);
		await execution.wake();
		expect(json(execution.outputs[0])).toMatchObject([
			{ matched: false, id: '0'.repeat(24) },
			{ matched: true, phone: null, phones: [] },
		]);
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(1);
	});

	test('success: a callback that n8n has lost is asked for after five minutes', async () => {
		// As n8n answers everything while it starts.
		const starting = await FaultServer.start(systemClock);
		starting.afterwards(reply(200, 'n8n is starting up. Please wait'));
		await rig.open();
		const options = { callbackUrl: `${starting.url}/webhook/1/webhook` };
		const execution = await rig.enrich(rig.ids(12), { options });
		await rig.delivered(2);
		await starting.close();
		minutesLater(4);
		await execution.wake();
		expect(execution.status).toBe('waiting');
		expect(rig.requests).toHaveLength(2);
		minutesLater(5);
		await execution.wake();
		expect(execution.status).toBe('success');
		expect(json(execution.outputs[0]).map(({ phone }) => phone)).toEqual(rig.numbers(12));
	});

	test('success: by polling, where nobody can call n8n', async () => {
		const apollo = await FaultServer.start(systemClock);
		const person = (id: string) => ({ id, phone_numbers: [{ sanitized_number: `+${id}` }] });
		const ready = { webhook_status: 'success', webhook_result: { people: [person('1')] } };
		apollo.answers(
			reply(200, { matches: [{ id: '1' }], request_id: -11 }),
			reply(200, { matches: [{ id: '2' }], request_id: 22 }),
			reply(404, { error_code: 'result_pending', retry_after_seconds: 10 }),
			reply(200, { webhook_status: 'in_progress', webhook_result: null }),
			reply(200, ready),
			// What Apollo could not deliver is there all the same.
			reply(200, { webhook_status: 'failed', webhook_result: { people: [person('2')] } }),
		);
		const parameters = { answersBy: 'polling', gtmInFlight: 1, gtmOptions: { itemsPerRequest: 1 } };
		const items = [{ id: '1' }, { id: '2' }];
		const execution = await rig.enrich(items, parameters, { baseUrl: apollo.url });
		await execution.wake();
		expect(execution.status).toBe('waiting');
		minutesLater(1);
		await execution.wake();
		expect(execution).toMatchObject({ status: 'success', runs: 1 });
		expect(json(execution.outputs[0])).toMatchObject([{ phone: '+1' }, { phone: '+2' }]);
		const called = apollo.arrivals.map(({ method, path }) => `${method} ${path}`);
		expect(called).toEqual([
			...Array(2).fill('POST /people/bulk_match?reveal_phone_number=true&poll_only=true'),
			...Array(2).fill(['GET /webhook_result/-11', 'GET /webhook_result/22']).flat(),
		]);
		await apollo.close();
	});

	test('a rejected row leaves on the error output; the others are asked for all the same', async () => {
		await rig.open();
		const items = [{ id: '' }, ...rig.ids(2), { id: 'no id' }];
		const execution = await rig.enrich(items, {
			identifyBy: 'id',
			personId: '={{ $json.id }}',
		});
		await rig.delivered(1);
		await execution.wake();
		expect(json(execution.outputs[1])).toMatchObject([
			{ error: 'Person ID is empty', details: { reason: 'bad-input' } },
		]);
		expect(json(execution.outputs[0]).map(({ matched }) => matched)).toEqual([true, true, false]);
	});

	test('a rejected row: an answer that never comes leaves on the error output when the time is up', async () => {
		await rig.open({ neverShare: 0.3 });
		const execution = await rig.enrich(rig.ids(30), {
			gtmOptions: { itemsPerRequest: 2 },
			options: { answerDeadline: 5 },
		});
		// Those that never come are the sandbox's choice.
		const { coming } = rig.phones;
		expect(coming).toBeLessThan(30);
		await rig.delivered(coming / 2);
		await execution.wake();
		expect(execution.status).toBe('waiting');
		minutesLater(5);
		await execution.wake();
		expect(execution.status).toBe('success');
		expect(execution.outputs.map((output) => output.length)).toEqual([coming, 30 - coming]);
		const [missing] = execution.outputs[1];
		expect(missing.json).toMatchObject({
			error: 'Apollo did not say what became of this item: no answer came within 5 min',
			details: { reason: 'row-unanswered', outcome: 'unknown' },
		});
		// Asked once more by polling before it was given up.
		expect(rig.requests.filter((each) => each.startsWith('GET'))).toHaveLength((30 - coming) / 2);
	});

	test('a retry: a request that was not taken is sent again, under the same address', async () => {
		const limit: FaultRule = { vendor: 'apollo', kind: 'burst-429', at: [1], length: 1 };
		await rig.open({}, { faults: { seed: 1, rules: [{ ...limit, retryAfter: 0 }] } });
		const execution = await rig.enrich(rig.ids(3));
		await rig.delivered(1);
		await execution.wake();
		expect(rig.requests).toEqual([
			'POST /api/v1/people/bulk_match -> 429',
			'POST /api/v1/people/bulk_match -> 200',
		]);
		expect(execution.outputs.map((output) => output.length)).toEqual([3, 0]);
	});

	test('a retry: one whose answer was lost is not sent again, and its numbers come all the same', async () => {
		await rig.open(
			{},
			{ faults: { seed: 1, rules: [{ vendor: 'apollo', kind: 'drop-after', at: [1] }] } },
		);
		const execution = await rig.enrich(rig.ids(3));
		await rig.delivered(1);
		await execution.wake();
		expect(rig.requests).toHaveLength(1);
		expect(json(execution.outputs[0]).map(({ phone }) => phone)).toEqual(rig.numbers(3));
		expect(rig.sandbox.state().apollo.creditsConsumed).toBe(3 * 9);
	});
});
