import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { changesIn } from '../../nodes/HubSpot/polling/history';
import { itemsOf, MINUTE, people, TriggerRig } from './support/hubSpotTrigger';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let rig: TriggerRig;
beforeEach(async () => {
	rig = await TriggerRig.start();
});
afterEach(async () => await rig.stop());

const watching = (...watchedProperties: string[]) => ({
	events: ['propertyChanged'],
	watchedProperties,
	begin: 'now',
});
/** "301 firstname: Old -> New" */
const changes = (given: INodeExecutionData[][] | null) =>
	itemsOf(given).map(({ id, change }) => {
		const { property, oldValue, newValue } = change as IDataObject;
		return `${String(id)} ${String(property)}: ${String(oldValue)} -> ${String(newValue)}`;
	});

test('each new value is an item: the old one, the new one, when and from where', async () => {
	const [id = ''] = await rig.create(people(1));
	const { poll } = rig.trigger(watching('firstname'));
	expect(await poll()).toBeNull();
	rig.now += MINUTE;
	await rig.update(id, { firstname: 'New' });
	expect(itemsOf(await poll())).toEqual([
		{
			event: 'propertyChanged',
			change: {
				property: 'firstname',
				oldValue: 'First 0',
				newValue: 'New',
				changedAt: new Date(rig.now).toISOString(),
				source: 'INTEGRATION',
				sourceId: null,
				sourceLabel: null,
				updatedByUserId: null,
			},
			id,
			email: 'person0@company.example',
			firstname: 'New',
		},
	]);
	expect(await poll()).toBeNull();
});

test('several values between two polls: each of them, in their order; other properties none', async () => {
	const [id = ''] = await rig.create(people(1));
	const { poll } = rig.trigger(watching('firstname', 'lastname'));
	await poll();
	for (const change of [
		{ firstname: 'B' },
		{ lastname: 'L' },
		{ firstname: 'A' },
		{ jobtitle: 'J' },
	]) {
		rig.now += 1_000;
		await rig.update(id, change);
	}
	expect(changes(await poll())).toEqual([
		`${id} firstname: First 0 -> B`,
		`${id} lastname: null -> L`,
		`${id} firstname: B -> A`,
	]);
	rig.now += MINUTE;
	// Back to a value that it had before, and then to none.
	await rig.update(id, { firstname: 'B' });
	rig.now += 1_000;
	await rig.update(id, { firstname: '' });
	expect(changes(await poll())).toEqual([`${id} firstname: A -> B`, `${id} firstname: B -> null`]);
	rig.now += MINUTE;
	await rig.update(id, { jobtitle: 'K' });
	expect(await poll()).toBeNull();
});

test('a new record: its first values are new values', async () => {
	const { poll } = rig.trigger(watching('firstname'));
	await poll();
	rig.now += MINUTE;
	const [id = ''] = await rig.create(people(1));
	rig.now += 1;
	await rig.update(id, { firstname: 'Later' });
	expect(changes(await poll())).toEqual([
		`${id} firstname: null -> First 0`,
		`${id} firstname: First 0 -> Later`,
	]);
});

test('with updates and creations beside it: one reading of the changes, each event its own item', async () => {
	const { poll } = rig.trigger({
		...watching('firstname'),
		events: ['created', 'updated', 'propertyChanged'],
	});
	await poll();
	rig.now += MINUTE;
	const [id = ''] = await rig.create(people(1));
	rig.now += 1;
	await rig.update(id, { firstname: 'Changed' });
	const before = rig.requests().length;
	expect(itemsOf(await poll()).map(({ event }) => event)).toEqual([
		'created',
		'propertyChanged',
		'propertyChanged',
		'updated',
	]);
	expect(rig.requests().slice(before)).toEqual([
		'POST /crm/objects/2026-03/contacts/search',
		'POST /crm/objects/2026-03/contacts/search',
		'POST /crm/objects/2026-03/contacts/batch/read',
	]);
});

test('all that exist: every value that HubSpot still knows', async () => {
	const [id = ''] = await rig.create(people(1));
	rig.now += 60 * MINUTE;
	await rig.update(id, { firstname: 'B' });
	rig.now += 60 * MINUTE;
	const { poll } = rig.trigger({ ...watching('firstname'), begin: 'all' });
	expect(changes(await poll())).toEqual([
		`${id} firstname: null -> First 0`,
		`${id} firstname: First 0 -> B`,
	]);
	expect(await poll()).toBeNull();
});

