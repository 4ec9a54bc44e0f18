import {
	rowFailure,
	sendBatches,
	type BatchOptions,
	type RowResult,
} from '../../nodes/shared/engine/batch';
import { Ceiling } from '../../nodes/shared/engine/ceiling';
import type { Failure, Outcome, Success } from '../../nodes/shared/engine/client';
import type { ApiRequest } from '../../nodes/shared/engine/types';
import { create } from './support/testVendor';

type Row = string;

const success = (data: Success['data'] = {}): Success => ({
	ok: true,
	url: 'http://127.0.0.1/x',
	status: 200,
	headers: {},
	data,
	logId: 7,
});
const failure = (rest: Partial<Failure>): Failure => ({
	ok: false,
	reason: 'bad-request',
	status: 400,
	error: { message: 'no' },
	processed: 'no',
	attempts: [{ status: 400, reason: 'bad-request' }],
	logId: 3,
	...rest,
});

async function send(
	rows: Row[],
	answer: (rows: Row[]) => Outcome,
	change: Partial<BatchOptions<Row>> = {},
) {
	const sent: Row[][] = [];
	const results = new Map<Row, RowResult>();
	const client = {
		send: async ({ body }: ApiRequest): Promise<Outcome> => {
			const batch = body as Row[];
			sent.push(batch);
			return await Promise.resolve(answer(batch));
		},
	};
	await sendBatches(client, rows, {
		size: 100,
		inFlight: 1,
		request: (batch) => create({ body: [...batch] }),
		readRows: (_, batch) => batch.map((row) => ({ ok: true, data: { row } })),
		causedByRow: () => false,
		settle: (row, result) => results.set(row, result),
		stopped: () => false,
		...change,
	});
	return { sent, results };
}
const reasonOf = (result: RowResult | undefined) =>
	result === undefined ? 'lost' : result.ok ? 'ok' : result.failure.reason;

describe('413', () => {
	const tooLarge = failure({ reason: 'too-large', status: 413 });
	const upTo = (bytes: number) => (batch: Row[]) =>
		Buffer.byteLength(JSON.stringify(batch)) > bytes ? tooLarge : success();

	it('even rows: halved', async () => {
		const { sent } = await send(['aaaa', 'bbbb', 'cccc', 'dddd'], upTo(20));
		expect(sent.map(({ length }) => length)).toEqual([4, 2, 2]);
	});

	it.each([
		['first', ['x'.repeat(50), 'b', 'c', 'd'], [4, 1, 3]],
		['last', ['a', 'b', 'c', 'x'.repeat(50)], [4, 3, 1]],
		['in the middle', ['a', 'x'.repeat(50), 'c', 'd'], [4, 2, 1, 1, 2]],
	])('one long row, %s: the parts are even in bytes', async (_, rows, lengths) => {
		const { sent, results } = await send(rows, upTo(55));
		expect(sent.map(({ length }) => length)).toEqual(lengths);
		expect([...results.values()].every(({ ok }) => ok)).toBe(true);
	});

	it('letters of several bytes count as such', async () => {
		const { sent } = await send(['éééééé', 'aaaaaa', 'bbbbbb'], upTo(26));
		expect(sent.map(({ length }) => length)).toEqual([3, 2, 1]);
	});

	it('a row by itself fails, and only that one', async () => {
		const { results } = await send(['a', 'x'.repeat(50)], upTo(40));
		expect(reasonOf(results.get('a'))).toBe('ok');
		expect(reasonOf(results.get('x'.repeat(50)))).toBe('too-large');
	});

	it('a body that is built from two rows at least: halved by rows', async () => {
		const { results } = await send(['a', 'b', 'c', 'd'], upTo(10), {
			request: (batch) => {
				if (batch.length === 1 && batch[0] === 'a') throw new Error('never alone');
				return create({ body: [...batch] });
			},
		});
		expect(['b', 'c', 'd'].map((row) => reasonOf(results.get(row)))).toEqual(['ok', 'ok', 'ok']);
	});
});

