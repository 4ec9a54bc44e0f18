import type { IDataObject } from 'n8n-workflow';
import { asObject, asText } from '../../nodes/shared/engine/body';
import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { keysetPages, type KeysetWindow } from '../../nodes/shared/engine/pages/keyset';
import { offsetPages } from '../../nodes/shared/engine/pages/offset';
import { pageNumbers } from '../../nodes/shared/engine/pages/pageNumber';
import type { JsonValue } from '../../nodes/shared/engine/types';
import { json, ownLog, Rig, runApollo } from '../nodes/support/setup';
import { systemClock } from '../../nodes/shared/engine/clock';
import { recordFigure } from './figures';
import { FaultServer, reply, type Reply } from './server/faultServer';
import { hubSpotNode } from './support/hubSpotNode';
import { asked, byCursor, idsOf, idsTo, list, page, queryOf, rowsTo } from './support/lists';
import { eachTest, type Scene } from './support/scene';

const log = ownLog();
afterAll(() => log.remove());

let scene: Scene;
eachTest((fresh) => (scene = fresh));

const sends = () => scene.server.arrivals.length;
/** Whether a list is everything. */
const hintOf = ({ hints }: { hints: Array<{ message: string }> }) =>
	hints.find(({ message }) => /complete: /i.test(message))?.message ?? '';

/** A page as HubSpot gives it. */
const contacts = (rows: JsonValue[], after?: JsonValue): Reply =>
	reply(200, { results: rows, ...(after === undefined ? {} : { paging: { next: { after } } }) });
const GET_ALL: IDataObject = { operation: 'getAll', returnAll: true, simplify: false };

describe('1', () => {
	test('1. the next cursor equals the current one: at most 1 send more, the rows kept, "loop"', async () => {
		scene.server
			.answers(page(rowsTo(2), { next: 'a' }))
			.afterwards(page(rowsTo(4, 3), { next: 'a' }));
		const walked = await list(scene, byCursor);
		expect(sends()).toBe(2);
		expect(idsOf(walked)).toEqual(idsTo(4));
		expect(walked.report).toMatchObject({ reason: 'loop', complete: 'no' });
	});

	test('1b. a node: the same, and a warning', async () => {
		const run = await hubSpotNode(GET_ALL, [{}], (server) =>
			server.afterwards(contacts(rowsTo(2), 'a')),
		);
		expect(run.arrivals).toHaveLength(2);
		expect(json(run.outputs[0])).toEqual(rowsTo(2));
		expect(hintOf(run)).toMatch(/^Incomplete: 2 records.*gave the same page again/);
	});
});

test('2. cursors A, B, A: stops when A comes back, and keeps the rows', async () => {
	scene.server.answers(
		page(rowsTo(1), { next: 'A' }),
		page(rowsTo(2, 2), { next: 'B' }),
		page(rowsTo(3, 3), { next: 'A' }),
	);
	const walked = await list(scene, byCursor);
	expect(sends()).toBe(3);
	expect(idsOf(walked)).toEqual(idsTo(3));
	expect(walked.report).toMatchObject({ reason: 'loop', complete: 'no' });
});

describe('3', () => {
	const same = (make: (rest: JsonValue[], next?: JsonValue) => Reply, pages: number) =>
		Array.from({ length: pages }, (_, at) =>
			make(rowsTo(2), at < pages - 1 ? `cursor ${at}` : undefined),
		);
	const plain = (rows: JsonValue[], next?: JsonValue) =>
		page(rows, next === undefined ? {} : { next });

	test('3. ever new cursors and the same page: told from 5 in a row on; rows without an id are all kept', async () => {
		scene.server.answers(...same(plain, 6));
		const walked = await list(scene, byCursor, { keyOf: () => undefined });
		expect(walked.rows).toHaveLength(12);
		expect(walked.report.samePages).toBe(6);
	});

	test('3b. 4 in a row are not told', async () => {
		scene.server.answers(...same(plain, 4));
		expect((await list(scene, byCursor)).report).not.toHaveProperty('samePages');
	});

	test('3c. without an end: stops at the page limit, and says where to go on', async () => {
		scene.server.afterwards((_, at) => page(rowsTo(2), { next: `cursor ${at}` }));
		const walked = await list(scene, byCursor, { pageLimit: 30, keyOf: () => undefined });
		expect(sends()).toBe(30);
		expect(walked.rows).toHaveLength(60);
		expect(walked.report).toMatchObject({
			reason: 'page-limit',
			samePages: 30,
			complete: 'no',
			resume: { cursor: 'cursor 29' },
		});
	});

	test('3d. a node: the hint says how many pages were alike, and how many records were left out', async () => {
		const run = await hubSpotNode(GET_ALL, [{}], (server) => server.answers(...same(contacts, 6)));
		expect(hintOf(run)).toMatch(/10 repeated records left out.*6 pages in a row were alike/);
	});
});

