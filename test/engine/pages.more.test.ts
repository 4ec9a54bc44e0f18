import { asArray, asObject, asText } from '../../nodes/shared/engine/body';
import type { Outcome } from '../../nodes/shared/engine/client';
import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { idOf, keysetPages, type KeysetWindow } from '../../nodes/shared/engine/pages/keyset';
import { linkPages, nextLink, nextUrlPages } from '../../nodes/shared/engine/pages/nextUrl';
import { offsetPages } from '../../nodes/shared/engine/pages/offset';
import { pageNumbers } from '../../nodes/shared/engine/pages/pageNumber';
import { decodeResume, encodeResume } from '../../nodes/shared/engine/pages/resume';
import { walk } from '../../nodes/shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../nodes/shared/engine/types';
import { seeded } from './support/fakeClock';
import { all, broken, from, ids, make, numbers, ok, over, placeAt } from './support/pagedVendor';
import { read } from './support/testVendor';

const REASONS: Record<number, string> = {
	400: 'bad-request',
	401: 'unauthorized',
	402: 'payment-required',
	403: 'forbidden',
	404: 'not-found',
	410: 'not-found',
	416: 'bad-request',
	422: 'invalid',
	500: 'retries-used-up',
};
const refused = (status: number): Outcome =>
	({ ...broken, status, reason: REASONS[status] }) as Outcome;

describe('by offset', () => {
	const byOffset = (rest: { size?: number; cap?: number } = {}) =>
		offsetPages({ request: (offset) => read({ query: { offset } }), ...rest });
	const vendor = (count: number, size: number, total?: number) =>
		over(({ offset }) => {
			const first = Number(offset);
			const rows = make(first + 1, Math.min(count, first + size));
			return { rows, ...(total === undefined ? {} : { total }) };
		});

	it('moves on by the rows that came: a clamped page leaves no gap, and is told', async () => {
		const { client, asked } = vendor(200, 50, 200);
		const result = await walk(client, { ...all, style: byOffset({ size: 100 }) });
		expect(ids(result)).toEqual(numbers(1, 200));
		expect(asked).toEqual(['offset=0', 'offset=50', 'offset=100', 'offset=150']);
		expect(result.report).toMatchObject({ clamped: { asked: 100, got: 50 }, complete: 'yes' });
	});

	it('a short last page is no clamp', async () => {
		const { client } = vendor(130, 100, 130);
		const { report } = await walk(client, { ...all, style: byOffset({ size: 100 }) });
		expect(report).not.toHaveProperty('clamped');
	});

	it('no total: one empty page behind the last', async () => {
		const { client, asked } = vendor(20, 10);
		const result = await walk(client, { ...all, style: byOffset() });
		expect(asked).toHaveLength(3);
		expect(result.report).toMatchObject({ received: 20, complete: 'yes' });
	});

	it('a total of exactly what came: no page more', async () => {
		const { client, asked } = vendor(20, 10, 20);
		await walk(client, { ...all, style: byOffset() });
		expect(asked).toHaveLength(2);
	});

	it('a cap of 20: never asks behind it, and names it', async () => {
		const { client, asked } = vendor(50, 10, 50);
		const { report } = await walk(client, { ...all, style: byOffset({ cap: 20 }) });
		expect(asked).toHaveLength(2);
		expect(report).toMatchObject({ reason: 'cap-reached', cap: 20, complete: 'no' });
	});

	it.each([400, 416, 422])(
		'a later page answered %i: the cap, with what the vendor says',
		async (status) => {
			const { client } = over(({ offset }) =>
				Number(offset) < 20
					? { rows: make(Number(offset) + 1, Number(offset) + 10) }
					: refused(status),
			);
			const { report, failure } = await walk(client, { ...all, style: byOffset() });
			expect(report).toMatchObject({
				reason: 'cap-reached',
				cap: 20,
				received: 20,
				problems: [{ message: 'boom' }],
			});
			expect(failure).toBeUndefined();
		},
	);

	it.each([401, 402, 403, 404, 500])('a later page answered %i is a failure', async (status) => {
		const { client } = over(({ offset }) =>
			offset === '0' ? { rows: make(1, 10) } : refused(status),
		);
		expect((await walk(client, { ...all, style: byOffset() })).report.reason).toBe('failed');
	});

	it('the first page answered 400 is a failure', async () => {
		const { client } = over(() => refused(400));
		expect((await walk(client, { ...all, style: byOffset() })).report.reason).toBe('failed');
	});

	it('resumed at 20: nothing before it', async () => {
		const { client, asked } = vendor(30, 10, 30);
		const result = await walk(client, { ...all, style: byOffset(), start: placeAt(20, 20) });
		expect(asked).toEqual(['offset=20']);
		expect(ids(result)).toEqual(numbers(21, 30));
	});
});

