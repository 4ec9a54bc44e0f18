import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IWebhookFunctions } from 'n8n-workflow';
import { wakeUp } from '../../nodes/shared/node/durableWaitSleep';
import { callbacksAt } from '../../nodes/shared/store/callbacks';
import { CallbackReceivers } from '../../nodes/shared/store/callbackReceivers';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { PhoneRig, until } from './support/phoneRig';
import { json, ownLog } from './support/setup';
import type { WaitingExecution } from './support/waitingNode';

const log = ownLog();
let rig: PhoneRig;
let vendor: FaultServer;
beforeAll(async () => {
	rig = await PhoneRig.start();
});
beforeEach(async () => {
	rig.newStore();
	await rig.receiver.activate();
	vendor = await FaultServer.start(systemClock);
	vendor.afterwards(({ body }) => {
		const { details } = JSON.parse(body) as { details: Array<{ id: string }> };
		return reply(200, { matches: details, request_id: 1 });
	});
});
afterEach(async () => await vendor.close());
afterAll(async () => {
	await rig.stop();
	log.remove();
});

const ID = 'a'.repeat(24);
const OTHER = 'b'.repeat(24);
const numbers = (id: string, number: string) => ({
	total_requested_enrichments: 1,
	missing_records: 0,
	people: [
		{ id, status: 'success', phone_numbers: [{ sanitized_number: number, type_cd: 'mobile' }] },
	],
});

/** An execution that sleeps, and the addresses that Apollo was given, one for each of its requests. */
async function asleep(
	...people: string[]
): Promise<{ execution: WaitingExecution; urls: string[] }> {
	const before = vendor.arrivals.length;
	const execution = await rig.enrich(
		people.map((id) => ({ id })),
		{ gtmInFlight: 1, gtmOptions: { itemsPerRequest: 1 } },
		{ baseUrl: vendor.url },
	);
	expect(execution.status).toBe('waiting');
	expect(execution.sleepsFor).toBeGreaterThan(0);
	expect(execution.sleepsFor).toBeLessThanOrEqual(60_000);
	const urls = vendor.arrivals
		.slice(before)
		.map(({ path }) => new URL(path, vendor.url).searchParams.get('webhook_url') ?? '');
	return { execution, urls };
}

async function post(url: string, body: unknown) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const response = await fetch(url, { method: 'POST', body: text });
	const { message } = (await response.json().catch(() => ({}))) as { message?: string };
	return { status: response.status, message };
}

const phonesOf = (execution: WaitingExecution) =>
	json(execution.outputs[0]).map(({ id, phone }) => [id, phone]);

/** The address with another run, request or token in it. */
function forged(url: string, change: (parts: string[]) => string[]): string {
	const address = new URL(url);
	const parts = (address.searchParams.get('for') ?? '').split('.');
	address.searchParams.set('for', change(parts).join('.'));
	return address.toString();
}

test('an answer is taken, and the item has it', async () => {
	const { execution, urls } = await asleep(ID);
	expect(await post(urls[0], numbers(ID, '+1'))).toEqual({ status: 200, message: 'Taken' });
	await execution.wake();
	expect(phonesOf(execution)).toEqual([[ID, '+1']]);
	expect(rig.receiver.runs).toEqual([]);
});

test('one that comes before the vendor has answered the request itself', async () => {
	const early: Array<Promise<unknown>> = [];
	vendor.afterwards(({ path }) => ({
		...reply(200, { matches: [{ id: ID }], request_id: 1 }),
		delayMs: 100,
		meanwhile: () => {
			const url = new URL(path, vendor.url).searchParams.get('webhook_url') ?? '';
			early.push(post(url, numbers(ID, '+1')));
		},
	}));
	const execution = await rig.enrich([{ id: ID }], {}, { baseUrl: vendor.url });
	expect(await Promise.all(early)).toEqual([{ status: 200, message: 'Taken' }]);
	// All was there when it had been sent: there is nothing to sleep for.
	expect(execution.status).toBe('success');
	expect(phonesOf(execution)).toEqual([[ID, '+1']]);
});

