import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { started, stopAll } from './startedSandbox';

interface Payload {
	total_requested_enrichments: number;
	missing_records: number;
	people: Array<{
		id: string;
		phone_numbers: Array<{ sanitized_number: string; type_cd: string }>;
	}>;
}

let receiver: Server;
let url: string;
let calls: Payload[] = [];
let statuses: number[] = [];
beforeAll(async () => {
	receiver = createServer(async (request, response) => {
		const body: Buffer[] = [];
		for await (const part of request) body.push(part as Buffer);
		calls.push(JSON.parse(Buffer.concat(body).toString()) as Payload);
		response.writeHead(statuses.shift() ?? 200).end();
	});
	await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callback?for=1`;
});
beforeEach(() => {
	calls = [];
	statuses = [];
});
afterEach(stopAll);
afterAll(async () => {
	receiver.closeAllConnections();
	await new Promise((done) => receiver.close(done));
});

type Phones = NonNullable<NonNullable<Parameters<typeof started>[0]>['apollo']>['phones'];

/** Asks for the numbers of the first people. */
async function ask(
	count: number,
	phones: Phones = {},
	query: Record<string, string> = { webhook_url: url },
) {
	const { sandbox, apollo } = await started({
		apollo: { phones: { delay: { minMs: 1, maxMs: 5 }, ...phones } },
	});
	const details = sandbox
		.people()
		.slice(0, count)
		.map(({ id }) => ({ id }));
	const search = new URLSearchParams({ reveal_phone_number: 'true', ...query }).toString();
	const answer = await apollo(`POST /people/bulk_match?${search}`, { details });
	const [, requestId = ''] = /"request_id":(-?\d+)/.exec(answer.text) ?? [];
	const result = async () => await apollo(`GET /webhook_result/${requestId}`);
	return { sandbox, apollo, answer, requestId, result };
}

async function until(isSo: () => boolean): Promise<void> {
	const end = Date.now() + 20_000;
	while (!isSo()) {
		if (Date.now() > end) throw new Error('It did not happen');
		await pause(2);
	}
}

describe('Apollo: phone numbers', () => {
	it('come to the webhook after the answer, and cost eight credits each', async () => {
		const { sandbox, answer, requestId } = await ask(3);
		expect(answer).toMatchObject({ status: 200, json: { credits_consumed: 3 } });
		expect(requestId).toMatch(/^-?\d{16,19}$/);
		await until(() => calls.length === 1);
		const [{ total_requested_enrichments, missing_records, people }] = calls;
		expect([total_requested_enrichments, missing_records]).toEqual([3, 0]);
		expect(people.map(({ id }) => id)).toEqual(
			sandbox
				.people()
				.slice(0, 3)
				.map(({ id }) => id),
		);
		expect(people[0].phone_numbers[1]).toMatchObject({
			sanitized_number: sandbox.people()[0].phone,
			type_cd: 'mobile',
		});
		expect(sandbox.state().apollo.creditsConsumed).toBe(27);
	});

	it('come in several callbacks, twice, or for a part of the people only, when told so', async () => {
		const { sandbox } = await ask(10, { peoplePerCallback: 4, repeatShare: 1, noNumberShare: 0.5 });
		await until(() => calls.length === 6);
		const asked = calls.map(({ total_requested_enrichments }) => total_requested_enrichments);
		expect(asked.toSorted()).toEqual([2, 2, 4, 4, 4, 4]);
		const found = new Set(calls.flatMap(({ people }) => people.map(({ id }) => id)));
		expect(found.size).toBeLessThan(10);
		expect(sandbox.state().apollo.creditsConsumed).toBe(10 + found.size * 8);
	});

	it('are sent again until they are taken, and given up after the last try', async () => {
		statuses = [500, 503];
		const { sandbox } = await ask(1, { retries: 2, retryDelayMs: 1 });
		await until(() => sandbox.state().apollo.phones.delivered === 1);
		expect(calls).toHaveLength(3);
		statuses = [500, 500];
		const lost = await ask(1, { retries: 1, retryDelayMs: 1 });
		await until(() => lost.sandbox.state().apollo.phones.lost === 1);
	});

	it('can be polled for, without a webhook', async () => {
		const { result, sandbox } = await ask(
			2,
			{ delay: { minMs: 400, maxMs: 400 } },
			{ poll_only: 'true' },
		);
		expect(await result()).toMatchObject({
			status: 404,
			json: { error_code: 'result_pending', retry_after_seconds: 10 },
		});
		await pause(450);
		expect(await result()).toMatchObject({
			status: 200,
			json: {
				webhook_status: 'success',
				request_type: 'phone',
				webhook_result: {
					people: sandbox
						.people()
						.slice(0, 2)
						.map(({ id }) => ({ id })),
				},
			},
		});
		expect(calls).toEqual([]);
	});

	it('that never come are pending for ever, and cost nothing', async () => {
		const { result, sandbox } = await ask(2, { neverShare: 1 });
		await pause(20);
		expect((await result()).status).toBe(404);
		expect(calls).toEqual([]);
		expect(sandbox.state().apollo).toMatchObject({
			creditsConsumed: 2,
			phones: { asked: 2, coming: 0 },
		});
	});

	it('refuses IDs that it has not given, and that are none', async () => {
		const { apollo } = await ask(1);
		expect(await apollo('GET /webhook_result/12')).toMatchObject({
			status: 404,
			json: { error_code: 'request_id_unknown' },
		});
		expect(await apollo('GET /webhook_result/twelve')).toMatchObject({
			status: 400,
			json: { error_code: 'invalid_request_id' },
		});
	});

	it('are refused without a webhook, unless they are polled for', async () => {
		const { answer } = await ask(1, {}, {});
		expect(answer).toMatchObject({ status: 400, json: { error_code: 'INVALID_REQUEST' } });
	});
});
