import {
	planBatches,
	rowFailure,
	sendBatches,
	type BatchOptions,
	type RowResult,
} from '../../nodes/shared/engine/batch';
import type { Failure, Outcome, Success } from '../../nodes/shared/engine/client';
import { Ceiling } from '../../nodes/shared/engine/ceiling';
import { asArray, asObject } from '../../nodes/shared/engine/body';
import type { ApiRequest } from '../../nodes/shared/engine/types';
import { seeded } from './support/fakeClock';
import { create } from './support/testVendor';

interface Row {
	id: number;
	key?: string;
	group?: string;
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, id) => ({ id }));
const idsOf = (some: Row[]) => some.map(({ id }) => id);

describe('the plan', () => {
	const plan = (some: Row[], size = 100) =>
		planBatches(some, {
			size,
			keyOf: ({ key }) => key,
			groupOf: ({ group }) => group ?? '',
		}).map((wave) => wave.map(idsOf));

	it('250 rows, 100 in a request: 100, 100, 50 in one wave', () => {
		expect(plan(rows(250)).map((wave) => wave.map((batch) => batch.length))).toEqual([
			[100, 100, 50],
		]);
	});

	it('nothing -> no request', () => {
		expect(plan([])).toEqual([]);
	});

	it('size Infinity: one request', () => {
		expect(plan(rows(3), Infinity)).toEqual([[[0, 1, 2]]]);
	});

	it('twins are parted into waves, in the order of the input', () => {
		const some = [
			{ id: 0, key: 'a' },
			{ id: 1, key: 'b' },
			{ id: 2, key: 'a' },
			{ id: 3, key: 'a' },
			{ id: 4 },
		];
		expect(plan(some)).toEqual([[[0, 1, 4]], [[2]], [[3]]]);
	});

	it('rows of different groups never travel together', () => {
		const some = [
			{ id: 0, group: 'x' },
			{ id: 1, group: 'y' },
			{ id: 2, group: 'x' },
		];
		expect(plan(some)).toEqual([[[0, 2], [1]]]);
	});

	it('for 200 random inputs: each row once, no twins in a request, twins in order, sizes kept', () => {
		const chance = seeded(5);
		for (let run = 0; run < 200; run += 1) {
			const size = 1 + Math.floor(chance() * 10);
			const some: Row[] = rows(Math.floor(chance() * 80)).map(({ id }) => ({
				id,
				...(chance() < 0.8 ? { key: `k${Math.floor(chance() * 20)}` } : {}),
				group: chance() < 0.5 ? 'x' : 'y',
			}));
			const waves = planBatches(some, {
				size,
				keyOf: ({ key }) => key,
				groupOf: ({ group }) => group ?? '',
			});
			const flat = waves.flat(2);
			expect(idsOf(flat).sort((a, b) => a - b)).toEqual(idsOf(some));
			for (const wave of waves) {
				const keys = wave.flat().flatMap(({ key }) => key ?? []);
				expect(new Set(keys).size).toBe(keys.length);
				for (const batch of wave) {
					expect(batch.length).toBeLessThanOrEqual(size);
					expect(new Set(batch.map(({ group }) => group)).size).toBe(1);
				}
			}
			for (const key of new Set(some.map((row) => row.key))) {
				if (key === undefined) continue;
				const twins = idsOf(flat.filter((row) => row.key === key));
				expect(twins).toEqual([...twins].sort((a, b) => a - b));
			}
		}
	});
});

const success = (data: Success['data']): Success => ({
	ok: true,
	url: 'http://127.0.0.1/x',
	status: 200,
	headers: {},
	data,
	logId: 1,
});

const failure = (rest: Partial<Failure> = {}): Failure => ({
	ok: false,
	reason: 'bad-request',
	status: 400,
	error: { message: 'a row is bad' },
	processed: 'no',
	attempts: [],
	logId: 1,
	...rest,
});

/** Sends rows to a function; says what was sent, what became of each row, and how often. */
async function send(
	some: Row[],
	answer: (ids: number[], place: number) => Outcome,
	change: Partial<BatchOptions<Row>> = {},
) {
	const sent: number[][] = [];
	const settled = new Map<number, RowResult[]>();
	const client = {
		send: async ({ body }: ApiRequest): Promise<Outcome> => {
			const ids = asArray(body).map(Number);
			sent.push(ids);
			await Promise.resolve();
			return answer(ids, sent.length - 1);
		},
	};
	await sendBatches(client, some, {
		size: 100,
		inFlight: 1,
		keyOf: ({ key }) => key,
		request: (batch) => create({ body: idsOf(batch), safeToRepeat: true, records: batch.length }),
		readRows: ({ data }, batch) =>
			batch.map(({ id }) => {
				const found = asArray(data).find((each) => asObject(each).id === id);
				return found === undefined ? undefined : { ok: true, data: asObject(found) };
			}),
		causedByRow: ({ status }) => status === 400,
		settle: ({ id }, result) => settled.set(id, [...(settled.get(id) ?? []), result]),
		stopped: () => false,
		...change,
	});
	const reasonOf = (id: number) => {
		const [result, ...more] = settled.get(id) ?? [];
		if (!result || more.length > 0) throw new Error(`row ${id} settled ${1 + more.length} times`);
		return result.ok ? 'ok' : result.failure.reason;
	};
	return { sent, settled, reasonOf, reasons: some.map(({ id }) => reasonOf(id)) };
}

