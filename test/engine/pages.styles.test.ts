import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { keysetPages, idOf } from '../../nodes/shared/engine/pages/keyset';
import { lastRowPages } from '../../nodes/shared/engine/pages/lastRow';
import { linkPages, nextUrlPages } from '../../nodes/shared/engine/pages/nextUrl';
import { offsetPages } from '../../nodes/shared/engine/pages/offset';
import { pageNumbers } from '../../nodes/shared/engine/pages/pageNumber';
import { countAt, saysMore } from '../../nodes/shared/engine/pages/says';
import { singlePage } from '../../nodes/shared/engine/pages/single';
import type { Page, PageStyle } from '../../nodes/shared/engine/pages/style';
import { walk } from '../../nodes/shared/engine/pages/walk';
import type { JsonValue } from '../../nodes/shared/engine/types';
import { all, broken, ids, make, numbers, ok, over } from './support/pagedVendor';
import { read } from './support/testVendor';

const page = (data: JsonValue, rest: Partial<Page> = {}): Page => ({
	url: 'https://api.vendor.example/rows',
	data,
	headers: {},
	rows: make(1, 2),
	...rest,
});

it('each style has a name of its own', () => {
	const request = () => read();
	const styles = [
		cursorPages({ at: 'a', request }),
		keysetPages({ at: 'a', cap: 1, keyOf: idOf, request }),
		lastRowPages({ field: 'id', request }),
		linkPages({ first: read() }),
		nextUrlPages({ at: 'a', first: read() }),
		offsetPages({ request }),
		pageNumbers({ request }),
		singlePage(read()),
	];
	expect(styles.map(({ name }) => name)).toEqual([
		'cursor',
		'keyset',
		'lastRow',
		'link',
		'nextUrl',
		'offset',
		'pageNumber',
		'off',
	]);
});

describe('whether there is more', () => {
	it.each([
		[{ more: true }, { moreAt: 'more' }, true],
		[{ more: false }, { moreAt: 'more' }, false],
		[{ more: 'yes' }, { moreAt: 'more' }, undefined],
		[{ last: true }, { lastAt: 'last' }, false],
		[{ last: false }, { lastAt: 'last' }, true],
		[{ last: 1 }, { lastAt: 'last' }, undefined],
		[{ more: true, last: true }, { moreAt: 'more', lastAt: 'last' }, true],
		[{ more: null, last: true }, { moreAt: 'more', lastAt: 'last' }, false],
		[{ pages: 3 }, { pagesAt: 'pages' }, true],
		[{ pages: 2 }, { pagesAt: 'pages' }, false],
		[{ pages: '3' }, { pagesAt: 'pages' }, true],
		[{ pages: 'x' }, { pagesAt: 'pages' }, undefined],
		[{}, { pagesAt: 'pages' }, undefined],
		[{}, {}, undefined],
	])('%j, %j: %s (on page 2)', (data, fields, says) => {
		expect(saysMore(data, fields, 2)).toBe(says);
	});

	it('pages without a number say nothing', () => {
		expect(saysMore({ pages: 3 }, { pagesAt: 'pages' })).toBeUndefined();
	});

	it.each([
		[5, 5],
		['5', 5],
		[0, 0],
		[-1, undefined],
		['5x', undefined],
		[null, undefined],
		[true, undefined],
	])('count %j: %s', (value, count) => {
		expect(countAt({ a: value }, 'a')).toBe(count);
	});
});

describe('by the last row', () => {
	const style = lastRowPages({
		field: 'id',
		moreAt: 'more',
		request: (after) => read({ query: { after } }),
	});

	it('goes on behind it until there is no more', async () => {
		const { client, asked } = over(({ after }) => {
			const from = Number(after ?? 0) + 1;
			return { rows: make(from, Math.min(5, from + 1)), more: from + 1 < 5 };
		});
		const walked = await walk(client, { ...all, style });
		expect(ids(walked)).toEqual(numbers(1, 5));
		expect(asked).toEqual(['', 'after=2', 'after=4']);
	});

	it.each([
		['no rows', page({ more: true }, { rows: [] }), { kind: 'end' }],
		['no more', page({ more: false }), { kind: 'end' }],
		['nothing said', page({}), { kind: 'more', cursor: '2' }],
		['a number', page({ more: true }, { rows: [{ id: 7 }] }), { kind: 'more', cursor: '7' }],
		[
			'a row without it',
			page({ more: true }, { rows: [{ a: 1 }] }),
			{ kind: 'lost', why: 'the last record has no "id"' },
		],
	])('%s', (_, given, next) => {
		expect(style.next(given, undefined, 0)).toEqual(next);
	});
});

