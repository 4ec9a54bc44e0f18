import { valueAt } from '../../nodes/shared/engine/dataPath';
import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { pageNumbers } from '../../nodes/shared/engine/pages/pageNumber';
import { decodeResume, encodeResume } from '../../nodes/shared/engine/pages/resume';
import { singlePage } from '../../nodes/shared/engine/pages/single';
import { walk, type WalkOptions } from '../../nodes/shared/engine/pages/walk';
import { windowedPages, type WindowOptions } from '../../nodes/shared/engine/pages/windows';
import type { ApiRequest, JsonValue } from '../../nodes/shared/engine/types';
import { broken, ok } from './support/pagedVendor';
import { read } from './support/testVendor';

interface Row {
	[name: string]: JsonValue;
	id: number;
	time: number;
}
const rows = (count: number, perTime = 1): Row[] =>
	Array.from({ length: count }, (_, place) => ({
		id: place + 1,
		time: Math.floor(place / perTime) + 1,
	}));

/** A vendor that gives no more than `cap` rows to one query, sorted by `by`. */
function vendor(
	all: Row[],
	{
		cap,
		size,
		orEqual = false,
		by = 'id',
	}: { cap: number; size: number; orEqual?: boolean; by?: 'id' | 'time' },
) {
	const requests: ApiRequest[] = [];
	const state = { failAt: Number.NaN };
	return {
		requests,
		state,
		client: {
			send: async (request: ApiRequest) => {
				requests.push(request);
				if (requests.length === state.failAt) return await Promise.resolve(broken);
				const { after, page = 1 } = request.query ?? {};
				const behind = all
					.filter(
						(row) =>
							after === undefined ||
							row[by] > Number(after) ||
							(orEqual && row[by] === Number(after)),
					)
					.slice(0, cap);
				const start = (Number(page) - 1) * size;
				const next = start + size < behind.length ? Number(page) + 1 : null;
				return await Promise.resolve(
					ok({ rows: behind.slice(start, start + size), next, total: behind.length }),
				);
			},
		},
	};
}

const pagesOf = (request: ApiRequest) =>
	cursorPages({
		at: 'next',
		request: (page) =>
			page === undefined ? request : { ...request, query: { ...request.query, page } },
	});
const windows = (cap: number, rest: Partial<WindowOptions> = {}, by = 'id') =>
	windowedPages({
		cap,
		inclusive: false,
		keyOf: (row) => Number(valueAt(row, by)),
		open: (after) => pagesOf(after === undefined ? read() : { ...read(), query: { after } }),
		...rest,
	});
const options = (style: WalkOptions['style']): WalkOptions => ({
	style,
	read: (data) => ({
		rows: valueAt(data, 'rows') as JsonValue[],
		total: Number(valueAt(data, 'total')),
	}),
	keyOf: (row) => String(valueAt(row, 'id')),
	limit: Infinity,
});
const ids = (found: JsonValue[]) => found.map((row) => valueAt(row, 'id'));
const numbers = (count: number) => rows(count).map(({ id }) => id);

it.each([
	[95, 1, 'in the middle of a window'],
	[90, 0, 'at the end of a window'],
	[30, 0, 'at the end of the first window'],
	[7, 0, 'before any cap'],
	[0, 0, 'nothing at all'],
])('%s rows, 30 to a query: all of them once', async (count) => {
	const { client, requests } = vendor(rows(count), { cap: 30, size: 10 });
	const { rows: found, report } = await walk(client, options(windows(30)));
	expect(ids(found)).toEqual(numbers(count));
	expect(report).toMatchObject({ complete: 'yes', reason: 'end', duplicates: 0 });
	// Full windows are followed by another query, which may be empty.
	expect(requests.length).toBe(
		Math.max(1, Math.ceil(count / 10)) + (count > 0 && count % 30 === 0 ? 1 : 0),
	);
});

it('a window asks for what is behind the last row, and its pages keep to it', async () => {
	const { client, requests } = vendor(rows(50), { cap: 20, size: 10 });
	await walk(client, options(windows(20)));
	expect(requests.map(({ query }) => query ?? {})).toEqual([
		{},
		{ page: 2 },
		{ after: 20 },
		{ after: 20, page: 2 },
		{ after: 40 },
	]);
});

