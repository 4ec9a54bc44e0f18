import { classify, classifyUnreadable } from '../../nodes/shared/engine/classify';
import type { WireAnswer, WireFailure } from '../../nodes/shared/engine/types';
import type { StatusRule, VendorSpec } from '../../nodes/shared/engine/vendor';
import { acme, vendor } from './support/testVendor';

const answer = (status: number, body: unknown = '', headers = {}): WireAnswer => ({
	kind: 'answer',
	status,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
	bytes: 1,
	durationMs: 1,
});
const failure = (rest: Partial<WireFailure>): WireFailure => ({
	kind: 'failure',
	fault: 'other',
	sent: 'unknown',
	message: 'it broke',
	durationMs: 1,
	...rest,
});
const facts = (
	rest: { vendor?: VendorSpec; safeToRepeat?: boolean; answerAs?: 'text' | 'json' } = {},
) => ({
	vendor: acme,
	safeToRepeat: true,
	renewable: false,
	now: 0,
	...rest,
});

describe('an error inside a good answer', () => {
	const inner = (partial: boolean, status = 422) =>
		vendor({
			readFault: (_, data) =>
				data === undefined ? undefined : { status, error: { message: 'inside' }, partial },
		});

	it('without usable data it decides as its status would', () => {
		expect(classify(answer(200, {}), facts({ vendor: inner(false) }))).toEqual({
			action: 'fail',
			reason: 'invalid',
			error: { message: 'inside' },
		});
		expect(classify(answer(200, {}), facts({ vendor: inner(false, 429) })).action).toBe('hold');
	});

	it('with usable data it is done, and told', () => {
		expect(classify(answer(200, { a: 1 }), facts({ vendor: inner(true) }))).toEqual({
			action: 'done',
			reason: 'ok',
			data: { a: 1 },
			problem: { message: 'inside' },
		});
	});

	it('an answer without one has no problem', () => {
		expect(classify(answer(204), facts({ vendor: inner(true) }))).toEqual({
			action: 'done',
			reason: 'ok',
			data: undefined,
		});
	});
});

describe('what a good answer is', () => {
	it('JSON unless told', () => {
		expect(classify(answer(200, 'words'), facts())).toMatchObject({ reason: 'not-json' });
		expect(classify(answer(200, 'words'), facts({ answerAs: 'json' }))).toMatchObject({
			reason: 'not-json',
		});
	});

	it('a text where it is asked for, even an empty one', () => {
		expect(classify(answer(200, 'words'), facts({ answerAs: 'text' }))).toMatchObject({
			action: 'done',
			data: 'words',
		});
	});

	it.each([199, 100])('%i is no good answer', (status) => {
		expect(classify(answer(status), facts()).action).not.toBe('done');
	});

	it('300 is a redirect, 199 is none', () => {
		expect(classify(answer(300), facts()).reason).toBe('redirect-refused');
		expect(classify(answer(399), facts()).reason).toBe('redirect-refused');
		expect(classify(answer(199), facts()).reason).toBe('bad-request');
	});
});

describe("a vendor's own lines", () => {
	const rule = (line: Partial<StatusRule>) =>
		vendor({ rules: [{ status: 470, action: 'retry', reason: 'locked', ...line }] });
	const decide = (line: Partial<StatusRule>, status = 470, safeToRepeat = true) =>
		classify(answer(status), facts({ vendor: rule(line), safeToRepeat }));

	it('count for their status alone', () => {
		expect(decide({}).action).toBe('retry');
		expect(decide({}, 471).action).toBe('fail');
	});

	it('a repetition that may have been done, and one that surely has not', () => {
		expect(decide({})).toMatchObject({ processed: 'unknown' });
		expect(decide({ notProcessed: true })).toMatchObject({ processed: 'no' });
		expect(decide({}, 470, false)).toMatchObject({ action: 'unknown' });
		expect(decide({ notProcessed: true }, 470, false)).toMatchObject({
			action: 'retry',
			processed: 'no',
		});
	});

	it('a line that fails is not taken for one that repeats', () => {
		expect(decide({ action: 'fail' }, 470, false)).toMatchObject({
			action: 'fail',
			reason: 'locked',
		});
	});

	it('advice of its own, unless the answer has given some', () => {
		expect(decide({ action: 'fail', advice: 'do this' })).toMatchObject({
			error: { advice: 'do this' },
		});
	});
});

