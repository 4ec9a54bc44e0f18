import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Seen } from '../conformance/server/faultServer';
import { poller } from './support/pollNode';
import { ownLog } from './support/setup';

const MINUTE = 60_000;

const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await server.close();
});

interface Person {
	id: string | number;
	at: string;
}
const ids = (items: INodeExecutionData[][] | null) => (items?.[0] ?? []).map(({ json }) => json.id);
const person = (id: string | number, time: number): Person => ({
	id,
	at: new Date(time).toISOString(),
});
const trigger = (parameters: IDataObject = {}) =>
	poller({
		url: `${server.url}/people`,
		track: 'changed',
		changedPath: 'at',
		sinceParameter: 'since',
		begin: 'all',
		gtmOptions: { firstWait: 0.01 },
		...parameters,
	});
const sinceOf = ({ path }: Seen) => new URL(path, server.url).searchParams.get('since');

/** An API that gives what has changed at this time or later. */
function changesApi(
	people: Person[],
	inMs: (since: string) => number = (since) => Date.parse(since),
) {
	server.afterwards((seen) => {
		const since = sinceOf(seen);
		return reply(
			200,
			people.filter(({ at }) => since === null || Date.parse(at) >= inMs(since)),
		);
	});
	return people;
}

describe('a list that the API or the user cuts off', () => {
	const numbered = {
		pagination: 'pageNumber',
		pageParameter: 'page',
		firstPage: 1,
		sendIn: 'query',
	};
	const pagesUpTo = (last: number) =>
		server.afterwards(({ path }) => {
			const page = Number(new URL(path, server.url).searchParams.get('page') ?? 1);
			if (page > last) return reply(400, { message: 'the most is page 2' });
			return reply(200, { items: [0, 1].map((row) => person(page * 10 + row, Date.now())) });
		});

	test('at a cap of the API: an error that says so, at every poll; nothing is given or forgotten', async () => {
		pagesUpTo(2);
		const { poll, staticData } = trigger(numbered);
		for (let time = 0; time < 2; time += 1) {
			await expect(poll()).rejects.toMatchObject({
				message: expect.stringMatching(/not read to its end.*the most is page 2/) as string,
				description: expect.stringMatching(/Narrow the query/) as string,
				failure: { cause: 'configuration-invalid' },
			});
		}
		expect(staticData).toEqual({});
	});

	test('at a Page Limit: the same', async () => {
		pagesUpTo(9);
		const { poll } = trigger({ ...numbered, options: { pageLimit: 1 } });
		await expect(poll()).rejects.toMatchObject({
			message: expect.stringMatching(/more pages than the limit allows/) as string,
			description: expect.stringMatching(/Raise Page Limit/) as string,
		});
	});

	test('told by their keys, the newest pages are enough: no error and no repeat', async () => {
		pagesUpTo(9);
		const { poll, warnings } = trigger({
			...numbered,
			track: 'unseen',
			options: { pageLimit: 2 },
		});
		expect(ids(await poll())).toEqual([10, 11, 20, 21]);
		expect(await poll()).toBeNull();
		expect(warnings).toEqual([]);
	});

	test('told by their keys, one page is enough where pagination is off', async () => {
		const newest = (...names: number[]) =>
			reply(200, { items: names.map((id) => person(id, Date.now())), has_more: true });
		server.answers(newest(2, 1), newest(3, 2), newest(3, 2));
		const { poll } = trigger({ track: 'unseen', pagination: 'none', begin: 'now' });
		expect(await poll()).toBeNull();
		expect(ids(await poll())).toEqual([3]);
		expect(await poll()).toBeNull();
	});
});

describe('an API that does not know the Since Parameter', () => {
	const DAY = 86_400_000;
	const old = () => [1, 2, 3].map((id) => person(id, Date.now() - id * DAY));

	test('from now on: what is old stays away, and a warning says which parameter to check', async () => {
		const people = old();
		server.afterwards(() => reply(200, people));
		const { poll, warnings } = trigger({ sinceParameter: 'updated_sinse', begin: 'now' });
		expect(await poll()).toBeNull();
		expect(await poll()).toBeNull();
		expect(warnings.join()).toMatch(/3 records are older.*"updated_sinse"/);
		people.push(person(4, Date.now()));
		expect(ids(await poll())).toEqual([4]);
		expect(await poll()).toBeNull();
	});

	test('all that exist: they come with the first poll, and never again', async () => {
		const people = old();
		server.afterwards(() => reply(200, people));
		const { poll } = trigger({ sinceParameter: 'updated_sinse' });
		expect(ids(await poll())).toEqual([1, 2, 3]);
		people.push(person(4, Date.now()));
		expect(ids(await poll())).toEqual([4]);
		for (let time = 0; time < 2; time += 1) expect(await poll()).toBeNull();
	});
});

