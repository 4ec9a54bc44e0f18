import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import type { FaultRule, InstantlyOptions } from '../../sandbox';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { by, InstantlyRig, runInstantly } from './support/instantlyNode';
import { json, ownLog } from './support/setup';

const log = ownLog();
let rig: InstantlyRig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const start = async (options: InstantlyOptions = {}, ...rules: FaultRule[]) =>
	(rig = await InstantlyRig.start(options, ...rules));
const lostOnce: FaultRule = { kind: 'drop-after', at: [1] };
const run = async (operation: string, items: IDataObject[], more: IDataObject = {}) =>
	await rig.run(
		{ resource: 'account', operation, account: by('={{ $json.box }}'), ...more },
		items,
	);
const BOX = 'box1@sandbox.example';
/** A mailbox with a plus sign, which is a space where a path is not encoded. */
const PLUS = 'box2+sales@sandbox.example';
const boxes = [{ box: BOX }, { box: PLUS }];
const GONE = { box: 'gone@sandbox.example' };
const PATHS = boxes.map(({ box }) => `/accounts/${encodeURIComponent(box)}`);

describe('Account: Get', () => {
	test('success: a mailbox with a plus sign is found', async () => {
		await start();
		const { outputs } = await run('get', boxes);
		expect(json(outputs[0])).toMatchObject([
			{ email: BOX, status: 1, status_name: 'Active', warmup_status_name: 'Active' },
			{ email: PLUS, warmup_status: 0, warmup_status_name: 'Paused' },
		]);
		expect(rig.requests().sort()).toEqual(PATHS.map((path) => `GET ${path} -> 200`));
	});

	test('a rejected row among good ones: no mailbox of the workspace, and no address', async () => {
		await start();
		const { outputs } = await run('get', [GONE, { box: 'box1' }, ...boxes]);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])).toMatchObject([
			{ details: { reason: 'not-found' } },
			{ error: 'Account is "box1", which is not an email address' },
		]);
	});

	test('a retry after 503', async () => {
		await start({}, { kind: 'status-503', at: [1] });
		expect((await run('get', [{ box: PLUS }])).outputs[0]).toHaveLength(1);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe.each([
	['Pause', 'pause', 2],
	['Resume', 'resume', 1],
] as const)('Account: %s', (_, operation, status) => {
	test('success: the mailboxes as they are now', async () => {
		await start();
		const { outputs } = await run(operation, boxes);
		expect(json(outputs[0])).toMatchObject([
			{ email: BOX, status },
			{ email: PLUS, status },
		]);
		expect(rig.requests().sort()).toEqual(PATHS.map((path) => `POST ${path}/${operation} -> 200`));
	});

	test('a rejected row among good ones: no mailbox of the workspace', async () => {
		await start();
		const { outputs } = await run(operation, [GONE, ...boxes]);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'not-found' } }]);
	});

	test('a retry after an answer that was lost', async () => {
		await start({}, lostOnce);
		expect(json((await run(operation, [{ box: BOX }])).outputs[0])).toMatchObject([{ status }]);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe.each([
	['Enable Warmup', 'enableWarmup', 'enable', 1, 'enabled'],
	['Disable Warmup', 'disableWarmup', 'disable', 0, 'disabled'],
] as const)('Account: %s', (_, operation, path, status, warmup) => {
	const job = { job_id: expect.any(String), job_status: 'success' };

	test('success: all in one request, whose job is waited for', async () => {
		await start();
		const { outputs } = await run(operation, [...boxes, { box: BOX }]);
		expect(json(outputs[0])).toEqual([BOX, PLUS, BOX].map((email) => ({ email, warmup, ...job })));
		expect(rig.requests()[0]).toBe(`POST /accounts/warmup/${path} -> 200`);
		expect(rig.requests().filter((each) => each.startsWith('POST'))).toHaveLength(1);
		const now = rig.records('accounts').slice(0, 2);
		expect(now.map(({ warmup_status }) => warmup_status)).toEqual([status, status]);
	});

	test('a rejected row among good ones: no address; and mailboxes that are not there', async () => {
		await start();
		const { outputs } = await run(operation, [{ box: 'box' }, ...boxes]);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])).toMatchObject([{ details: { reason: 'bad-input' } }]);
		const { outputs: gone } = await run(operation, [GONE]);
		expect(json(gone[1])[0].error).toContain('could not switch the warmup of any of these');
		// Of several, the job only counts those that it could not switch.
		const { outputs: mixed } = await run(operation, [GONE, ...boxes]);
		expect(json(mixed[1]).map(({ details }) => details)).toEqual(
			Array(3).fill(expect.objectContaining({ reason: 'row-unanswered' })),
		);
	});

	test('a retry after an answer that was lost', async () => {
		await start({}, lostOnce);
		expect((await run(operation, boxes)).outputs[0]).toHaveLength(2);
		expect(rig.requests().filter((each) => each.startsWith('POST'))).toHaveLength(2);
	});

	test('without waiting: what was accepted', async () => {
		await start();
		const { outputs } = await run(operation, boxes, { waitForJob: false });
		expect(json(outputs[0])[0]).toEqual({
			email: BOX,
			warmup: 'accepted',
			...job,
			job_status: 'pending',
		});
		expect(rig.requests()).toHaveLength(1);
	});

	test('a hundred in a request', async () => {
		await start({ accounts: 150 });
		const all = rig.records('accounts').map(({ email }) => ({ box: String(email) }));
		expect((await run(operation, all)).outputs[0]).toHaveLength(150);
		expect(rig.requests().filter((each) => each.startsWith('POST'))).toHaveLength(2);
	});
});

