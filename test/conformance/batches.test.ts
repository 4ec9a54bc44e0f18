import type { IDataObject } from 'n8n-workflow';
import {
	rowFailure,
	sendBatches,
	type BatchOptions,
	type RowResult,
} from '../../nodes/shared/engine/batch';
import { asArray, asObject, asText } from '../../nodes/shared/engine/body';
import { create } from '../engine/support/testVendor';
import { contact, json, ownLog } from '../nodes/support/setup';
import { mapped } from '../nodes/support/mapped';
import { reply, type Arrival, type Reply, type Seen } from './server/faultServer';
import { CREATE, hubSpotNode, inputsOf, UPSERT, written } from './support/hubSpotNode';
import { eachTest, type Scene } from './support/scene';

const log = ownLog();
afterAll(() => log.remove());

let scene: Scene;
eachTest((fresh) => (scene = fresh));

interface Row {
	id: string;
	text?: string;
}
const rowsTo = (count: number): Row[] =>
	Array.from({ length: count }, (_, place) => ({ id: `row ${place}` }));

const rowsOf = ({ body }: Pick<Arrival, 'body'>) =>
	(JSON.parse(body) as { wrapper: string; rows: Row[] }).rows;
const idsOf = (arrival: Pick<Arrival, 'body'>) => rowsOf(arrival).map(({ id }) => id);

/** Sends rows in one batch after the other; what became of each, in their order. */
async function send(rows: Row[], change: Partial<BatchOptions<Row>> = {}): Promise<RowResult[]> {
	const results = new Map<Row, RowResult[]>();
	await sendBatches(scene.client(), rows, {
		size: 100,
		inFlight: 1,
		request: (batch) =>
			create({ body: { wrapper: 'kept', rows: batch.map((row) => ({ ...row })) } }),
		readRows: (answer, batch) =>
			batch.map(({ id }) => {
				const found = asArray(asObject(answer.data).results)
					.map(asObject)
					.find((each) => each.id === id);
				if (!found) return undefined;
				const message = asText(found.error);
				return message === undefined
					? { ok: true, data: found }
					: { ok: false, failure: rowFailure('row-rejected', message, answer) };
			}),
		causedByRow: ({ status }) => status === 400,
		settle: (row, result) => results.set(row, [...(results.get(row) ?? []), result]),
		stopped: () => false,
		...change,
	});
	// Each row has one result, and no more.
	expect(rows.map((row) => results.get(row)?.length)).toEqual(rows.map(() => 1));
	return rows.flatMap((row) => results.get(row) ?? []);
}

const isOk = ({ ok }: RowResult) => ok;
const allWritten = (seen: Seen): Reply =>
	reply(200, { results: rowsOf(seen).map(({ id }) => ({ id })) });
/** How often each row was taken by the server. */
function timesWritten(of: (arrival: Arrival) => string[] = idsOf): Record<string, number> {
	return countsOf(scene.server.arrivals, of);
}
function countsOf(arrivals: Arrival[], of: (arrival: Arrival) => string[]) {
	const counts: Record<string, number> = {};
	for (const arrival of arrivals.filter(({ reply: { status } }) => status < 300)) {
		for (const id of of(arrival)) counts[id] = (counts[id] ?? 0) + 1;
	}
	return counts;
}
const MOST_SENDS = Math.floor(2 * Math.log2(100) + 2);

describe('84', () => {
	test.each([37, 0, 99, 50])(
		'84. 100 rows, all or nothing, row %i bad: 99 written once, in at most 15 sends',
		async (bad) => {
			scene.server.afterwards((seen) =>
				idsOf(seen).includes(`row ${bad}`) ? reply(400, { message: 'bad row' }) : allWritten(seen),
			);
			const rows = rowsTo(100);
			const results = await send(rows);
			expect(results.map(isOk)).toEqual(rows.map((_, place) => place !== bad));
			expect(results[bad]).toMatchObject({ failure: { reason: 'bad-request', status: 400 } });
			expect(Object.values(timesWritten())).toEqual(Array(99).fill(1));
			expect(scene.server.arrivals.length).toBeLessThanOrEqual(MOST_SENDS);
		},
	);

	test('84b. a node, 100 contacts, one refused with 400: 99 out, the bad one on the error output with the cause', async () => {
		const items = Array.from({ length: 100 }, (_, place) => contact(place));
		const { outputs, arrivals } = await hubSpotNode(UPSERT, items, (server) =>
			server.afterwards((seen) =>
				inputsOf(seen).some(({ id }) => id === contact(37).email)
					? reply(400, { status: 'error', category: 'VALIDATION_ERROR', message: 'No such thing' })
					: written(seen),
			),
		);
		expect(outputs[0]).toHaveLength(99);
		expect(json(outputs[1])).toEqual([
			{
				...contact(37),
				error: expect.stringContaining('No such thing') as string,
				message: expect.any(String) as string,
				details: expect.objectContaining({ status: 400 }) as object,
			},
		]);
		expect(outputs[1]?.[0]?.pairedItem).toEqual({ item: 37 });
		const counts = countsOf(arrivals, (arrival) => inputsOf(arrival).map(({ id }) => id ?? ''));
		expect(Object.values(counts)).toEqual(Array(99).fill(1));
		expect(arrivals.length).toBeLessThanOrEqual(MOST_SENDS);
	});
});