describe('4', () => {
	const empty = (first: number, count: number) =>
		Array.from({ length: count }, (_, at) => page([], { next: `empty ${first + at}` }));

	test('4. an empty page with a next cursor: goes on', async () => {
		scene.server.answers(page(rowsTo(1), { next: 'a' }), ...empty(1, 4), page(rowsTo(2, 2)));
		const walked = await list(scene, byCursor);
		expect(idsOf(walked)).toEqual(idsTo(2));
		expect(walked.report).toMatchObject({ reason: 'end', complete: 'yes' });
	});

	test('4b. 5 in a row: stops, and says so', async () => {
		scene.server.answers(page(rowsTo(1), { next: 'a' }), ...empty(1, 5));
		const walked = await list(scene, byCursor);
		expect(sends()).toBe(6);
		expect(idsOf(walked)).toEqual(['1']);
		expect(walked.report).toMatchObject({
			reason: 'empty-pages',
			complete: 'no',
			resume: { cursor: 'empty 5' },
		});
	});

	test('4c. 4, a row, 4: goes on to the end', async () => {
		scene.server.answers(
			page([], { next: 'a' }),
			...empty(1, 3),
			page(rowsTo(1), { next: 'b' }),
			...empty(4, 4),
			page(rowsTo(2, 2)),
		);
		expect((await list(scene, byCursor)).report).toMatchObject({ received: 2, complete: 'yes' });
	});
});

describe('5', () => {
	const style = cursorPages({
		at: 'next',
		moreAt: 'has_more',
		request: (after) => asked({ after }),
	});

	test.each([null, undefined, ''])(
		'5. cursor %j and has_more true: an error that says so, and never page 1 again',
		async (next) => {
			scene.server.afterwards(page(rowsTo(2), { next, has_more: true }));
			const walked = await list(scene, style);
			expect(sends()).toBe(1);
			expect(idsOf(walked)).toEqual(idsTo(2));
			expect(walked.report).toMatchObject({ reason: 'no-cursor', complete: 'no' });
			expect(walked.failure).toMatchObject({
				reason: 'no-cursor',
				error: { message: 'has_more is true, but next holds no cursor' },
			});
		},
	);

	test('6. has_more false with a cursor: a clean end', async () => {
		scene.server.afterwards(page(rowsTo(2), { next: 'a', has_more: false }));
		const walked = await list(scene, style);
		expect(sends()).toBe(1);
		expect(walked.failure).toBeUndefined();
		expect(walked.report).toMatchObject({ reason: 'end', complete: 'yes' });
	});
});

describe('7', () => {
	test.each(['', false, 'null', null, undefined])('7. the cursor %j is an end', async (next) => {
		scene.server.answers(page(rowsTo(2), { next }));
		expect((await list(scene, byCursor)).report).toMatchObject({ received: 2, complete: 'yes' });
		expect(sends()).toBe(1);
	});

	test('7b. the cursor 0 is a value', async () => {
		scene.server.answers(page(rowsTo(2), { next: 0 }), page(rowsTo(3, 3)));
		expect(idsOf(await list(scene, byCursor))).toEqual(idsTo(3));
		expect(scene.server.arrivals.map(({ path }) => path)).toEqual(['/rows', '/rows?after=0']);
	});
});

