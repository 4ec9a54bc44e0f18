import type { Outcome } from '../../nodes/shared/engine/client';
import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { idOf, keysetPages } from '../../nodes/shared/engine/pages/keyset';
import { pageNumbers } from '../../nodes/shared/engine/pages/pageNumber';
import type { Resume } from '../../nodes/shared/engine/pages/resume';
import { walk } from '../../nodes/shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../nodes/shared/engine/types';
import { seeded } from './support/fakeClock';
import { all, broken, from, ids, make, numbers, ok, over, placeAt } from './support/pagedVendor';
import { read } from './support/testVendor';

const byCursor = (cap?: number) =>
	cursorPages({
		at: 'next',
		request: (cursor) => read({ query: cursor === undefined ? {} : { cursor } }),
		...(cap === undefined ? {} : { cap }),
	});

/** Pages of `size` out of `count` rows; the cursor is the offset. */
function offsets(count: number, size: number, total?: number) {
	return over(({ cursor }) => {
		const from = Number(cursor ?? 0);
		const to = Math.min(count, from + size);
		return {
			rows: make(from + 1, to),
			...(to < count ? { next: String(to) } : {}),
			...(total === undefined ? {} : { total }),
		};
	});
}

describe('by cursor', () => {
	it('5 rows, 2 in a page: 3 sends, all rows in order', async () => {
		const { client, asked } = offsets(5, 2, 5);
		const result = await walk(client, { ...all, style: byCursor() });
		expect(ids(result)).toEqual(numbers(1, 5));
		expect(asked).toEqual(['', 'cursor=2', 'cursor=4']);
		expect(result.report).toEqual({
			received: 5,
			expected: 5,
			pages: 3,
			duplicates: 0,
			complete: 'yes',
			reason: 'end',
		});
	});

	it('a last page that is full, and an empty one behind it', async () => {
		const { client } = over(({ cursor }) =>
			cursor ? { rows: [] } : { rows: make(1, 2), next: 'more' },
		);
		expect((await walk(client, { ...all, style: byCursor() })).report).toMatchObject({
			received: 2,
			pages: 2,
			complete: 'yes',
		});
	});

	it('the next cursor is the current one (A, A): stops without another send, rows are kept', async () => {
		const { client, asked } = over(({ cursor }) => ({
			rows: cursor ? make(3, 4) : make(1, 2),
			next: 'A',
		}));
		const result = await walk(client, { ...all, style: byCursor() });
		expect(asked).toEqual(['', 'cursor=A']);
		expect(ids(result)).toEqual(numbers(1, 4));
		expect(result.report).toMatchObject({ reason: 'loop', complete: 'no' });
	});

	it('A, B, A: stops when A returns, rows are kept', async () => {
		const { client, asked } = over(({ cursor }, place) => ({
			rows: make(place * 2 + 1, place * 2 + 2),
			next: cursor === 'A' ? 'B' : 'A',
		}));
		const result = await walk(client, { ...all, style: byCursor() });
		expect(asked).toEqual(['', 'cursor=A', 'cursor=B']);
		expect(ids(result)).toEqual(numbers(1, 6));
		expect(result.report.reason).toBe('loop');
	});

	it('a number, and the same number as a text, are one cursor', async () => {
		const { client, asked } = over((_, place) => ({ rows: [], next: place === 0 ? 7 : '7' }));
		expect((await walk(client, { ...all, style: byCursor() })).report.reason).toBe('loop');
		expect(asked).toHaveLength(2);
	});

	it.each(['', false, null, 'null'])('next cursor %j is the end', async (next) => {
		const { client, asked } = over(() => ({ rows: make(1, 2), next }));
		const { report } = await walk(client, { ...all, style: byCursor() });
		expect(asked).toHaveLength(1);
		expect(report).toMatchObject({ reason: 'end', complete: 'yes' });
	});

	it.each([0, '0'])('next cursor %j is a cursor', async (next) => {
		const { client, asked } = over(({ cursor }) => ({ rows: [], ...(cursor ? {} : { next }) }));
		await walk(client, { ...all, style: byCursor() });
		expect(asked).toEqual(['', 'cursor=0']);
	});

	it('an empty page with a next cursor: goes on', async () => {
		const { client } = over(({ cursor }) => {
			if (cursor === undefined) return { rows: make(1, 1), next: 'a' };
			return cursor === 'a' ? { rows: [], next: 'b' } : { rows: make(2, 2) };
		});
		const result = await walk(client, { ...all, style: byCursor() });
		expect(ids(result)).toEqual(['1', '2']);
		expect(result.report.complete).toBe('yes');
	});

	it('five empty pages in a row: stops, says so, and where to go on', async () => {
		const { client, asked } = over((_, place) => ({
			rows: place === 0 ? make(1, 3) : [],
			next: `c${place}`,
		}));
		const result = await walk(client, { ...all, style: byCursor() });
		expect(asked).toHaveLength(6);
		expect(result.report).toMatchObject({
			received: 3,
			reason: 'empty-pages',
			complete: 'no',
			resume: { cursor: 'c5', lastKey: '3' },
		});
	});

	it('four empty pages, a row, four empty pages: goes on', async () => {
		const { client } = over((_, place) => ({
			rows: place === 4 || place === 9 ? make(place, place) : [],
			...(place < 9 ? { next: `c${place}` } : {}),
		}));
		expect((await walk(client, { ...all, style: byCursor() })).report).toMatchObject({
			received: 2,
			reason: 'end',
		});
	});

	it('204, an empty body: an empty page, no crash', async () => {
		const { client } = over(() => undefined);
		expect((await walk(client, { ...all, style: byCursor() })).report).toMatchObject({
			received: 0,
			pages: 1,
			reason: 'end',
		});
	});

	it.each([[null], [[]], ['text'], [0], [{ rows: 'none', next: {} }]])(
		'a strange answer %j: an empty page, no crash',
		async (answer) => {
			const { client } = over(() => ok(answer as JsonValue));
			expect((await walk(client, { ...all, style: byCursor() })).rows).toEqual([]);
		},
	);

	it('a cap of 4 and pages of 2: 2 sends, the cap is named', async () => {
		const { client, asked } = offsets(9, 2, 9);
		const result = await walk(client, { ...all, style: byCursor(4) });
		expect(asked).toHaveLength(2);
		expect(result.report).toMatchObject({
			received: 4,
			expected: 9,
			reason: 'cap-reached',
			cap: 4,
			complete: 'no',
		});
	});

	it('exactly as many rows as the cap: complete', async () => {
		const { client } = offsets(4, 2, 4);
		expect((await walk(client, { ...all, style: byCursor(4) })).report.complete).toBe('yes');
	});
});

