import { itemsOf, MINUTE, people, told, TriggerRig } from './support/hubSpotTrigger';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let rig: TriggerRig;
beforeEach(async () => {
	rig = await TriggerRig.start();
});
afterEach(async () => await rig.stop());

describe('record created', () => {
	test('all that exist, then each new one once; what is changed is not new', async () => {
		const [first = ''] = await rig.create(people(1));
		const { poll } = rig.trigger({ events: ['created'] });
		expect(told(await poll())).toEqual([`created ${first}`]);
		rig.now += MINUTE;
		const [second = ''] = await rig.create(people(1, 1));
		await rig.update(first, { firstname: 'Changed' });
		expect(told(await poll())).toEqual([`created ${second}`]);
		rig.now += MINUTE;
		expect(await poll()).toBeNull();
	});

	test('from now on: nothing of what was there a moment ago, then what is new', async () => {
		await rig.create(people(3));
		const { poll } = rig.trigger({ events: ['created'], begin: 'now' });
		expect(await poll()).toBeNull();
		expect(await poll()).toBeNull();
		// In the same millisecond as the first poll.
		const ids = await rig.create(people(1, 3));
		expect(told(await poll())).toEqual(ids.map((id) => `created ${id}`));
	});

	test('a record that is changed before its first poll is new all the same, once', async () => {
		const { poll } = rig.trigger({ events: ['created'] });
		expect(await poll()).toBeNull();
		const [id = ''] = await rig.create(people(1));
		rig.now += MINUTE;
		await rig.update(id, { firstname: 'Changed' });
		expect(told(await poll())).toEqual([`created ${id}`]);
		expect(await poll()).toBeNull();
	});
});

describe('record updated', () => {
	test('once for each poll that finds it changed; a record that is only new has not been updated', async () => {
		const [a = '', b = ''] = await rig.create(people(2));
		const { poll } = rig.trigger({ events: ['updated'], begin: 'now' });
		expect(await poll()).toBeNull();
		rig.now += MINUTE;
		await rig.update(a, { firstname: 'One' });
		await rig.create(people(1, 2));
		expect(told(await poll())).toEqual([`updated ${a}`]);
		rig.now += MINUTE;
		await rig.update(b, { firstname: 'Two' });
		rig.now += 1;
		await rig.update(a, { firstname: 'Three' });
		await rig.update(a, { lastname: 'Four' });
		expect(told(await poll())).toEqual([`updated ${b}`, `updated ${a}`]);
		expect(await poll()).toBeNull();
	});

	test('created and changed within one interval: updated', async () => {
		const { poll } = rig.trigger({ events: ['updated'] });
		const [id = ''] = await rig.create(people(1));
		rig.now += 1;
		await rig.update(id, { firstname: 'Changed' });
		expect(told(await poll())).toEqual([`updated ${id}`]);
	});

	test('what is deleted before the poll is not told', async () => {
		const [a = '', b = ''] = await rig.create(people(2));
		const { poll } = rig.trigger({ events: ['updated'], begin: 'now' });
		await poll();
		rig.now += MINUTE;
		await rig.updateAll([a, b], { firstname: 'Changed' });
		await rig.delete(a);
		expect(told(await poll())).toEqual([`updated ${b}`]);
	});
});

describe('created and updated', () => {
	test('created and changed within one interval: both, each once, and later changes alone', async () => {
		const { poll, staticData } = rig.trigger({ events: ['created', 'updated'] });
		const [id = ''] = await rig.create(people(1));
		rig.now += 1;
		await rig.update(id, { firstname: 'Changed' });
		expect(told(await poll())).toEqual([`created ${id}`, `updated ${id}`]);
		expect(await poll()).toBeNull();
		rig.now += MINUTE;
		await rig.update(id, { firstname: 'Changed again' });
		expect(told(await poll())).toEqual([`updated ${id}`]);
		expect(Object.keys(staticData).sort()).toEqual(['changed', 'created']);
	});

	test('an event that is no longer chosen is forgotten: chosen again, it begins again', async () => {
		await rig.create(people(1));
		const parameters = { events: ['created', 'updated'], begin: 'now' };
		const { poll, staticData } = rig.trigger(parameters);
		await poll();
		parameters.events = ['updated'];
		const later = rig.trigger(parameters);
		Object.assign(later.staticData, staticData);
		await later.poll();
		expect(Object.keys(later.staticData)).toEqual(['changed']);
	});
});