describe('8', () => {
	test('8. numbers, and then the same place as a text: a loop, and no crash', async () => {
		scene.server.answers(page(rowsTo(1), { next: 7 }), page(rowsTo(2, 2), { next: '7' }));
		const walked = await list(scene, byCursor);
		expect(sends()).toBe(2);
		expect(walked.report.reason).toBe('loop');
	});

	test('8b. 1, "2", 3, "10": no loop', async () => {
		const cursors = [1, '2', 3, '10'];
		scene.server.answers(
			...cursors.map((next, at) => page(rowsTo(at + 1, at + 1), { next })),
			page([]),
		);
		const walked = await list(scene, byCursor);
		expect(idsOf(walked)).toEqual(idsTo(4));
		expect(walked.report.complete).toBe('yes');
	});
});

/** `offset` and `limit` over rows that may change; the server gives at most `most` of them. */
function serveOffsets(rows: () => JsonValue[], { most = Infinity, total = true } = {}): void {
	scene.server.afterwards((seen) => {
		const query = queryOf(seen);
		const offset = Number(query.get('offset'));
		const size = Math.min(most, Number(query.get('limit')));
		return page(rows().slice(offset, offset + size), total ? { total: rows().length } : {});
	});
}
const byOffset = (size: number) =>
	offsetPages({ size, request: (offset) => asked({ offset, limit: size }) });

describe('9', () => {
	test('9. limit=100, and a server that gives 50 of 200: all 200, and the clamp is told', async () => {
		serveOffsets(() => rowsTo(200), { most: 50 });
		const walked = await list(scene, byOffset(100));
		recordFigure('clamped-rows', new Set(idsOf(walked)).size);
		expect(idsOf(walked)).toEqual(idsTo(200));
		expect(walked.report).toMatchObject({ clamped: { asked: 100, got: 50 }, complete: 'yes' });
	});

	test('9b. the same without a total, and by page number', async () => {
		serveOffsets(() => rowsTo(200), { most: 50, total: false });
		expect(idsOf(await list(scene, byOffset(100)))).toEqual(idsTo(200));
		scene.server.afterwards((seen) => {
			const at = Number(queryOf(seen).get('page'));
			return page(rowsTo(200).slice((at - 1) * 50, at * 50));
		});
		const style = pageNumbers({ size: 100, request: (at) => asked({ page: at, limit: 100 }) });
		expect(idsOf(await list(scene, style))).toEqual(idsTo(200));
	});
});

test('10. a total that grows with each page: no early end, and no endless one', async () => {
	const rows = rowsTo(20);
	serveOffsets(() => {
		const shown = [...rows];
		if (rows.length < 60) rows.push(...rowsTo(rows.length + 5, rows.length + 1));
		return shown;
	});
	const walked = await list(scene, byOffset(10));
	expect(idsOf(walked)).toEqual(idsTo(60));
	expect(walked.report).toMatchObject({ reason: 'end', complete: 'yes' });
	expect(sends()).toBeLessThan(10);
});

describe('11', () => {
	test('11. a row deleted between two pages: "perhaps incomplete", with both numbers', async () => {
		const rows = rowsTo(30);
		scene.server.afterwards((seen, at) => {
			const offset = Number(queryOf(seen).get('offset'));
			const answer = page(rows.slice(offset, offset + 10), { total: rows.length });
			// Row 11 moves to where page 1 had been.
			if (at === 0) rows.splice(0, 1);
			return answer;
		});
		const walked = await list(scene, byOffset(10));
		expect(idsOf(walked)).toEqual([...idsTo(10), ...idsTo(30, 12)]);
		expect(walked.report).toMatchObject({ received: 29, expected: 30, complete: 'unknown' });
	});

	test('11b. a node: a warning', async () => {
		const server = await FaultServer.start(systemClock);
		server.answers(
			reply(200, { people: rowsTo(100), total_entries: 150 }),
			reply(200, { people: rowsTo(149, 102), total_entries: 149 }),
			reply(200, { people: [], total_entries: 149 }),
		);
		const run = await runApollo(server.url, { operation: 'search', returnAll: true }, [{}]);
		await server.close();
		expect(run.outputs[0]).toHaveLength(148);
		expect(hintOf(run)).toMatch(
			/^Perhaps incomplete: 148 of 150 records.*counts more records than it gave/,
		);
	});
});

