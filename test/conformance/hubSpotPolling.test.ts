import { systemClock } from '../../nodes/shared/engine/clock';
import { MINUTE, people, told, TriggerRig } from '../nodes/support/hubSpotTrigger';
import { ownLog } from '../nodes/support/setup';

const log = ownLog();
afterAll(() => log.remove());

let rig: TriggerRig;
afterEach(async () => await rig.stop());

const lagging = { hubspot: { indexLagMs: 3 * MINUTE } };
const updates = { events: ['updated'], begin: 'now' };

describe('94', () => {
	test('94c. HubSpot: a change that its index shows late comes with a later poll, and what was shown before it not again', async () => {
		rig = await TriggerRig.start(lagging);
		const [a = '', b = ''] = await rig.create(people(2));
		rig.now += 10 * MINUTE;
		const { poll } = rig.trigger(updates);
		expect(await poll()).toBeNull();
		await rig.update(a, { firstname: 'A' });
		rig.now += MINUTE;
		await rig.update(b, { firstname: 'B' });
		rig.now += MINUTE;
		expect(await poll()).toBeNull();
		rig.now += MINUTE;
		expect(told(await poll())).toEqual([`updated ${a}`]);
		rig.now += MINUTE;
		expect(told(await poll())).toEqual([`updated ${b}`]);
		expect(await poll()).toBeNull();
	});

	test('94d. HubSpot: a new record that its index shows late comes once, behind newer ones that were shown', async () => {
		rig = await TriggerRig.start(lagging);
		const { poll } = rig.trigger({ events: ['created'] });
		const ids: string[] = [];
		const given: string[] = [];
		for (let number = 0; number < 12; number += 1) {
			rig.now += MINUTE;
			ids.push(...(await rig.create(people(1, number))));
			given.push(...told(await poll()));
		}
		rig.now += 3 * MINUTE;
		given.push(...told(await poll()));
		expect(given).toEqual(ids.map((id) => `created ${id}`));
	});
});

test('95d. HubSpot: changes of one moment, over two polls and over pages: each once', async () => {
	rig = await TriggerRig.start();
	const ids = await rig.create(people(450));
	const { poll } = rig.trigger(updates);
	await poll();
	rig.now += MINUTE;
	await rig.updateAll(ids.slice(0, 300), { firstname: 'A' });
	const first = told(await poll());
	await rig.updateAll(ids.slice(300), { firstname: 'A' });
	const second = told(await poll());
	expect([first.length, second.length]).toEqual([300, 150]);
	expect(new Set([...first, ...second]).size).toBe(450);
	expect(await poll()).toBeNull();
});

test('96b. HubSpot: a poll that begins while one is under way gives nothing, and stores nothing', async () => {
	rig = await TriggerRig.start();
	const ids = await rig.create(people(3));
	const { poll, staticData } = rig.trigger({ events: ['created'] });
	rig.sandbox.setFaults({ seed: 1, rules: [{ path: 'search', kind: 'slow', at: [1], ms: 100 }] });
	const first = poll();
	expect(await poll()).toBeNull();
	expect(staticData).toEqual({});
	expect(told(await first)).toEqual(ids.map((id) => `created ${id}`));
	expect(await poll()).toBeNull();
});

describe('97', () => {
	test('97d. HubSpot: a kept time in the far future: no records, a warning, and the next poll goes on', async () => {
		rig = await TriggerRig.start();
		const { poll, staticData, warnings } = rig.trigger({ events: ['created'] });
		staticData.created = { since: Date.parse('9999-01-01'), seen: {} };
		expect(await poll()).toBeNull();
		expect(rig.requests()).toEqual([]);
		expect(warnings.join()).toMatch(/9999-01-01.*is in the future/);
		rig.now += MINUTE;
		const ids = await rig.create(people(1));
		expect(told(await poll())).toEqual(ids.map((id) => `created ${id}`));
	});

	test.each([-5 * MINUTE, 5 * MINUTE])(
		'97e. HubSpot: a clock of ours that is wrong by %i ms loses nothing and gives nothing twice',
		async (wrong) => {
			rig = await TriggerRig.start();
			jest.spyOn(systemClock, 'now').mockImplementation(() => rig.now + wrong);
			const { poll } = rig.trigger({ events: ['created'], begin: 'now' });
			expect(await poll()).toBeNull();
			for (let number = 0; number < 6; number += 1) {
				rig.now += MINUTE;
				const ids = await rig.create(people(1, number));
				expect(told(await poll())).toEqual(ids.map((id) => `created ${id}`));
			}
			expect(await poll()).toBeNull();
		},
	);
});
