import type { IDataObject } from 'n8n-workflow';
import { itemsOf, MINUTE, people, told, TriggerRig } from './support/hubSpotTrigger';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let rig: TriggerRig;
afterEach(async () => await rig.stop());

const idsOf = (items: Awaited<ReturnType<typeof itemsOf>>) => items.map(({ id }) => String(id));

/** A cap that is passed with few records; HubSpot's own is 10,000. */
const searchCap = 1_000;
const MANY = 1_250;

test('more records of one moment than a search gives: all of them, each once', async () => {
	rig = await TriggerRig.start({ searchCap, hubspot: { records: { contacts: MANY } } });
	const { poll } = rig.trigger({ events: ['created'] });
	const items = itemsOf(await poll());
	expect(items).toHaveLength(MANY);
	expect(new Set(idsOf(items)).size).toBe(MANY);
	rig.now += MINUTE;
	expect(await poll()).toBeNull();
});

test('more changes than a search gives, of many moments, most of them shared: each once', async () => {
	rig = await TriggerRig.start({ searchCap, hubspot: { records: { contacts: MANY } } });
	const { poll, staticData } = rig.trigger({ events: ['updated'], begin: 'now' });
	await poll();
	const ids = rig.sandbox.contacts().map(({ id }) => id);
	for (let at = 0; at < ids.length; at += 300) {
		rig.now += 1_000;
		await rig.updateAll(ids.slice(at, at + 300), { firstname: 'Changed' });
	}
	const items = itemsOf(await poll());
	expect(items).toHaveLength(MANY);
	expect(new Set(idsOf(items)).size).toBe(MANY);
	expect(await poll()).toBeNull();
	// What is remembered is what a look-back may show again, and no more.
	rig.now += 30 * MINUTE;
	await rig.update(ids[0] ?? '', { firstname: 'Last' });
	expect(told(await poll())).toEqual([`updated ${ids[0]}`]);
	const { changed } = staticData as { changed: { seen: object } };
	expect(Object.keys(changed.seen)).toHaveLength(1);
});

describe('Max Items per Poll', () => {
	test('a poll ends behind the page that reaches it, and the next one goes on from there', async () => {
		rig = await TriggerRig.start({ hubspot: { records: { contacts: 1_000 } } });
		const { poll } = rig.trigger({ events: ['created'], options: { mostItems: 300 } });
		const given: string[][] = [];
		for (let items = await poll(); items; items = await poll()) given.push(told(items));
		expect(given.map(({ length }) => length)).toEqual([400, 400, 200]);
		expect(new Set(given.flat()).size).toBe(1_000);
	});

	test('what is created and changed while a reading is paused: each event once', async () => {
		rig = await TriggerRig.start();
		const ids = await rig.create(people(600));
		const { poll } = rig.trigger({
			events: ['created', 'updated'],
			options: { mostItems: 200 },
		});
		const given = told(await poll());
		rig.now += MINUTE;
		await rig.update(ids[0] ?? '', { firstname: 'Changed' });
		await rig.update(ids[599] ?? '', { firstname: 'Changed' });
		ids.push(...(await rig.create(people(1, 600))));
		for (let items = await poll(); items; items = await poll()) given.push(...told(items));
		expect(given.toSorted()).toEqual(
			[...ids.map((id) => `created ${id}`), `updated ${ids[0]}`, `updated ${ids[599]}`].toSorted(),
		);
	});

	test('new values of records that change again while a reading is paused: each once', async () => {
		rig = await TriggerRig.start();
		const ids = await rig.create(people(600));
		const { poll } = rig.trigger({
			events: ['propertyChanged'],
			watchedProperties: ['firstname'],
			begin: 'now',
			options: { mostItems: 200 },
		});
		await poll();
		rig.now += 30 * MINUTE;
		for (let at = 0; at < 600; at += 100) {
			rig.now += 1;
			await rig.updateAll(ids.slice(at, at + 100), { firstname: 'A' });
		}
		rig.now += 30 * MINUTE;
		expect(itemsOf(await poll())).toHaveLength(200);
		// One that was read, and one that was not.
		await rig.updateAll([ids[0] ?? '', ids[599] ?? ''], { firstname: 'B' });
		const rest: IDataObject[] = [];
		for (let items = await poll(); items; items = await poll()) rest.push(...itemsOf(items));
		const count = (value: string) =>
			rest.filter(({ change }) => (change as { newValue: string }).newValue === value).length;
		expect([count('A'), count('B')]).toEqual([400, 2]);
	});
});

test('the time that n8n gives a poll is used up: what came is given, and the next poll goes on', async () => {
	rig = await TriggerRig.start({ hubspot: { records: { contacts: 1_000 } } });
	const start = performance.now();
	let before = 0;
	// Of the 290 seconds that are left for answers, four fifths are for pages: three of them.
	jest
		.spyOn(performance, 'now')
		.mockImplementation(() => start + (rig.requests().length - before) * 80_000);
	const { poll, warnings } = rig.trigger({ events: ['created'] }, { budgetMs: 300_000 });
	const given: string[][] = [];
	for (let items = await poll(); items; items = await poll()) {
		given.push(told(items));
		before = rig.requests().length;
	}
	// All are of one moment: the first two pages behind it find that out.
	expect(given.map(({ length }) => length)).toEqual([200, 600, 200]);
	expect(new Set(given.flat()).size).toBe(1_000);
	expect(warnings).toEqual([]);
});

test('a page that fails for good: those before it, a warning, and the rest with the next poll', async () => {
	rig = await TriggerRig.start({ hubspot: { records: { contacts: 500 } } });
	const { poll, warnings } = rig.trigger({ events: ['created'], gtmRetries: 0 });
	rig.sandbox.setFaults({ seed: 1, rules: [{ path: 'search', kind: 'status-500', at: [2] }] });
	expect(itemsOf(await poll())).toHaveLength(200);
	expect(warnings).toEqual([expect.stringMatching(/a page could not be read/)]);
	expect(itemsOf(await poll())).toHaveLength(300);
	expect(await poll()).toBeNull();
});

test('records that change while the pages are read: none is skipped', async () => {
	rig = await TriggerRig.start({ hubspot: { records: { contacts: 500 } } });
	const { poll } = rig.trigger({ events: ['updated'], begin: 'now' });
	await poll();
	const ids = rig.sandbox.contacts().map(({ id }) => id);
	rig.now += 60 * MINUTE;
	for (let at = 0; at < 500; at += 10) {
		rig.now += 1;
		await rig.updateAll(ids.slice(at, at + 10), { firstname: 'Changed' });
	}
	rig.now += 60 * MINUTE;
	// In pages by an offset, all others would move up by so many places, over the border of a page.
	rig.sandbox.setFaults({ seed: 1, rules: [{ path: 'search', kind: 'slow', at: [2], ms: 300 }] });
	const before = rig.requests().length;
	const first = poll();
	while (rig.requests().length < before + 2) await new Promise(setImmediate);
	await rig.updateAll(ids.slice(0, 100), { firstname: 'Changed again' });
	const given = [...told(await first), ...told(await poll())];
	expect(new Set(given).size).toBe(500);
	expect(given).toHaveLength(600);
});