test('12. a last page that is full: one empty page more, and no error', async () => {
	serveOffsets(() => rowsTo(20), { total: false });
	const walked = await list(scene, byOffset(10));
	expect(sends()).toBe(3);
	expect(walked.report).toMatchObject({ received: 20, reason: 'end', complete: 'yes' });
});

interface Stored {
	id: string;
	time: string;
	[field: string]: JsonValue;
}
const padded = (number: number) => String(number).padStart(6, '0');

/** A search sorted by time or, inside one time, by id; refuses places beyond its cap. */
function serveSearch(rows: () => Stored[], { cap, size }: { cap: number; size: number }): void {
	scene.server.afterwards((seen) => {
		const query = Object.fromEntries(queryOf(seen)) as KeysetWindow;
		const { from, after, at, tieAfter = '' } = query;
		const offset = Number(query.cursor ?? 0);
		if (offset >= cap) return reply(400, { message: 'beyond the limit of a search' });
		const found = rows()
			.filter(
				({ time, id }) =>
					(from === undefined || time >= from) &&
					(after === undefined || time > after) &&
					(at === undefined || (time === at && id > tieAfter)),
			)
			.sort((a, b) => (at === undefined ? compare(a.time, b.time) : compare(a.id, b.id)));
		const next = offset + size;
		return page(
			found.slice(offset, next),
			next < found.length ? { next: String(next), total: found.length } : { total: found.length },
		);
	});
}
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const field = (name: string) => (row: JsonValue) => asText(asObject(row)[name]);
const byTime = (cap: number) =>
	keysetPages({
		at: 'next',
		cap,
		keyOf: field('time'),
		tieOf: field('id'),
		request: (window) => asked({ ...window }),
	});
const byId = (cap: number) =>
	keysetPages({
		at: 'next',
		cap,
		keyOf: field('id'),
		request: ({ after, cursor }) => asked({ after, cursor }),
	});

describe('13', () => {
	test('13. a node, Search, 25,000 contacts and a cap of 10,000: 25,000 different ids', async () => {
		const rig = await Rig.start({
			people: 25_000,
			seedContacts: 25_000,
			hubspot: { searchPerSecond: 1_000 },
		});
		const parameters = { operation: 'search', returnAll: true, gtmRateLimit: 'off' };
		const run = await rig.hubSpot(parameters, [{}]);
		await rig.stop();
		const ids = new Set(json(run.outputs[0]).map(({ id }) => id));
		recordFigure('past-cap-rows', ids.size);
		expect(ids.size).toBe(25_000);
		expect(run.outputs[0]).toHaveLength(25_000);
		expect(hintOf(run)).toMatch(/^Complete: 25,000 of 25,000 records/);
	}, 120_000);
});

test('14. 10,001 rows of one time and a cap of 10,000: goes on by id, and comes to an end', async () => {
	const rows = Array.from({ length: 10_001 }, (_, at) => ({
		// In no order of the ids.
		id: padded((at * 7_919) % 10_001),
		time: '2026-01-01T00:00:00Z',
	}));
	serveSearch(() => rows, { cap: 10_000, size: 1_000 });
	const walked = await list(scene, byTime(10_000));
	expect(new Set(idsOf(walked)).size).toBe(10_001);
	expect(walked.rows).toHaveLength(10_001);
	expect(walked.report).toMatchObject({ reason: 'end', complete: 'yes' });
}, 60_000);

