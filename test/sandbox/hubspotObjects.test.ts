import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const OBJECTS = '/crm/objects/2026-03';
const AT = '2026-05-04T10:00:00Z';

const SAMPLES: Array<[name: string, id: string, properties: Record<string, string>]> = [
	['companies', '0-2', { name: 'Acme' }],
	['deals', '0-3', { dealname: 'One', dealstage: 'closedwon', pipeline: 'default' }],
	['tickets', '0-5', { subject: 'Broken', hs_pipeline_stage: '1' }],
	['notes', '0-46', { hs_timestamp: AT, hs_note_body: 'Hello' }],
	['tasks', '0-27', { hs_timestamp: AT, hs_task_subject: 'Call back' }],
	['calls', '0-48', { hs_timestamp: AT, hs_call_direction: 'INBOUND' }],
	['meetings', '0-47', { hs_timestamp: AT, hs_meeting_title: 'Kick-off' }],
	['emails', '0-49', { hs_timestamp: AT, hs_email_direction: 'EMAIL' }],
	['cars', '2-1001', { model: 'Roadster', vin: 'V1' }],
];

describe('HubSpot: every type of record', () => {
	it.each(SAMPLES)('%s: created, read, changed, listed, archived', async (name, id, properties) => {
		const { hubspot, sandbox } = await started();
		const made = await hubspot(`POST ${OBJECTS}/${name}`, { properties });
		expect(made).toMatchObject({ status: 201, json: { archived: false, properties } });
		const record = JSON.parse(made.text);
		expect(Object.keys(record.properties)).toContain('hs_lastmodifieddate');
		expect(Object.keys(record.properties)).not.toContain('lastmodifieddate');
		for (const path of [`/crm/v3/objects/${id}`, `/crm/objects/2026-09/${name}`]) {
			expect(await hubspot(`GET ${path}/${record.id}`)).toMatchObject({
				status: 200,
				json: { id: record.id },
			});
		}
		const [first, last] = [Object.keys(properties)[0], Object.keys(properties).at(-1) ?? ''];
		const path = `${OBJECTS}/${id}/${record.id}`;
		expect(await hubspot(`PATCH ${path}`, { properties: { [last]: '' } })).toMatchObject({
			status: 200,
			json: { properties: { [last]: null } },
		});
		expect(await hubspot(`GET ${OBJECTS}/${name}?properties=${first}`)).toMatchObject({
			status: 200,
			json: { results: [{ id: record.id }] },
		});
		expect((await hubspot(`DELETE ${path}`)).status).toBe(204);
		expect((await hubspot(`DELETE ${path}`)).status).toBe(204);
		expect(await hubspot(`GET ${path}`)).toMatchObject({
			status: 404,
			json: { category: 'OBJECT_NOT_FOUND' },
		});
		expect(sandbox.state().hubspot.objects).toMatchObject({
			[name]: { records: 0, created: 1, updated: 1, archived: 1 },
			contacts: { created: 0 },
		});
	});

	it.each([
		['deals', { dealname: 'One' }, 'DEAL', ['dealstage', 'pipeline']],
		['companies', { city: 'Berlin' }, 'COMPANY', ['name', 'domain']],
		['tickets', { subject: 'Broken' }, 'TICKET', ['hs_pipeline_stage']],
		['leads', {}, 'LEAD', ['hs_lead_name']],
		['notes', { hs_note_body: 'Hello' }, 'NOTE', ['hs_timestamp']],
		['emails', { hs_timestamp: AT }, 'EMAIL', ['hs_email_direction']],
		['cars', { vin: 'V1' }, 'CAR', ['model']],
	])('%s without what it needs is refused', async (name, properties, constant, absent) => {
		const { hubspot, sandbox } = await started();
		expect(await hubspot(`POST ${OBJECTS}/${name}`, { properties })).toMatchObject({
			status: 400,
			json: {
				status: 'error',
				category: 'VALIDATION_ERROR',
				message: `Error creating ${constant}. Some required properties were not set.`,
				context: { properties: absent },
			},
		});
		expect(sandbox.state().hubspot.byStatus).toEqual({ 400: 1 });
	});

	it('shows each type its default properties', async () => {
		const { hubspot } = await started({ hubspot: { records: { deals: 1, notes: 1 } } });
		const namesOf = async (name: string) => {
			const { results } = JSON.parse((await hubspot(`GET ${OBJECTS}/${name}`)).text);
			return Object.keys(results[0].properties).join(' ');
		};
		expect(await namesOf('deals')).toBe(
			'amount closedate createdate dealname dealstage hs_lastmodifieddate hs_object_id pipeline',
		);
		expect(await namesOf('notes')).toBe('hs_createdate hs_lastmodifieddate hs_object_id');
	});

	it('knows no other type, under no other method', async () => {
		const { hubspot } = await started();
		for (const call of [
			'GET /crm/v3/objects/line_items',
			'GET /crm/v3/objects/2-9',
			'GET /crm/objects/2024-01/deals',
			'PUT /crm/v3/objects/deals',
			'GET /crm/v3/objects/deals/search',
			'POST /crm/v3/objects/notes/merge',
		]) {
			const answer = await hubspot(call, call.startsWith('GET') ? undefined : {});
			expect([call, answer.status]).toEqual([call, 404]);
			expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
		}
	});

	it('takes the custom object by its qualified name too, and by its unique property', async () => {
		const { hubspot } = await started({ hubspot: { records: { cars: 2 } } });
		const { portalId } = JSON.parse((await hubspot('GET /account-info/v3/details')).text);
		const path = `/crm/v3/objects/p${portalId}_cars`;
		expect(await hubspot(`GET ${path}/seed00000002?idProperty=vin&properties=vin`)).toMatchObject({
			json: { properties: { vin: 'SEED00000002' } },
		});
		expect((await hubspot(`GET ${path}/Blue?idProperty=color`)).status).toBe(400);
	});
});

