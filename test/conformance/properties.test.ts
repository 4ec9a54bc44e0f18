import fc from 'fast-check';
import { sendBatches, type RowResult } from '../../nodes/shared/engine/batch';
import { asArray, asObject } from '../../nodes/shared/engine/body';
import { cursorPages } from '../../nodes/shared/engine/pages/cursor';
import { idOf, keysetPages, type KeysetWindow } from '../../nodes/shared/engine/pages/keyset';
import { linkPages, nextUrlPages } from '../../nodes/shared/engine/pages/nextUrl';
import { offsetPages } from '../../nodes/shared/engine/pages/offset';
import { pageNumbers } from '../../nodes/shared/engine/pages/pageNumber';
import type { PageStyle } from '../../nodes/shared/engine/pages/style';
import type { Resume } from '../../nodes/shared/engine/pages/resume';
import { walk, type Walk } from '../../nodes/shared/engine/pages/walk';
import type { ApiRequest, JsonValue } from '../../nodes/shared/engine/types';
import { create, read } from '../engine/support/testVendor';
import type * as Setup from '../nodes/support/setup';
import { reply, type Reply, type Seen } from './server/faultServer';
import { randomFaults, type Shares } from './server/randomFaults';
import { Scene } from './support/scene';

/** The same runs each time in npm test; more of them, and new ones, in npm run conformance. */
const RUNS = process.env.GTM_FIGURES ? { numRuns: 400 } : { numRuns: 60, seed: 113 };

/** Each run has a server and a clock of its own. */
async function holds<Plan>(
	plans: fc.Arbitrary<Plan>,
	check: (plan: Plan, scene: Scene) => Promise<void>,
): Promise<void> {
	const property = fc.asyncProperty(plans, async (plan) => {
		const scene = await Scene.start();
		await check(plan, scene).finally(async () => await scene.close());
	});
	await fc.assert(property, RUNS);
}

const share = fc.constantFrom(0, 0, 0.05, 0.12);
const faults: fc.Arbitrary<{ seed: number; shares: Required<Shares> }> = fc.record({
	seed: fc.nat(1_000_000),
	shares: fc.record({
		limited: share,
		serverError: share,
		unavailable: share,
		resetUnread: share,
		resetDone: share,
		cut: share,
		html: share,
	}),
});

const idsOf = (rows: JsonValue[]) => rows.map(idOf);