describe('other records', () => {
	test.each([
		['company', 'companies', { name: 'Company' }, { name: 'Other' }, ['name']],
		['ticket', 'tickets', { subject: 'A', hs_pipeline_stage: '1' }, { subject: 'B' }, ['subject']],
		['note', 'notes', { hs_timestamp: '1', hs_note_body: 'A' }, { hs_note_body: 'B' }, []],
	])(
		'%s: created, then updated',
		async (resource, type, properties, change, propertiesToReturn) => {
			const { poll } = rig.trigger({
				resource,
				events: ['created', 'updated'],
				propertiesToReturn,
			});
			const [id = ''] = await rig.create([properties], type);
			expect(told(await poll())).toEqual([`created ${id}`]);
			rig.now += MINUTE;
			await rig.update(id, change, type);
			const given = await poll();
			expect(told(given)).toEqual([`updated ${id}`]);
			expect(itemsOf(given)[0]).toMatchObject(change);
		},
	);

	test('a custom object by its ID, with the properties that people know it by', async () => {
		const { poll } = rig.trigger({
			resource: 'customObject',
			objectType: { __rl: true, mode: 'id', value: '2-1001' },
			events: ['created'],
			propertiesToReturn: [],
		});
		const [id = ''] = await rig.create([{ model: 'Roadster', vin: 'V1' }], 'cars');
		const given = await poll();
		expect(told(given)).toEqual([`created ${id}`]);
		expect(itemsOf(given)[0]).toMatchObject({ model: 'Roadster' });
	});
});

test('an app by OAuth2: the same', async () => {
	const ids = await rig.create(people(2));
	const credentials = await rig.connectedApp();
	const { poll } = rig.trigger({ authentication: 'oAuth2', events: ['created'] }, {}, credentials);
	expect(told(await poll())).toEqual(ids.map((id) => `created ${id}`));
});

describe('items', () => {
	test('simplified: the usual properties, or the chosen ones; raw: as HubSpot gives it', async () => {
		const [id = ''] = await rig.create(people(1));
		const time = new Date(rig.now).toISOString();
		const given = async (parameters: object) => {
			const { poll } = rig.trigger({ events: ['created'], ...parameters });
			return itemsOf(await poll())[0];
		};
		expect(await given({})).toEqual({
			event: 'created',
			id,
			email: 'person0@company.example',
			firstname: 'First 0',
		});
		expect(await given({ propertiesToReturn: [] })).toMatchObject({
			event: 'created',
			id,
			lifecyclestage: null,
			createdAt: time,
		});
		expect(await given({ simplify: false, propertiesToReturn: ['firstname'] })).toMatchObject({
			event: 'created',
			id,
			properties: { firstname: 'First 0' },
			archived: false,
		});
	});

	test('more properties than a search takes are read by themselves', async () => {
		const [id = ''] = await rig.create(people(1));
		const many = Array.from({ length: 200 }, (_, place) => `a_long_name_of_a_property_${place}`);
		const { poll } = rig.trigger({
			events: ['created'],
			propertiesToReturn: ['firstname', ...many],
		});
		expect(itemsOf(await poll())[0]).toMatchObject({ id, firstname: 'First 0' });
		expect(rig.requests()).toEqual([
			'POST /crm/objects/2026-03/contacts/search',
			'POST /crm/objects/2026-03/contacts/batch/read',
		]);
	});
});

describe('in the editor', () => {
	test('the newest records as a sample; nothing is remembered', async () => {
		const ids: string[] = [];
		for (let number = 0; number < 4; number += 1) {
			rig.now += MINUTE;
			ids.push(...(await rig.create(people(1, number))));
		}
		const { poll, staticData } = rig.trigger({ events: ['created'], begin: 'now' });
		const newest = ids.toReversed().slice(0, 3);
		expect(told(await poll('manual'))).toEqual(newest.map((id) => `created ${id}`));
		expect(staticData).toEqual({});
	});

	test('nothing to show says so', async () => {
		await expect(rig.trigger({ events: ['created'] }).poll('manual')).rejects.toMatchObject({
			message: 'There are no contacts that could be shown',
		});
	});
});

describe('what has to be changed', () => {
	test.each([
		[{ events: [] }, /Events is empty/],
		[{ events: ['propertyChanged'] }, /Watched Property Names or IDs is empty/],
		[{ events: ['created'], resource: 'customObject' }, /Object Type is empty/],
		[{ events: ['created'], resource: 'person' }, /no resource "person"/],
		[{ events: ['created'], options: { lookBack: -1 } }, /Look-Back is no number/],
		[{ events: ['created'], options: { mostItems: 0.5 } }, /Max Items per Poll is no whole number/],
	])('%j', async (parameters, message) => {
		await expect(rig.trigger(parameters).poll()).rejects.toMatchObject({
			message: expect.stringMatching(message) as string,
			failure: { cause: 'configuration-invalid' },
		});
		expect(rig.requests()).toEqual([]);
	});
});