test('twice: 200 each time, and the first one counts', async () => {
	const { execution, urls } = await asleep(ID);
	await post(urls[0], numbers(ID, '+1'));
	expect(await post(urls[0], numbers(ID, '+2'))).toEqual({ status: 200, message: 'Known already' });
	await execution.wake();
	expect(phonesOf(execution)).toEqual([[ID, '+1']]);
});

test('late: 200, and nobody gets it', async () => {
	const { execution, urls } = await asleep(ID);
	await post(urls[0], numbers(ID, '+1'));
	await execution.wake();
	const late = await post(urls[0], numbers(ID, '+2'));
	expect(late).toEqual({ status: 200, message: 'Nobody waits for it any more' });
	const next = await asleep(ID);
	await next.execution.wake();
	expect(next.execution.status).toBe('waiting');
});

test('for a run that was killed: the next one has not asked again, and gets it', async () => {
	const { urls } = await asleep(ID);
	const next = await rig.enrich([{ id: ID }], {}, { baseUrl: vendor.url });
	expect(vendor.arrivals).toHaveLength(1);
	expect(next.status).toBe('waiting');
	await post(urls[0], numbers(ID, '+1'));
	await next.wake();
	expect(phonesOf(next)).toEqual([[ID, '+1']]);
	expect(next.hints.map(({ message }) => message)).toContain(
		'1 answer had been asked for by an earlier run.',
	);
});

test('for an unknown run, or at no address of ours: 404', async () => {
	const { urls } = await asleep(ID);
	const unknown = { status: 404, message: 'Nothing waits at this address' };
	const other = forged(urls[0], ([, ...rest]) => ['00000000-0000-4000-8000-000000000000', ...rest]);
	expect(await post(other, numbers(ID, '+1'))).toEqual(unknown);
	expect(await post(rig.receiver.url(), numbers(ID, '+1'))).toEqual(unknown);
	expect(
		await post(
			forged(urls[0], (parts) => [...parts, 'x']),
			{},
		),
	).toEqual(unknown);
});

test.each<[string, (parts: string[]) => string[]]>([
	['another token', ([run, part]) => [run, part, 'x'.repeat(43)]],
	['a token that lacks its end', ([run, part, token]) => [run, part, token.slice(0, -1)]],
	['the token of another request', ([run, , token]) => [run, '2', token]],
])('with %s: 401, and nobody gets it', async (_, change) => {
	const { execution, urls } = await asleep(ID, OTHER);
	const refused = await post(forged(urls[0], change), numbers(OTHER, '+1'));
	expect(refused).toEqual({ status: 401, message: 'The token is another one' });
	await execution.wake();
	expect(execution.status).toBe('waiting');
});

test('about somebody else’s request: the two never mix', async () => {
	const { execution, urls } = await asleep(ID, OTHER);
	await post(urls[0], numbers(OTHER, '+9'));
	await post(urls[0], numbers(ID, '+1'));
	await execution.wake();
	expect(execution.status).toBe('waiting');
	await post(urls[1], numbers(OTHER, '+2'));
	await execution.wake();
	expect(phonesOf(execution)).toEqual([
		[ID, '+1'],
		[OTHER, '+2'],
	]);
});

test.each([
	['broken JSON', '{"people": [', 400, 'The answer is not readable as JSON'],
	['nothing', '', 400, 'The answer is not readable as JSON'],
	['no list', '{"person": {}}', 400, 'The answer holds no list of answers'],
	[
		'six megabytes',
		JSON.stringify({ people: [], text: 'x'.repeat(6e6) }),
		413,
		'The answer is too large',
	],
])('%s: refused, and the right answer is still taken', async (_, body, status, message) => {
	const { execution, urls } = await asleep(ID);
	expect(await post(urls[0], body)).toEqual({ status, message });
	expect(await post(urls[0], numbers(ID, '+1'))).toEqual({ status: 200, message: 'Taken' });
	await execution.wake();
	expect(phonesOf(execution)).toEqual([[ID, '+1']]);
});