describe('113', () => {
	/** How a vendor may write the place of the next page. */
	const TOKENS: Record<string, (place: number, page: number) => string | number> = {
		number: (place) => place,
		'number from 0 on': (_, page) => page - 1,
		'numeric text': (place) => String(place),
		base64: (place) => Buffer.from(`{"p":${place}}==`).toString('base64'),
		time: (place) => new Date(place * 1_000).toISOString(),
		'odd signs': (place) => `a+b/=&?#é "${place}"%20;,<>`,
		long: (place) => `${'x'.repeat(2_000)}${place}`,
	};
	const END: Array<JsonValue | undefined> = [undefined, null, '', false, 'null'];

	interface Plan {
		count: number;
		style: 'cursor' | 'offset' | 'pageNumber' | 'nextUrl' | 'link';
		/** Rows in a page: asked for, and the most that the server gives. */
		asked: number;
		most: number;
		token: string;
		end: JsonValue | undefined;
		/** Whether answers tell how many rows there are, and whether there is more. */
		tellsTotal: boolean;
		tellsMore: boolean;
		keyed: boolean;
		limit: number;
		retries: number;
		/** What the server does wrong at this page. */
		trick: 'none' | 'same token' | 'token of an earlier page' | 'no token' | 'empty pages' | 'cap';
		at: number;
		emptyPages: number;
		faults: { seed: number; shares: Shares };
	}

	const plans: fc.Arbitrary<Plan> = fc.record({
		count: fc.nat(60),
		style: fc.constantFrom('cursor', 'offset', 'pageNumber', 'nextUrl', 'link'),
		asked: fc.integer({ min: 1, max: 20 }),
		most: fc.integer({ min: 1, max: 20 }),
		token: fc.constantFrom(...Object.keys(TOKENS)),
		end: fc.constantFrom(...END),
		tellsTotal: fc.boolean(),
		tellsMore: fc.boolean(),
		keyed: fc.boolean(),
		limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 70 })),
		retries: fc.nat(3),
		trick: fc.constantFrom(
			'none',
			'none',
			'same token',
			'token of an earlier page',
			'no token',
			'empty pages',
			'cap',
		),
		at: fc.nat(5),
		emptyPages: fc.integer({ min: 1, max: 7 }),
		faults,
	});

	/** Serves rows r0, r1, … page by page. */
	class PagesServer {
		private readonly places = new Map<string, number>();
		private empty = 0;
		readonly all: Array<{ id: string }>;

		constructor(
			private readonly plan: Plan,
			private readonly url: string,
		) {
			this.all = Array.from({ length: plan.count }, (_, place) => ({ id: `r${place}` }));
		}

		answer({ path }: Seen): Reply {
			const { most, trick, at, emptyPages } = this.plan;
			const query = new URL(path, this.url).searchParams;
			const size = Math.min(Number(query.get('limit')), most);
			const place = this.placeOf(query, size);
			if (this.isByPlace && trick === 'cap' && place > at * size) {
				return reply(400, { message: 'too far' });
			}
			const isTricked = !this.isByPlace && Math.floor(place / size) === at;
			const isEmpty = isTricked && trick === 'empty pages' && this.empty < emptyPages;
			if (isEmpty) this.empty += 1;
			const end = isEmpty ? place : place + size;
			const next = isTricked ? this.tricked(place, end, size) : this.token(end, size);
			return this.page(isEmpty ? [] : this.all.slice(place, end), next, end < this.all.length);
		}

		private get isByPlace(): boolean {
			return ['offset', 'pageNumber'].includes(this.plan.style);
		}

		private placeOf(query: URLSearchParams, size: number): number {
			if (this.plan.style === 'pageNumber') return (Number(query.get('page')) - 1) * size;
			const after = query.get('after') ?? '';
			return this.isByPlace ? Number(after) : (this.places.get(after) ?? 0);
		}

		private tricked(place: number, end: number, size: number) {
			const { style, trick, tellsMore } = this.plan;
			if (trick === 'same token') return this.token(place, size);
			if (trick === 'token of an earlier page') return this.token(Math.max(0, place - size), size);
			if (trick === 'no token' && style === 'cursor' && tellsMore) return undefined;
			return trick === 'empty pages'
				? this.token(end, size, `e${this.empty}`)
				: this.token(end, size);
		}

		private token(place: number, size: number, mark = ''): string | number | undefined {
			if (place >= this.all.length) return undefined;
			const plain = TOKENS[this.plan.token]?.(place, Math.floor(place / size)) ?? '';
			const token = mark === '' ? plain : `${plain}${mark}`;
			this.places.set(String(token), place);
			return token;
		}

		private page(rows: JsonValue[], token: string | number | undefined, more: boolean): Reply {
			const { style, end, tellsTotal, tellsMore, asked } = this.plan;
			const next =
				token === undefined
					? undefined
					: `/rows?limit=${asked}&after=${encodeURIComponent(String(token))}`;
			const after = style === 'nextUrl' ? next : token;
			const body = {
				rows,
				next: after ?? end,
				...(tellsTotal ? { total: this.all.length } : {}),
				...(tellsMore ? { more } : {}),
			};
			const link = `</first>; rel="first", <${this.url}${next}>; rel="next"; title="next"`;
			return reply(200, body, style === 'link' && next ? { link } : {});
		}
	}

	function styleOf({ style, asked, tellsMore }: Plan): PageStyle {
		const page = (query: ApiRequest['query']) => read({ path: '/rows', query });
		const first = page({ limit: asked });
		switch (style) {
			case 'offset':
				return offsetPages({ size: asked, request: (after) => page({ limit: asked, after }) });
			case 'pageNumber':
				return pageNumbers({ size: asked, request: (at) => page({ limit: asked, page: at }) });
			case 'nextUrl':
				return nextUrlPages({ at: 'next', first });
			case 'link':
				return linkPages({ first });
			default:
				return cursorPages({
					at: 'next',
					...(tellsMore ? { moreAt: 'more' } : {}),
					request: (after) => page({ limit: asked, after }),
				});
		}
	}

	/** Where rows come again, only a key can tell. */
	const isKeyed = ({ keyed, trick }: Plan) =>
		keyed || trick.endsWith(' token') || trick.endsWith(' page');

	async function readPages(plan: Plan, scene: Scene, start?: Resume): Promise<Walk> {
		return await walk(scene.client({ settings: { retries: plan.retries } }), {
			style: styleOf(plan),
			read: (data) => {
				const { rows, total } = asObject(data);
				return { rows: asArray(rows), ...(typeof total === 'number' ? { total } : {}) };
			},
			...(isKeyed(plan) ? { keyOf: idOf } : {}),
			limit: plan.limit,
			...(start ? { start } : {}),
		});
	}

	test('113. pages: the rows are all there, or the report says that they are not', async () => {
		await holds(plans, async (plan, scene) => {
			const server = new PagesServer(plan, scene.server.url);
			const fault = randomFaults(plan.faults.seed, plan.faults.shares);
			scene.server.afterwards((seen) => fault()?.reply ?? server.answer(seen));
			const all = idsOf(server.all);
			const { rows, report, failure } = await readPages(plan, scene);
			const ids = idsOf(rows);

			expect(report.received).toBe(ids.length);
			if (report.complete === 'yes') expect(ids).toEqual(all.slice(0, plan.limit));
			else expect([report.reason, report.expected]).not.toEqual(['end', undefined]);
			expect(ids).toEqual(all.slice(0, ids.length));
			expect(failure !== undefined).toBe(['failed', 'no-cursor'].includes(report.reason));

			if (report.reason !== 'failed') return;
			// What is missing comes by the resume token, or, where there is none, from the start.
			scene.server.afterwards((seen) => server.answer(seen));
			const rest = await readPages({ ...plan, limit: Infinity }, scene, report.resume);
			if (rest.report.complete !== 'yes') return;
			const before = report.resume ? ids : [];
			expect([...new Set([...before, ...idsOf(rest.rows)])]).toEqual(all);
			if (!report.resume) expect(ids).toEqual([]);
		});
	});

	interface Stored {
		id: string;
		key: string;
		[field: string]: JsonValue;
	}
	const keysets = fc.record({
		/** Few different keys: many ties. */
		keys: fc.array(fc.integer({ min: 10, max: 15 }), { maxLength: 60 }),
		cap: fc.integer({ min: 1, max: 12 }),
		size: fc.integer({ min: 1, max: 12 }),
		retries: fc.nat(3),
		faults,
	});

	/** A search that shows no more than `cap` rows to one query. */
	function searched(records: Stored[], body: string, cap: number, size: number): Reply {
		const { after, from, at, tieAfter, cursor } = JSON.parse(body) as KeysetWindow;
		const found = records.filter(
			({ id, key }) =>
				(after === undefined || key > after) &&
				(from === undefined || key >= from) &&
				(at === undefined || (key === at && id > (tieAfter ?? ''))),
		);
		const sorted =
			at === undefined
				? found.toSorted((a, b) => Number(a.key) - Number(b.key))
				: found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
		const begin = Number(cursor ?? 0);
		const end = Math.min(begin + size, cap);
		const next = end < sorted.length ? { next: String(end) } : {};
		return reply(200, { rows: sorted.slice(begin, end), total: sorted.length, ...next });
	}

	test.each(['unique keys', 'ties'])(
		'113b. a cap on results, %s: each row once, or the report says that some are missing',
		async (kind) => {
			await holds(
				keysets,
				async ({ keys, cap, size, retries, faults: { seed, shares } }, scene) => {
					// In the order of their ids the rows of one key stand mixed.
					const records = keys.map((key, place) => ({
						id: `r${(place * 7919) % 10_007}`,
						key: kind === 'ties' ? String(key) : String(1_000 + place),
					}));
					const fault = randomFaults(seed, shares);
					scene.server.afterwards(
						({ body }) => fault()?.reply ?? searched(records, body, cap, size),
					);
					const { rows, report } = await walk(scene.client({ settings: { retries } }), {
						style: keysetPages({
							at: 'next',
							cap,
							keyOf: (row) => String(asObject(row).key),
							...(kind === 'ties' ? { tieOf: idOf } : {}),
							request: (window) => read({ method: 'POST', body: { ...window } }),
						}),
						read: (data) => ({ rows: asArray(asObject(data).rows) }),
						keyOf: idOf,
						limit: Infinity,
					});
					const ids = idsOf(rows);
					expect(new Set(ids).size).toBe(ids.length);
					expect(report.received).toBe(ids.length);
					expect(report.reason).not.toBe('loop');
					if (report.complete === 'yes') {
						expect(ids.toSorted()).toEqual(records.map(({ id }) => id).toSorted());
					} else {
						expect(report.reason).toBe('failed');
					}
				},
			);
		},
	);

	test('113c. batches: each row is settled once, and what is told of it is true', async () => {
		await holds(batchRuns, async (run, scene) => {
			const { rows, results, applied } = await sendRows(run, scene);
			expect(results.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
			for (const { id, result } of results) {
				if (result.ok) expect(applied.get(id)).toBeGreaterThanOrEqual(1);
				else if (result.failure.processed === 'no') expect(applied.get(id)).toBeUndefined();
			}
		});
	});

	test('113d. Link: <…>; title="a, b"; rel="next": the next page is read', async () => {
		const scene = await Scene.start();
		const link = '</x?page=2>; title="a, b"; rel="next"';
		scene.server.answers(reply(200, [{ id: '1' }], { link }), reply(200, [{ id: '2' }]));
		const style = linkPages({ first: read() });
		const { rows } = await walk(scene.client(), {
			style,
			read: (data) => ({ rows: asArray(data) }),
			limit: Infinity,
		});
		await scene.close();
		expect(idsOf(rows)).toEqual(['1', '2']);
	});
});

