import { type Counterpart } from './counterpart';
import { jsonServer } from './jsonServer';
import { followLinks } from './support/followLinks';

let server: Counterpart;
beforeAll(async () => {
	server = await jsonServer({ people: 1_000 });
});
afterAll(() => server.stop());

test('all people are read by following the Link header', async () => {
	const { ids, pages } = await followLinks(`${server.url}/people?_page=1&_limit=70`);
	expect(ids).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
	expect(pages).toBe(15);
});

test('an offset gives the rows from there on, and the total', async () => {
	const answer = await fetch(`${server.url}/people?_start=990&_limit=100`);
	expect(answer.headers.get('x-total-count')).toBe('1000');
	expect(await answer.json()).toHaveLength(10);
});

test('a person that was created can be read', async () => {
	const person = { name: 'New', email: 'new@example.com' };
	const created = await fetch(`${server.url}/people`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(person),
	});
	expect(created.status).toBe(201);
	const read = await fetch(created.headers.get('location') ?? '');
	expect(await read.json()).toEqual({ ...person, id: 1_001 });
	await fetch(`${server.url}/people/1001`, { method: 'DELETE' });
});

test('a stopped server no longer answers', async () => {
	const other = await jsonServer({ people: 1 });
	await other.stop();
	await expect(fetch(other.url)).rejects.toThrow('fetch failed');
});