describe('by page number', () => {
	const style = pageNumbers({ request: (page) => read({ query: { page } }), size: 10 });

	it('a page beyond the cap answered 422: the cap', async () => {
		const { client } = over(({ page }) => (page === '1' ? { rows: make(1, 10) } : refused(422)));
		expect((await walk(client, { ...all, style })).report).toMatchObject({
			reason: 'cap-reached',
			cap: 10,
		});
	});

	it('pages of 5 where 10 were asked for: told', async () => {
		const { client } = over(({ page }) =>
			Number(page) > 3 ? { rows: [] } : { rows: make(Number(page) * 5 - 4, Number(page) * 5) },
		);
		expect((await walk(client, { ...all, style })).report).toMatchObject({
			received: 15,
			clamped: { asked: 10, got: 5 },
		});
	});
});

describe('by cursor, with a word on whether there is more', () => {
	const style = cursorPages({
		at: 'next',
		moreAt: 'more',
		request: (cursor) => read({ query: { cursor } }),
	});

	it('false ends it, whatever the cursor says', async () => {
		const { client, asked } = over(() => ({ rows: make(1, 2), next: 'c', more: false }));
		expect((await walk(client, { ...all, style })).report.complete).toBe('yes');
		expect(asked).toHaveLength(1);
	});

	it('true without a cursor: an error that says so, and the rows', async () => {
		const { client, asked } = over(() => ({ rows: make(1, 2), next: null, more: true }));
		const { report, failure, rows } = await walk(client, { ...all, style });
		expect(asked).toHaveLength(1);
		expect(rows).toHaveLength(2);
		expect(report).toMatchObject({ reason: 'no-cursor', complete: 'no' });
		expect(failure).toMatchObject({
			reason: 'no-cursor',
			status: 200,
			processed: 'no',
			error: { message: 'more is true, but next holds no cursor' },
		});
	});

	it('no word at all: the cursor decides', async () => {
		const { client } = over(({ cursor }) =>
			cursor === 'c' ? { rows: make(3, 3) } : { rows: make(1, 2), next: 'c' },
		);
		expect((await walk(client, { ...all, style })).report).toMatchObject({
			received: 3,
			reason: 'end',
		});
	});

	it('a cursor that has expired: begins again, behind the last row of the earlier run', async () => {
		const { client, asked } = over(({ cursor }) => {
			if (cursor === 'old') return refused(410);
			return cursor === 'b' ? { rows: make(4, 6) } : { rows: make(1, 3), next: 'b' };
		});
		const start = placeAt('old', 2, '2');
		const result = await walk(client, { ...all, style, start });
		expect(asked).toHaveLength(3);
		expect(ids(result)).toEqual(numbers(3, 6));
		expect(result.report).toMatchObject({ restarted: true, complete: 'yes' });
	});

	it('the last row is gone meanwhile: rows twice rather than lost', async () => {
		const { client } = over(({ cursor }) => {
			if (cursor === 'old') return refused(400);
			return cursor === 'b' ? { rows: make(4, 6) } : { rows: make(1, 3), next: 'b' };
		});
		const start = placeAt('old', 2, '99');
		expect(ids(await walk(client, { ...all, style, start }))).toEqual(numbers(1, 6));
	});

	it('no last row is known: nothing is begun again, since all rows would come twice', async () => {
		const { client, asked } = over(({ cursor }) => (cursor ? refused(404) : { rows: make(1, 3) }));
		const walked = await walk(client, { ...all, style, start: placeAt('old') });
		expect(ids(walked)).toEqual([]);
		expect(asked).toEqual(['cursor=old']);
		expect(walked.report).toMatchObject({
			complete: 'no',
			reason: 'expired',
			resume: { cursor: 'old' },
		});
		expect(walked.failure?.status).toBe(404);
	});

	it('stopped: no further page, and a place from which the rest comes', async () => {
		const { client, asked } = over(({ cursor }) =>
			cursor ? { rows: make(4, 5) } : { rows: make(1, 3), next: 'b' },
		);
		const walked = await walk(client, { ...all, style, stopped: () => asked.length > 0 });
		expect(ids(walked)).toEqual(numbers(1, 3));
		expect(asked).toHaveLength(1);
		expect(walked.report).toMatchObject({
			complete: 'no',
			reason: 'stopped',
			resume: { cursor: 'b', before: 3 },
		});
		expect(walked.failure).toMatchObject({ reason: 'not-sent', processed: 'no' });
	});

	it('refused again after beginning again: a failure', async () => {
		const { client, asked } = over(() => refused(400));
		const { report } = await walk(client, { ...all, style, start: placeAt('old', 2, '2') });
		expect(asked).toHaveLength(2);
		expect(report).toMatchObject({ reason: 'failed', restarted: true });
	});

	it.each([401, 500])('a first page answered %i is no expired cursor', async (status) => {
		const { client, asked } = over(() => refused(status));
		await walk(client, { ...all, style, start: placeAt('old') });
		expect(asked).toHaveLength(1);
	});

	it('a later page answered 400 is no expired cursor', async () => {
		const { client, asked } = over(({ cursor }) =>
			cursor === 'a' ? { rows: make(1, 2), next: 'b' } : refused(400),
		);
		const { report } = await walk(client, { ...all, style, start: placeAt('a') });
		expect(asked).toHaveLength(2);
		expect(report).toMatchObject({ reason: 'failed', resume: { cursor: 'b', lastKey: '2' } });
	});
});