const broken = (processed: Failure['processed']): Failure => ({
	ok: false,
	reason: 'retries-used-up',
	status: 500,
	error: { message: 'boom' },
	processed,
	attempts: [],
	logId: 1,
});
const written = (ids: number[]) => success(ids.map((id) => ({ id })));
const refusing =
	(...bad: number[]) =>
	(ids: number[]) =>
		ids.some((id) => bad.includes(id)) ? failure() : written(ids);

describe('sending', () => {
	it('250 good rows: 3 requests, each row settled once', async () => {
		const { sent, reasons } = await send(rows(250), written);
		expect(sent.map((ids) => ids.length)).toEqual([100, 100, 50]);
		expect(new Set(reasons)).toEqual(new Set(['ok']));
	});

	it('answers are matched by id, whatever their order', async () => {
		const { settled } = await send(rows(5), (ids) => written(ids.toReversed()));
		for (const [id, results] of settled) expect(results).toEqual([{ ok: true, data: { id } }]);
	});

	it('no more requests at once than told', async () => {
		let now = 0;
		let most = 0;
		const client = {
			send: async ({ body }: ApiRequest): Promise<Outcome> => {
				now += 1;
				most = Math.max(most, now);
				await new Promise(setImmediate);
				now -= 1;
				return written(asArray(body).map(Number));
			},
		};
		await sendBatches(client, rows(100), {
			size: 5,
			inFlight: 3,
			request: (batch) => create({ body: idsOf(batch) }),
			readRows: (_, batch) => batch.map(() => ({ ok: true, data: {} })),
			causedByRow: () => false,
			settle: () => undefined,
			stopped: () => false,
		});
		expect(most).toBe(3);
	});

	it('a twin is sent only after the answer for the first has come', async () => {
		const twins = [
			{ id: 0, key: 'a' },
			{ id: 1, key: 'a' },
			{ id: 2, key: 'a' },
		];
		const { sent } = await send(twins, written, { inFlight: 5 });
		expect(sent).toEqual([[0], [1], [2]]);
	});
});

describe('a bad row', () => {
	it.each([0, 36, 37, 50, 63, 99])(
		'row %i of 100 is bad: at most 2*log2(100)+2 sends, 99 written once, the row refused',
		async (bad) => {
			const { sent, reasons } = await send(rows(100), refusing(bad));
			expect(sent.length).toBeLessThanOrEqual(2 * Math.log2(100) + 2);
			const ok = sent.filter((ids) => !ids.includes(bad)).flat();
			expect(ok.sort((a, b) => a - b)).toEqual(idsOf(rows(100)).filter((id) => id !== bad));
			expect(
				reasons.map((reason, id) => (id === bad ? reason === 'bad-request' : reason === 'ok')),
			).toEqual(reasons.map(() => true));
		},
	);

	it('three bad rows: each alone, 97 written once', async () => {
		const { sent, reasons } = await send(rows(100), refusing(3, 4, 90));
		expect(reasons.filter((reason) => reason === 'ok')).toHaveLength(97);
		const good = sent.filter((ids) => !ids.some((id) => [3, 4, 90].includes(id))).flat();
		expect(new Set(good).size).toBe(good.length);
	});

	it('all rows bad: each refused once, no more than 2*100 sends', async () => {
		const { sent, reasons } = await send(rows(100), () => failure());
		expect(new Set(reasons)).toEqual(new Set(['bad-request']));
		expect(sent.length).toBeLessThanOrEqual(199);
	});

	it('an error that no row has caused is not halved', async () => {
		const { sent, reasons } = await send(rows(100), () =>
			failure({ status: 403, reason: 'forbidden' }),
		);
		expect(sent).toHaveLength(1);
		expect(new Set(reasons)).toEqual(new Set(['forbidden']));
	});

	it('creates with an unknown outcome are not halved: none is sent twice', async () => {
		const { sent, reasons } = await send(
			rows(100),
			() => failure({ reason: 'unknown-outcome', processed: 'unknown' }),
			{ request: (batch) => create({ body: idsOf(batch) }), causedByRow: () => true },
		);
		expect(sent).toHaveLength(1);
		expect(new Set(reasons)).toEqual(new Set(['unknown-outcome']));
	});

	it('upserts: 500, then 400 because of row 37: halved all the same, since repeating does no harm', async () => {
		const { reasons } = await send(rows(100), (ids, place) =>
			place === 0
				? failure({
						processed: 'unknown',
						attempts: [
							{ status: 500, reason: 'server-error' },
							{ status: 400, reason: 'bad-request' },
						],
					})
				: refusing(37)(ids),
		);
		expect(reasons.filter((reason) => reason === 'ok')).toHaveLength(99);
		expect(reasons[37]).toBe('bad-request');
	});
});

