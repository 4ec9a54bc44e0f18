import { type Counterpart } from './counterpart';
import { prismServer } from './prismServer';

let server: Counterpart;
beforeAll(async () => {
	server = await prismServer();
});
afterAll(() => server.stop());

const KEY = { 'x-api-key': 'any key will do' };

async function get(path: string, headers: Record<string, string> = KEY) {
	const answer = await fetch(`${server.url}${path}`, { headers });
	return { answer, body: (await answer.json()) as Record<string, unknown> };
}

async function create(body: unknown) {
	const answer = await fetch(`${server.url}/contacts`, {
		method: 'POST',
		headers: { ...KEY, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return { answer, body: (await answer.json()) as Record<string, unknown> };
}

test('the list ends unless the request prefers its first page', async () => {
	const last = await get('/contacts?limit=2&cursor=c2');
	expect(last.answer.status).toBe(200);
	expect(last.body).toMatchObject({ data: [{ id: 'p3' }], next_cursor: null });
	const first = await get('/contacts?limit=2', { ...KEY, prefer: 'example=first' });
	expect(first.body).toMatchObject({ data: [{ id: 'p1' }, { id: 'p2' }], next_cursor: 'c2' });
});

test('a contact is read, or not found', async () => {
	expect((await get('/contacts/p1')).body).toMatchObject({ id: 'p1' });
	const missing = await get('/contacts/p9', { ...KEY, prefer: 'code=404' });
	expect(missing.answer.status).toBe(404);
});

test('a good contact is created', async () => {
	const { answer } = await create({
		email: 'new@example.com',
		name: 'New',
		birthday: '1990-02-28',
	});
	expect(answer.status).toBe(201);
});

test.each([
	['a required field missing', { email: 'new@example.com' }],
	['a wrong format of email', { email: 'new', name: 'New' }],
	['a wrong format of date', { email: 'new@example.com', name: 'New', birthday: '28.02.1990' }],
	['a wrong format of address', { email: 'new@example.com', name: 'New', website: 'no address' }],
	['a wrong type', { email: 'new@example.com', name: 'New', employees: 'many' }],
	['an unknown value', { email: 'new@example.com', name: 'New', tier: 'platinum' }],
	['an unknown field', { email: 'new@example.com', name: 'New', extra: 1 }],
])('a body with %s is refused', async (_what, contact) => {
	const { answer, body } = await create(contact);
	expect(answer.status).toBe(422);
	expect(answer.headers.get('content-type')).toBe('application/problem+json');
	expect(body).toMatchObject({ validation: [{ location: expect.arrayContaining(['body']) }] });
});

test.each([
	['without the key', '/contacts', {}, 401],
	['with a limit too large', '/contacts?limit=500', KEY, 422],
	['with a cursor of its own', '/contacts?cursor=next', KEY, 422],
	['for a path that is not described', '/people', KEY, 404],
])('a request %s is refused', async (_what, path, headers, status) => {
	const { answer } = await get(path, headers);
	expect(answer.status).toBe(status);
	expect(answer.headers.get('content-type')).toBe('application/problem+json');
});