/** A client over paths; `asked` lists them. */
function atPaths(answer: (path: string) => { data?: JsonValue; link?: string }) {
	const asked: ApiRequest[] = [];
	const client = {
		send: async (request: ApiRequest): Promise<Outcome> => {
			asked.push(request);
			const { data, link } = answer(request.path);
			const headers: Record<string, string> = link === undefined ? {} : { link };
			return await Promise.resolve({ ...ok(data), headers });
		},
	};
	return { client, asked };
}

describe('by the next address', () => {
	const first = read({ path: '/rows', query: { q: 'a' } });

	it('in the body: asked as it stands, without the first query', async () => {
		const { client, asked } = atPaths((path) =>
			path === '/rows'
				? { data: { rows: make(1, 2), next: '/rows/more?q=a&at=2' } }
				: { data: { rows: make(3, 3), next: null } },
		);
		const result = await walk(client, { ...all, style: nextUrlPages({ at: 'next', first }) });
		expect(ids(result)).toEqual(numbers(1, 3));
		expect(asked[1]).toMatchObject({ path: '/rows/more?q=a&at=2', pathTemplate: '/rows' });
		expect(asked[1]?.query).toEqual({});
	});

	it('in the Link header', async () => {
		const { client, asked } = atPaths((path) =>
			path === '/rows'
				? { data: { rows: make(1, 2) }, link: '</rows?at=2>; rel="next"' }
				: { data: { rows: make(3, 3) } },
		);
		const result = await walk(client, { ...all, style: linkPages({ first }) });
		expect(ids(result)).toEqual(numbers(1, 3));
		expect(asked.map(({ path }) => path)).toEqual(['/rows', '/rows?at=2']);
	});

	it('an address that leads back: the loop guard', async () => {
		const { client, asked } = atPaths(() => ({ data: { rows: make(1, 1), next: '/rows?at=1' } }));
		const { report } = await walk(client, { ...all, style: nextUrlPages({ at: 'next', first }) });
		expect(asked).toHaveLength(2);
		expect(report.reason).toBe('loop');
	});

	it.each([
		['<https://a.example/2>; rel="next"', 'https://a.example/2'],
		['<https://a.example/2>; rel=next', 'https://a.example/2'],
		['<https://a.example/2>;rel="next"; title="x"', 'https://a.example/2'],
		['<https://a.example/2>; title="x"; rel="next"', 'https://a.example/2'],
		['<https://a.example/1>; rel="prev", <https://a.example/3>; rel="next"', 'https://a.example/3'],
		['<https://a.example/3>; rel="next", <https://a.example/9>; rel="last"', 'https://a.example/3'],
		['<https://a.example/?a=1,2;3>; rel="next"', 'https://a.example/?a=1,2;3'],
		['<https://a.example/2>; rel="last next"', 'https://a.example/2'],
		['<https://a.example/2>; REL="NEXT"', 'https://a.example/2'],
		['<https://a.example/1>; rel="prev"', undefined],
		['<https://a.example/1>; rel="nextish"', undefined],
		['<https://a.example/1>', undefined],
		['', undefined],
		['nonsense', undefined],
	])('Link: %s', (link, url) => {
		expect(nextLink({ link })).toBe(url);
	});

	it('no Link header', () => {
		expect(nextLink({})).toBeUndefined();
	});
});

