import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const LISTS = '/crm/v3/lists';
const AND = { filterBranchType: 'AND', filterBranches: [], filters: [] };
const OR = { filterBranchType: 'OR', filterBranches: [AND], filters: [] };
const MANUAL = { name: 'Buyers', objectTypeId: '0-1', processingType: 'MANUAL' };

describe('HubSpot: lists', () => {
	it('are made, found by offset, read and deleted', async () => {
		const { hubspot, sandbox } = await started();
		const made = await hubspot(`POST ${LISTS}`, MANUAL);
		expect(made).toMatchObject({
			status: 200,
			json: { list: { ...MANUAL, listId: '1001', size: 0 } },
		});
		for (const name of ['Sellers', 'Old buyers'])
			await hubspot(`POST ${LISTS}`, { ...MANUAL, name });
		const search = async (body: object) =>
			JSON.parse((await hubspot(`POST /crm/lists/2026-03/search`, body)).text);
		expect(await search({ count: 2 })).toMatchObject({ hasMore: true, offset: 2, total: 3 });
		expect(await search({ count: 2, offset: 2 })).toMatchObject({
			hasMore: false,
			offset: 3,
			lists: [{ name: 'Old buyers', additionalProperties: { hs_list_size: '0' } }],
		});
		expect(await search({ query: 'BUYERS' })).toMatchObject({ total: 2 });
		expect(await search({ processingTypes: ['DYNAMIC'] })).toMatchObject({ total: 0, lists: [] });
		expect(await search({ listIds: ['1002'] })).toMatchObject({ lists: [{ name: 'Sellers' }] });
		expect((await hubspot(`POST ${LISTS}/search`, { count: 501 })).status).toBe(400);
		expect((await hubspot(`GET ${LISTS}/1001`)).status).toBe(200);
		expect((await hubspot(`DELETE ${LISTS}/1001`)).status).toBe(204);
		expect((await hubspot(`GET ${LISTS}/1001`)).status).toBe(404);
		expect(sandbox.state().hubspot.lists).toBe(2);
	});

	it('are refused when they cannot be', async () => {
		const { hubspot } = await started();
		await hubspot(`POST ${LISTS}`, MANUAL);
		const status = async (change: object) =>
			(await hubspot(`POST ${LISTS}`, { ...MANUAL, name: 'X', ...change })).status;
		expect(await status({ name: 'Buyers' })).toBe(400);
		expect(await status({ name: 'Buyers', objectTypeId: '0-2' })).toBe(400);
		expect(await status({ name: '' })).toBe(400);
		expect(await status({ processingType: 'STATIC' })).toBe(400);
		expect(await status({ processingType: 'DYNAMIC' })).toBe(400);
		expect(await status({ objectTypeId: 'contacts' })).toBe(400);
		for (const filterBranch of [{ filters: [] }, AND, { ...OR, filterBranches: [] }]) {
			expect(await status({ processingType: 'DYNAMIC', filterBranch })).toBe(400);
		}
		expect(await status({ processingType: 'DYNAMIC', filterBranch: OR })).toBe(200);
	});

	it('take and lose records, and name those that are not there', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 4 });
		await hubspot(`POST ${LISTS}`, MANUAL);
		const ids = sandbox.contacts().map(({ id }) => id);
		const members = `${LISTS}/1001/memberships`;
		expect(await hubspot(`PUT ${members}/add`, [...ids.slice(0, 3), '17'])).toMatchObject({
			status: 200,
			json: { recordsIdsAdded: ids.slice(0, 3), recordIdsRemoved: [], recordIdsMissing: ['17'] },
		});
		expect(await hubspot(`PUT ${members}/add`, [ids[0]])).toMatchObject({
			json: { recordsIdsAdded: [] },
		});
		const first = JSON.parse((await hubspot(`GET ${members}?limit=2`)).text);
		expect(first.results).toEqual([
			{ recordId: ids[0], membershipTimestamp: expect.any(String) },
			{ recordId: ids[1], membershipTimestamp: expect.any(String) },
		]);
		const { after } = first.paging.next;
		const second = JSON.parse((await hubspot(`GET ${members}?limit=2&after=${after}`)).text);
		expect(second.results).toHaveLength(1);
		expect(second.paging).toBeUndefined();
		expect(
			await hubspot(`PUT ${members}/add-and-remove`, {
				recordIdsToAdd: [ids[3]],
				recordIdsToRemove: [ids[0]],
			}),
		).toMatchObject({ json: { recordsIdsAdded: [ids[3]], recordIdsRemoved: [ids[0]] } });
		expect(await hubspot(`PUT ${members}/remove`, [ids[1]])).toMatchObject({
			json: { recordIdsRemoved: [ids[1]] },
		});
		expect((await hubspot(`PUT ${members}/add`, [Number(ids[0])])).status).toBe(400);
		expect((await hubspot(`PUT ${members}/add`, { inputs: ids })).status).toBe(400);
		expect((await hubspot(`GET ${members}?limit=251`)).status).toBe(400);
		expect((await hubspot(`PUT ${LISTS}/9/memberships/add`, ids)).status).toBe(404);
	});

	it('that are dynamic take no records', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 1 });
		const dynamic = { ...MANUAL, processingType: 'DYNAMIC', filterBranch: OR };
		await hubspot(`POST ${LISTS}`, dynamic);
		const ids = sandbox.contacts().map(({ id }) => id);
		expect(await hubspot(`PUT ${LISTS}/1001/memberships/add`, ids)).toMatchObject({
			status: 400,
			json: { category: 'VALIDATION_ERROR' },
		});
	});
});

describe('HubSpot: sequences', () => {
	const SEQUENCES = '/automation/v4/sequences';
	const USER = 'userId=9586001';

	it('are listed for one user, page by page', async () => {
		const { hubspot } = await started();
		expect((await hubspot(`GET ${SEQUENCES}`)).status).toBe(400);
		const first = JSON.parse((await hubspot(`GET ${SEQUENCES}?${USER}`)).text);
		expect(first).toMatchObject({ total: 12, paging: { next: { after: '10' } } });
		const second = await hubspot(`GET /automation/sequences/2026-03?${USER}&after=10`);
		expect(JSON.parse(second.text).results).toHaveLength(2);
		expect(await hubspot(`GET ${SEQUENCES}?userId=1`)).toMatchObject({ json: { total: 0 } });
	});

	it('enrol one contact at a time, who has an email and is in no other', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 1 });
		const [{ id, properties }] = sandbox.contacts();
		const enroll = async (change: object = {}) =>
			await hubspot(`POST ${SEQUENCES}/enrollments?${USER}`, {
				sequenceId: '5010001',
				contactId: id,
				senderEmail: 'owner1@sandbox.example',
				...change,
			});
		expect((await enroll({ contactId: '17' })).status).toBe(404);
		expect((await enroll({ sequenceId: '5010013' })).status).toBe(404);
		expect((await enroll({ senderEmail: 'owner2@sandbox.example' })).status).toBe(400);
		const path = `${SEQUENCES}/enrollments/contact/${id}`;
		expect((await hubspot(`GET ${path}`)).status).toBe(404);
		expect(await enroll()).toMatchObject({
			status: 200,
			json: { toEmail: properties.email, enrolledAt: expect.any(String) },
		});
		expect((await enroll()).status).toBe(400);
		expect(await hubspot(`GET ${path}`)).toMatchObject({
			status: 200,
			json: { sequenceId: '5010001', enrolledBy: '9586001', sequenceName: 'Sequence 1' },
		});
		expect(sandbox.state().hubspot.enrollments).toBe(1);
	});
});