describe('Account: Get Warmup Analytics', () => {
	test('success: the sum and the days of each mailbox', async () => {
		await start();
		const { outputs } = await run('getWarmupAnalytics', boxes);
		const counts = { sent: 10, landed_inbox: 8, landed_spam: 2, received: 10 };
		expect(json(outputs[0])).toEqual([
			{
				email: BOX,
				has_data: true,
				...counts,
				health_score: 80,
				health_score_label: '80%',
				days: [
					{ date: '2026-11-23', ...counts },
					{ date: '2026-11-24', ...counts },
				],
			},
			// Its warmup is off.
			{ email: PLUS, has_data: false, days: [] },
		]);
		expect(rig.requests()).toEqual(['POST /accounts/warmup-analytics -> 200']);
	});

	test('a rejected row among good ones: no address', async () => {
		await start();
		const { outputs } = await run('getWarmupAnalytics', [{ box: '' }, ...boxes]);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1])).toMatchObject([{ error: 'Account is empty' }]);
	});

	test('a retry after 503', async () => {
		await start({}, { kind: 'status-503', at: [1] });
		expect((await run('getWarmupAnalytics', boxes)).outputs[0]).toHaveLength(2);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Block List: Create', () => {
	const create = { resource: 'blockList', operation: 'create', blocked: '={{ $json.value }}' };
	const items = [{ value: 'Person@Company.example' }, { value: 'company.example' }];

	test('success: emails and domains in one request', async () => {
		await start();
		const { outputs } = await rig.run(create, [...items, items[0]]);
		expect(json(outputs[0])).toMatchObject([
			{ bl_value: 'person@company.example', is_domain: false, result: 'blocked' },
			{ bl_value: 'company.example', is_domain: true, result: 'blocked' },
			{ bl_value: 'person@company.example', result: 'blocked' },
		]);
		expect(rig.requests()).toEqual(['POST /block-lists-entries/bulk-create -> 200']);
		expect(rig.ids('blockListEntries')).toHaveLength(2);
	});

	test('a rejected row among good ones: by us, and by Instantly', async () => {
		await start();
		const bad = [{ value: 'company' }, { value: 'a@b.c' }];
		const { outputs } = await rig.run(create, [...bad, ...items]);
		expect(outputs[0]).toHaveLength(2);
		expect(json(outputs[1]).map(({ error }) => error)).toEqual([
			'"company" is neither an email address nor a domain',
			'Instantly refused this item: it counts as neither an email address nor a domain',
		]);
	});

	test('a retry after an answer that was lost: blocked once', async () => {
		await start({}, lostOnce);
		expect((await rig.run(create, items)).outputs[0]).toHaveLength(2);
		expect(rig.requests()).toHaveLength(2);
		expect(rig.ids('blockListEntries')).toHaveLength(2);
	});

	test('what is blocked already, where the answer does not name it', async () => {
		await start();
		const server = await FaultServer.start(systemClock);
		server.afterwards(reply(200, { items: [], valid_count: 2, invalid_count: 0 }));
		const { outputs } = await runInstantly(server.url, create, items);
		await server.close();
		expect(json(outputs[0])).toMatchObject([{ result: 'unchanged' }, { result: 'unchanged' }]);
	});

	test('a thousand in a request', async () => {
		await start();
		const many = Array.from({ length: 1_200 }, (_, at) => ({ value: `p${at}@company.example` }));
		expect((await rig.run(create, many)).outputs[0]).toHaveLength(1_200);
		expect(rig.requests()).toHaveLength(2);
	});
});

describe('Block List: Delete', () => {
	const remove = { resource: 'blockList', operation: 'delete', entryId: '={{ $json.id }}' };
	const blockList = ['a.example', 'b.example', 'c.example'];
	const missing = '0199b1de-b10c-7000-8000-0000000000ff';

	test('success: all in one request', async () => {
		await start({ blockList });
		const ids = rig.ids('blockListEntries');
		const { outputs } = await rig.run(
			remove,
			ids.slice(1).map((id) => ({ id })),
		);
		expect(json(outputs[0])).toEqual([
			{ id: ids[1], bl_value: 'b.example', result: 'deleted' },
			{ id: ids[2], bl_value: 'c.example', result: 'deleted' },
		]);
		expect(rig.ids('blockListEntries')).toEqual([ids[0]]);
		expect(rig.requests()).toEqual(['POST /block-lists-entries/bulk-delete -> 200']);
	});

	test('a rejected row among good ones: one that is not there', async () => {
		await start({ blockList });
		const [id] = rig.ids('blockListEntries');
		const { outputs } = await rig.run(remove, [{ id: missing }, { id }]);
		expect(outputs[0]).toHaveLength(1);
		expect(json(outputs[1])).toMatchObject([{ id: missing, details: { reason: 'not-found' } }]);
	});

	test('a retry after an answer that was lost: gone is deleted', async () => {
		await start({ blockList }, lostOnce);
		const [id] = rig.ids('blockListEntries');
		const { outputs } = await rig.run(remove, [{ id }]);
		expect(json(outputs[0])).toEqual([{ id, result: 'deleted' }]);
		expect(rig.requests()).toHaveLength(2);
	});
});