test('a hundred callbacks at once, each twice: every number on its own item', async () => {
	const people = Array.from({ length: 100 }, (_, place) => String(place).padStart(24, '0'));
	const { execution, urls } = await asleep(...people);
	const calls = urls.flatMap((url, place) => [
		post(url, numbers(people[place], `+${place}`)),
		post(url, numbers(people[place], `+${place}`)),
	]);
	const answers = await Promise.all(calls);
	expect(answers.filter(({ message }) => message === 'Taken')).toHaveLength(100);
	await execution.wake();
	expect(phonesOf(execution)).toEqual(people.map((id, place) => [id, `+${place}`]));
});

test('a store that cannot be written: 503, for the sender to try again', async () => {
	const { urls } = await asleep(ID);
	jest
		.spyOn(callbacksAt(process.env.GTM_STORE_FILE ?? ''), 'take')
		.mockReturnValue({ ok: false, message: 'disk full' });
	expect(await post(urls[0], numbers(ID, '+1'))).toMatchObject({ status: 503 });
	jest.restoreAllMocks();
	expect(await post(urls[0], numbers(ID, '+1'))).toMatchObject({ status: 200 });
	expect(rig.host.logged.join('\n')).toContain('an answer cannot be kept: disk full');
});

test('the node’s own webhook wakes the execution up when all is there, and not before', async () => {
	const wake = async (run: string) =>
		await wakeUp.call({ getQueryData: () => ({ run }) } as object as IWebhookFunctions);
	const { urls } = await asleep(ID);
	const run = (new URL(urls[0]).searchParams.get('for') ?? '').split('.')[0];
	expect(await wake(run)).not.toHaveProperty('workflowData');
	await post(urls[0], numbers(ID, '+1'));
	expect(await wake(run)).toEqual({ workflowData: [] });
	expect(await wake('unknown')).not.toHaveProperty('workflowData');
});

describe('the last answer wakes the execution up', () => {
	let n8n: Server;
	const calls: string[] = [];
	let statuses: number[] = [];
	beforeAll(async () => {
		n8n = createServer((request, response) => {
			calls.push(`${request.method} ${request.url}`);
			response.writeHead(statuses.shift() ?? 200).end();
		});
		await new Promise<void>((done) => n8n.listen(0, '127.0.0.1', done));
		rig.receiver.baseUrl = `http://127.0.0.1:${(n8n.address() as AddressInfo).port}`;
	});
	beforeEach(() => calls.splice(0));
	afterEach(() => jest.restoreAllMocks());
	afterAll(async () => {
		rig.receiver.baseUrl = rig.host.url;
		await new Promise((done) => n8n.close(done));
	});

	/** n8n has another address than the one that callbacks come to, as behind a proxy. */
	const through = (url: string) => url.replace(/^http:\/\/[^/]+/, rig.host.url);

	test('at the address that n8n has, once, and with its own token', async () => {
		const { urls } = await asleep(ID, OTHER);
		await post(through(urls[0]), numbers(ID, '+1'));
		await post(through(urls[1]), numbers(OTHER, '+2'));
		await post(through(urls[1]), numbers(OTHER, '+2'));
		await until(() => calls.length > 0);
		expect(calls).toEqual([expect.stringMatching(/^POST \/+\d+\/gtm-wake\?.*run=[\w-]+/)]);
	});

	test('again a little later, while it is still going to sleep', async () => {
		jest.spyOn(systemClock, 'sleep').mockResolvedValue();
		statuses = [409, 409];
		const { urls } = await asleep(ID);
		await post(through(urls[0]), numbers(ID, '+1'));
		await until(() => calls.length === 3);
	});
});

test('the receiver is listed while it is active, and not for a test in the editor', async () => {
	const receivers = new CallbackReceivers(process.env.GTM_STORE_FILE ?? '');
	const listed = () => {
		const url = receivers.url();
		return url.ok ? url.value : url.message;
	};
	expect(listed()).toBe(rig.receiver.url());
	await rig.receiver.deactivate();
	expect(listed()).toBeUndefined();
	await rig.receiver.listen();
	expect(listed()).toBeUndefined();
	await rig.receiver.stopListening();
	await rig.receiver.restart();
	expect(listed()).toBe(rig.receiver.url());
});
