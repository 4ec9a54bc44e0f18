import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { HandOvers } from '../../nodes/shared/store/handOvers';
import { FaultServer, reply } from '../conformance/server/faultServer';
import { poller } from './support/pollNode';
import { ownLog } from './support/setup';

const log = ownLog();
const folder = mkdtempSync(join(tmpdir(), 'gtm-hand-overs-'));
afterAll(() => {
	log.remove();
	rmSync(folder, { recursive: true, force: true });
});

const DURABLE = [
	'N8N_SCHEDULER_ENABLED',
	'N8N_SCHEDULER_POLL_TRIGGERS_ENABLED',
	'N8N_USE_WORKFLOW_PUBLICATION_SERVICE',
	'N8N_POLLER_DURABLE_CURSORS_ENABLED',
];

let server: FaultServer;
let files = 0;
beforeEach(async () => {
	process.env.GTM_STORE_FILE = join(folder, `store-${(files += 1)}.sqlite`);
	server = await FaultServer.start(systemClock);
});
afterEach(async () => {
	jest.restoreAllMocks();
	for (const name of DURABLE) delete process.env[name];
	await server.close();
});

const ids = (items: INodeExecutionData[][] | null) => (items?.[0] ?? []).map(({ json }) => json.id);
const trigger = (parameters: IDataObject = {}) =>
	poller({
		url: `${server.url}/people`,
		begin: 'all',
		gtmOptions: { firstWait: 0.01 },
		...parameters,
	});
const people = (...names: number[]) => {
	server.afterwards(
		reply(
			200,
			names.map((id) => ({ id })),
		),
	);
};
/** What happens ten seconds after a hand-over. */
function tenSecondsLater(): () => void {
	const real = globalThis.setTimeout;
	const works: Array<() => void> = [];
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms?: number) => {
		if (ms === 10_000) works.push(work);
		return real(ms === 10_000 ? () => undefined : work, ms === 10_000 ? 0 : ms);
	}) as typeof setTimeout);
	return () => works.forEach((work) => work());
}

describe('n8n dies in the moment of a hand-over', () => {
	test('the state was stored, the execution was not: the items come again, and then no more', async () => {
		const { give, poll, crash, infos } = trigger();
		people(1, 2);
		expect(ids(await give())).toEqual([1, 2]);
		crash();
		people(1, 2, 3);
		expect(ids(await poll())).toEqual([1, 2, 3]);
		expect(infos.join()).toMatch(/Trigger: n8n has ended before it had done with what a poll gave/);
		crash();
		expect(await poll()).toBeNull();
	});

	test('neither was stored: the items come with the next poll, once', async () => {
		const { give, poll, crash, staticData } = trigger();
		people(1);
		await poll();
		const stored = JSON.stringify(staticData);
		people(1, 2);
		expect(ids(await give())).toEqual([2]);
		Object.assign(staticData, JSON.parse(stored));
		crash();
		expect(ids(await poll())).toEqual([2]);
		expect(await poll()).toBeNull();
	});

	test('several hand-overs are open: back to before the first of them', async () => {
		const { give, poll, crash } = trigger();
		people(1);
		await give();
		people(1, 2);
		await give();
		crash();
		crash();
		people(1, 2, 3);
		expect(ids(await poll())).toEqual([1, 2, 3]);
	});

	test('the first poll after it fails: what was lost is not forgotten', async () => {
		const { give, poll, crash } = trigger({ gtmRetries: 0 });
		people(1);
		await give();
		crash();
		server.afterwards(reply(500, {}));
		await expect(poll()).rejects.toThrow();
		people(1);
		expect(ids(await poll())).toEqual([1]);
	});

	test('what was lost is not there any more: nothing, and nothing of it later', async () => {
		const { give, poll, crash, infos } = trigger();
		people(1);
		await give();
		crash();
		people();
		expect(await poll()).toBeNull();
		expect(await poll()).toBeNull();
		expect(infos.filter((text) => /has ended/.test(text))).toHaveLength(1);
	});

	test('of another workflow: nobody else gives anything again', async () => {
		const one = trigger();
		const other = trigger();
		people(1);
		await one.give();
		await other.poll();
		one.crash();
		expect(ids(await one.poll())).toEqual([1]);
		expect(await other.poll()).toBeNull();
	});
});

