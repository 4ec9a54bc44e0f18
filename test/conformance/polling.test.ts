import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isInFuture } from '../../nodes/shared/engine/polling/state';
import { ids, MINUTE, NOW, pollChanges, row, start } from '../nodes/support/changes';
import { systemClock } from '../../nodes/shared/engine/clock';
import { poller } from '../nodes/support/pollNode';
import { ownLog } from '../nodes/support/setup';
import { FaultServer, reply } from './server/faultServer';

const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

const given = (items: INodeExecutionData[][] | null) =>
	(items?.[0] ?? []).map(({ json }) => json.id);
const trigger = (parameters: IDataObject) =>
	poller({ url: `${server.url}/people`, gtmOptions: { firstWait: 0.01 }, ...parameters });
const changed = { track: 'changed', changedPath: 'at', sinceParameter: 'since' };

describe('94', () => {
	test('94. a row that appears late, within the look-back: the next poll gives it, and the others not again', () => {
		const first = pollChanges([row('a', NOW + MINUTE)], start, NOW + 2 * MINUTE);
		expect(ids(first.fresh)).toEqual(['a']);
		const rows = [
			row('late', NOW - 2 * MINUTE),
			row('a', NOW + MINUTE),
			row('b', NOW + 3 * MINUTE),
		];
		expect(ids(pollChanges(rows, first.state, NOW + 4 * MINUTE).fresh)).toEqual(['late', 'b']);
	});

	test('94b. a node: a record that is indexed late comes with the next poll, and nothing twice', async () => {
		const { poll } = trigger({ ...changed, begin: 'all' });
		const [a, late, b] = [
			row('a', Date.now() - MINUTE),
			row('late', Date.now() - 4 * MINUTE),
			row('b', Date.now()),
		];
		server.answers(reply(200, [a]), reply(200, [late, a, b]));
		expect(given(await poll())).toEqual(['a']);
		expect(given(await poll())).toEqual(['late', 'b']);
	});
});

describe('95', () => {
	test('95. equal times across polls: none lost, none twice', () => {
		const time = NOW + MINUTE;
		const first = pollChanges([row('a', time), row('b', time)], start, NOW + MINUTE);
		const second = pollChanges(
			[row('a', time), row('b', time), row('c', time)],
			first.state,
			NOW + MINUTE,
		);
		expect([ids(first.fresh), ids(second.fresh)]).toEqual([['a', 'b'], ['c']]);
	});

	test('95b. a node: records of one moment, over two polls', async () => {
		const { poll } = trigger({ ...changed, begin: 'all' });
		const now = Date.now();
		server.answers(
			reply(200, [row('a', now), row('b', now)]),
			reply(200, [row('a', now), row('b', now), row('c', now)]),
		);
		expect(given(await poll())).toEqual(['a', 'b']);
		expect(given(await poll())).toEqual(['c']);
	});
});

test('95c. a node: a page that fails for good, behind a cursor: what came before it is given once', async () => {
	const { poll } = trigger({
		track: 'cursor',
		sinceParameter: 'token',
		keptCursorPath: 'sync',
		begin: 'all',
		gtmRetries: 0,
	});
	const next = `${server.url}/people?page=2`;
	server.answers(
		reply(200, { items: [{ id: 'a' }], next, sync: 's1' }),
		reply(500, {}),
		reply(200, { items: [{ id: 'a' }], next, sync: 's1' }),
		reply(200, { items: [{ id: 'b' }], next: null, sync: 's2' }),
	);
	expect(given(await poll())).toEqual(['a']);
	expect(given(await poll())).toEqual(['b']);
});

test('96. a poll that begins while one is under way gives nothing, and stores nothing', async () => {
	const { poll, staticData } = trigger({ begin: 'all' });
	server.answers(
		{ ...reply(200, [{ id: 'a' }]), delayMs: 100 },
		reply(200, [{ id: 'a' }, { id: 'b' }]),
	);
	const first = poll();
	expect(await poll()).toBeNull();
	expect(staticData.poll).toBeUndefined();
	expect(given(await first)).toEqual(['a']);
	expect(given(await poll())).toEqual(['b']);
});

describe('97', () => {
	test('97. a time far ahead is no time to go on from, and hides nothing', () => {
		const first = pollChanges(
			[row('odd', NOW + 9e12 / 10), row('a', NOW + MINUTE)],
			start,
			NOW + MINUTE,
		);
		expect(ids(first.fresh)).toEqual(['odd', 'a']);
		expect(first.state.since).toBe(NOW + MINUTE);
		expect(isInFuture({ since: NOW + 2 * 3_600_000, seen: {} }, NOW)).toBe(true);
		expect(isInFuture(start, NOW)).toBe(false);
		expect(isInFuture({ seen: {} }, NOW)).toBe(false);
	});

	test('97b. a node: a kept time in the far future: no rows, a warning, and the next poll goes on', async () => {
		const future = { since: Date.parse('9999-01-01'), seen: {} };
		const { poll, staticData, warnings } = trigger(changed);
		staticData.poll = future;
		server.afterwards(reply(200, [row('a', Date.now())]));
		expect(await poll()).toBeNull();
		expect(server.arrivals).toEqual([]);
		expect(warnings.join()).toMatch(/9999-01-01.*is in the future/);
		expect(given(await poll())).toEqual(['a']);
	});

	test('97c. a node: a record fifty minutes ahead of our clock hides none that changes now', async () => {
		const rows = [row('ahead', Date.now() + 50 * MINUTE)];
		server.afterwards(({ path }) => {
			const since = new URL(path, server.url).searchParams.get('since');
			const least = since === null ? 0 : Date.parse(since);
			return reply(
				200,
				rows.filter(({ at }) => Date.parse(at) >= least),
			);
		});
		const { poll } = trigger({ ...changed, begin: 'all' });
		expect(given(await poll())).toEqual(['ahead']);
		rows.push(row('now', Date.now()));
		expect(given(await poll())).toEqual(['now']);
		expect(await poll()).toBeNull();
	});
});