describe('by page number', () => {
	const by = (rest: Partial<Parameters<typeof pageNumbers>[0]>) =>
		pageNumbers({ request: (number) => read({ query: { page: number } }), ...rest });

	it('from 0 on', async () => {
		const { client, asked } = over(({ page: number }) => ({
			rows: Number(number) < 2 ? make(Number(number) * 2 + 1, Number(number) * 2 + 2) : [],
		}));
		expect(ids(await walk(client, { ...all, style: by({ first: 0 }) }))).toEqual(numbers(1, 4));
		expect(asked).toEqual(['page=0', 'page=1', 'page=2']);
	});

	it('ends by the number of pages, though more rows are told', () => {
		const style = by({ first: 0, pagesAt: 'pages' });
		expect(style.next(page({ pages: 3 }, { total: 100 }), 1, 2)).toEqual({
			kind: 'more',
			cursor: 2,
		});
		expect(style.next(page({ pages: 3 }, { total: 100 }), 2, 4)).toEqual({ kind: 'end' });
	});

	it('a word that there is more wins over the total', () => {
		const style = by({ moreAt: 'more' });
		expect(style.next(page({ more: true }, { total: 2 }), 1, 0)).toEqual({
			kind: 'more',
			cursor: 2,
		});
		expect(style.next(page({ more: false }, { total: 9 }), 1, 0)).toEqual({ kind: 'end' });
	});

	it.each([
		['by the total', { total: 9 }, {}, 5, [2, 3, 4, 5]],
		['by the pages', {}, { pages: 3 }, 5, [2, 3]],
		['no more than wanted', { total: 100 }, {}, 2, [2, 3]],
		['nothing is known', {}, {}, 5, []],
		['all is read', { total: 2 }, {}, 5, []],
		['no rows', { total: 9, rows: [] }, {}, 5, []],
	])('pages ahead: %s', (_, rest, data, most, expected) => {
		expect(by({ pagesAt: 'pages' }).ahead?.(page(data, rest), 1, 0, most)).toEqual(expected);
	});

	it('pages ahead end at the cap', () => {
		expect(by({ cap: 6 }).ahead?.(page({}, { total: 100 }), 1, 0, 9)).toEqual([2, 3]);
	});
});

describe('by offset', () => {
	const by = (rest: Partial<Parameters<typeof offsetPages>[0]> = {}) =>
		offsetPages({ request: (offset) => read({ query: { offset } }), ...rest });

	it('from 1 on', () => {
		const style = by({ first: 1 });
		expect(style.first).toBe(1);
		expect(style.next(page({}, { total: 4 }), 1, 0)).toEqual({ kind: 'more', cursor: 3 });
		expect(style.next(page({}, { total: 4 }), 3, 2)).toEqual({ kind: 'end' });
		expect(style.request(undefined).query).toEqual({ offset: 1 });
	});

	it('a word that there is more wins over the total', () => {
		const style = by({ moreAt: 'more' });
		expect(style.next(page({ more: true }, { total: 2 }), 0, 0)).toEqual({
			kind: 'more',
			cursor: 2,
		});
		expect(style.next(page({ more: false }, { total: 9 }), 0, 0)).toEqual({ kind: 'end' });
	});

	it.each([
		['to the total', { total: 7 }, 9, [2, 4, 6]],
		['no more than wanted', { total: 100 }, 2, [2, 4]],
		['no total', {}, 9, []],
		['no rows', { total: 9, rows: [] }, 9, []],
		['all is read', { total: 2 }, 9, []],
	])('pages ahead: %s', (_, rest, most, expected) => {
		expect(by().ahead?.(page({}, rest), 0, 0, most)).toEqual(expected);
	});

	it('pages ahead end at the cap', () => {
		expect(by({ cap: 4 }).ahead?.(page({}, { total: 100 }), undefined, 0, 9)).toEqual([2]);
	});
});