describe('15', () => {
	test.each([400, 422])(
		'15. a page beyond the cap answers %i: the cap, by name, and no error of the user',
		async (status) => {
			scene.server.afterwards((seen) => {
				const offset = Number(queryOf(seen).get('offset'));
				return offset < 30
					? page(rowsTo(offset + 10, offset + 1), { total: 100 })
					: reply(status, { message: 'offset too large' });
			});
			const walked = await list(scene, byOffset(10));
			expect(idsOf(walked)).toEqual(idsTo(30));
			expect(walked.failure).toBeUndefined();
			expect(walked.report).toMatchObject({
				reason: 'cap-reached',
				cap: 30,
				complete: 'no',
				problems: [{ message: 'offset too large' }],
			});
		},
	);

	test('15b. a node: the rows are out, and the hint names the cap and what the vendor said', async () => {
		const server = await FaultServer.start(systemClock);
		server
			.answers(
				reply(200, { people: rowsTo(100), total_entries: 60_000 }),
				reply(200, { people: rowsTo(200, 101), total_entries: 60_000 }),
			)
			.afterwards(reply(422, { error: 'page is beyond the display limit' }));
		const run = await runApollo(server.url, { operation: 'search', returnAll: true }, [{}]);
		await server.close();
		expect(run.error).toBeUndefined();
		expect(run.outputs[0]).toHaveLength(200);
		expect(hintOf(run)).toMatch(
			/^Incomplete: 200 of 60,000 records.*page is beyond the display limit.*no more than this to one query.*\(200\)/,
		);
	});
});

test('16. rows that change while windows are walked: no id twice, and the moved ones are told', async () => {
	const rows: Stored[] = Array.from({ length: 40 }, (_, at) => ({
		id: padded(at),
		time: padded(at),
	}));
	let arrivals = 0;
	serveSearch(
		() => {
			arrivals += 1;
			// Rows that were read before change, and stand behind all others now.
			if (arrivals === 4) for (const at of [1, 2, 3]) rows[at] = { id: padded(at), time: `9${at}` };
			return rows;
		},
		{ cap: 10, size: 5 },
	);
	const walked = await list(scene, byTime(10));
	expect(new Set(idsOf(walked)).size).toBe(40);
	expect(walked.rows).toHaveLength(40);
	expect(walked.report.duplicates).toBe(3);
});

test.each([
	['by id', byId(1)],
	['by time', byTime(1)],
])('17. a cap of 1 and 3 rows, %s: the same code gives 3 rows', async (_, style) => {
	const rows = [1, 2, 3].map((at) => ({ id: padded(at), time: padded(at) }));
	serveSearch(() => rows, { cap: 1, size: 1 });
	const walked = await list(scene, style);
	expect(idsOf(walked)).toEqual(rows.map(({ id }) => id));
	expect(walked.report.reason).toBe('end');
});

describe('18', () => {
	const bodies = (arrivals: Array<{ body: string }>) =>
		arrivals.map(({ body }) => JSON.parse(body) as IDataObject);

	test('18. a node, Search: filters, text and properties are in page 2 as in page 1', async () => {
		const filter = { propertyName: 'firstname', operator: 'EQ', value: 'Ada' };
		const parameters: IDataObject = {
			operation: 'search',
			returnAll: true,
			query: 'ada',
			filterGroups: { group: [{ filters: { filter: [filter] } }] },
			propertiesToReturn: ['email', 'firstname'],
		};
		const { arrivals } = await hubSpotNode(parameters, [{}], (server) =>
			server.answers(contacts(rowsTo(2), '2'), contacts(rowsTo(3, 3))),
		);
		const [first, second] = bodies(arrivals);
		expect(first).toMatchObject({
			query: 'ada',
			properties: ['email', 'firstname'],
			filterGroups: [{ filters: [filter] }],
		});
		expect(second).toEqual({ ...first, after: '2' });
	});

	test('18b. a node, Get Many: the query, too', async () => {
		const parameters = { ...GET_ALL, propertiesToReturn: ['email'], archived: true };
		const { arrivals } = await hubSpotNode(parameters, [{}], (server) =>
			server.answers(contacts(rowsTo(2), '2'), contacts(rowsTo(3, 3))),
		);
		const [first, second] = arrivals.map((arrival) => Object.fromEntries(queryOf(arrival)));
		expect(first).toEqual({ limit: '100', properties: 'email', archived: 'true' });
		expect(second).toEqual({ ...first, after: '2' });
	});
});