/** Rows as they are sent. */
interface SentRow {
	id: string;
	key: number;
	isBad: boolean;
	pad: string;
}

/** What a server may answer, and whether it has done the work. */
const ANSWERS: Record<string, { reply: Reply; done: boolean }> = {
	'429 (1 s)': { reply: reply(429, {}, { 'retry-after': '1' }), done: false },
	'429': { reply: reply(429), done: false },
	'503 (1 s)': { reply: reply(503, {}, { 'retry-after': '1' }), done: false },
	'401': { reply: reply(401), done: false },
	'423': { reply: reply(423), done: false },
	'425': { reply: reply(425), done: false },
	'500': { reply: reply(500), done: false },
	'500, but done': { reply: reply(500), done: true },
	'503': { reply: reply(503), done: false },
	'504, but done': { reply: reply(504), done: true },
	'408': { reply: reply(408), done: false },
	reset: { reply: { status: 0, reset: 'before-read' }, done: false },
	'reset, but done': { reply: { status: 0, reset: 'after-read' }, done: true },
	cut: { reply: { status: 200, body: '{"results":', cut: true }, done: true },
	html: { reply: reply(200, '<html></html>', { 'content-type': 'text/html' }), done: true },
	'204': { reply: { status: 204 }, done: true },
};

interface BatchRun {
	rows: Array<Omit<SentRow, 'id'>>;
	size: number;
	inFlight: number;
	isKeyed: boolean;
	safeToRepeat: boolean;
	retries: number;
	/** For each arrival the name of an answer; anything else goes well. */
	script: string[];
}