describe('n8n dies later', () => {
	test('the execution had ended: its items do not come again', async () => {
		const { poll, crash } = trigger();
		people(1);
		expect(await poll()).toEqual([[{ json: { id: 1 } }]]);
		crash();
		expect(await poll()).toBeNull();
	});

	test('ten seconds later the items are with n8n, whatever their execution does', async () => {
		const later = tenSecondsLater();
		const { give, poll, crash } = trigger();
		people(1);
		await give();
		later();
		crash();
		expect(await poll()).toBeNull();
	});
});

test('n8n stores state and execution together, as it can be set to: nothing is noted', async () => {
	for (const name of DURABLE) process.env[name] = 'true';
	const { give, poll, crash } = trigger();
	people(1);
	expect(await give()).toEqual([[{ json: { id: 1 } }]]);
	crash();
	expect(await poll()).toBeNull();
});

test('the store cannot be written: a warning, and the items all the same', async () => {
	const file = join(folder, 'a-file');
	writeFileSync(file, '');
	process.env.GTM_STORE_FILE = join(file, 'below-it');
	const { poll, warnings } = trigger();
	people(1);
	expect(ids(await poll())).toEqual([1]);
	expect(warnings.join()).toMatch(/Trigger: hand-overs cannot be noted/);
	expect(await poll()).toBeNull();
});

test('an empty first reading from now on notes nothing: there was no hand-over', async () => {
	const { poll, crash, infos } = trigger({ begin: 'now' });
	people(1);
	expect(await poll()).toBeNull();
	crash();
	expect(await poll()).toBeNull();
	expect(infos.join()).not.toMatch(/has ended/);
});

test('every polling trigger of the package takes over what it gives', async () => {
	const nodes = join(__dirname, '../../nodes');
	const files = globSync('*/*Trigger.node.ts', { cwd: nodes });
	const types = await Promise.all(
		files.map(async (file) => {
			const module: Record<string, new () => INodeType> = await import(join(nodes, file));
			return Object.values(module).map((Type) => new Type());
		}),
	);
	const polling = types.flat().filter(({ description }) => description.polling);
	expect(polling.length).toBeGreaterThan(1);
	expect(polling.filter(({ execute }) => !execute)).toEqual([]);
});

describe('the store', () => {
	const file = () => join(folder, `own-${(files += 1)}.sqlite`);

	test('a process does not find its own hand-overs lost; another one finds the first', () => {
		const place = file();
		const one = new HandOvers(place, 'one');
		one.open('poller', 'first');
		one.open('poller', 'second');
		expect(one.lost('poller')).toEqual({ ok: true, value: undefined });
		const two = new HandOvers(place, 'two');
		expect(two.lost('poller')).toEqual({ ok: true, value: 'first' });
		expect(two.lost('other')).toEqual({ ok: true, value: undefined });
	});

	test('closed in any order, the first one that is open counts', () => {
		const place = file();
		const one = new HandOvers(place, 'one');
		const first = one.open('poller', 'first');
		one.open('poller', 'second');
		if (first.ok) one.close(first.value);
		expect(new HandOvers(place, 'two').lost('poller')).toEqual({ ok: true, value: 'second' });
	});

	test('a new hand-over takes the place of those that were lost', () => {
		const place = file();
		new HandOvers(place, 'one').open('poller', 'first');
		const two = new HandOvers(place, 'two');
		two.open('poller', 'first');
		expect(two.lost('poller')).toEqual({ ok: true, value: undefined });
		expect(new HandOvers(place, 'three').lost('poller')).toEqual({ ok: true, value: 'first' });
		two.forgetLost('poller');
		expect(new HandOvers(place, 'three').lost('poller')).toEqual({ ok: true, value: 'first' });
		expect(new HandOvers(place, 'three').forgetLost('poller').ok).toBe(true);
		expect(new HandOvers(place, 'three').lost('poller')).toEqual({ ok: true, value: undefined });
	});
});