describe('over the limit', () => {
	it('names the quota and whether it is used up for long', () => {
		const told = vendor({ readLimit: () => ({ quota: 'daily', ms: 5, exhausted: true }) });
		expect(classify(answer(429), facts({ vendor: told }))).toEqual({
			action: 'hold',
			reason: 'rate-limited',
			error: { message: '' },
			afterMs: 5,
			quota: 'daily',
			exhausted: true,
		});
	});

	it('a vendor that tells nothing more', () => {
		const { readLimit: _, ...silent } = acme;
		expect(classify(answer(429), facts({ vendor: silent }))).toEqual({
			action: 'hold',
			reason: 'rate-limited',
			error: { message: '' },
		});
	});

	it('the header wins over what the vendor says', () => {
		const told = vendor({ readLimit: () => ({ ms: 5 }) });
		const decision = classify(answer(429, '', { 'retry-after': '7' }), facts({ vendor: told }));
		expect(decision).toMatchObject({ afterMs: 7_000 });
	});
});

describe('whether it may have been done', () => {
	it.each([
		[500, 'unknown'],
		[423, 'no'],
		[425, 'no'],
		[408, 'unknown'],
	])('%i: %s', (status, processed) => {
		expect(classify(answer(status), facts())).toMatchObject({ action: 'retry', processed });
	});

	it.each([
		['no', { action: 'retry', reason: 'network-not-sent', processed: 'no' }],
		['unknown', { action: 'retry', reason: 'network-unknown', processed: 'unknown' }],
	] as const)('a broken connection, sent: %s', (sent, decision) => {
		expect(classify(failure({ sent, fault: 'reset' }), facts())).toMatchObject(decision);
	});

	it('stopped before it left: not done; stopped under way: unknown', () => {
		const stopped = (sent: WireFailure['sent'], safeToRepeat: boolean) =>
			classify(failure({ fault: 'cancelled', sent }), facts({ safeToRepeat }));
		expect(stopped('no', true)).toEqual({
			action: 'fail',
			reason: 'cancelled',
			error: { message: 'it broke' },
		});
		expect(stopped('unknown', true)).toMatchObject({ action: 'fail', processed: 'unknown' });
		expect(stopped('unknown', false)).toMatchObject({ action: 'unknown' });
		expect(stopped('no', false)).toMatchObject({ action: 'fail', reason: 'cancelled' });
	});

	it.each(['certificate', 'egress-refused', 'domain-not-allowed'] as const)('%s', (fault) => {
		expect(classify(failure({ fault, sent: 'no' }), facts())).toEqual({
			action: 'fail',
			reason: fault,
			error: { message: 'it broke' },
		});
	});

	it.each([
		[{ sent: 'answered', status: 404 }, 'not-found'],
		[{ sent: 'answered', status: 200 }, 'network-unknown'],
		[{ sent: 'answered' }, 'network-unknown'],
		[{ sent: 'unknown', status: 404 }, 'network-unknown'],
		[{ sent: 'answered', status: 400 }, 'bad-request'],
		[{ sent: 'answered', status: 399 }, 'network-unknown'],
	] as const)('a body that broke off, %j: %s', (rest, reason) => {
		expect(classify(failure(rest), facts())).toMatchObject({ reason });
	});

	it('the status line of an answer that broke off: no words of the vendor', () => {
		expect(classify(failure({ sent: 'answered', status: 404 }), facts())).toEqual({
			action: 'fail',
			reason: 'not-found',
			error: { message: '' },
		});
	});
});

describe('an answer that the vendor’s reader cannot read', () => {
	it.each([
		[200, true, { action: 'retry', reason: 'not-json', processed: 'unknown' }],
		[299, true, { action: 'retry', reason: 'not-json' }],
		[200, false, { action: 'unknown', reason: 'unknown-outcome' }],
		[404, true, { action: 'fail', reason: 'not-found' }],
		[300, true, { action: 'fail', reason: 'redirect-refused' }],
		[199, true, { action: 'fail', reason: 'bad-request' }],
		[500, true, { action: 'retry', reason: 'server-error' }],
	])('%i, safe %s', (status, safeToRepeat, decision) => {
		const decided = classifyUnreadable(answer(status), facts({ safeToRepeat }), 'a slip');
		expect(decided).toMatchObject({
			...decision,
			error: { message: 'unreadable answer (a slip)' },
		});
	});

	it('a failure of the network stays one', () => {
		expect(
			classifyUnreadable(failure({ sent: 'no', fault: 'dns' }), facts(), 'a slip'),
		).toMatchObject({
			reason: 'network-not-sent',
			error: { message: 'it broke' },
		});
	});
});