describe('by cursor', () => {
	it('a field that says that this is the last page', () => {
		const style = cursorPages({ at: 'next', lastAt: 'last', request: () => read() });
		expect(style.next(page({ next: 'a', last: true }), undefined, 0)).toEqual({ kind: 'end' });
		expect(style.next(page({ next: 'a', last: false }), undefined, 0)).toEqual({
			kind: 'more',
			cursor: 'a',
		});
		expect(style.next(page({ last: false }), undefined, 0)).toEqual({
			kind: 'lost',
			why: 'not last is true, but next holds no cursor',
		});
	});

	it('an object is no cursor', () => {
		const style = cursorPages({ at: 'next', request: () => read() });
		expect(style.next(page({ next: { id: 1 } }), undefined, 0)).toEqual({ kind: 'end' });
	});
});

describe('by the next address', () => {
	const first = read({ path: '/v1/rows', query: { q: 'a' } });
	const style = nextUrlPages({ at: 'next', first });
	const next = (address: JsonValue) => style.next(page({ next: address }), undefined, 0);

	it.each([
		['https://api.vendor.example/v2/rows?at=2', '/v2/rows?at=2'],
		['/v2/rows?at=2', '/v2/rows?at=2'],
		['?at=2', '/rows?at=2'],
		['https://other.example/rows', 'https://other.example/rows'],
	])('%s -> %s', (address, cursor) => {
		expect(next(address)).toEqual({ kind: 'more', cursor });
	});

	it('no address, and one that is none', () => {
		expect(next(null)).toEqual({ kind: 'end' });
		expect(next('http://[')).toEqual({
			kind: 'lost',
			why: 'the next address is "http://[", which is no URL',
		});
	});

	it('the last page may name one all the same', () => {
		const said = nextUrlPages({ at: 'next', moreAt: 'more', first });
		expect(said.next(page({ next: '/b', more: false }), undefined, 0)).toEqual({ kind: 'end' });
		expect(said.next(page({ next: '/b', more: true }), undefined, 0)).toMatchObject({
			cursor: '/b',
		});
	});

	it('is asked for from the host on, and logged as the first one', () => {
		expect(style.request('/v2/rows')).toMatchObject({
			path: '/v2/rows',
			pathTemplate: '/v1/rows',
			query: {},
			fromOrigin: true,
		});
		expect(style.request(undefined)).toBe(first);
	});
});

