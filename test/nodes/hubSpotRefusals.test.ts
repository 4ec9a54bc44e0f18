import type { IDataObject } from 'n8n-workflow';
import type { SandboxOptions } from '../../sandbox';
import { json, mapped, ownLog, Rig } from './support/setup';

/** What HubSpot refuses of deleted records and of associations that do not fit. */
const log = ownLog();
let rig: Rig;
afterEach(async () => await rig.stop());
afterAll(() => log.remove());

const goOn = { onError: 'continueErrorOutput' } as const;
const by = (value: string) => ({ __rl: true, mode: 'id', value });
const start = async (options: SandboxOptions) => (rig = await Rig.start(options));

describe('a record that was deleted', () => {
	const companies = async (parameters: IDataObject, items: IDataObject[]) =>
		await rig.hubSpot({ resource: 'company', ...parameters }, items, goOn);
	/** The IDs of two companies; the second one is deleted. */
	async function twoOfThree() {
		await start({ hubspot: { records: { companies: 2 } } });
		const [there, gone] = rig.sandbox.records('companies').map(({ id }) => id);
		await companies({ operation: 'delete', recordId: by(gone) }, [{}]);
		return [{ id: there }, { id: gone }];
	}

	test('Get: says that it is in the recycle bin', async () => {
		const items = await twoOfThree();
		const { outputs } = await companies(
			{ operation: 'get', recordId: by('={{ $json.id }}') },
			items,
		);
		expect(json(outputs[0])).toMatchObject([{ id: items[0].id }]);
		expect(json(outputs[1])[0]).toMatchObject({
			error: expect.stringContaining(`no company with the Record ID ${items[1].id}`),
			message: expect.stringContaining('recycle bin of HubSpot for 90 days'),
			details: { reason: 'not-found' },
		});
	});

	test('Update: says that it was deleted or merged, the others are written', async () => {
		const items = await twoOfThree();
		const fields = mapped({ hs_object_id: '={{ $json.id }}', name: 'New' }, ['hs_object_id']);
		const { outputs } = await companies({ operation: 'update', fields }, items);
		expect(json(outputs[0])).toMatchObject([{ id: items[0].id, result: 'updated' }]);
		expect(json(outputs[1])[0]).toMatchObject({
			message: expect.stringContaining('was deleted, or was merged into another one'),
			details: { code: 'OBJECT_NOT_FOUND' },
		});
	});
});

describe('an association type that does not fit', () => {
	/** That of contacts with deals, between a contact and a company. */
	const write = async (operation: string, matching: string[]) => {
		await start({ hubspot: { records: { companies: 1 } } });
		const [company] = rig.sandbox.records('companies');
		const associations = {
			association: [{ toObjectType: by('companies'), recordId: company.id, typeId: '4' }],
		};
		const fields = mapped({ email: '={{ $json.email }}' }, matching);
		const items = [{ email: 'a@a.example' }];
		const { outputs } = await rig.hubSpot({ operation, fields, associations }, items, goOn);
		return json(outputs[1])[0];
	};

	test('Create: nothing is written, and it says where the types are shown', async () => {
		const refused = await write('create', []);
		expect(refused.message).toContain('"Association: Get Labels"');
		expect(refused.details).toMatchObject({ outcome: 'not done' });
		expect(rig.sandbox.contacts()).toEqual([]);
	});

	test('Create or Update: the contact is written, and the item says what is left to do', async () => {
		const refused = await write('createOrUpdate', ['email']);
		const [contact] = rig.sandbox.contacts();
		expect(refused.error).toContain(`was written (Record ID ${contact.id})`);
		expect(refused.message).toContain('"Association: Get Labels"');
	});
});