describe('limits', () => {
	it.each([
		[1, 1],
		[49, 1],
		[50, 1],
		[51, 2],
		[100, 2],
		[120, 3],
		[250, 5],
		[1_000, 5],
	])('limit %i of 250, 50 in a page: %i sends', async (limit, sends) => {
		const { client, asked } = offsets(250, 50, 250);
		const result = await walk(client, { ...all, style: byCursor(), limit });
		expect(asked).toHaveLength(sends);
		expect(ids(result)).toEqual(numbers(1, Math.min(limit, 250)));
		expect(result.report.complete).toBe('yes');
	});

	it('limit 100, 50 in a page: the resume cursor gives the rest', async () => {
		const { client } = offsets(250, 50);
		const first = await walk(client, { ...all, style: byCursor(), limit: 100 });
		const rest = await walk(client, { ...all, style: byCursor(), ...from(first) });
		expect([...ids(first), ...ids(rest)]).toEqual(numbers(1, 250));
	});

	it('limit 120, 50 in a page: going on loses none of the 30 rows that were cut off', async () => {
		const { client } = offsets(250, 50);
		const first = await walk(client, { ...all, style: byCursor(), limit: 120 });
		const rest = await walk(client, { ...all, style: byCursor(), ...from(first) });
		expect(new Set([...ids(first), ...ids(rest)])).toEqual(new Set(numbers(1, 250)));
	});
});

