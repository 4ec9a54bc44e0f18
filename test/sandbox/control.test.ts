import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

async function ask(base: string, call: string, body?: unknown): Promise<unknown> {
	const [method, path] = call.split(' ');
	const response = await fetch(`${base}${path}`, { method, body: JSON.stringify(body) });
	return await response.json();
}

describe('The record of arrivals', () => {
	it('names each arrival with its trace, its status and what it applied', async () => {
		const { apollo, hubspot, sandbox } = await started();
		await apollo('GET /auth/health');
		await hubspot(
			'POST /crm/v3/objects/contacts/batch/create?x=1',
			{ inputs: [{ properties: { email: 'Ann@acme.example' } }] },
			{ traceparent: TRACEPARENT },
		);
		expect(sandbox.arrivals()).toEqual([
			expect.objectContaining({ n: 1, vendor: 'apollo', path: '/api/v1/auth/health', status: 200 }),
			{
				n: 2,
				vendor: 'hubspot',
				at: expect.any(Number),
				method: 'POST',
				path: '/crm/v3/objects/contacts/batch/create',
				traceparent: TRACEPARENT,
				spanId: 'b7ad6b7169203331',
				status: 201,
				applied: true,
				rows: 1,
				effects: [{ effect: 'created', id: sandbox.contacts()[0].id, key: 'ann@acme.example' }],
			},
		]);
	});
});

describe('The control server', () => {
	it('tells another process everything and takes its orders', async () => {
		const { apollo, hubspot, sandbox } = await started({ seedContacts: 2, apollo: { credits: 5 } });
		const { control } = sandbox.urls;
		await hubspot('POST /crm/v3/objects/contacts', { properties: { email: 'new@acme.example' } });
		expect(await ask(control, 'GET /state')).toMatchObject({
			people: 40,
			apollo: { requests: 0, credits: 5 },
			hubspot: { requests: 1, contacts: 3, created: 1 },
		});
		expect(await ask(control, 'GET /contacts?fields=email')).toContainEqual({
			id: expect.any(String),
			properties: { email: 'new@acme.example' },
		});
		expect(await ask(control, 'GET /emails')).toHaveLength(3);
		expect(await ask(control, 'GET /people')).toHaveLength(40);
		expect(await ask(control, 'GET /arrivals')).toHaveLength(1);

		await ask(control, 'POST /credits', { credits: 0 });
		const [{ id }] = sandbox.people();
		expect((await apollo(`POST /people/match?id=${id}`)).status).toBe(422);
		await ask(control, 'POST /faults', { rules: [{ kind: 'status-503', at: [1] }] });
		expect((await apollo('GET /auth/health')).status).toBe(503);
		expect(await ask(control, 'POST /faults', { rules: [{ kind: 'gremlins' }] })).toMatchObject({
			error: expect.stringContaining('gremlins'),
		});

		await ask(control, 'POST /reset');
		expect(await ask(control, 'GET /state')).toMatchObject({
			apollo: { requests: 0, credits: 5 },
			hubspot: { requests: 0, contacts: 2, created: 0 },
		});
	});
});