describe('by keyset, with keys that repeat', () => {
	interface Row {
		id: string;
		time: string;
		[key: string]: JsonValue;
	}

	/** A search over rows sorted by time (by id, where only one time is asked for), with a cap. */
	function vendor(rows: Row[], { size, cap }: { size: number; cap: number }) {
		return over(({ from: since, after, at, tieAfter, cursor }) => {
			const offset = Number(cursor ?? 0);
			if (offset >= cap) return refused(400);
			const found = rows
				.filter(
					({ time, id }) =>
						(since === undefined || time >= since) &&
						(after === undefined || time > after) &&
						(at === undefined || (time === at && id > (tieAfter ?? ''))),
				)
				.toSorted((a, b) =>
					at === undefined ? a.time.localeCompare(b.time) : a.id.localeCompare(b.id),
				);
			const next = offset + size;
			const more = next < found.length ? { next: String(next) } : {};
			return { rows: found.slice(offset, next), ...more };
		});
	}

	const text = (name: string) => (row: JsonValue) => asText(asObject(row)[name]);
	const byTime = (cap: number) =>
		keysetPages({
			at: 'next',
			cap,
			keyOf: text('time'),
			tieOf: text('id'),
			request: (window: KeysetWindow) => read({ query: { ...window } }),
		});
	const id = (number: number) => String(number).padStart(5, '0');

	it('many rows of one time, more than the cap: all of them, once', async () => {
		const chance = seeded(4);
		const rows = Array.from({ length: 60 }, (_, place) => ({
			id: id(Math.floor(chance() * 90_000) + place),
			time: place < 5 ? 'a' : place < 45 ? 'b' : 'c',
		}));
		const { client } = vendor(rows, { size: 5, cap: 10 });
		const result = await walk(client, { ...all, style: byTime(10) });
		expect(new Set(ids(result))).toEqual(new Set(rows.map((row) => row.id)));
		expect(result.rows).toHaveLength(new Set(rows.map((row) => row.id)).size);
		expect(result.report).toMatchObject({ reason: 'end', complete: 'yes' });
	});

	it('for 200 random inputs: each row once, no loop', async () => {
		const chance = seeded(9);
		for (let run = 0; run < 200; run += 1) {
			const size = 1 + Math.floor(chance() * 4);
			const cap = size * (1 + Math.floor(chance() * 4));
			const count = Math.floor(chance() * 50);
			const rows = Array.from({ length: count }, (_, place) => ({
				id: id(place),
				time: String(Math.floor(chance() * 6)),
			}));
			const { client } = vendor(rows, { size, cap });
			const result = await walk(client, { ...all, style: byTime(cap) });
			expect({ run, ids: ids(result).toSorted() }).toEqual({ run, ids: rows.map((row) => row.id) });
			expect(result.report.reason).toBe('end');
		}
	});

	it('rows without a key: stops at the cap', async () => {
		const rows = Array.from({ length: 20 }, (_, place) => ({ id: id(place), time: 'a' }));
		const { client } = vendor(rows, { size: 5, cap: 10 });
		const style = keysetPages({
			at: 'next',
			cap: 10,
			keyOf: () => undefined,
			tieOf: idOf,
			request: (window) => read({ query: { ...window } }),
		});
		expect((await walk(client, { ...all, style })).report).toMatchObject({
			reason: 'cap-reached',
			cap: 10,
		});
	});

	it('one time without ties: stops at the cap', async () => {
		const rows = Array.from({ length: 30 }, (_, place) => ({ id: id(place), time: 'a' }));
		const { client } = vendor(rows, { size: 5, cap: 10 });
		const style = keysetPages({
			at: 'next',
			cap: 10,
			keyOf: text('time'),
			tieOf: () => undefined,
			request: (window) => read({ query: { ...window } }),
		});
		expect((await walk(client, { ...all, style })).report.reason).toBe('cap-reached');
	});

	it('a cursor that is none of its own: from the start', () => {
		const { path, query } = byTime(10).request('nonsense');
		expect({ path, query }).toEqual({ path: '/x', query: {} });
		expect(byTime(10).request(7).query).toEqual({});
	});
});

