import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const OBJECTS = '/crm/objects/2026-03';

describe('HubSpot: merging', () => {
	it('makes a new record out of two, to which both ids lead', async () => {
		const { hubspot, sandbox } = await started();
		for (const properties of [
			{ email: 'a@acme.example', city: 'Berlin' },
			{ email: 'b@acme.example', city: 'Paris', phone: '123' },
		]) {
			await hubspot(`POST ${OBJECTS}/contacts`, { properties });
		}
		const [primary, other] = sandbox.contacts().map(({ id }) => id);
		const merged = await hubspot(`POST ${OBJECTS}/contacts/merge`, {
			primaryObjectId: primary,
			objectIdToMerge: other,
		});
		expect(merged).toMatchObject({
			status: 200,
			json: { properties: { hs_merged_object_ids: `${primary};${other}` } },
		});
		const { id } = JSON.parse(merged.text);
		expect([primary, other]).not.toContain(id);
		for (const old of [primary, other]) {
			expect(
				await hubspot(`GET ${OBJECTS}/contacts/${old}?properties=city,phone,email`),
			).toMatchObject({
				status: 200,
				json: { id, properties: { city: 'Berlin', phone: '123', email: 'a@acme.example' } },
			});
		}
		const properties = { city: 'Rome' };
		expect(await hubspot(`PATCH ${OBJECTS}/contacts/${other}`, { properties })).toMatchObject({
			status: 200,
			json: { id },
		});
		expect(
			(
				await hubspot(`POST ${OBJECTS}/contacts/batch/update`, {
					inputs: [{ id: other, properties }],
				})
			).status,
		).toBe(404);
		expect(
			await hubspot(`POST ${OBJECTS}/contacts`, { properties: { email: 'B@acme.example' } }),
		).toMatchObject({
			status: 409,
			json: { message: `Contact already exists. Existing ID: ${id}` },
		});
		expect(sandbox.state().hubspot).toMatchObject({
			contacts: 1,
			objects: { contacts: { created: 2, merged: 1, archived: 0 } },
		});
	});

	it('takes the associations along', async () => {
		const { hubspot, sandbox } = await started({
			hubspot: { records: { companies: 2, contacts: 2 } },
		});
		const [one, other] = sandbox.records('companies').map(({ id }) => id);
		const contacts = sandbox.contacts().map(({ id }) => id);
		for (const [place, company] of [one, other].entries()) {
			await hubspot(
				`PUT ${OBJECTS}/company/${company}/associations/default/contact/${contacts[place]}`,
			);
		}
		const { text } = await hubspot(`POST ${OBJECTS}/companies/merge`, {
			primaryObjectId: one,
			objectIdToMerge: other,
		});
		const { id } = JSON.parse(text);
		const linked = await hubspot(`GET ${OBJECTS}/companies/${id}/associations/contacts`);
		expect(JSON.parse(linked.text).results).toHaveLength(2);
		expect(sandbox.state().hubspot.associations).toBe(2);
	});

	it('refuses what cannot be merged', async () => {
		const { hubspot, sandbox } = await started({ hubspot: { records: { deals: 2 } } });
		const [{ id }] = sandbox.records('deals');
		const merge = async (body: object) =>
			(await hubspot(`POST ${OBJECTS}/deals/merge`, body)).status;
		expect(await merge({ primaryObjectId: id })).toBe(400);
		expect(await merge({ primaryObjectId: id, objectIdToMerge: id })).toBe(400);
		expect(await merge({ primaryObjectId: id, objectIdToMerge: '1' })).toBe(404);
	});
});
