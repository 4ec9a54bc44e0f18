import { sendBatches, type RowResult } from '../../nodes/shared/engine/batch';
import { Ceiling } from '../../nodes/shared/engine/ceiling';
import type { Outcome, Success } from '../../nodes/shared/engine/client';
import type { ApiRequest } from '../../nodes/shared/engine/types';
import { create } from './support/testVendor';

const rows = Array.from({ length: 10 }, (_, at) => String(at));

async function send(ceiling: Ceiling, costOf?: (answer: Success, batch: string[]) => number) {
	const sent: string[][] = [];
	const results = new Map<string, RowResult>();
	const client = {
		send: async ({ body }: ApiRequest): Promise<Outcome> => {
			sent.push(body as string[]);
			return await Promise.resolve({
				ok: true,
				url: '',
				status: 200,
				headers: {},
				data: {},
				logId: 0,
			});
		},
	};
	await sendBatches(client, rows, {
		size: 4,
		inFlight: 2,
		request: (batch) => create({ body: [...batch] }),
		readRows: (_, batch) => batch.map(() => ({ ok: true, data: {} })),
		causedByRow: () => false,
		settle: (row, result) => results.set(row, result),
		stopped: () => false,
		ceiling,
		rowCost: 9,
		...(costOf ? { costOf } : {}),
	});
	const done = [...results.values()].filter(({ ok }) => ok).length;
	return { sent: sent.flat().length, done, settled: results.size };
}

test('rows that cost nine each: as many as can be paid for whole', async () => {
	expect(await send(new Ceiling(50))).toEqual({ sent: 5, done: 5, settled: 10 });
});

test('what they did not cost pays for others', async () => {
	expect(await send(new Ceiling(50), (_, batch) => batch.length)).toEqual({
		sent: 10,
		done: 10,
		settled: 10,
	});
});

test('less than one row: nothing is sent', async () => {
	expect(await send(new Ceiling(8))).toEqual({ sent: 0, done: 0, settled: 10 });
});