describe('what the report tells', () => {
	const style = cursorPages({ at: 'next', request: (cursor) => read({ query: { cursor } }) });
	const plain = { ...all, keyOf: undefined, style };

	it('the same rows under ever new cursors: kept, and told from five pages on', async () => {
		const same = (pages: number) =>
			over((_, place) => ({
				rows: [{ a: 1 }, { b: 2 }],
				...(place < pages - 1 ? { next: `c${place}` } : {}),
			}));
		const { keyOf: _, ...options } = plain;
		const five = await walk(same(5).client, options);
		expect(five.rows).toHaveLength(10);
		expect(five.report.samePages).toBe(5);
		expect((await walk(same(4).client, options)).report).not.toHaveProperty('samePages');
	});

	it('pages that differ only inside are not alike', async () => {
		const { client } = over((_, place) => ({
			rows: [{ a: 1 }, { a: place }, { a: 1 }],
			...(place < 6 ? { next: `c${place}` } : {}),
		}));
		const { keyOf: _, ...options } = plain;
		expect((await walk(client, options)).report).not.toHaveProperty('samePages');
	});

	it('a page limit: stops there, and says where to go on', async () => {
		const { client, asked } = over((_, place) => ({
			rows: make(place + 1, place + 1),
			next: `c${place}`,
		}));
		const { report } = await walk(client, { ...all, style, pageLimit: 3 });
		expect(asked).toHaveLength(3);
		expect(report).toMatchObject({
			reason: 'page-limit',
			complete: 'no',
			resume: { cursor: 'c2', lastKey: '3' },
		});
	});

	it('rows that are handed on are not kept', async () => {
		const { client } = over((_, place) => ({
			rows: make(place * 2 + 1, place * 2 + 2),
			...(place < 2 ? { next: `c${place}` } : {}),
		}));
		const handed: JsonValue[][] = [];
		const result = await walk(client, { ...all, style, onRows: (rows) => handed.push(rows) });
		expect(result.rows).toEqual([]);
		expect(result.report.received).toBe(6);
		expect(handed.map((rows) => rows.length)).toEqual([2, 2, 2]);
	});

	it('a problem beside the data: the rows are kept, and it is not called complete', async () => {
		const client = {
			send: async (): Promise<Outcome> =>
				await Promise.resolve({
					...ok({ rows: make(1, 2) }),
					problem: { message: 'one field failed' },
				}),
		};
		const { report, rows } = await walk(client, { ...all, style });
		expect(rows).toHaveLength(2);
		expect(report).toMatchObject({ complete: 'no', problems: [{ message: 'one field failed' }] });
	});
});

describe('a place as one word', () => {
	it.each([placeAt(3), placeAt(0, 20), placeAt('abc'), placeAt('["after","ü|"]', 7, '7')])(
		'%j comes back as it was',
		(resume) => {
			expect(decodeResume(encodeResume(resume))).toEqual(resume);
			expect(encodeResume(resume)).toMatch(/^[\w-]+$/);
		},
	);

	it.each([
		'',
		'abc',
		'7',
		Buffer.from('{}').toString('base64url'),
		Buffer.from('[1]').toString('base64url'),
	])('%j is none', (word) => {
		expect(decodeResume(word)).toBeUndefined();
	});

	it('white space around it does no harm', () => {
		expect(decodeResume(` ${encodeResume(placeAt('a'))}\n`)).toEqual(placeAt('a'));
	});
});

test('a limit in the middle: going on from there gives the rest', async () => {
	const rows = make(1, 25);
	const { client } = over(({ offset }) => ({
		rows: rows.slice(Number(offset), Number(offset) + 10),
	}));
	const style = offsetPages({ request: (offset) => read({ query: { offset } }) });
	const first = await walk(client, { ...all, style, limit: 15 });
	const rest = await walk(client, { ...all, style, ...from(first) });
	expect(new Set([...ids(first), ...ids(rest)])).toEqual(new Set(numbers(1, 25)));
	expect(asArray(first.rows)).toHaveLength(15);
});