describe('a page that fails', () => {
	it('page 7 of 10 fails for good: pages 1 to 6 are kept; from the resume cursor come 7 to 10', async () => {
		let well = false;
		const { client } = over(({ cursor }) => {
			const from = Number(cursor ?? 0);
			if (from === 60 && !well) return broken;
			return {
				rows: make(from + 1, from + 10),
				...(from < 90 ? { next: from + 10 } : {}),
				total: 100,
			};
		});
		const first = await walk(client, { ...all, style: byCursor() });
		expect(ids(first)).toEqual(numbers(1, 60));
		expect(first.failure).toBe(broken);
		expect(first.report).toMatchObject({
			received: 60,
			expected: 100,
			pages: 6,
			reason: 'failed',
			complete: 'no',
			resume: { cursor: 60, before: 60, lastKey: '60' },
		});
		well = true;
		const rest = await walk(client, {
			...all,
			style: byCursor(),
			...from(first),
		});
		expect(ids(rest)).toEqual(numbers(61, 100));
	});

	it('the first page fails: no rows, and nothing to resume from', async () => {
		const { client } = over(() => broken);
		const result = await walk(client, { ...all, style: byCursor() });
		expect(result).toMatchObject({
			rows: [],
			report: { pages: 0, reason: 'failed', complete: 'no' },
		});
		expect(result.report.resume).toBeUndefined();
	});
});

describe('rows that come twice', () => {
	it('are left out and counted', async () => {
		const { client } = over(({ cursor }) =>
			cursor ? { rows: make(2, 4) } : { rows: make(1, 3), next: 'a' },
		);
		const result = await walk(client, { ...all, style: byCursor() });
		expect(ids(result)).toEqual(numbers(1, 4));
		expect(result.report).toMatchObject({ received: 4, duplicates: 2 });
	});

	it('rows without a key are all kept', async () => {
		const { client } = over(() => ({ rows: [{ name: 'a' }, { name: 'a' }] }));
		expect((await walk(client, { ...all, style: byCursor() })).rows).toHaveLength(2);
	});

	it('do not count as the rows that are missing: 10 expected, 9 different and one twice', async () => {
		const { client } = over(({ cursor }) =>
			cursor ? { rows: make(5, 9), total: 10 } : { rows: make(1, 5), next: 'a', total: 10 },
		);
		const { report } = await walk(client, { ...all, style: byCursor() });
		expect(report).toMatchObject({ received: 9, expected: 10, duplicates: 1 });
		expect(report.complete).not.toBe('yes');
	});

	it('10 expected, 9 came: not called complete', async () => {
		const { client } = over(() => ({ rows: make(1, 9), total: 10 }));
		const { report } = await walk(client, { ...all, style: byCursor() });
		expect(report).toMatchObject({ received: 9, expected: 10 });
		expect(report.complete).not.toBe('yes');
	});

	it('a total that grows while paging: the largest counts, and there is an end', async () => {
		const { client } = over((_, place) => ({
			rows: make(place * 2 + 1, place * 2 + 2),
			total: 4 + place,
			...(place < 2 ? { next: `c${place}` } : {}),
		}));
		expect((await walk(client, { ...all, style: byCursor() })).report).toMatchObject({
			received: 6,
			expected: 6,
			complete: 'yes',
		});
	});
});