const batchRuns: fc.Arbitrary<BatchRun> = fc.record({
	rows: fc.array(
		fc.record({
			key: fc.nat(12),
			isBad: fc.constantFrom(false, false, false, false, true),
			pad: fc.constantFrom('', '', 'x'.repeat(100), 'x'.repeat(400)),
		}),
		{ maxLength: 40 },
	),
	size: fc.integer({ min: 1, max: 12 }),
	inFlight: fc.integer({ min: 1, max: 6 }),
	isKeyed: fc.boolean(),
	safeToRepeat: fc.boolean(),
	retries: fc.nat(4),
	script: fc.array(fc.constantFrom('well', 'well', ...Object.keys(ANSWERS)), { maxLength: 40 }),
});

const MOST_BYTES = 1_000;

const rowsIn = ({ body }: Seen): SentRow[] => (body ? (JSON.parse(body) as SentRow[]) : []);

/** Sends rows in batches to a server that refuses a batch with a bad row, and one that is too large. */
async function sendRows(run: BatchRun, scene: Scene) {
	const rows = run.rows.map((row, place) => ({ ...row, id: `r${place}` }));
	const applied = new Map<string, number>();
	const work = (seen: Seen): Reply => {
		const sent = rowsIn(seen);
		if (seen.body.length > MOST_BYTES) return reply(413);
		if (sent.some(({ isBad }) => isBad)) return reply(400);
		for (const { id } of sent) applied.set(id, (applied.get(id) ?? 0) + 1);
		return reply(200, { done: sent.map(({ id }) => id) });
	};
	scene.server.afterwards((seen, place) => {
		const told = ANSWERS[run.script[place] ?? ''];
		if (!told) return work(seen);
		if (told.done) work(seen);
		return told.reply;
	});
	const authentication = {
		headers: async () => await Promise.resolve({ authorization: 'token-123' }),
		refresh: async () => await Promise.resolve('renewed' as const),
	};
	const results: Array<{ id: string; result: RowResult }> = [];
	await sendBatches(
		scene.client({ connection: { authentication }, settings: { retries: run.retries } }),
		rows,
		{
			size: run.size,
			inFlight: run.inFlight,
			...(run.isKeyed ? { keyOf: ({ key }: SentRow) => String(key) } : {}),
			request: (batch) =>
				create({ body: batch.map((row) => ({ ...row })), safeToRepeat: run.safeToRepeat }),
			readRows: ({ data }, batch) => {
				const done = new Set(asArray(asObject(data).done));
				return batch.map(({ id }) => (done.has(id) ? { ok: true, data: { id } } : undefined));
			},
			causedByRow: ({ status }) => status === 400,
			settle: ({ id }, result) => results.push({ id, result }),
			stopped: () => false,
		},
	);
	return { rows, results, applied };
}

