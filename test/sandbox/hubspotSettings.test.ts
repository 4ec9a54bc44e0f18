import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const TYPES = ['companies', 'deals', 'tickets', 'leads', 'notes', 'tasks', 'calls', 'meetings'];

interface Property {
	name: string;
	type: string;
	hidden: boolean;
	hasUniqueValue: boolean;
	hubspotDefined: boolean;
	modificationMetadata: { readOnlyValue: boolean };
}

describe('HubSpot: properties', () => {
	it.each([...TYPES, 'emails', 'cars'])('of %s are of every kind, at once', async (type) => {
		const { hubspot } = await started();
		const { results, paging } = JSON.parse((await hubspot(`GET /crm/v3/properties/${type}`)).text);
		const properties: Property[] = results;
		expect(paging).toBeUndefined();
		expect(properties.length).toBeGreaterThanOrEqual(10);
		expect(new Set(properties.map(({ name }) => name)).size).toBe(properties.length);
		expect(properties.some(({ hidden }) => hidden)).toBe(true);
		expect(properties.some((each) => each.modificationMetadata.readOnlyValue)).toBe(true);
		expect(properties.map(({ name }) => name)).toContain('hs_lastmodifieddate');
		const own = properties.filter((each) => each.hasUniqueValue && !each.hubspotDefined);
		expect(own.length).toBe(
			['companies', 'deals', 'tickets', 'leads', 'cars'].includes(type) ? 1 : 0,
		);
	});

	it('are read one by one, archived and sensitive ones apart', async () => {
		const { hubspot } = await started();
		const path = '/crm/properties/2026-03/deals';
		expect(await hubspot(`GET ${path}/dealstage`)).toMatchObject({
			status: 200,
			json: { name: 'dealstage', type: 'enumeration', options: expect.any(Array) },
		});
		expect(await hubspot(`GET ${path}/nope`)).toMatchObject({
			status: 404,
			json: { category: 'OBJECT_NOT_FOUND' },
		});
		expect(await hubspot(`GET ${path}?archived=true`)).toMatchObject({ json: { results: [] } });
		expect((await hubspot(`GET ${path}?dataSensitivity=secret`)).status).toBe(400);
		expect((await hubspot('GET /crm/v3/properties/line_items')).status).toBe(404);
	});
});

describe('HubSpot: owners', () => {
	it('come in pages, by email and by user, and keep those who left apart', async () => {
		const { hubspot } = await started({ hubspot: { owners: 120 } });
		const first = JSON.parse((await hubspot('GET /crm/v3/owners')).text);
		expect(first.results).toHaveLength(100);
		const { after } = first.paging.next;
		const second = JSON.parse((await hubspot(`GET /crm/owners/2026-03?after=${after}`)).text);
		expect(second.results).toHaveLength(20);
		expect(second.paging).toBeUndefined();
		const [owner] = first.results;
		expect(await hubspot(`GET /crm/v3/owners?email=${owner.email.toUpperCase()}`)).toMatchObject({
			json: { results: [{ id: owner.id, userId: expect.any(Number) }] },
		});
		expect(await hubspot(`GET /crm/v3/owners/${owner.userId}?idProperty=userId`)).toMatchObject({
			json: { id: owner.id },
		});
		expect((await hubspot(`GET /crm/v3/owners/${owner.userId}`)).status).toBe(404);
		expect((await hubspot('GET /crm/v3/owners?limit=501')).status).toBe(400);
		expect(await hubspot('GET /crm/v3/owners?archived=true')).toMatchObject({
			json: {
				results: [
					{ archived: true, userId: null, userIdIncludingInactive: expect.any(Number) },
					{ archived: true },
				],
			},
		});
	});
});

describe('HubSpot: pipelines and schemas', () => {
	it('has pipelines with stages of their own', async () => {
		const { hubspot } = await started();
		const { results } = JSON.parse((await hubspot('GET /crm/v3/pipelines/deals')).text);
		expect(results.map(({ id }: { id: string }) => id)).toEqual(['default', '75010001']);
		expect(results[0].stages.at(-1)).toMatchObject({
			id: 'closedlost',
			metadata: { isClosed: 'true', probability: '0.0' },
		});
		for (const path of ['tickets/0/stages/4', 'leads/lead-pipeline-id/stages', '0-3/default']) {
			expect((await hubspot(`GET /crm/pipelines/2026-03/${path}`)).status).toBe(200);
		}
		expect((await hubspot('GET /crm/v3/pipelines/deals/none')).status).toBe(404);
		expect(await hubspot('GET /crm/v3/pipelines/notes')).toMatchObject({ json: { results: [] } });
	});

	it('describes its one custom object', async () => {
		const { hubspot } = await started();
		const { results } = JSON.parse((await hubspot('GET /crm-object-schemas/v3/schemas')).text);
		expect(results).toEqual([
			expect.objectContaining({
				objectTypeId: '2-1001',
				name: 'cars',
				fullyQualifiedName: expect.stringMatching(/^p\d+_cars$/),
				requiredProperties: ['model'],
				primaryDisplayProperty: 'model',
			}),
		]);
		const [{ fullyQualifiedName, associations }] = results;
		expect(associations).toContainEqual(
			expect.objectContaining({ fromObjectTypeId: '2-1001', toObjectTypeId: '0-1' }),
		);
		for (const id of ['2-1001', fullyQualifiedName]) {
			const path = `/crm-object-schemas/2026-03/schemas/${id}`;
			expect((await hubspot(`GET ${path}`)).status).toBe(200);
		}
		expect((await hubspot('GET /crm-object-schemas/v3/schemas/2-9')).status).toBe(404);
	});
});