describe('by page number', () => {
	const byNumber = (cap?: number) =>
		pageNumbers({
			request: (page) => read({ query: { page } }),
			...(cap === undefined ? {} : { cap }),
		});
	const pagesOf = (count: number, size: number, told = true) =>
		over(({ page }) => {
			const from = (Number(page) - 1) * size;
			return {
				rows: make(from + 1, Math.min(count, from + size)),
				...(told ? { total: count } : {}),
			};
		});

	it('25 rows, 10 in a page: pages 1, 2, 3', async () => {
		const { client, asked } = pagesOf(25, 10);
		const result = await walk(client, { ...all, style: byNumber() });
		expect(asked).toEqual(['page=1', 'page=2', 'page=3']);
		expect(ids(result)).toEqual(numbers(1, 25));
		expect(result.report.complete).toBe('yes');
	});

	it('20 rows, 10 in a page, total told: no third page', async () => {
		const { client, asked } = pagesOf(20, 10);
		await walk(client, { ...all, style: byNumber() });
		expect(asked).toHaveLength(2);
	});

	it('20 rows, 10 in a page, no total: one empty page more', async () => {
		const { client, asked } = pagesOf(20, 10, false);
		const { report } = await walk(client, { ...all, style: byNumber() });
		expect(asked).toHaveLength(3);
		expect(report).toMatchObject({ received: 20, reason: 'end', complete: 'yes' });
	});

	it('a short page is no end: asked for 100, clamped to 50 of 200', async () => {
		const { client } = pagesOf(200, 50, false);
		expect((await walk(client, { ...all, style: byNumber() })).report.received).toBe(200);
	});

	it('no rows at all: 1 send', async () => {
		const { client, asked } = pagesOf(0, 10);
		await walk(client, { ...all, style: byNumber() });
		expect(asked).toHaveLength(1);
	});

	it('a cap of 50 and 80 rows: stops after page 5 and names the cap', async () => {
		const { client, asked } = pagesOf(80, 10);
		const { report } = await walk(client, { ...all, style: byNumber(50) });
		expect(asked).toHaveLength(5);
		expect(report).toMatchObject({ reason: 'cap-reached', cap: 50, expected: 80, complete: 'no' });
	});

	it('started at page 4, a cap of 50 and 80 rows: never asks for page 6', async () => {
		const { client, asked } = pagesOf(80, 10);
		await walk(client, { ...all, style: byNumber(50), start: placeAt(4, 30) });
		expect(asked).toEqual(['page=4', 'page=5']);
	});

	it('started at page 3 of 3: its 5 rows, and at most one empty page behind them', async () => {
		const { client, asked } = pagesOf(25, 10);
		const result = await walk(client, { ...all, style: byNumber(), start: placeAt(3, 20) });
		expect(ids(result)).toEqual(numbers(21, 25));
		expect(result.report.reason).toBe('end');
		expect(asked.length).toBeLessThanOrEqual(2);
	});

	it('page 3 fails: resumed there, nothing is missing and nothing comes twice', async () => {
		let well = false;
		const { client } = over(({ page }) => {
			if (page === '3' && !well) return broken;
			const from = (Number(page) - 1) * 10;
			return { rows: make(from + 1, Math.min(45, from + 10)), total: 45 };
		});
		const first = await walk(client, { ...all, style: byNumber() });
		well = true;
		const rest = await walk(client, { ...all, style: byNumber(), ...from(first) });
		expect([...ids(first), ...ids(rest)]).toEqual(numbers(1, 45));
	});
});