test('120 changed records are read in batches of 50, and only once', async () => {
	const ids = await rig.create(people(120));
	const { poll } = rig.trigger(watching('firstname'));
	await poll();
	rig.now += MINUTE;
	await rig.updateAll(ids, { firstname: 'Changed' });
	const batches = () => rig.requests().filter((each) => each.endsWith('batch/read')).length;
	const before = batches();
	expect(itemsOf(await poll())).toHaveLength(120);
	expect(batches() - before).toBe(3);
	rig.now += MINUTE;
	expect(await poll()).toBeNull();
	expect(batches() - before).toBe(3);
});

test('the index lags behind: a value that is read early is not given again when its record appears', async () => {
	await rig.stop();
	rig = await TriggerRig.start({ hubspot: { indexLagMs: 2 * MINUTE } });
	const [id = ''] = await rig.create(people(1));
	rig.now += 5 * MINUTE;
	const { poll } = rig.trigger(watching('firstname', 'lastname'));
	await poll();
	await rig.update(id, { firstname: 'A' });
	rig.now += MINUTE;
	await rig.update(id, { firstname: 'B' });
	expect(await poll()).toBeNull();
	rig.now += MINUTE;
	// Nothing of it is in the index before the last change is old enough.
	expect(await poll()).toBeNull();
	rig.now += MINUTE;
	expect(changes(await poll())).toEqual([
		`${id} firstname: First 0 -> A`,
		`${id} firstname: A -> B`,
	]);
	await rig.update(id, { lastname: 'L' });
	rig.now += 2 * MINUTE;
	expect(changes(await poll())).toEqual([`${id} lastname: null -> L`]);
});

test('the histories of a page cannot be read: nothing of the page is given, and all of it later', async () => {
	const ids = await rig.create(people(60));
	const { poll, staticData } = rig.trigger({ ...watching('firstname'), gtmRetries: 0 });
	await poll();
	rig.now += MINUTE;
	await rig.updateAll(ids, { firstname: 'Changed' });
	const before = JSON.stringify(staticData);
	rig.sandbox.setFaults({ seed: 1, rules: [{ path: 'batch/read', kind: 'status-500', at: [2] }] });
	await expect(poll()).rejects.toMatchObject({
		failure: { cause: 'temporarily-unavailable' },
	});
	expect(JSON.stringify(staticData)).toBe(before);
	expect(itemsOf(await poll())).toHaveLength(60);
	expect(await poll()).toBeNull();
});

test('in the editor: the latest values; where there is none, which properties to check', async () => {
	const [id = ''] = await rig.create(people(1));
	rig.now += 1;
	await rig.update(id, { firstname: 'New' });
	expect(changes(await rig.trigger(watching('firstname')).poll('manual'))).toEqual([
		`${id} firstname: First 0 -> New`,
		`${id} firstname: null -> First 0`,
	]);
	await expect(rig.trigger(watching('frstname')).poll('manual')).rejects.toMatchObject({
		message: 'None of the 50 contacts that changed last has had a value of frstname',
		description: expect.stringMatching(/Check the internal names/) as string,
	});
});

describe('a history', () => {
	const at = (second: number) => new Date(second * 1_000).toISOString();
	const record = (...entries: object[]) => ({
		id: '7',
		propertiesWithHistory: { stage: entries as IDataObject[] },
	});
	const seen = (...entries: object[]) =>
		changesIn(JSON.parse(JSON.stringify(record(...entries))), ['stage', 'other']).map(
			({ shown }) => `${String(shown.oldValue)} -> ${String(shown.newValue)}`,
		);

	test('written once more, a value is not a new one', () => {
		expect(
			seen(
				{ value: 'b', timestamp: at(3) },
				{ value: 'b', timestamp: at(2) },
				{ value: 'a', timestamp: at(1) },
			),
		).toEqual(['null -> a', 'a -> b']);
	});

	test('values of one moment stay in their order; what has no time is left out', () => {
		expect(
			seen({ value: 'c', timestamp: at(1) }, { value: 'b', timestamp: at(1) }, { value: 'a' }),
		).toEqual(['a -> b', 'b -> c']);
	});
});
