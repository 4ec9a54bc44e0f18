import type { IDataObject } from 'n8n-workflow';
import { readError, readFault } from '../../nodes/Instantly/errors';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { JsonValue, WireAnswer } from '../../nodes/shared/engine/types';
import { SANDBOX_INSTANTLY_READ_ONLY_KEY, SANDBOX_INSTANTLY_SUB_WORKSPACE } from '../../sandbox';
import { FaultServer, reply, reset } from '../conformance/server/faultServer';
import { by, InstantlyRig, runInstantly } from './support/instantlyNode';
import { json, ownLog, type Rest } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
beforeEach(async () => (rig = await InstantlyRig.start({ leads: 1 })));
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const list = { resource: 'campaign', operation: 'getAll', returnAll: true };
const answered = (status: number, text = ''): WireAnswer => ({
	kind: 'answer',
	status,
	headers: {},
	text,
	bytes: text.length,
	durationMs: 1,
});

describe('what an error answer says', () => {
	test.each<[number, JsonValue, object]>([
		[404, { statusCode: 404, error: 'Not Found', message: 'gone' }, { message: 'gone' }],
		[400, { message: 'New campaign name is required' }, { message: expect.stringMatching('New') }],
		[400, { error: 'Invalid lead email' }, { message: 'Invalid lead email' }],
		[400, { errorCode: 'E1', message: 'no' }, { message: 'no', code: 'E1' }],
		[
			400,
			{ message: "body must have required property 'name'" },
			{ message: expect.any(String), fields: ['name'] },
		],
		[
			403,
			{ message: 'needs leads:create, lead-labels:all' },
			{ message: expect.any(String), scopes: ['leads:create', 'lead-labels:all'] },
		],
		[500, {}, { message: '' }],
	])('%i %j', (status, data, error) => {
		expect(readError(answered(status), data)).toEqual(error);
	});

	test('plain text is taken, a page of HTML is not', () => {
		expect(readError(answered(502, 'upstream is down'), undefined).message).toBe(
			'upstream is down',
		);
		expect(readError(answered(502, '<html>oops</html>'), undefined).message).toBe('');
	});
});

describe('an error inside a 200', () => {
	test.each<[JsonValue | undefined, number | undefined]>([
		[{ statusCode: 429, error: 'Too Many Requests', message: 'slow' }, 429],
		[{ error: 'ACC_AUTH_ERROR' }, 400],
		[{ status: 'error', email: 'a@b.example' }, 400],
		[{ success: false }, 400],
		[{ success: true }, undefined],
		[{ id: 'a', status: 'error' }, undefined],
		[{ status: 'success', error: '' }, undefined],
		[[{ error: 'in a list' }], undefined],
		[undefined, undefined],
	])('%j', (data, status) => {
		expect(readFault(answered(200), data)?.status).toBe(status);
	});

	test('fails its item alone, and is not repeated', async () => {
		const server = await FaultServer.start(systemClock);
		server
			.answers(reply(200, { success: false, message: 'mailbox is gone' }))
			.afterwards(reply(200, { success: true }));
		const parameters = {
			resource: 'email',
			operation: 'markThreadAsRead',
			threadId: '={{ $json.id }}',
			gtmInFlight: 1,
		};
		const { outputs } = await runInstantly(server.url, parameters, [{ id: 'a' }, { id: 'b' }], {
			onError: 'continueErrorOutput',
		});
		await server.close();
		expect(json(outputs[0])).toEqual([{ thread_id: 'b', result: 'read' }]);
		expect(json(outputs[1])[0].error).toContain('mailbox is gone');
		expect(server.arrivals).toHaveLength(2);
	});
});

describe('refusals', () => {
	const run = async (parameters: IDataObject, rest: Rest = {}) =>
		json((await rig.run(parameters, [{}], rest)).outputs[1])[0];

	test('a wrong key: where to look', async () => {
		const error = await run(list, { credential: { apiKey: 'wrong-key' } });
		expect(error).toMatchObject({
			error: 'Instantly did not accept the credential: Invalid API key',
			details: { status: 401, reason: 'unauthorized' },
		});
	});

	test('a key without the scope: which one', async () => {
		const create = { resource: 'leadList', operation: 'create', name: 'New' };
		const error = await run(create, { credential: { apiKey: SANDBOX_INSTANTLY_READ_ONLY_KEY } });
		expect(error).toMatchObject({
			message: expect.stringContaining('Add lead_lists:create or lead_lists:all'),
			details: { reason: 'missing-scope' },
		});
	});

	test('a 402 that speaks of the rate limit is waited out', async () => {
		const server = await FaultServer.start(systemClock);
		server
			.answers(
				reply(402, { statusCode: 402, error: 'Rate limit exceeded' }, { 'retry-after': '1' }),
			)
			.afterwards(reply(200, { items: [] }));
		const { outputs } = await runInstantly(server.url, list, [{}]);
		await server.close();
		expect(outputs[0]).toEqual([]);
		expect(server.arrivals).toHaveLength(2);
	});

	test('a 404 page of a proxy does not say that a lead is gone', async () => {
		const server = await FaultServer.start(systemClock);
		server
			.answers(reset)
			.afterwards(reply(404, '<html>nothing here</html>', { 'content-type': 'text/html' }));
		const parameters = { operation: 'delete', leadId: rig.ids('leads')[0] };
		const { outputs } = await runInstantly(server.url, parameters, [{}], {
			onError: 'continueErrorOutput',
		});
		await server.close();
		expect(outputs[0]).toEqual([]);
		expect(json(outputs[1])).toMatchObject([
			{
				message: expect.stringContaining('Check the base URL in the Instantly credential'),
				details: { reason: 'not-json', status: 404 },
			},
		]);
	});

	test('a key with a line break: nothing is sent', async () => {
		const error = await run(list, { credential: { apiKey: 'abc\ndef' } });
		expect(error.error).toContain('API Key holds a space, a line break');
		expect(rig.requests()).toEqual([]);
	});
});

describe('acting for another workspace', () => {
	const get = async (workspaceId: string) =>
		await rig.run(list, [{}], { credential: { workspaceId } });

	test('its ID goes with every request', async () => {
		expect((await get(SANDBOX_INSTANTLY_SUB_WORKSPACE)).outputs[0]).toHaveLength(3);
		expect(rig.state.actingAs).toEqual({ [SANDBOX_INSTANTLY_SUB_WORKSPACE]: 2 });
	});

	test('one that the key has no access to', async () => {
		const { outputs } = await get('0199b1de-5ab0-7000-8000-0000000000ff');
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining('do not have access to this workspace'),
			message: expect.stringContaining('the workspace ID in the credential'),
		});
	});

	test('bad input: what cannot be an ID', async () => {
		const { outputs } = await get('my workspace');
		expect(json(outputs[1])[0].error).toContain('"my workspace" holds a letter that no ID has');
		expect(rig.requests()).toEqual([]);
	});
});

describe('the limit of the workspace', () => {
	test('a hundred requests in a second, and the next one waits', async () => {
		const items = Array.from({ length: 120 }, () => ({ id: rig.ids('campaigns')[0] }));
		const get = { resource: 'campaign', operation: 'get', campaign: by('={{ $json.id }}') };
		const { outputs } = await rig.run({ ...get, gtmInFlight: 50 }, items);
		expect(outputs[0]).toHaveLength(120);
		expect(rig.state.rateLimited).toBe(0);
		const times = rig.sandbox.arrivals().map(({ at }) => at);
		// The clock of the arrivals counts whole milliseconds.
		expect(times[100] - times[0]).toBeGreaterThanOrEqual(999);
	});
});