test('whole seconds: what the API gives again for that is left out', async () => {
	const base = Math.floor(Date.now() / 1_000) * 1_000 - 10 * MINUTE;
	const people = changesApi([person('a', base + 200)], (since) => Number(since) * 1_000);
	const { poll, warnings } = trigger({ sinceFormat: 'seconds' });
	expect(ids(await poll())).toEqual(['a']);
	people.push(person('b', base + 5 * MINUTE + 700));
	expect(ids(await poll())).toEqual(['b']);
	for (let time = 0; time < 2; time += 1) expect(await poll()).toBeNull();
	expect(sinceOf(server.arrivals.at(-1) as Seen)).toBe(String(base / 1_000));
	expect(warnings).toEqual([]);
});

test('a record 50 minutes ahead of our clock hides none that changes until then', async () => {
	const now = Date.now();
	const people = changesApi([person('past', now - MINUTE), person('ahead', now + 50 * MINUTE)]);
	const { poll } = trigger();
	expect(ids(await poll())).toEqual(['past', 'ahead']);
	for (const minutes of [2, 20, 49, 51, 90]) {
		jest.spyOn(systemClock, 'now').mockReturnValue(now + minutes * MINUTE);
		people.push(person(minutes, now + minutes * MINUTE));
		expect(ids(await poll())).toEqual([minutes]);
	}
	expect(await poll()).toBeNull();
});

test('no record has a time where one is looked for: which path to check, also in the editor', async () => {
	const rows = [1, 2, 3, 4].map((id) => ({ id, updated: { at: '2026-11-23' } }));
	server.afterwards(reply(200, rows));
	const { poll } = trigger();
	const wrong = {
		message: 'No record has a time at "at"',
		failure: { cause: 'configuration-invalid' },
	};
	await expect(poll()).rejects.toMatchObject(wrong);
	await expect(poll('manual')).rejects.toMatchObject(wrong);
});

test('a form takes the time in the query: it is never lost in silence', async () => {
	server.afterwards(reply(200, [person(1, Date.now())]));
	const { poll } = trigger({
		method: 'POST',
		bodyType: 'form',
		bodyFields: { parameter: [{ name: 'kind', value: 'person' }] },
		begin: 'now',
	});
	await poll();
	expect(server.arrivals[0]?.body).toBe('kind=person');
	expect(sinceOf(server.arrivals[0] as Seen)).toMatch(/^\d{4}-/);
});

describe('told by their keys', () => {
	test('an API that gives fields in another order: records without a key are no new ones', async () => {
		const { poll } = trigger({ track: 'unseen', trackKey: 'key' });
		server.answers(
			reply(200, [{ name: 'a', tags: { x: 1, y: 2 } }]),
			reply(200, [{ tags: { y: 2, x: 1 }, name: 'a' }, { name: 'b' }]),
		);
		expect((await poll())?.[0]?.map(({ json }) => json.name)).toEqual(['a']);
		expect((await poll())?.[0]?.map(({ json }) => json.name)).toEqual(['b']);
	});

	test('more than 50,000: nothing is given, and the error says what to choose', async () => {
		const rows = Array.from({ length: 50_001 }, (_, id) => ({ id }));
		server.answers(reply(200, rows), reply(200, rows.slice(1)), reply(200, rows.slice(1)));
		const { poll, staticData } = trigger({ track: 'unseen', pagination: 'none' });
		await expect(poll()).rejects.toMatchObject({
			message: expect.stringMatching(/more than 50,000 records/) as string,
			description: expect.stringMatching(
				/Changed Since the Last Poll or Behind a Cursor/,
			) as string,
			failure: { cause: 'configuration-invalid' },
		});
		expect(staticData).toEqual({});
		expect((await poll())?.[0]).toHaveLength(50_000);
		expect(await poll()).toBeNull();
	});
});
