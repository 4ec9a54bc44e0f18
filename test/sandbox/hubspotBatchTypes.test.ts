import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const OBJECTS = '/crm/objects/2026-03';

describe('HubSpot: batches of other types', () => {
	it('upserts companies by their own number and never by domain', async () => {
		const { hubspot, sandbox } = await started();
		const upsert = async (idProperty: string, id: string) =>
			await hubspot(`POST ${OBJECTS}/companies/batch/upsert`, {
				inputs: [{ id, idProperty, properties: { name: 'Acme' } }],
			});
		expect(await upsert('domain', 'acme.example')).toMatchObject({
			status: 400,
			json: { message: 'Unable to perform update/upsert by non-unique 0-2 property' },
		});
		expect(await upsert('erp_number', 'E1')).toMatchObject({ json: { results: [{ new: true }] } });
		expect(await upsert('erp_number', 'e1')).toMatchObject({ json: { results: [{ new: false }] } });
		expect(sandbox.records('companies')).toHaveLength(1);
	});

	it('creates with associations, all of a row or nothing of it', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 1 });
		const [{ id }] = sandbox.contacts();
		const row = (contact: string, typeId: number, objectWriteTraceId: string) => ({
			objectWriteTraceId,
			properties: { subject: objectWriteTraceId, hs_pipeline_stage: '1' },
			associations: [
				{
					to: { id: contact },
					types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
				},
			],
		});
		const inputs = [row(id, 16, 'good'), row('1', 16, 'nobody'), row(id, 15, 'wrong way')];
		const answer = await hubspot(`POST ${OBJECTS}/tickets/batch/create`, { inputs });
		expect(answer).toMatchObject({
			status: 207,
			json: {
				numErrors: 2,
				results: [{ objectWriteTraceId: 'good', properties: { hs_pipeline: '0' } }],
				errors: [
					{
						category: 'VALIDATION_ERROR',
						message: 'One or more associations are invalid',
						context: {
							INVALID_OBJECT_IDS: ['CONTACT=1 is not valid'],
							objectWriteTraceId: ['nobody'],
						},
					},
					{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['wrong way'] } },
				],
			},
		});
		expect(sandbox.records('tickets').map(({ properties }) => properties.subject)).toEqual([
			'good',
		]);
		expect(sandbox.state().hubspot.associations).toBe(1);
		const untraced = inputs.map(({ objectWriteTraceId, ...input }) => input);
		const whole = await hubspot(`POST ${OBJECTS}/tickets/batch/create`, { inputs: untraced });
		expect(whole.status).toBe(400);
		expect(sandbox.records('tickets')).toHaveLength(1);
	});

	it('needs a contact for a lead, and shows it when asked', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 1 });
		const [{ id }] = sandbox.contacts();
		const properties = { hs_lead_name: 'Ann', hs_lead_type: 'NEW BUSINESS' };
		expect(await hubspot(`POST ${OBJECTS}/leads`, { properties })).toMatchObject({
			status: 400,
			json: { category: 'VALIDATION_ERROR' },
		});
		const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 }];
		const associations = [{ to: { id }, types }];
		const made = await hubspot(`POST ${OBJECTS}/leads`, { properties, associations });
		expect(made).toMatchObject({
			status: 201,
			json: { properties: { hs_pipeline_stage: 'new-stage-id' } },
		});
		const path = `${OBJECTS}/leads/${JSON.parse(made.text).id}?associations=contacts,deals,nothing`;
		expect(JSON.parse((await hubspot(`GET ${path}`)).text).associations).toEqual({
			contacts: {
				results: [
					{ id, type: 'lead_to_contact' },
					{ id, type: 'lead_to_contact_unlabeled' },
				],
			},
		});
	});

	it('gives no associations in a batch read and names what it did not find', async () => {
		const { hubspot, sandbox } = await started({ hubspot: { records: { deals: 1 } } });
		const [{ id }] = sandbox.records('deals');
		const answer = await hubspot(`POST ${OBJECTS}/deals/batch/read?associations=contacts`, {
			inputs: [{ id }, { id: '5' }],
			properties: ['dealname'],
			associations: ['contacts'],
		});
		expect(answer).toMatchObject({
			status: 207,
			json: {
				results: [{ id, properties: { dealname: 'Deal 1' } }],
				errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['5'] } }],
			},
		});
		expect(answer.text).toContain('Could not get some DEAL objects');
		expect(JSON.parse(answer.text).results[0].associations).toBeUndefined();
	});

	it('lags behind in search with what was changed as well', async () => {
		const { hubspot, sandbox } = await started({
			hubspot: { records: { deals: 1 }, indexLagMs: 150, searchPerSecond: 100 },
		});
		const [{ id }] = sandbox.records('deals');
		const count = async (value: string) => {
			const filters = [{ propertyName: 'dealname', operator: 'EQ', value }];
			const body = { filterGroups: [{ filters }] };
			return JSON.parse((await hubspot(`POST ${OBJECTS}/deals/search`, body)).text).total;
		};
		await new Promise((resolve) => setTimeout(resolve, 160));
		await hubspot(`PATCH ${OBJECTS}/deals/${id}`, { properties: { dealname: 'New' } });
		expect([await count('New'), await count('Deal 1')]).toEqual([0, 1]);
		await new Promise((resolve) => setTimeout(resolve, 170));
		expect([await count('New'), await count('Deal 1')]).toEqual([1, 0]);
	});

	it('finds records by what they are associated with', async () => {
		const { hubspot, sandbox } = await started({
			hubspot: { records: { contacts: 3, leads: 2 } },
		});
		const [{ id }] = sandbox.contacts();
		const filters = [{ propertyName: 'associations.contact', operator: 'EQ', value: id }];
		const found = await hubspot(`POST ${OBJECTS}/leads/search`, { filterGroups: [{ filters }] });
		expect(found).toMatchObject({ status: 200, json: { total: 1 } });
	});
});
