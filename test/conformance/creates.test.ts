import type { IDataObject } from 'n8n-workflow';
import type { Outcome } from '../../nodes/shared/engine/client';
import { explain } from '../../nodes/shared/engine/explain';
import { create, read } from '../engine/support/testVendor';
import { contact, json, ownLog, Rig } from '../nodes/support/setup';
import { type FaultServer, reply, reset, resetUnread, type Reply } from './server/faultServer';
import { CREATE, hubSpotNode, UPSERT, written } from './support/hubSpotNode';
import { eachTest, type Scene } from './support/scene';

const log = ownLog();
afterAll(() => log.remove());

let scene: Scene;
eachTest((fresh) => (scene = fresh));

const boom = reply(500, { message: 'boom' });
const sends = () => scene.server.arrivals.length;

function words(outcome: Outcome): string {
	if (outcome.ok) return 'ok';
	const { message, description } = explain(outcome, 'Acme');
	return `${message} ${description}`;
}

/** A node against a scripted HubSpot. */
const node = async (
	parameters: IDataObject,
	count: number,
	script: (server: FaultServer) => void,
) =>
	await hubSpotNode(
		parameters,
		Array.from({ length: count }, (_, at) => contact(at)),
		script,
	);

describe('79', () => {
	test('79. POST create, the connection is reset after the server has read it: 1 send, "unknown outcome", look it up', async () => {
		scene.server.answers(reset).afterwards(reply(201));
		const outcome = await scene.client().send(create());
		expect(outcome).toMatchObject({ reason: 'unknown-outcome', processed: 'unknown' });
		expect(words(outcome)).toMatch(/Unknown outcome.*Look the record up/);
		expect(sends()).toBe(1);
	});

	test('79b. the setting "Resend Creates: Always" sends it again', async () => {
		scene.server.answers(reset, reply(201));
		expect((await scene.client().send(create({ safeToRepeat: true }))).ok).toBe(true);
		expect(sends()).toBe(2);
	});

	test('79c. a node: 1 send, each item on the error output, with its input and what to do', async () => {
		const { outputs, arrivals } = await node(CREATE, 3, (server) => server.afterwards(reset));
		expect(arrivals).toHaveLength(1);
		expect(outputs[0]).toEqual([]);
		expect(json(outputs[1])).toEqual(
			[0, 1, 2].map((place) => ({
				...contact(place),
				error: expect.stringMatching(/^Unknown outcome/) as string,
				message: expect.stringMatching(/Look the record up/) as string,
				details: expect.objectContaining({ outcome: 'unknown' }) as object,
			})),
		);
		expect(outputs[1].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
	});

	test('79d. a node, "Resend Creates: Always": sent again', async () => {
		const parameters = { ...CREATE, gtmOptions: { firstWait: 0.01, resendCreates: 'always' } };
		const { outputs, arrivals } = await node(parameters, 2, (server) =>
			server.answers(reset).afterwards(written),
		);
		expect(arrivals).toHaveLength(2);
		expect(outputs[0]).toHaveLength(2);
	});

	test('79e. 300 creates through resets of which half come after the work: "unknown" is what the server has done', async () => {
		const rules = [
			{ kind: 'drop-before', share: 0.15 },
			{ kind: 'drop-after', share: 0.15 },
		] as const;
		const rig = await Rig.start({ faults: { seed: 79, rules: [...rules] } });
		const items = Array.from({ length: 300 }, (_, place) => contact(place));
		const options = { gtmOptions: { firstWait: 0.01, itemsPerRequest: 10 } };
		const { outputs } = await rig.hubSpot({ ...CREATE, ...options }, items, {
			onError: 'continueErrorOutput',
		});
		const emails = new Set(rig.sandbox.emails());
		const { appliedTwice } = rig.sandbox.state();
		await rig.stop();
		expect(appliedTwice).toBe(0);
		expect(outputs[0].length + outputs[1].length).toBe(300);
		const failed = json(outputs[1]) as Array<{ email: string; details: { outcome: string } }>;
		const lost = failed.filter(
			({ email, details }) => details.outcome !== 'unknown' && emails.has(email),
		);
		expect(lost).toEqual([]);
		const done = json(outputs[0]).length + failed.filter(({ email }) => emails.has(email)).length;
		expect(done).toBe(emails.size);
	});
});

describe('80', () => {
	test('80. POST create 500: 1 send', async () => {
		scene.server.answers(boom).afterwards(reply(201));
		expect(await scene.client().send(create())).toMatchObject({
			reason: 'unknown-outcome',
			processed: 'unknown',
		});
		expect(sends()).toBe(1);
	});

	test('80b. with an idempotency key: sent again with the same key', async () => {
		scene.server.answers(boom, reset, reply(201));
		const request = create({ idempotencyHeader: 'idempotency-key' });
		expect((await scene.client().send(request)).ok).toBe(true);
		const keys = scene.server.arrivals.map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(3);
		expect(new Set(keys).size).toBe(1);
		expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
	});

	test('80c. a node, Create or Update by email: sent again', async () => {
		const { outputs, arrivals } = await node(UPSERT, 2, (server) =>
			server.answers(boom, reset).afterwards(written),
		);
		expect(arrivals).toHaveLength(3);
		expect(outputs[0]).toHaveLength(2);
	});

	test('80d. a node, Create, 500: 1 send', async () => {
		const { outputs, arrivals } = await node(CREATE, 2, (server) => server.afterwards(boom));
		expect(arrivals).toHaveLength(1);
		expect(outputs[1]).toHaveLength(2);
	});
});

describe('81', () => {
	const limited: Reply = reply(429, {}, { 'retry-after': '1' });

	test('81. POST create 429 (1 s), then 201: not processed, so sent once more after 1 s', async () => {
		scene.server.answers(limited, reply(201));
		expect((await scene.client().send(create())).ok).toBe(true);
		expect(scene.server.transcript).toEqual(['0 s: POST /x -> 429', '1 s: POST /x -> 201']);
	});

	test.each([
		['503 with Retry-After', reply(503, {}, { 'retry-after': '1' })],
		['423', reply(423)],
		['425', reply(425)],
	])('81b. POST create %s, then 201: sent once more', async (_, told) => {
		scene.server.answers(told, reply(201));
		expect((await scene.client().send(create())).ok).toBe(true);
		expect(sends()).toBe(2);
	});

	test('81c. a node, Create: sent once more', async () => {
		const { outputs, arrivals } = await node(CREATE, 2, (server) =>
			server.answers(limited).afterwards(written),
		);
		expect(arrivals).toHaveLength(2);
		expect(outputs[0]).toHaveLength(2);
	});
});

describe('82', () => {
	const search = read({ method: 'POST', path: '/search', body: { query: 'ada' }, readOnly: true });

	test.each([
		['500', boom],
		['a reset', reset],
		['a reset before it was read', resetUnread],
	])('82. POST search, %s, then 200: sent again as a GET would be', async (_, fault) => {
		scene.server.answers(fault, reply(200, { results: [] }));
		expect((await scene.client().send(search)).ok).toBe(true);
		// A request that was not read to its end arrived without a body.
		expect(scene.server.arrivals.map(({ method }) => method)).toEqual(['POST', 'POST']);
		expect(scene.server.arrivals.at(-1)?.body).toBe('{"query":"ada"}');
	});

	test('82b. a node, Search: sent again', async () => {
		const { outputs, arrivals } = await node(
			{ operation: 'search', simplify: false },
			1,
			(server) => server.answers(boom).afterwards(reply(200, { total: 1, results: [{ id: '1' }] })),
		);
		expect(arrivals.map(({ method }) => method)).toEqual(['POST', 'POST']);
		expect(json(outputs[0])).toEqual([{ id: '1' }]);
	});
});

describe('83', () => {
	const keyed = create({ idempotencyHeader: 'idempotency-key' });
	const keys = () => scene.server.arrivals.map(({ headers }) => headers['idempotency-key']);

	test('83. three attempts: one key', async () => {
		scene.server.answers(boom, reset, reply(201));
		await scene.client().send(keyed);
		expect(keys()).toHaveLength(3);
		expect(new Set(keys()).size).toBe(1);
	});

	test('83b. two items with equal bodies: two keys', async () => {
		scene.server.afterwards(reply(201));
		const client = scene.client();
		await Promise.all([client.send(keyed), client.send(keyed)]);
		expect(new Set(keys()).size).toBe(2);
	});

	test('83c. a request without the header carries none', async () => {
		scene.server.afterwards(reply(201));
		await scene.client().send(create());
		expect(keys()).toEqual([undefined]);
	});
});
