import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../nodes/shared/engine/clock';
import { FaultServer, reply, type Reply, type Seen } from '../conformance/server/faultServer';
import { poller } from './support/pollNode';
import { ownLog } from './support/setup';

const log = ownLog();
afterAll(() => log.remove());

let server: FaultServer;
beforeEach(async () => {
	server = await FaultServer.start(systemClock);
});
afterEach(async () => await server.close());

const ids = (items: INodeExecutionData[][] | null) => (items?.[0] ?? []).map(({ json }) => json.id);
const pages = { pagination: 'cursor', cursorPath: 'next', cursorParameter: 'page' };
const behindCursor = (parameters: IDataObject = {}) =>
	poller({
		url: `${server.url}/people`,
		track: 'cursor',
		sinceParameter: 'token',
		keptCursorPath: 'sync',
		begin: 'all',
		gtmRetries: 0,
		gtmOptions: { firstWait: 0.01 },
		...parameters,
	});
const people = (...names: Array<number | string>) => names.map((id) => ({ id }));
const asked = ({ path }: Seen, name: string) => new URL(path, server.url).searchParams.get(name);

/** An API of two pages, the second of which is refused until `works`. */
function twoPages() {
	const api = { works: false, second: people(3) };
	server.afterwards((seen): Reply => {
		if (asked(seen, 'page') === null)
			return reply(200, { items: people(1, 2), next: 2, sync: 's1' });
		return api.works
			? reply(200, { items: api.second, sync: 's1' })
			: reply(403, { message: 'no' });
	});
	return api;
}

describe('a list that is not read to its end', () => {
	test('gives its records once; then it is an error, until the rest can be read', async () => {
		const api = twoPages();
		const { poll, staticData, warnings } = behindCursor(pages);
		expect(ids(await poll())).toEqual([1, 2]);
		expect(warnings.join()).toMatch(/a page could not be read/);
		for (let time = 0; time < 2; time += 1) {
			await expect(poll()).rejects.toMatchObject({
				message: expect.stringContaining('no') as string,
			});
		}
		api.works = true;
		expect(ids(await poll())).toEqual([3]);
		expect(staticData.poll).toMatchObject({ cursor: 's1' });
	});

	test('a list that grew meanwhile: what is new of it, and records that are alike all the same', async () => {
		const alike = { kind: 'clicked' };
		const next = `${server.url}/people?page=2`;
		server.answers(
			reply(200, { items: [alike], next, sync: 's1' }),
			reply(500, {}),
			reply(200, { items: [alike, alike], next, sync: 's2' }),
			reply(200, { items: [alike], next: null, sync: 's3' }),
			reply(200, { items: [alike], next: null, sync: 's4' }),
		);
		const { poll } = behindCursor();
		expect(await poll()).toHaveLength(1);
		expect((await poll())?.[0]).toHaveLength(2);
		expect(server.arrivals.map((seen) => asked(seen, 'token'))).toEqual(Array(4).fill(null));
		// The cursor has moved on: what comes behind it is new, though it holds the same.
		expect((await poll())?.[0]).toHaveLength(1);
	});

	test.each([
		['unseen', { track: 'unseen', trackKey: 'id' }],
		['cursor', { track: 'cursor' }],
	])('%s, from now on: the first poll has to be whole', async (_, track) => {
		const api = twoPages();
		const { poll, staticData } = behindCursor({ ...pages, ...track, begin: 'now' });
		await expect(poll()).rejects.toMatchObject({
			message: expect.stringContaining('no') as string,
		});
		expect(staticData.poll).toBeUndefined();
		api.works = true;
		expect(await poll()).toBeNull();
		api.second = people(3, 4);
		expect(ids(await poll())).toEqual(track.track === 'cursor' ? [1, 2, 3, 4] : [4]);
	});
});

describe('a cursor that leads back to records that were given', () => {
	test('it is that of the last full page: the rows behind it come again, and are left out', async () => {
		const all = people(1, 2, 3, 4, 5);
		server.afterwards((seen) => {
			const from = Number(asked(seen, 'page') ?? 0);
			const items = all.slice(from, from + 2);
			const next = from + 2 < all.length ? from + 2 : null;
			return reply(200, { items, next, sync: next });
		});
		const { poll } = behindCursor({ ...pages, sinceParameter: 'page' });
		expect(ids(await poll())).toEqual([1, 2, 3, 4, 5]);
		expect(await poll()).toBeNull();
		all.push({ id: 6 }, { id: 7 });
		expect(ids(await poll())).toEqual([6, 7]);
		expect(await poll()).toBeNull();
	});

	test('it counts inclusively: its own record is given once', async () => {
		server.answers(
			reply(200, { items: people(1, 2), sync: 2 }),
			reply(200, { items: people(2), sync: 2 }),
			reply(200, { items: people(2), sync: 2 }),
		);
		const { poll } = behindCursor();
		expect(ids(await poll())).toEqual([1, 2]);
		expect(ids(await poll())).toEqual([2]);
		expect(await poll()).toBeNull();
	});

	test('an answer without records and without a cursor: the earlier one is kept', async () => {
		server.answers(
			reply(200, { items: people(1), sync: 's1' }),
			reply(200, { items: [] }),
			reply(200, { items: people(2), sync: 's2' }),
		);
		const { poll } = behindCursor();
		expect(ids(await poll())).toEqual([1]);
		expect(await poll()).toBeNull();
		expect(ids(await poll())).toEqual([2]);
		expect(server.arrivals.map((seen) => asked(seen, 'token'))).toEqual([null, 's1', 's1']);
	});
});

describe('what can never succeed', () => {
	const rejects = async (promise: Promise<unknown>, message: RegExp, description: RegExp) =>
		await expect(promise).rejects.toMatchObject({
			message: expect.stringMatching(message) as string,
			description: expect.stringMatching(description) as string,
			failure: { cause: 'configuration-invalid' },
		});

	test('nothing says whether a full page is the last one: what to choose, also in the editor', async () => {
		server.afterwards(
			reply(200, { items: people(...Array.from({ length: 50 }, (_, id) => id)), sync: 's1' }),
		);
		const { poll, staticData } = behindCursor({ pagination: 'auto', begin: 'now' });
		const choose = /Choose under Pagination/;
		await rejects(poll(), /not read to its end.*whether there is more/, choose);
		await rejects(poll('manual'), /whether there is more/, choose);
		expect(staticData).toEqual({});
	});

	test('no answer holds a cursor: which path to check', async () => {
		server.afterwards(reply(200, { items: people(1), sync: 's1' }));
		const { poll } = behindCursor({ keptCursorPath: 'sink' });
		await rejects(poll(), /No answer holds a cursor at "sink"/, /Check Cursor Path/);
	});

	test('a Page Limit: the cursor is not known before the last page', async () => {
		twoPages().works = true;
		const { poll } = behindCursor({ ...pages, options: { pageLimit: 1 } });
		await rejects(poll(), /more pages than the limit allows/, /Raise Page Limit/);
	});
});