describe('slips of the vendor’s functions', () => {
	it('a request that cannot be built: every row says why, nothing is sent, nothing is spent', async () => {
		const ceiling = new Ceiling(3);
		const { sent, results } = await send(['a', 'b'], () => success(), {
			ceiling,
			request: () => {
				throw new Error('no such field');
			},
		});
		expect(sent).toEqual([]);
		expect([...results.values()]).toMatchObject(
			['a', 'b'].map(() => ({
				ok: false,
				failure: { reason: 'bad-input', error: { message: 'no such field' }, processed: 'no' },
			})),
		);
		expect(await ceiling.reserve(3)).toBe(3);
	});

	it('the same without a ceiling', async () => {
		const { results } = await send(['a'], () => success(), {
			request: () => {
				throw new Error('no');
			},
		});
		expect(reasonOf(results.get('a'))).toBe('bad-input');
	});

	it('an answer that cannot be read: its rows are unknown, and say why', async () => {
		const { results } = await send(['a'], () => success(), {
			readRows: () => {
				throw new Error('results is no list');
			},
		});
		expect(results.get('a')).toMatchObject({
			failure: {
				reason: 'row-unanswered',
				processed: 'unknown',
				status: 200,
				logId: 7,
				error: { message: 'The answer could not be read (results is no list)' },
			},
		});
	});

	it('what is thrown need not be an error', async () => {
		const { results } = await send(['a'], () => success(), {
			readRows: () => {
				const words: unknown = 'words';
				throw words;
			},
		});
		expect(reasonOf(results.get('a'))).toBe('row-unanswered');
	});

	it('a question about the cause that breaks is a no', async () => {
		const { sent } = await send(['a', 'b'], () => failure({}), {
			causedByRow: () => {
				throw new Error('no');
			},
		});
		expect(sent).toHaveLength(1);
	});
});

describe('refusals that all others would get as well', () => {
	it.each([
		'unauthorized',
		'missing-scope',
		'payment-required',
		'certificate',
		'egress-refused',
		'domain-not-allowed',
	] as const)('%s: nothing more is sent', async (reason) => {
		const refusal = failure({ reason, processed: 'unknown' });
		const { sent, results } = await send(['a', 'b', 'c'], () => refusal, { size: 1 });
		expect(sent).toHaveLength(1);
		expect([...results.values()].map(reasonOf)).toEqual([reason, reason, reason]);
		expect(results.get('a')).toMatchObject({ failure: { processed: 'unknown' } });
		expect(results.get('b')).toMatchObject({ failure: { processed: 'no', attempts: [] } });
	});

	it('any other one concerns its own request', async () => {
		const { sent } = await send(['a', 'b'], () => failure({ reason: 'forbidden' }), { size: 1 });
		expect(sent).toHaveLength(2);
	});
});

describe('when a refused batch is halved', () => {
	const unsafe = { causedByRow: () => true };

	it('surely not processed: yes, also creates', async () => {
		const { sent } = await send(['a', 'b'], () => failure({}), unsafe);
		expect(sent).toHaveLength(3);
	});

	it('perhaps processed: not creates', async () => {
		const { sent } = await send(['a', 'b'], () => failure({ processed: 'unknown' }), unsafe);
		expect(sent).toHaveLength(1);
	});

	it('perhaps processed: what may be repeated', async () => {
		const { sent } = await send(['a', 'b'], () => failure({ processed: 'unknown' }), {
			...unsafe,
			request: (batch) => create({ body: [...batch], safeToRepeat: true }),
		});
		expect(sent).toHaveLength(3);
	});
});

it('a failure of one row: what it says by itself', () => {
	expect(rowFailure('not-sent')).toEqual({
		ok: false,
		reason: 'not-sent',
		status: 0,
		error: { message: '' },
		processed: 'no',
		attempts: [],
		logId: 0,
	});
	expect(rowFailure('row-unanswered', 'why', { status: 207, logId: 4 })).toEqual({
		ok: false,
		reason: 'row-unanswered',
		status: 207,
		error: { message: 'why' },
		processed: 'unknown',
		attempts: [],
		logId: 4,
	});
});

it('a row that the answer does not mention says so', async () => {
	const { results } = await send(['a'], () => success(), { readRows: () => [] });
	expect(results.get('a')).toMatchObject({
		failure: { error: { message: 'The answer does not mention this item' } },
	});
});