describe('114', () => {
	/** Answers that say that nothing was done. */
	const refuses = ({ status, headers }: Reply) =>
		[400, 401, 413, 423, 425, 429].includes(status) ||
		(status === 503 && headers?.['retry-after'] !== undefined);

	test('114. creates: each item is sent once, and once more for each answer that says "not processed"', async () => {
		await holds(batchRuns, async (run, scene) => {
			const { rows, applied } = await sendRows({ ...run, safeToRepeat: false }, scene);
			for (const { id } of rows) {
				const sends = scene.server.arrivals.filter((seen) =>
					rowsIn(seen).some((row) => row.id === id),
				);
				const refused = sends.filter((arrival) => refuses(arrival.reply));
				expect(sends.length).toBeLessThanOrEqual(1 + refused.length);
				expect(applied.get(id) ?? 0).toBeLessThanOrEqual(1);
			}
		});
	});

	test('114b. items with one key: never side by side, and in the order of the input', async () => {
		await holds(batchRuns, async (run, scene) => {
			const { rows, applied } = await sendRows({ ...run, isKeyed: true, script: [] }, scene);
			for (const { reply: told, ...seen } of scene.server.arrivals) {
				const keys = rowsIn(seen).map(({ key }) => key);
				expect(new Set(keys).size).toBe(keys.length);
				expect(told.status).not.toBe(599);
			}
			const order = [...applied.keys()];
			for (const key of new Set(rows.map((row) => row.key))) {
				const ids = rows
					.filter((row) => row.key === key && applied.has(row.id))
					.map(({ id }) => id);
				expect(order.filter((id) => ids.includes(id))).toEqual(ids);
			}
		});
	});

	test.each([1, 2, 3])(
		'114c. a node creates 300 contacts through faults (seed %i): none twice, each item tells the truth',
		async (seed) => {
			// Loaded here alone: n8n-core takes seconds, and mutation testing loads this file very often.
			const { contact, json, mapped, Rig } =
				jest.requireActual<typeof Setup>('../nodes/support/setup');
			const kinds = ['status-500', 'status-503', 'drop-before', 'drop-after', 'cut-body'] as const;
			const rules = kinds.map((kind) => ({ kind, share: 0.1 }));
			const rig = await Rig.start({ faults: { seed, rules } });
			const parameters = {
				operation: 'create',
				fields: mapped({ email: '={{ $json.email }}' }),
				gtmLog: false,
				gtmOptions: { itemsPerRequest: 5, firstWait: 0.01 },
			};
			const items = Array.from({ length: 300 }, (_, place) => contact(place));
			const onError = 'continueErrorOutput';
			const { outputs } = await rig.hubSpot(parameters, items, { onError });
			const state = rig.sandbox.state();
			const written = rig.sandbox.emails();
			await rig.stop();
			const [done, failed] = outputs.map(json);
			const unknown = failed.filter(
				({ details }) => asObject(details as JsonValue).outcome === 'unknown',
			);
			expect(done.length + failed.length).toBe(300);
			expect(state).toMatchObject({ appliedTwice: 0, createsResent: 0 });
			const told = [
				...done.map(({ properties }) => asObject(properties as JsonValue).email),
				...unknown.map(({ email }) => email),
			];
			expect(written.filter((email) => !told.includes(email))).toEqual([]);
			expect(unknown.length).toBeGreaterThan(0);
		},
	);
});