describe('rows without an answer', () => {
	it('the answer leaves out row 2: its outcome is unknown, the others are done', async () => {
		const { reasons, settled } = await send(rows(4), (ids) =>
			written(ids.filter((id) => id !== 2)),
		);
		expect(reasons).toEqual(['ok', 'ok', 'row-unanswered', 'ok']);
		expect(settled.get(2)).toMatchObject([{ failure: { processed: 'unknown', logId: 1 } }]);
	});

	it('an empty answer: every row is unanswered, none is lost', async () => {
		const { reasons } = await send(rows(3), () => success(undefined));
		expect(reasons).toEqual(['row-unanswered', 'row-unanswered', 'row-unanswered']);
	});

	it('fewer results than rows: the rest is unanswered', async () => {
		const { reasons } = await send(rows(3), written, {
			readRows: () => [{ ok: true, data: {} }],
		});
		expect(reasons).toEqual(['ok', 'row-unanswered', 'row-unanswered']);
	});

	it('a row of the answer may be a failure of its own', async () => {
		const { reasons } = await send(rows(2), written, {
			readRows: (answer) => [
				{ ok: true, data: {} },
				{ ok: false, failure: rowFailure('row-rejected', 'no', answer) },
			],
		});
		expect(reasons).toEqual(['ok', 'row-rejected']);
	});
});

describe('stopping', () => {
	it('stopped before: nothing is sent, every row says so', async () => {
		const { sent, reasons } = await send(rows(3), written, { stopped: () => true });
		expect(sent).toEqual([]);
		expect(reasons).toEqual(['not-sent', 'not-sent', 'not-sent']);
	});

	it('stopped after the first request: the rest is not sent', async () => {
		let count = 0;
		const { sent, reasons } = await send(
			rows(6),
			(ids) => {
				count += 1;
				return written(ids);
			},
			{ size: 2, stopped: () => count > 0 },
		);
		expect(sent).toEqual([[0, 1]]);
		expect(reasons).toEqual(['ok', 'ok', 'not-sent', 'not-sent', 'not-sent', 'not-sent']);
	});

	it('stopped while a batch is being halved: what was not sent says so', async () => {
		let count = 0;
		const { reasons } = await send(
			rows(4),
			(ids) => {
				count += 1;
				return refusing(0)(ids);
			},
			{ stopped: () => count > 1 },
		);
		expect(reasons).toEqual(['not-sent', 'not-sent', 'not-sent', 'not-sent']);
	});
});

describe('a ceiling', () => {
	it('a ceiling of 5 and 8 rows: 5 are sent, 3 are not', async () => {
		const { sent, reasons } = await send(rows(8), written, { size: 4, ceiling: new Ceiling(5) });
		expect(sent).toEqual([[0, 1, 2, 3], [4]]);
		expect(reasons.slice(5)).toEqual(['credit-ceiling', 'credit-ceiling', 'credit-ceiling']);
	});

	it('a ceiling of 0: nothing is sent', async () => {
		const { sent, reasons } = await send(rows(2), written, { ceiling: new Ceiling(0) });
		expect(sent).toEqual([]);
		expect(reasons).toEqual(['credit-ceiling', 'credit-ceiling']);
	});

	it('side by side: never more than the ceiling', async () => {
		const { sent } = await send(rows(100), written, {
			size: 3,
			inFlight: 5,
			ceiling: new Ceiling(20),
		});
		expect(sent.flat()).toHaveLength(20);
	});

	it('a refused batch has cost nothing: its halves are not paid for again', async () => {
		const { reasons } = await send(rows(8), refusing(0), { ceiling: new Ceiling(8) });
		expect(reasons).toEqual(['bad-request', ...Array.from({ length: 7 }, () => 'ok')]);
	});

	it('what was reserved and not spent goes to others: nobody is refused too early', async () => {
		const { sent, reasons } = await send(rows(12), written, {
			size: 4,
			inFlight: 3,
			ceiling: new Ceiling(8),
			costOf: () => 1,
		});
		expect(sent.flat()).toHaveLength(12);
		expect(new Set(reasons)).toEqual(new Set(['ok']));
	});

	it('an unknown outcome has cost what was reserved', async () => {
		const { sent, reasons } = await send(rows(4), () => broken('unknown'), {
			size: 2,
			inFlight: 1,
			ceiling: new Ceiling(3),
		});
		expect(sent).toEqual([[0, 1], [2]]);
		expect(reasons[3]).toBe('credit-ceiling');
	});
});

describe('a refusal that is not about one row', () => {
	it.each(['unauthorized', 'missing-scope', 'payment-required'] as const)(
		'%s: the rest is not sent and has the same reason',
		async (reason) => {
			const { sent, reasons } = await send(rows(9), () => ({ ...broken('no'), reason }), {
				size: 3,
			});
			expect(sent).toEqual([[0, 1, 2]]);
			expect(reasons).toEqual(Array.from({ length: 9 }, () => reason));
		},
	);
});