describe('HubSpot: values of other types', () => {
	it('refuses stages of another pipeline, strangers as owners, taken numbers and bad dates', async () => {
		const { hubspot } = await started();
		const deal = { dealname: 'One', dealstage: 'closedwon', pipeline: 'default' };
		const codes = async (properties: object) => {
			const { text } = await hubspot(`POST ${OBJECTS}/deals`, {
				properties: { ...deal, ...properties },
			});
			return (JSON.parse(text).errors ?? []).map(({ code }: { code: string }) => code);
		};
		expect(await codes({ order_number: 'A-1' })).toEqual([]);
		expect(await codes({ order_number: 'a-1' })).toEqual(['CONFLICTING_UNIQUE_VALUE']);
		expect(await codes({ pipeline: '75010001' })).toEqual(['INVALID_OPTION']);
		expect(await codes({ dealstage: 'Closed Won' })).toEqual(['INVALID_OPTION']);
		expect(await codes({ hubspot_owner_id: '9586001' })).toEqual(['INVALID_OPTION']);
		expect(await codes({ hubspot_owner_id: '41629001' })).toEqual([]);
		expect(await codes({ amount: '12,50' })).toEqual(['INVALID_INTEGER']);
		expect(await codes({ contract_start: '2026-02-30' })).toEqual(['INVALID_DATE']);
		expect(await codes({ contract_start: '2026-02-28T10:00:00Z' })).toEqual(['INVALID_DATE']);
		expect(await codes({ closedate: 'Feb 3 2026' })).toEqual(['INVALID_DATE']);
		expect(await codes({ hs_is_closed: 'true' })).toEqual(['READ_ONLY_VALUE']);
	});

	it('refuses a stage of another pipeline on an update too', async () => {
		const { hubspot, sandbox } = await started({ hubspot: { records: { deals: 1 } } });
		const path = `${OBJECTS}/deals/${sandbox.records('deals')[0].id}`;
		const properties = { dealstage: '145010001' };
		expect((await hubspot(`PATCH ${path}`, { properties })).status).toBe(400);
		expect(
			(await hubspot(`PATCH ${path}`, { properties: { ...properties, pipeline: '75010001' } }))
				.status,
		).toBe(200);
	});

	it('lets two companies have one domain', async () => {
		const { hubspot, sandbox } = await started();
		for (let count = 0; count < 2; count++) {
			const properties = { domain: 'acme.example' };
			expect((await hubspot(`POST ${OBJECTS}/companies`, { properties })).status).toBe(201);
		}
		expect(sandbox.state()).toMatchObject({
			hubspot: { objects: { companies: { records: 2, created: 2, appliedTwice: 1 } } },
			appliedTwice: 1,
			createsResent: 1,
		});
	});

	it('does not take one task for two contacts for a task made twice', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 2 });
		for (const { id } of sandbox.contacts()) {
			const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }];
			await hubspot(`POST ${OBJECTS}/tasks`, {
				properties: { hs_timestamp: AT, hs_task_subject: 'Call' },
				associations: [{ to: { id }, types }],
			});
		}
		expect(sandbox.state()).toMatchObject({
			hubspot: { associations: 2, objects: { tasks: { created: 2 } } },
			appliedTwice: 0,
			createsResent: 0,
		});
	});

	it('holds 25,000 records, the same ones every time, and lists them all', async () => {
		const records = { companies: 25_000 };
		const before = Date.now();
		const { hubspot, sandbox } = await started({ hubspot: { records, burstLimit: 1000 } });
		expect(Date.now() - before).toBeLessThan(3000);
		expect(sandbox.state().hubspot.objects.companies).toMatchObject({
			records: 25_000,
			created: 0,
		});
		const ids = new Set<string>();
		let after = '';
		do {
			const page = JSON.parse(
				(await hubspot(`GET /crm/v3/objects/companies?limit=100${after}`)).text,
			);
			for (const { id } of page.results) ids.add(id);
			after = page.paging === undefined ? '' : `&after=${page.paging.next.after}`;
		} while (after !== '');
		expect(ids.size).toBe(25_000);
	});
});

describe('the values that a property had', () => {
	it('are read one by one and in batches, the newest first', async () => {
		const { hubspot } = await started();
		const made = await hubspot(`POST ${OBJECTS}/companies`, { properties: { name: 'Acme' } });
		const { id } = JSON.parse(made.text) as { id: string };
		const path = `${OBJECTS}/companies`;
		await hubspot(`PATCH ${path}/${id}`, { properties: { name: 'Acme Ltd' } });
		await hubspot(`PATCH ${path}/${id}`, { properties: { name: 'Acme Ltd' } });
		const history = { name: [{ value: 'Acme Ltd' }, { value: 'Acme' }] };
		expect(await hubspot(`GET ${path}/${id}?propertiesWithHistory=name`)).toMatchObject({
			json: { propertiesWithHistory: history },
		});
		expect(
			await hubspot(`POST ${path}/batch/read`, {
				inputs: [{ id }],
				properties: [],
				propertiesWithHistory: ['name'],
			}),
		).toMatchObject({ json: { results: [{ propertiesWithHistory: history }] } });
	});
});