describe('115', () => {
	const LATE_MS = 250;
	const answer = fc.record({
		name: fc.constantFrom('well', 'well', ...Object.keys(ANSWERS), '429 (90 s)', '500 (20 s)'),
		delayMs: fc.constantFrom(0, 0, 10, 400, 3_000, 20_000),
	});
	const OTHERS: Record<string, Reply> = {
		'429 (90 s)': reply(429, {}, { 'retry-after': '90' }),
		'500 (20 s)': reply(500, {}, { 'retry-after': '20' }),
	};
	const runs = fc.record({
		deadlineMs: fc.integer({ min: 1, max: 30_000 }),
		count: fc.integer({ min: 1, max: 25 }),
		inFlight: fc.integer({ min: 1, max: 5 }),
		safeToRepeat: fc.boolean(),
		paced: fc.boolean(),
		script: fc.array(answer, { maxLength: 30 }),
		restMs: fc.constantFrom(0, 10, 400, 3_000),
	});

	/** Sends one by one; resolves with the time that it took. */
	async function settleTime(
		{ count, inFlight, deadlineMs, safeToRepeat, paced }: Omit<Timed, 'script' | 'restMs'>,
		scene: Scene,
	): Promise<number> {
		const began = scene.clock.monotonic();
		const windows = [{ name: 'second', ms: 1_000, ...(paced ? { limit: 3 } : {}) }];
		let settled = 0;
		await sendBatches(
			scene.client({
				settings: { deadline: began + deadlineMs },
				connection: { quotas: [{ id: 'main', scope: 'account', windows }] },
			}),
			Array.from({ length: count }, (_, place) => place),
			{
				size: 1,
				inFlight,
				request: ([place = 0]) => create({ body: [{ place }], safeToRepeat }),
				readRows: () => [{ ok: true, data: {} }],
				causedByRow: () => false,
				settle: () => (settled += 1),
				stopped: () => false,
			},
		);
		expect(settled).toBe(count);
		return scene.clock.monotonic() - began;
	}
	interface Timed {
		deadlineMs: number;
		count: number;
		inFlight: number;
		safeToRepeat: boolean;
		paced: boolean;
		script: Array<{ name: string; delayMs: number }>;
		restMs: number;
	}

	test('115. for any script: settled 250 ms after the deadline at the latest, nothing sent after it', async () => {
		await holds(runs, async ({ script, restMs, ...run }: Timed, scene) => {
			scene.server.afterwards((_, place) => {
				const { name, delayMs } = script[place] ?? { name: 'well', delayMs: restMs };
				return { ...(ANSWERS[name]?.reply ?? OTHERS[name] ?? reply(200)), delayMs };
			});
			expect(await settleTime(run, scene)).toBeLessThanOrEqual(run.deadlineMs + LATE_MS);
			const times = scene.server.arrivals.map(({ at }) => at);
			expect(times.filter((at) => at > run.deadlineMs)).toEqual([]);
		});
	});

	test('115b. 1,000 creates of 100 ms, one at a time, deadline in 1 s: 10 sends, settled after 1 s', async () => {
		const scene = await Scene.start();
		scene.server.afterwards({ ...reply(200), delayMs: 100 });
		const run = { count: 1_000, inFlight: 1, deadlineMs: 1_000, safeToRepeat: false, paced: false };
		const ms = await settleTime(run, scene);
		await scene.close();
		expect(scene.server.arrivals.map(({ at }) => at)).toEqual(
			Array.from({ length: 10 }, (_, place) => place * 100),
		);
		expect(ms).toBeLessThanOrEqual(1_000 + LATE_MS);
	});

	test.each(['headers', 'refresh'] as const)(
		'115c. the token server is silent (%s): settled at the deadline',
		async (silent) => {
			const scene = await Scene.start();
			scene.server.afterwards(reply(401));
			const never = async () => await scene.clock.sleep(3_600_000);
			const authentication = {
				headers: async () => {
					if (silent === 'headers') await never();
					return { authorization: 'token-123' };
				},
				refresh: async () => {
					await never();
					return 'renewed' as const;
				},
			};
			const client = scene.client({
				connection: { authentication },
				settings: { deadline: 5_000 },
			});
			expect(await client.send(read())).toMatchObject({ ok: false, reason: 'deadline' });
			await scene.close();
			expect(scene.clock.monotonic()).toBeLessThanOrEqual(5_000 + LATE_MS);
		},
	);
});