describe('85', () => {
	const BAD = ['row 3', 'row 50', 'row 99'];

	test('85. a 207 that names 3 of 100 in another order: 97 ok, and just these 3 failed', async () => {
		scene.server.afterwards((seen) => {
			const results = idsOf(seen).map((id) =>
				BAD.includes(id) ? { id, error: `no ${id}` } : { id },
			);
			return reply(207, { results: results.reverse() });
		});
		const rows = rowsTo(100);
		const results = await send(rows);
		rows.forEach(({ id }, place) => {
			const wanted = BAD.includes(id)
				? { ok: false, failure: { reason: 'row-rejected', error: { message: `no ${id}` } } }
				: { ok: true, data: { id } };
			expect(results[place]).toMatchObject(wanted);
		});
		expect(scene.server.arrivals).toHaveLength(1);
	});

	test('85b. an answer that does not mention a row: its outcome is unknown, and not "done"', async () => {
		scene.server.afterwards((seen) =>
			reply(200, { results: rowsOf(seen).filter(({ id }) => id !== 'row 1') }),
		);
		const results = await send(rowsTo(3));
		expect(results.map(isOk)).toEqual([true, false, true]);
		expect(results[1]).toMatchObject({
			failure: { reason: 'row-unanswered', processed: 'unknown' },
		});
	});

	test('85c. a node, 207 with its results turned round: 97 items with their own record, 3 on the error output', async () => {
		const items = Array.from({ length: 100 }, (_, place) => contact(place));
		const bad = [3, 50, 99];
		const { outputs, arrivals } = await hubSpotNode(UPSERT, items, (server) =>
			server.afterwards((seen) => {
				const inputs = inputsOf(seen).reverse();
				const isBad = (id = '') => bad.some((place) => contact(place).email === id);
				return reply(207, {
					status: 'COMPLETE',
					numErrors: 3,
					results: inputs
						.filter(({ id }) => !isBad(id))
						.map(({ properties, objectWriteTraceId }) => ({
							id: `record of ${properties.email}`,
							properties,
							objectWriteTraceId,
							new: true,
						})),
					errors: inputs
						.filter(({ id }) => isBad(id))
						.map(({ id, objectWriteTraceId }) => ({
							status: 'error',
							category: 'VALIDATION_ERROR',
							message: `refused ${id}`,
							context: { objectWriteTraceId: [objectWriteTraceId] },
						})),
				});
			}),
		);
		expect(arrivals).toHaveLength(1);
		expect(outputs[0]).toHaveLength(97);
		for (const { json: record, pairedItem } of outputs[0] ?? []) {
			const { item } = pairedItem as { item: number };
			expect(record.id).toBe(`record of ${contact(item).email}`);
		}
		expect(outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual(bad.map((item) => ({ item })));
		expect(json(outputs[1]).map(({ error }) => error)).toEqual(
			bad.map((place) => expect.stringContaining(`refused ${contact(place).email}`) as string),
		);
	});
});

describe('86', () => {
	test('86. each part that is sent again is a whole body: the wrapper is there, and never without rows', async () => {
		const bad = ['row 2', 'row 6'];
		scene.server.afterwards((seen) =>
			idsOf(seen).some((id) => bad.includes(id)) ? reply(400) : allWritten(seen),
		);
		await send(rowsTo(7));
		expect(scene.server.arrivals.length).toBeGreaterThan(3);
		for (const { body } of scene.server.arrivals) {
			const { wrapper, rows } = JSON.parse(body) as { wrapper: string; rows: Row[] };
			expect([wrapper, rows.length > 0]).toEqual(['kept', true]);
		}
	});

	test('86b. a batch that is sent again whole, after 429 and 503: the same bytes', async () => {
		scene.server
			.answers(reply(429, {}, { 'retry-after': '1' }), reply(503, {}, { 'retry-after': '1' }))
			.afterwards(allWritten);
		expect((await send(rowsTo(5))).every(isOk)).toBe(true);
		const bodies = scene.server.arrivals.map(({ body }) => body);
		expect(bodies).toHaveLength(3);
		expect(new Set(bodies).size).toBe(1);
	});

	test('86c. a node: "inputs" in each part, numbered anew, and the number of records in the log', async () => {
		const items = Array.from({ length: 4 }, (_, place) => contact(place));
		const { arrivals } = await hubSpotNode(UPSERT, items, (server) =>
			server.afterwards((seen) =>
				inputsOf(seen).some(({ id }) => id === contact(1).email) ? reply(400) : written(seen),
			),
		);
		const parts = arrivals.map((arrival) => inputsOf(arrival));
		expect(parts.map(({ length }) => length)).toEqual([4, 2, 1, 1, 2]);
		for (const part of parts) {
			expect(part.map(({ objectWriteTraceId }) => objectWriteTraceId)).toEqual(
				part.map((_, place) => String(place)),
			);
		}
		const sent = log.rows().slice(-arrivals.length);
		expect(sent.map(({ records }) => records)).toEqual([4, 2, 1, 1, 2]);
	});
});

describe('87', () => {
	test('87. twins are parted, and the last one of the input is the last one written', async () => {
		const rows = ['a', 'b', 'A', 'c', 'a'].map((id, place) => ({ id, text: String(place) }));
		scene.server.afterwards(allWritten);
		const results = await send(rows, { inFlight: 5, keyOf: ({ id }) => id.toLowerCase() });
		expect(results.every(isOk)).toBe(true);
		const sent = scene.server.arrivals.map(rowsOf);
		expect(sent.map((part) => part.map(({ text }) => text))).toEqual([
			['0', '1', '3'],
			['2'],
			['4'],
		]);
	});

	test('87b. a node: HubSpot never sees one email twice in a request, and each item has its result', async () => {
		const items: IDataObject[] = [
			{ ...contact(1), firstname: 'First' },
			contact(2),
			{ email: contact(1).email.toUpperCase(), firstname: 'Last' },
		];
		const { outputs, arrivals } = await hubSpotNode(UPSERT, items, (server) =>
			server.afterwards(written),
		);
		expect(arrivals.map((arrival) => inputsOf(arrival).map(({ id }) => id))).toEqual([
			[contact(1).email, contact(2).email],
			[contact(1).email.toUpperCase()],
		]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
		expect(inputsOf(arrivals[1] as Arrival)[0]?.properties.firstname).toBe('Last');
	});
});

describe('91', () => {
	const MOST_BYTES = 20_000;
	const tooLarge = (seen: Seen, answer: (seen: Seen) => Reply) =>
		Buffer.byteLength(seen.body) > MOST_BYTES ? reply(413, 'Payload Too Large') : answer(seen);

	test('91. 413: halved by bytes until it fits, each row written once', async () => {
		scene.server.afterwards((seen) => tooLarge(seen, allWritten));
		const rows = rowsTo(100).map((row) => ({ ...row, text: 'x'.repeat(1_000) }));
		expect((await send(rows)).every(isOk)).toBe(true);
		expect(Object.values(timesWritten())).toEqual(Array(100).fill(1));
		// About 103 KB: seven parts at least, and no more halving than that takes.
		expect(scene.server.arrivals.length).toBeLessThanOrEqual(15);
	});

	test('91b. one long row among short ones: the parts are even in bytes, not in rows', async () => {
		scene.server.afterwards((seen) => tooLarge(seen, allWritten));
		const rows: Row[] = rowsTo(100).map((row) =>
			row.id === 'row 0' ? { ...row, text: 'x'.repeat(19_000) } : row,
		);
		expect((await send(rows)).every(isOk)).toBe(true);
		expect(scene.server.arrivals.map((arrival) => rowsOf(arrival).length)).toEqual([100, 1, 99]);
	});

	test('91c. one row that is too large by itself: it alone fails, and says so', async () => {
		scene.server.afterwards((seen) => tooLarge(seen, allWritten));
		const rows: Row[] = rowsTo(10).map((row) =>
			row.id === 'row 4' ? { ...row, text: 'x'.repeat(30_000) } : row,
		);
		const results = await send(rows);
		expect(results.map(isOk)).toEqual(rows.map(({ id }) => id !== 'row 4'));
		expect(results[4]).toMatchObject({ failure: { reason: 'too-large', status: 413 } });
		expect(Object.values(timesWritten())).toEqual(Array(9).fill(1));
	});

	test('91d. a node, creates: 413 is no write, so the parts are sent', async () => {
		const items = Array.from({ length: 60 }, (_, place) => ({
			...contact(place),
			about: 'é'.repeat(500),
		}));
		const parameters = {
			...CREATE,
			fields: mapped({ email: '={{ $json.email }}', about: '={{ $json.about }}' }),
		};
		const { outputs, arrivals } = await hubSpotNode(parameters, items, (server) =>
			server.afterwards((seen) => tooLarge(seen, written)),
		);
		expect(outputs[0]).toHaveLength(60);
		const counts = countsOf(arrivals, (arrival) =>
			inputsOf(arrival).map(({ properties }) => properties.email ?? ''),
		);
		expect(Object.values(counts)).toEqual(Array(60).fill(1));
	});
});
