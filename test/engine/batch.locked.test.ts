import { rowFailure, sendBatches, type RowResult } from '../../nodes/shared/engine/batch';
import type { Outcome } from '../../nodes/shared/engine/client';
import type { ApiRequest } from '../../nodes/shared/engine/types';
import { create } from './support/testVendor';

interface Row {
	id: string;
	value: string;
}
const rows = (count: number): Row[] =>
	Array.from({ length: count }, (_, place) => ({ id: `r${place}`, value: '' }));

interface Told {
	/** How often each row is still locked. */
	locks: Map<string, number>;
	/** What ends the patience, by the number of the failure. */
	patience?: (failures: number) => 'retries-used-up' | undefined;
	stopped?: () => boolean;
}

async function send(all: Row[], { locks, patience = () => undefined, stopped }: Told) {
	const sent: string[][] = [];
	const waits: number[] = [];
	const results = new Map<Row, RowResult>();
	const order: string[] = [];
	const client = {
		send: async ({ body }: ApiRequest): Promise<Outcome> => {
			sent.push((body as unknown[]).map(String));
			const answer = { ok: true, url: '', status: 200, headers: {}, data: body, logId: 7 } as const;
			return await Promise.resolve(answer);
		},
	};
	await sendBatches(client, all, {
		size: 100,
		inFlight: 2,
		keyOf: ({ id }) => id,
		request: (batch) => create({ body: batch.map(({ id, value }) => id + value) }),
		readRows: (answer, batch) =>
			batch.map(({ id }) => {
				const left = locks.get(id) ?? 0;
				locks.set(id, left - 1);
				const failure = rowFailure('locked', 'busy', answer);
				return left > 0 ? { ok: false, failure } : { ok: true, data: { id } };
			}),
		causedByRow: () => false,
		patience: {
			backOff: async (failures) => {
				waits.push(failures);
				return await Promise.resolve(patience(failures));
			},
		},
		settle: (row, result) => {
			order.push(row.id + row.value);
			results.set(row, result);
		},
		stopped: stopped ?? (() => false),
	});
	return { sent: sent.map((batch) => batch.length), bodies: sent, waits, results, order };
}

const failureOf = (result: RowResult | undefined) =>
	result && !result.ok ? result.failure : undefined;

test('only the locked rows go again, half as many in a request, after a pause', async () => {
	const all = rows(200);
	const locks = new Map(all.slice(0, 70).map(({ id }) => [id, 1]));
	const { sent, waits, results } = await send(all, { locks });
	expect(sent).toEqual([100, 100, 50, 20]);
	expect(waits).toEqual([1]);
	expect([...results.values()].every(({ ok }) => ok)).toBe(true);
	expect(results.size).toBe(200);
});

test('rows that stay locked go in ever smaller requests', async () => {
	const all = rows(8);
	const { sent, waits } = await send(all, { locks: new Map(all.map(({ id }) => [id, 3])) });
	expect(sent).toEqual([8, 4, 4, 2, 2, 2, 2, ...Array<number>(8).fill(1)]);
	expect(waits).toEqual([1, 2, 3]);
});

test('when patience ends, each locked row says so, with its attempts', async () => {
	const all = rows(3);
	const locks = new Map([['r1', 99]]);
	const patience = (failures: number) => (failures > 2 ? 'retries-used-up' : undefined);
	const { results } = await send(all, { locks, patience });
	expect(failureOf(results.get(all[1]))).toMatchObject({
		reason: 'locked',
		processed: 'no',
		attempts: Array(3).fill({ status: 200, reason: 'locked' }),
	});
	expect([results.get(all[0])?.ok, results.get(all[2])?.ok]).toEqual([true, true]);
});

test('a newer row of the same record waits until the locked one is through', async () => {
	const all = [
		{ id: 'a', value: '1' },
		{ id: 'a', value: '2' },
		{ id: 'b', value: '1' },
	];
	const { bodies, order } = await send(all, { locks: new Map([['a', 1]]) });
	expect(bodies).toEqual([['a1', 'b1'], ['a1'], ['a2']]);
	expect(order).toEqual(['b1', 'a1', 'a2']);
});

test('each wave has the whole patience: the second begins anew', async () => {
	const all = [
		{ id: 'a', value: '1' },
		{ id: 'a', value: '2' },
	];
	const patience = (failures: number) => (failures > 1 ? 'retries-used-up' : undefined);
	const { results, waits } = await send(all, { locks: new Map([['a', 3]]), patience });
	expect(waits).toEqual([1, 2, 1]);
	expect([results.get(all[0])?.ok, results.get(all[1])?.ok]).toEqual([false, true]);
});

test('a run that is stopped waits for nothing', async () => {
	const all = rows(2);
	let asked = 0;
	const stopped = () => (asked += 1) > 1;
	const { waits, results } = await send(all, { locks: new Map([['r0', 1]]), stopped });
	expect(waits).toEqual([]);
	expect(failureOf(results.get(all[0]))?.reason).toBe('locked');
});