describe('by keyset, past a cap', () => {
	interface Vendor {
		count: number;
		size: number;
		cap: number;
		/** What stands for "no next page". */
		none?: JsonValue;
		idOfRow?: (place: number) => string;
	}

	/** A search as HubSpot's: sorted by id, an offset as cursor, and nothing beyond the cap. */
	function search({ count, size, cap, none, idOfRow = String }: Vendor) {
		const rows = Array.from({ length: count }, (_, place) => ({ id: idOfRow(place + 1) }));
		return over(({ after, cursor }) => {
			const offset = Number(cursor ?? 0);
			if (offset >= cap) return { ...broken, status: 400, reason: 'bad-request' } as Outcome;
			const start = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1;
			const found = rows.slice(start);
			const next = offset + size;
			return {
				rows: found.slice(offset, next),
				total: found.length,
				...(next < found.length
					? { next: String(next) }
					: none === undefined
						? {}
						: { next: none }),
			};
		});
	}

	const byKey = (cap: number) =>
		keysetPages({
			at: 'next',
			cap,
			keyOf: idOf,
			request: (window) => read({ query: { ...window } }),
		});

	it.each([
		[1, 1, 3],
		[3, 1, 10],
		[3, 3, 10],
		[10, 1, 25],
		[10, 2, 25],
		[10, 5, 30],
		[10, 10, 31],
		[10, 10, 10],
		[10, 10, 11],
		[10, 10, 0],
	])('a cap of %i, %i in a page, %i rows: each row once', async (cap, size, count) => {
		const { client } = search({ count, size, cap });
		const result = await walk(client, { ...all, style: byKey(cap) });
		expect(ids(result)).toEqual(numbers(1, count));
		expect(result.report).toMatchObject({
			received: count,
			expected: count,
			duplicates: 0,
			complete: 'yes',
			reason: 'end',
		});
	});

	it('a cap of 10,000, 200 in a page, 25,000 rows: 125 sends, each row once', async () => {
		const { client, asked } = search({ count: 25_000, size: 200, cap: 10_000 });
		const result = await walk(client, { ...all, style: byKey(10_000) });
		expect(result.report).toMatchObject({ received: 25_000, duplicates: 0, complete: 'yes' });
		expect(asked).toHaveLength(125);
	});

	it.each(['', null, false, 'null'])('next cursor %j is the end', async (none) => {
		const { client } = search({ count: 25, size: 5, cap: 10, none });
		const result = await walk(client, { ...all, style: byKey(10) });
		expect(ids(result)).toEqual(numbers(1, 25));
		expect(result.report).toMatchObject({ reason: 'end', complete: 'yes' });
	});

	it('keys that hold a "|"', async () => {
		const { client } = search({ count: 25, size: 5, cap: 10, idOfRow: (place) => `a|${place}` });
		const result = await walk(client, { ...all, style: byKey(10) });
		expect(result.rows).toHaveLength(25);
		expect(result.report).toMatchObject({ reason: 'end', complete: 'yes' });
	});

	it('no key to go on by: stops at the cap and names it', async () => {
		const { client } = search({ count: 25, size: 5, cap: 10 });
		const style = keysetPages({
			at: 'next',
			cap: 10,
			keyOf: () => undefined,
			request: (window) => read({ query: { ...window } }),
		});
		expect((await walk(client, { ...all, style })).report).toMatchObject({
			received: 10,
			reason: 'cap-reached',
			cap: 10,
			complete: 'no',
		});
	});

	it('limit 15 past a cap of 10: resumed, the rest comes', async () => {
		const { client } = search({ count: 25, size: 5, cap: 10 });
		const first = await walk(client, { ...all, style: byKey(10), limit: 15 });
		const rest = await walk(client, { ...all, style: byKey(10), ...from(first) });
		expect([...ids(first), ...ids(rest)]).toEqual(numbers(1, 25));
	});

	it('for 300 random caps, sizes, counts and failures: rows out = rows in, or it is said', async () => {
		const chance = seeded(3);
		const upTo = (most: number) => 1 + Math.floor(chance() * most);
		for (let run = 0; run < 300; run += 1) {
			const size = upTo(5);
			const cap = size * upTo(4);
			const count = upTo(60);
			const { client: well } = search({ count, size, cap });
			const client = {
				send: async (request: ApiRequest) => (chance() < 0.1 ? broken : await well.send(request)),
			};
			const found: Array<string | undefined> = [];
			let start: Resume | undefined;
			for (let tries = 0; tries < 200; tries += 1) {
				const result = await walk(client, {
					...all,
					style: byKey(cap),
					...(start === undefined ? {} : { start }),
				});
				found.push(...ids(result));
				if (result.report.reason === 'end') break;
				expect(result.report.complete).toBe('no');
				start = result.report.resume ?? start;
			}
			expect({ run, found }).toEqual({ run, found: numbers(1, count) });
		}
	});
});