it('the vendor gives the key itself once more: what has come is left out, and is no repetition', async () => {
	const { client } = vendor(rows(50, 3), { cap: 20, size: 10, orEqual: true, by: 'time' });
	const { rows: found, report } = await walk(
		client,
		options(windows(20, { inclusive: true }, 'time')),
	);
	expect(ids(found)).toEqual(numbers(50));
	expect(report).toMatchObject({ complete: 'yes', duplicates: 0 });
});

it('more rows of one key than a query gives: ends at the cap, and says so', async () => {
	const { client } = vendor(rows(50, 40), { cap: 20, size: 10, orEqual: true, by: 'time' });
	const { rows: found, report } = await walk(
		client,
		options(windows(20, { inclusive: true }, 'time')),
	);
	expect(ids(found)).toEqual(numbers(20));
	expect(report).toMatchObject({ complete: 'no', reason: 'cap-reached', cap: 20 });
});

it.each(['same', 'lost'] as const)(
	'a page inside says "%s" at the cap: no new window',
	async (kind) => {
		const { client, requests } = vendor(rows(50), { cap: 20, size: 20 });
		const told = kind === 'same' ? { kind } : { kind, why: 'no cursor' };
		const style = windows(20, { open: () => ({ ...singlePage(read()), next: () => told }) });
		const { report } = await walk(client, options(style));
		expect(report.reason).toBe(kind === 'same' ? 'loop' : 'no-cursor');
		expect(requests).toHaveLength(1);
	},
);

it('rows without a key: ends at the cap', async () => {
	const { client } = vendor(rows(50), { cap: 20, size: 10 });
	const { report } = await walk(client, options(windows(20, { keyOf: () => undefined })));
	expect(report).toMatchObject({ received: 20, complete: 'no', reason: 'cap-reached', cap: 20 });
});

it.each([2, 3, 4])(
	'request %s fails: what came is kept, and the rest comes from the resume token',
	async (failAt) => {
		const { client, state } = vendor(rows(50), { cap: 20, size: 10 });
		state.failAt = failAt;
		const first = await walk(client, options(windows(20)));
		expect(first.report).toMatchObject({
			complete: 'no',
			reason: 'failed',
			received: (failAt - 1) * 10,
		});
		state.failAt = Number.NaN;
		const start = decodeResume(
			encodeResume(first.report.resume ?? { of: '', cursor: '', before: 0 }),
		);
		const rest = await walk(client, { ...options(windows(20)), ...(start ? { start } : {}) });
		expect(ids([...first.rows, ...rest.rows])).toEqual(numbers(50));
	},
);

it('pages that are counted: a window begins at its own first page', async () => {
	const { client, requests } = vendor(rows(50), { cap: 20, size: 10 });
	const style = windows(20, {
		open: (after) =>
			pageNumbers({
				first: 1,
				size: 10,
				request: (page) => ({
					...read(),
					query: { ...(after === undefined ? {} : { after }), page: page ?? 1 },
				}),
			}),
	});
	const { rows: found } = await walk(client, options(style));
	expect(ids(found)).toEqual(numbers(50));
	expect(requests.map(({ query }) => `${query?.after ?? ''}/${query?.page ?? ''}`)).toEqual([
		'/1',
		'/2',
		'20/1',
		'20/2',
		'40/1',
	]);
});

it('no pages at all, only the cap', async () => {
	const { client } = vendor(rows(50), { cap: 20, size: 20 });
	const style = windows(20, {
		open: (after) => singlePage(after === undefined ? read() : { ...read(), query: { after } }),
	});
	const { rows: found, report } = await walk(client, options(style));
	expect(ids(found)).toEqual(numbers(50));
	expect(report.complete).not.toBe('no');
});

it('what a refusal means is up to the pages inside; in the first page of a window it means nothing', () => {
	const asked: unknown[] = [];
	const style = windows(20, {
		open: () => ({
			...singlePage(read()),
			isCap: (_, cursor) => asked.push(cursor) > 0,
			isExpired: (_, cursor) => asked.push(cursor) > 0,
		}),
	});
	const failure = { reason: 'bad-request', status: 400 } as never;
	const inside = JSON.stringify([20, 20, 'p2']);
	const first = JSON.stringify([20, 20, null]);
	expect([style.isCap?.(failure, inside), style.isExpired?.(failure, inside)]).toEqual([
		true,
		true,
	]);
	expect([style.isCap?.(failure, first), style.isExpired?.(failure, first)]).toEqual([
		false,
		false,
	]);
	expect(asked).toEqual(['p2', 'p2']);
});
