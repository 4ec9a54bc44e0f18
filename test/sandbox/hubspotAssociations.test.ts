import type { Callers } from './startedSandbox';
import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const V4 = '/crm/v4/objects';
const DATED = '/crm/objects/2026-03';

function spec(associationTypeId: number, associationCategory = 'HUBSPOT_DEFINED') {
	return { associationCategory, associationTypeId };
}

async function pair(): Promise<Callers & { contact: string; companies: string[] }> {
	const callers = await started({ hubspot: { records: { contacts: 1, companies: 3 } } });
	const [{ id: contact }] = callers.sandbox.contacts();
	const companies = callers.sandbox.records('companies').map(({ id }) => id);
	return { ...callers, contact, companies };
}

async function typesOf(hubspot: Callers['hubspot'], path: string): Promise<number[][]> {
	const { results } = JSON.parse((await hubspot(`GET ${path}`)).text);
	return results.map(({ associationTypes }: { associationTypes: Array<{ typeId: number }> }) =>
		associationTypes.map(({ typeId }) => typeId).sort((one, other) => one - other),
	);
}

describe('HubSpot: one association', () => {
	it('is made without a body, seen from both sides and ended', async () => {
		const { hubspot, sandbox, contact, companies } = await pair();
		const [company] = companies;
		const made = await hubspot(
			`PUT ${V4}/contacts/${contact}/associations/default/companies/${company}`,
		);
		expect(made).toMatchObject({
			status: 200,
			json: {
				status: 'COMPLETE',
				results: [
					{ from: { id: contact }, to: { id: company }, associationSpec: spec(279) },
					{ from: { id: company }, to: { id: contact }, associationSpec: spec(280) },
				],
			},
		});
		const types = [{ category: 'HUBSPOT_DEFINED', typeId: 280, label: null }];
		expect(await hubspot(`GET ${DATED}/company/${company}/associations/contact`)).toMatchObject({
			status: 200,
			json: { results: [{ toObjectId: Number(contact), associationTypes: types }] },
		});
		expect(sandbox.state().hubspot.associations).toBe(1);
		const path = `${V4}/contact/${contact}/associations/company/${company}`;
		expect((await hubspot(`DELETE ${path}`)).status).toBe(204);
		expect((await hubspot(`DELETE ${path}`)).status).toBe(204);
		expect(sandbox.state().hubspot.associations).toBe(0);
	});

	it('has the labels it was last given and no others', async () => {
		const { hubspot, contact, companies } = await pair();
		const [company, other] = companies;
		const labels = await hubspot('POST /crm/v4/associations/contacts/companies/labels', {
			name: 'buyer',
			label: 'Buyer',
		});
		const [{ typeId }] = JSON.parse(labels.text).results;
		const list = `${DATED}/contacts/${contact}/associations/companies`;
		const put = async (to: string, ...types: object[]) => await hubspot(`PUT ${list}/${to}`, types);
		expect(await put(company, spec(1))).toMatchObject({
			status: 201,
			json: {
				fromObjectTypeId: '0-1',
				fromObjectId: Number(contact),
				toObjectTypeId: '0-2',
				toObjectId: Number(company),
				labels: ['Primary'],
			},
		});
		expect(await typesOf(hubspot, list)).toEqual([[1, 279]]);
		await put(company, spec(typeId, 'USER_DEFINED'));
		expect(await typesOf(hubspot, list)).toEqual([[279, typeId]]);
		await put(company, spec(1), spec(typeId, 'USER_DEFINED'));
		expect(await typesOf(hubspot, list)).toEqual([[1, 279, typeId]]);
		await hubspot(`PUT ${V4}/contacts/${contact}/associations/default/companies/${company}`);
		expect(await typesOf(hubspot, list)).toEqual([[1, 279, typeId]]);
		await put(other, spec(1));
		expect(await typesOf(hubspot, list)).toEqual([
			[279, typeId],
			[1, 279],
		]);
		expect(await typesOf(hubspot, `${V4}/companies/${other}/associations/contacts`)).toEqual([
			[2, 280],
		]);
	});

	it('is refused with a type of another pair, an unknown one and unknown records', async () => {
		const { hubspot, sandbox, contact, companies } = await pair();
		const path = `${V4}/contacts/${contact}/associations/companies/${companies[0]}`;
		for (const typeId of [280, 4, 341]) {
			expect(await hubspot(`PUT ${path}`, [spec(typeId)])).toMatchObject({
				status: 400,
				json: {
					category: 'VALIDATION_ERROR',
					message: 'One or more associations are invalid',
					context: { INVALID_OBJECT_IDS: [expect.stringContaining('is not valid')] },
				},
			});
		}
		expect((await hubspot(`PUT ${path}`, [spec(999_999)])).status).toBe(400);
		expect((await hubspot(`PUT ${path}`, [spec(279, 'USER_DEFINED')])).status).toBe(400);
		expect((await hubspot(`PUT ${path}`, [])).status).toBe(400);
		expect((await hubspot(`PUT ${path}`, spec(279))).status).toBe(400);
		expect(await hubspot(`PUT ${path}`, [{}])).toMatchObject({
			status: 400,
			json: {
				message:
					'Invalid input JSON on line 1, column 3. Some required fields were not set: [associationCategory, associationTypeId]',
			},
		});
		const nobody = `${V4}/contacts/${contact}/associations/default/companies/17`;
		expect(await hubspot(`PUT ${nobody}`)).toMatchObject({
			status: 400,
			json: { context: { INVALID_OBJECT_IDS: ['COMPANY=17 is not valid'], objectId: ['17'] } },
		});
		const never = `${V4}/notes/1/associations/default/tasks/2`;
		expect((await hubspot(`PUT ${never}`)).status).toBe(400);
		expect((await hubspot(`GET ${V4}/contacts/17/associations/companies`)).status).toBe(404);
		expect(sandbox.state().hubspot.associations).toBe(0);
	});

	it('comes in pages, and no more under 2026-09, whose specification has no list', async () => {
		const { hubspot, contact, companies } = await pair();
		for (const company of companies) {
			await hubspot(`PUT ${V4}/contacts/${contact}/associations/default/companies/${company}`);
		}
		const list = `${V4}/contacts/${contact}/associations/companies`;
		const first = JSON.parse((await hubspot(`GET ${list}?limit=2`)).text);
		expect(first.results).toHaveLength(2);
		const { after } = first.paging.next;
		const second = JSON.parse((await hubspot(`GET ${list}?limit=2&after=${after}`)).text);
		expect(second.results).toHaveLength(1);
		expect(second.paging).toBeUndefined();
		expect((await hubspot(`GET ${list}?limit=501`)).status).toBe(400);
		const dated = `/crm/objects/2026-09/contacts/${contact}/associations/companies`;
		expect((await hubspot(`GET ${dated}`)).status).toBe(404);
	});

	it('ends with its record', async () => {
		const { hubspot, sandbox, contact, companies } = await pair();
		await hubspot(`PUT ${V4}/contacts/${contact}/associations/default/companies/${companies[0]}`);
		await hubspot(`DELETE /crm/v3/objects/companies/${companies[0]}`);
		expect(sandbox.state().hubspot.associations).toBe(0);
		expect(await hubspot(`GET ${V4}/contacts/${contact}/associations/companies`)).toMatchObject({
			json: { results: [] },
		});
	});

	it('joins the custom object with ids of its own', async () => {
		const { hubspot, sandbox } = await started({ hubspot: { records: { contacts: 1, cars: 1 } } });
		const [{ id }] = sandbox.records('cars');
		const [{ id: contact }] = sandbox.contacts();
		const labels = await hubspot('GET /crm/associations/2026-03/2-1001/0-1/labels');
		const [{ category, typeId, label }] = JSON.parse(labels.text).results;
		expect([category, label]).toEqual(['USER_DEFINED', null]);
		const path = `${DATED}/2-1001/${id}/associations/0-1/${contact}`;
		expect((await hubspot(`PUT ${path}`, [spec(typeId, category)])).status).toBe(201);
	});
});
