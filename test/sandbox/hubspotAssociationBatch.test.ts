import type { Callers } from './startedSandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const V4 = '/crm/v4/associations';
const DATED = '/crm/associations/2026-03';

const PRIMARY = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 5 };

async function people(): Promise<Callers & { deals: string[]; companies: string[] }> {
	const callers = await started({ hubspot: { records: { deals: 3, companies: 3 } } });
	const idsOf = (name: 'deals' | 'companies') => callers.sandbox.records(name).map(({ id }) => id);
	return { ...callers, deals: idsOf('deals'), companies: idsOf('companies') };
}

describe('HubSpot: batches of associations', () => {
	it('creates row by row, 201, or 200 under 2026-09, or 207', async () => {
		const { hubspot, sandbox, deals, companies } = await people();
		const rows = deals.map((id, place) => ({
			from: { id },
			to: { id: companies[place] },
			types: [PRIMARY],
		}));
		const create = async (base: string, inputs: object[]) =>
			await hubspot(`POST ${base}/deals/companies/batch/create`, { inputs });
		const made = await create(V4, rows);
		expect(made).toMatchObject({ status: 201, json: { status: 'COMPLETE' } });
		expect(JSON.parse(made.text).results).toContainEqual({
			fromObjectTypeId: '0-3',
			fromObjectId: Number(deals[0]),
			toObjectTypeId: '0-2',
			toObjectId: Number(companies[0]),
			labels: ['Primary'],
		});
		expect((await create('/crm/associations/2026-09', rows)).status).toBe(200);
		const nobody = { ...rows[0], to: { id: '17' } };
		expect(await create(DATED, [nobody, rows[0]])).toMatchObject({
			status: 207,
			json: {
				numErrors: 1,
				results: [{ labels: ['Primary'] }],
				errors: [
					{
						category: 'VALIDATION_ERROR',
						context: { fromObjectId: [deals[0]], toObjectId: ['17'] },
					},
				],
			},
		});
		expect(sandbox.state().hubspot.associations).toBe(3);
	});

	it('takes up to 2,000 to create, 1,000 to read and 100 to archive', async () => {
		const { hubspot, deals, companies } = await people();
		const [from, to] = [{ id: deals[0] }, { id: companies[0] }];
		const status = async (verb: string, row: object, count: number) => {
			const path = `POST ${V4}/deals/companies/batch/${verb}`;
			return (await hubspot(path, { inputs: Array(count).fill(row) })).status;
		};
		expect(await status('associate/default', { from, to }, 2000)).toBe(200);
		expect(await status('associate/default', { from, to }, 2001)).toBe(400);
		expect(await status('create', { from, to, types: [PRIMARY] }, 2000)).toBe(201);
		expect(await status('create', { from, to, types: [PRIMARY] }, 2001)).toBe(400);
		expect(await status('read', from, 1000)).toBe(200);
		expect(await status('read', from, 1001)).toBe(400);
		expect(await status('archive', { from, to: [to] }, 100)).toBe(204);
		expect(await status('archive', { from, to: [to] }, 101)).toBe(400);
		expect(await status('read', from, 0)).toBe(400);
	});

	it('reads many, and answers 207 for those without associations', async () => {
		const { hubspot, deals, companies } = await people();
		const inputs = [{ from: { id: deals[0] }, to: { id: companies[0] } }];
		await hubspot(`POST ${DATED}/deal/company/batch/associate/default`, { inputs });
		const read = await hubspot(`POST ${DATED}/deals/companies/batch/read`, {
			inputs: [{ id: deals[0] }, { id: deals[1] }],
		});
		expect(read).toMatchObject({
			status: 207,
			json: {
				results: [
					{
						from: { id: deals[0] },
						to: [
							{
								toObjectId: Number(companies[0]),
								associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 341, label: null }],
							},
						],
					},
				],
				numErrors: 1,
				errors: [
					{
						category: 'OBJECT_NOT_FOUND',
						subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
						message: `No company is associated with deal ${deals[1]}.`,
						context: { fromObjectId: [deals[1]] },
					},
				],
			},
		});
	});

	it('takes off one label or all, with 204, or 200 under a date', async () => {
		const { hubspot, sandbox, deals, companies } = await people();
		const [from, to] = [{ id: deals[0] }, { id: companies[0] }];
		const post = async (base: string, verb: string, row: object) =>
			await hubspot(`POST ${base}/deals/companies/batch/${verb}`, { inputs: [row] });
		await post(V4, 'create', { from, to, types: [PRIMARY] });
		const labeled = { from, to, types: [PRIMARY] };
		expect((await post(V4, 'labels/archive', labeled)).status).toBe(204);
		expect(sandbox.state().hubspot.associations).toBe(1);
		const plain = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 341 };
		expect(await post(DATED, 'labels/archive', { from, to, types: [plain] })).toMatchObject({
			status: 200,
			json: { status: 'COMPLETE', results: [] },
		});
		expect(sandbox.state().hubspot.associations).toBe(0);
		await post(V4, 'associate/default', { from, to });
		expect(await post(DATED, 'archive', { from, to: [to] })).toMatchObject({
			status: 200,
			json: { status: 'COMPLETE', results: [] },
		});
		expect(sandbox.state().hubspot.associations).toBe(0);
	});

	it('has labels, single and in pairs, ten of its own at most', async () => {
		const { hubspot } = await started();
		const path = `${DATED}/contacts/companies/labels`;
		expect(await hubspot(`GET ${path}`)).toMatchObject({
			status: 200,
			json: {
				results: expect.arrayContaining([
					{ category: 'HUBSPOT_DEFINED', typeId: 279, label: null },
					{ category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
				]),
			},
		});
		const body = { name: 'manager', label: 'Manager', inverseLabel: 'Employee' };
		const made = JSON.parse((await hubspot(`POST ${path}`, body)).text).results;
		expect(made.map(({ label }: { label: string }) => label)).toEqual(['Manager', 'Employee']);
		expect((await hubspot(`POST ${path}`, body)).status).toBe(400);
		expect((await hubspot(`POST ${path}`, { name: 'a-b', label: 'X' })).status).toBe(400);
		expect((await hubspot(`POST ${path}`, { label: 'X' })).status).toBe(400);
		const back = await hubspot('GET /crm/v4/associations/companies/contacts/labels');
		expect(JSON.parse(back.text).results).toContainEqual({
			category: 'USER_DEFINED',
			typeId: made[1].typeId,
			label: 'Employee',
		});
		for (let count = 2; count <= 11; count++) {
			const answer = await hubspot(`POST ${path}`, { name: `l${count}`, label: `L${count}` });
			expect(answer.status).toBe(count <= 10 ? 200 : 400);
		}
	});

	it('counts against a limit of its own', async () => {
		const { hubspot } = await started();
		const { headers } = await hubspot(`GET ${V4}/contacts/companies/labels`);
		expect(headers.get('x-hubspot-ratelimit-max')).toBe('150');
		const { headers: usual } = await hubspot('GET /crm/v3/objects/contacts');
		expect(usual.get('x-hubspot-ratelimit-remaining')).toBe('189');
	});
});
