import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const BATCH = '/crm/objects/2026-03/contacts/batch';

interface Row {
	id: string;
	new?: boolean;
	objectWriteTraceId?: string;
	properties: Record<string, string | null>;
}

function emailOf(count: number): string {
	return `person${count}@acme.example`;
}

function rows(count: number): Array<{ properties: { email: string } }> {
	return Array.from({ length: count }, (_, place) => ({ properties: { email: emailOf(place) } }));
}

describe('HubSpot: batch upsert', () => {
	const upserts = (count: number, city: string) =>
		rows(count).map(({ properties }) => ({
			id: properties.email,
			idProperty: 'email',
			properties: { ...properties, city },
		}));

	it('creates, then updates, then changes nothing, and says which', async () => {
		const { hubspot, sandbox } = await started();
		const send = async (city: string) => {
			const { status, text } = await hubspot(`POST ${BATCH}/upsert`, { inputs: upserts(5, city) });
			return { status, fresh: JSON.parse(text).results.map((row: Row) => row.new) };
		};
		expect(await send('Berlin')).toEqual({ status: 200, fresh: Array(5).fill(true) });
		expect(await send('Paris')).toEqual({ status: 200, fresh: Array(5).fill(false) });
		expect(await send('Paris')).toEqual({ status: 200, fresh: Array(5).fill(false) });
		expect(sandbox.state()).toMatchObject({
			hubspot: { contacts: 5, created: 5, updated: 5 },
			appliedTwice: 0,
			repeatedWithoutEffect: 5,
			createsResent: 0,
		});
	});

	it('takes the custom unique property as key and sets it', async () => {
		const { hubspot, sandbox } = await started();
		const inputs = [{ id: 'X9', idProperty: 'external_id', properties: { firstname: 'Ann' } }];
		expect(await hubspot(`POST ${BATCH}/upsert`, { inputs })).toMatchObject({
			json: { results: [{ new: true, properties: { external_id: 'X9' } }] },
		});
		expect(await hubspot(`POST ${BATCH}/upsert`, { inputs })).toMatchObject({
			json: { results: [{ new: false, properties: { external_id: 'X9' } }] },
		});
		expect(sandbox.contacts()).toHaveLength(1);
	});

	it('refuses the same id twice, trace ids or not', async () => {
		const { hubspot, sandbox } = await started();
		const inputs = [
			{ ...upserts(1, 'Berlin')[0], objectWriteTraceId: '1' },
			{ ...upserts(1, 'Paris')[0], id: emailOf(0).toUpperCase(), objectWriteTraceId: '2' },
		];
		expect(await hubspot(`POST ${BATCH}/upsert`, { inputs })).toMatchObject({
			status: 400,
			json: {
				category: 'VALIDATION_ERROR',
				message: expect.stringContaining('Duplicate IDs found in batch input'),
				context: { ids: [emailOf(0).toUpperCase()] },
			},
		});
		expect(sandbox.contacts()).toEqual([]);
	});

	it('refuses a key that is not unique', async () => {
		const { hubspot } = await started();
		const inputs = [{ id: 'Berlin', idProperty: 'city', properties: {} }];
		expect(await hubspot(`POST ${BATCH}/upsert`, { inputs })).toMatchObject({
			status: 400,
			json: { message: 'Unable to perform update/upsert by non-unique 0-1 property' },
		});
	});

	it('reports a bad email by row when traced', async () => {
		const { hubspot } = await started();
		const inputs = ['ok@acme.example', 'foo'].map((id) => ({
			id,
			idProperty: 'email',
			properties: { firstname: 'Ann' },
			objectWriteTraceId: id,
		}));
		const answer = await hubspot(`POST ${BATCH}/upsert`, { inputs });
		expect(answer.status).toBe(207);
		expect(JSON.parse(answer.text).errors).toEqual([
			expect.objectContaining({
				category: 'VALIDATION_ERROR',
				context: { objectWriteTraceId: ['foo'] },
				errors: [expect.objectContaining({ code: 'INVALID_EMAIL' })],
			}),
		]);
	});
});

describe('HubSpot: batch read, update, archive', () => {
	it('reads by id or email and lists what it did not find in a 207', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 3 });
		const [one, other] = sandbox.contacts();
		expect(
			await hubspot(`POST ${BATCH}/read`, { inputs: [{ id: one.id }], properties: ['email'] }),
		).toMatchObject({ status: 200, json: { results: [{ id: one.id }] } });
		const inputs = [{ id: other.properties.email }, { id: 'nobody@acme.example' }];
		expect(await hubspot(`POST ${BATCH}/read`, { idProperty: 'email', inputs })).toMatchObject({
			status: 207,
			json: {
				results: [{ id: other.id }],
				errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['nobody@acme.example'] } }],
			},
		});
	});

	it('takes back the rows before a bad one in an untraced update', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 2 });
		const before = sandbox.contacts();
		const inputs = before.map(({ id }, place) => ({
			id,
			properties:
				place === 0
					? { city: 'Berlin', email: 'moved@acme.example' }
					: { city: 'Paris', nope: '1' },
		}));
		expect((await hubspot(`POST ${BATCH}/update`, { inputs })).status).toBe(400);
		expect(sandbox.contacts()).toEqual(before);
		expect(
			(
				await hubspot(`POST ${BATCH}/create`, {
					inputs: [{ properties: { email: 'moved@acme.example' } }],
				})
			).status,
		).toBe(201);
	});

	it('archives with 204, unknown ids included', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 2 });
		const inputs = [{ id: sandbox.contacts()[0].id }, { id: '12345' }];
		expect((await hubspot(`POST ${BATCH}/archive`, { inputs })).status).toBe(204);
		expect(sandbox.contacts()).toHaveLength(1);
	});
});
