import { started, stopAll } from './startedSandbox';

afterEach(stopAll);

const SEARCH = 'POST /crm/objects/2026-03/contacts/search';
const UNHURRIED = { searchPerSecond: 1000 };

function filtered(...filters: object[]): object {
	return { filterGroups: [{ filters }] };
}

describe('HubSpot: search', () => {
	it('finds, counts and pages by an offset that is text', async () => {
		const { hubspot } = await started({ seedContacts: 30, hubspot: UNHURRIED });
		const first = JSON.parse((await hubspot(SEARCH, { limit: 20 })).text);
		expect(first).toMatchObject({ total: 30, paging: { next: { after: '20' } } });
		const second = JSON.parse((await hubspot(SEARCH, { limit: 20, after: '20' })).text);
		expect(second.results).toHaveLength(10);
		expect(second.paging).toBeUndefined();
		const ids = [...first.results, ...second.results].map(({ id }: { id: string }) => id);
		expect(new Set(ids).size).toBe(30);
	});

	it('knows the operators', async () => {
		const { hubspot, sandbox } = await started({ hubspot: UNHURRIED });
		const people = [
			{ email: 'ann@acme.example', city: 'Berlin', closedate: '2026-01-01T00:00:00Z' },
			{ email: 'bob@acme.example', city: 'Paris', closedate: '2026-06-01T00:00:00Z' },
			{ email: 'cem@other.example' },
		];
		const inputs = people.map((properties) => ({ properties }));
		await hubspot('POST /crm/v3/objects/contacts/batch/create', { inputs });
		const find = async (propertyName: string, operator: string, more: object = {}) => {
			const sorts = [{ propertyName: 'email', direction: 'ASCENDING' }];
			const body = { ...filtered({ propertyName, operator, ...more }), sorts };
			const { results } = JSON.parse((await hubspot(SEARCH, body)).text);
			return results
				.map((row: { properties: { email: string } }) => row.properties.email[0])
				.join('');
		};
		expect(await find('email', 'EQ', { value: 'ANN@acme.example' })).toBe('a');
		expect(await find('email', 'NEQ', { value: 'ann@acme.example' })).toBe('bc');
		expect(await find('city', 'IN', { values: ['berlin', 'paris'] })).toBe('ab');
		expect(await find('city', 'IN', { values: ['Berlin'] })).toBe('');
		expect(await find('city', 'HAS_PROPERTY')).toBe('ab');
		expect(await find('city', 'NOT_HAS_PROPERTY')).toBe('c');
		expect(await find('email', 'CONTAINS_TOKEN', { value: '*@acme.example' })).toBe('ab');
		expect(await find('email', 'NOT_CONTAINS_TOKEN', { value: 'acme' })).toBe('c');
		const march = String(Date.parse('2026-03-01'));
		expect(await find('closedate', 'GT', { value: march })).toBe('b');
		expect(await find('closedate', 'LTE', { value: '2026-03-01T00:00:00Z' })).toBe('a');
		expect(
			await find('closedate', 'BETWEEN', { value: '2026-01-01', highValue: '2026-12-31' }),
		).toBe('ab');
		const [{ id }] = sandbox.contacts();
		expect(await find('hs_object_id', 'GT', { value: id })).toBe('bc');
	});

	it('searches words in the usual properties', async () => {
		const { hubspot, sandbox } = await started({ seedContacts: 5 });
		const [{ id, properties }] = sandbox.contacts();
		expect(await hubspot(SEARCH, { query: properties.email })).toMatchObject({
			json: { total: 1, results: [{ id }] },
		});
	});

	it('refuses what is over its limits', async () => {
		const { hubspot } = await started({ hubspot: UNHURRIED });
		const filter = { propertyName: 'city', operator: 'HAS_PROPERTY' };
		const group = (count: number) => ({ filters: Array(count).fill(filter) });
		const status = async (body: object) => (await hubspot(SEARCH, body)).status;
		expect(await status({ limit: 200 })).toBe(200);
		expect(await status({ limit: 201 })).toBe(400);
		expect(await status({ filterGroups: Array(5).fill(group(3)) })).toBe(200);
		expect(await status({ filterGroups: Array(6).fill(group(1)) })).toBe(400);
		expect(await status({ filterGroups: [group(7)] })).toBe(400);
		expect(await status({ filterGroups: Array(4).fill(group(5)) })).toBe(400);
		expect(await status({ sorts: [{ propertyName: 'city' }, { propertyName: 'email' }] })).toBe(
			400,
		);
		expect(await status({ query: 'x'.repeat(3000) })).toBe(400);
		expect(await status(filtered({ propertyName: 'nope', operator: 'HAS_PROPERTY' }))).toBe(400);
		expect(await status(filtered({ propertyName: 'city', operator: 'LIKE', value: 'x' }))).toBe(
			400,
		);
		expect(await status(filtered({ propertyName: 'city', operator: 'EQ' }))).toBe(400);
		expect(await status({ after: 'x' })).toBe(400);
	});

	it('refuses to page past the cap, though it still offers the page', async () => {
		const { hubspot } = await started({ seedContacts: 30, searchCap: 20, hubspot: UNHURRIED });
		expect(await hubspot(SEARCH, { limit: 10, after: '10' })).toMatchObject({
			status: 200,
			json: { total: 30, paging: { next: { after: '20' } } },
		});
		expect(await hubspot(SEARCH, { limit: 10, after: '20' })).toMatchObject({
			status: 400,
			json: { category: 'VALIDATION_ERROR' },
		});
	});

	it('has the real cap of 10,000 by default', async () => {
		const { hubspot } = await started();
		expect((await hubspot(SEARCH, { limit: 100, after: '9900' })).status).toBe(200);
		expect((await hubspot(SEARCH, { limit: 100, after: '10000' })).status).toBe(400);
	});

	it('does not see a new contact at once when told to lag', async () => {
		const { hubspot } = await started({ hubspot: { indexLagMs: 60 } });
		await hubspot('POST /crm/v3/objects/contacts', { properties: { email: 'a@acme.example' } });
		expect((await hubspot(SEARCH, {})).json).toMatchObject({ total: 0 });
		await new Promise((resolve) => setTimeout(resolve, 80));
		expect((await hubspot(SEARCH, {})).json).toMatchObject({ total: 1 });
	});
});
