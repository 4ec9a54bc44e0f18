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

describe('HubSpot: batch create', () => {
	it('creates up to 100, in no order a caller may count on', async () => {
		const { hubspot, sandbox } = await started();
		const answer = await hubspot(`POST ${BATCH}/create`, { inputs: rows(100) });
		expect(answer).toMatchObject({ status: 201, json: { status: 'COMPLETE' } });
		const emails = JSON.parse(answer.text).results.map(({ properties }: Row) => properties.email);
		expect(emails).not.toEqual(rows(100).map(({ properties }) => properties.email));
		expect(new Set(emails).size).toBe(100);
		expect(sandbox.state().hubspot).toMatchObject({ contacts: 100, created: 100, batchWrites: 1 });
		expect((await hubspot(`POST ${BATCH}/create`, { inputs: rows(101) })).status).toBe(400);
		expect((await hubspot(`POST ${BATCH}/create`, { inputs: [] })).status).toBe(400);
	});

	it('fails whole over one bad row when the rows carry no trace ids', async () => {
		const { hubspot, sandbox } = await started();
		const inputs = [...rows(3), { properties: { email: 'foo' } }];
		expect(await hubspot(`POST ${BATCH}/create`, { inputs })).toMatchObject({
			status: 400,
			json: { category: 'VALIDATION_ERROR' },
		});
		expect(sandbox.contacts()).toEqual([]);
	});

	it('names only the first of the known emails in a 409', async () => {
		const { hubspot, sandbox } = await started();
		await hubspot(`POST ${BATCH}/create`, { inputs: rows(2) });
		const first = sandbox.contacts().find(({ properties }) => properties.email === emailOf(0));
		expect(await hubspot(`POST ${BATCH}/create`, { inputs: rows(3) })).toMatchObject({
			status: 409,
			json: { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${first?.id}` },
		});
		expect(sandbox.contacts()).toHaveLength(2);
	});

	it('refuses one email twice in a batch', async () => {
		const { hubspot, sandbox } = await started();
		const inputs = [...rows(2), ...rows(1)];
		expect((await hubspot(`POST ${BATCH}/create`, { inputs })).status).toBe(409);
		expect(sandbox.contacts()).toEqual([]);
	});

	it('answers 207 with errors by row when every row has its own trace id', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 1 });
		const [{ properties: known }] = sandbox.contacts();
		const inputs = [
			{ objectWriteTraceId: 'good', properties: { email: 'a@acme.example' } },
			{ objectWriteTraceId: 'bad', properties: { email: 'foo' } },
			{ objectWriteTraceId: 'known', properties: { email: known.email } },
		];
		const answer = await hubspot(`POST ${BATCH}/create`, { inputs });
		expect(answer).toMatchObject({
			status: 207,
			json: {
				numErrors: 2,
				results: [{ objectWriteTraceId: 'good', properties: { email: 'a@acme.example' } }],
				errors: [
					{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['bad'] } },
					{ category: 'CONFLICT', context: { objectWriteTraceId: ['known'] } },
				],
			},
		});
		expect(sandbox.state().hubspot.created).toBe(1);
	});

	it('does not take a repeated trace id for a trace', async () => {
		const { hubspot } = await started();
		const inputs = [
			{ objectWriteTraceId: 'same', properties: { email: 'a@acme.example' } },
			{ objectWriteTraceId: 'same', properties: { email: 'foo' } },
		];
		expect((await hubspot(`POST ${BATCH}/create`, { inputs })).status).toBe(400);
	});
});