describe('what ends a walk', () => {
	const ending = (next: ReturnType<PageStyle['next']>): PageStyle => ({
		name: 'off',
		request: () => read(),
		next: () => next,
	});

	it('nothing says whether there is more: perhaps incomplete', async () => {
		const { client } = over(() => ({ rows: make(1, 2) }));
		const walked = await walk(client, { ...all, style: ending({ kind: 'unsure' }) });
		expect(walked.report).toMatchObject({ reason: 'unsure', complete: 'unknown', received: 2 });
	});

	it('the same page once more: its rows are not kept', async () => {
		const { client } = over(() => ({ rows: make(1, 2) }));
		const walked = await walk(client, { ...all, style: ending({ kind: 'same' }) });
		expect(walked.rows).toEqual([]);
		expect(walked.report).toMatchObject({ reason: 'loop', complete: 'no' });
	});

	it('a page that the reader cannot read: the rows before it, and a place to go on from', async () => {
		const style = cursorPages({ at: 'next', request: (after) => read({ query: { after } }) });
		const { client } = over(({ after }) =>
			after ? { sorry: 1 } : { rows: make(1, 2), next: 'b' },
		);
		const walked = await walk(client, {
			...all,
			style,
			read: (data) => {
				const rows = all.read(data, { url: '', headers: {} });
				if (rows.rows.length === 0) throw new Error('there is no list in it');
				return rows;
			},
		});
		expect(walked.rows).toHaveLength(2);
		expect(walked.failure).toEqual({
			ok: false,
			reason: 'no-page',
			status: 200,
			error: { message: 'there is no list in it' },
			processed: 'no',
			attempts: [],
			logId: 1,
		});
		expect(walked.report).toMatchObject({ reason: 'failed', resume: { cursor: 'b', before: 2 } });
	});

	it('what stands in the place of the rows is kept, and the rows still lead on', async () => {
		const style = offsetPages({ request: (offset) => read({ query: { offset } }) });
		const rows = make(1, 5);
		const { client, asked } = over(({ offset }) => ({
			rows: rows.slice(Number(offset), Number(offset) + 2),
			total: 5,
		}));
		const walked = await walk(client, {
			style,
			limit: Infinity,
			read: (data) => ({ ...all.read(data, { url: '', headers: {} }), instead: [data ?? null] }),
		});
		expect(asked).toEqual(['offset=0', 'offset=2', 'offset=4']);
		expect(walked.rows).toHaveLength(3);
		expect(walked.report).toMatchObject({ received: 3, complete: 'yes' });
		expect(walked.report).not.toHaveProperty('expected');
	});

	it('moved rows are told, also where windows overlap', async () => {
		const style = { ...ending({ kind: 'end' }), overlaps: () => false };
		const { client } = over(() => ({ rows: [...make(1, 2), ...make(1, 1)] }));
		expect((await walk(client, { ...all, style })).report.duplicates).toBe(1);
		const overlapping = { ...style, overlaps: () => true };
		const again = over(() => ({ rows: [...make(1, 2), ...make(1, 1)] }));
		expect((await walk(again.client, { ...all, style: overlapping })).report.duplicates).toBe(0);
	});
});

describe('pages side by side', () => {
	const style = pageNumbers({ size: 2, request: (number) => read({ query: { page: number } }) });
	const vendor = (count: number) => {
		let open = 0;
		const seen = { most: 0, asked: [] as number[] };
		const client = {
			send: async ({ query = {} }: ReturnType<typeof read>) => {
				const number = Number(query.page);
				seen.asked.push(number);
				open += 1;
				seen.most = Math.max(seen.most, open);
				await new Promise(setImmediate);
				open -= 1;
				return ok({ rows: make(number * 2 - 1, Math.min(count, number * 2)), total: count });
			},
		};
		return { client, seen };
	};

	it('in the order of their pages, each asked for once, no more at once than told', async () => {
		const { client, seen } = vendor(19);
		const walked = await walk(client, { ...all, style, inFlight: 4 });
		expect(ids(walked)).toEqual(numbers(1, 19));
		expect(seen.asked.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(seen.most).toBe(4);
	});

	it('one by one unless told', async () => {
		const { client, seen } = vendor(9);
		await walk(client, { ...all, style });
		expect(seen.most).toBe(1);
	});

	it('no page more than the limit needs', async () => {
		const { client, seen } = vendor(100);
		const walked = await walk(client, { ...all, style, inFlight: 5, limit: 6 });
		expect(walked.rows).toHaveLength(6);
		expect(seen.asked.length).toBeLessThanOrEqual(3);
	});

	it('no page more than the page limit allows', async () => {
		const { client, seen } = vendor(100);
		await walk(client, { ...all, style, inFlight: 5, pageLimit: 2 });
		expect(seen.asked).toEqual([1, 2]);
	});

	it('a page that fails: what came before it, and nothing under way at the end', async () => {
		const { client } = vendor(19);
		let under = 0;
		const failing = {
			send: async (request: ReturnType<typeof read>) => {
				under += 1;
				const answer = await client.send(request);
				under -= 1;
				return Number(request.query?.page) === 3 ? broken : answer;
			},
		};
		const walked = await walk(failing, { ...all, style, inFlight: 4 });
		expect(ids(walked)).toEqual(numbers(1, 4));
		expect(walked.report).toMatchObject({ reason: 'failed', resume: { cursor: 3 } });
		expect(under).toBe(0);
	});
});
