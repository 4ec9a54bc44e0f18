import { classify, type Decision } from '../../nodes/shared/engine/classify';
import type { WireAnswer, WireFailure, WireFault } from '../../nodes/shared/engine/types';
import type { StatusRule, VendorSpec } from '../../nodes/shared/engine/vendor';
import { acme, vendor } from './support/testVendor';

function answer(status: number, text = '', headers: Record<string, string> = {}): WireAnswer {
	return { kind: 'answer', status, headers, text, bytes: text.length, durationMs: 1 };
}

function failure(fault: WireFault, sent: WireFailure['sent'], status?: number): WireFailure {
	const rest = status === undefined ? {} : { status };
	return { kind: 'failure', fault, sent, message: `it was ${fault}`, durationMs: 1, ...rest };
}

interface Facts {
	safe?: boolean;
	renewable?: boolean;
	of?: VendorSpec;
}

function decide(
	outcome: WireAnswer | WireFailure,
	{ safe = true, renewable = false, of = acme }: Facts = {},
): Decision {
	return classify(outcome, { vendor: of, safeToRepeat: safe, renewable, now: 0 });
}

const words = ({ action, reason }: Decision) => `${action} ${reason}`;

describe('the status table', () => {
	it.each([
		[200, 'done ok', 'done ok'],
		[201, 'done ok', 'done ok'],
		[202, 'done ok', 'done ok'],
		[204, 'done ok', 'done ok'],
		[206, 'done ok', 'done ok'],
		[207, 'done ok', 'done ok'],
		[301, 'fail redirect-refused', 'fail redirect-refused'],
		[304, 'fail redirect-refused', 'fail redirect-refused'],
		[400, 'fail bad-request', 'fail bad-request'],
		[401, 'fail unauthorized', 'fail unauthorized'],
		[402, 'fail payment-required', 'fail payment-required'],
		[403, 'fail forbidden', 'fail forbidden'],
		[404, 'fail not-found', 'fail not-found'],
		[405, 'fail bad-request', 'fail bad-request'],
		[406, 'fail bad-request', 'fail bad-request'],
		[408, 'retry timeout-status', 'unknown unknown-outcome'],
		[409, 'fail conflict', 'fail conflict'],
		[410, 'fail not-found', 'fail not-found'],
		[411, 'fail bad-request', 'fail bad-request'],
		[412, 'fail bad-request', 'fail bad-request'],
		[413, 'fail too-large', 'fail too-large'],
		[414, 'fail too-large', 'fail too-large'],
		[415, 'fail bad-request', 'fail bad-request'],
		[422, 'fail invalid', 'fail invalid'],
		[423, 'retry locked', 'retry locked'],
		[425, 'retry timeout-status', 'retry timeout-status'],
		[429, 'hold rate-limited', 'hold rate-limited'],
		[451, 'fail forbidden', 'fail forbidden'],
		[500, 'retry server-error', 'unknown unknown-outcome'],
		[501, 'fail not-implemented', 'fail not-implemented'],
		[502, 'retry server-error', 'unknown unknown-outcome'],
		[503, 'retry server-error', 'unknown unknown-outcome'],
		[504, 'retry server-error', 'unknown unknown-outcome'],
		[520, 'retry server-error', 'unknown unknown-outcome'],
		[521, 'retry server-error', 'unknown unknown-outcome'],
		[522, 'retry server-error', 'unknown unknown-outcome'],
		[523, 'retry server-error', 'unknown unknown-outcome'],
		[524, 'retry server-error', 'unknown unknown-outcome'],
		[529, 'retry server-error', 'unknown unknown-outcome'],
		[530, 'retry server-error', 'unknown unknown-outcome'],
	])('%i: a read -> %s; a create -> %s', (status, whenSafe, whenNot) => {
		expect(words(decide(answer(status), { safe: true }))).toBe(whenSafe);
		expect(words(decide(answer(status), { safe: false }))).toBe(whenNot);
	});

	it('401 with a token that can be renewed -> refresh', () => {
		expect(words(decide(answer(401), { renewable: true }))).toBe('refresh unauthorized');
		expect(words(decide(answer(401), { renewable: true, safe: false }))).toBe(
			'refresh unauthorized',
		);
	});

	it('500 with Retry-After 7 -> retry after 7 s', () => {
		expect(decide(answer(500, '', { 'retry-after': '7' }))).toMatchObject({
			action: 'retry',
			afterMs: 7_000,
		});
	});

	it('503 with Retry-After 7 -> hold for 7 s', () => {
		expect(decide(answer(503, '', { 'retry-after': '7' }))).toMatchObject({
			action: 'hold',
			reason: 'rate-limited',
			afterMs: 7_000,
		});
	});

	it('503 with a Retry-After that cannot be read -> retry', () => {
		expect(words(decide(answer(503, '', { 'retry-after': 'soon' })))).toBe('retry server-error');
	});

	it('429 with Retry-After 2 -> hold for 2 s', () => {
		expect(decide(answer(429, '', { 'retry-after': '2' }))).toMatchObject({
			action: 'hold',
			afterMs: 2_000,
		});
	});

	it('429 without a time -> a hold without one', () => {
		expect(decide(answer(429))).not.toHaveProperty('afterMs');
	});

	it('429: the header wins over the time that the body tells', () => {
		const decision = decide(answer(429, '{"ms":9000,"quota":"search"}', { 'retry-after': '2' }));
		expect(decision).toMatchObject({ afterMs: 2_000, quota: 'search' });
		expect(decide(answer(429, '{"ms":9000}'))).toMatchObject({ afterMs: 9_000 });
	});

	it('429 with an HTML page -> hold', () => {
		expect(words(decide(answer(429, '<html>slow down</html>')))).toBe('hold rate-limited');
	});

	it("an error carries the vendor's words", () => {
		expect(
			decide(answer(400, '{"message":"no such field","code":"BAD","requestId":"r1"}')),
		).toEqual({
			action: 'fail',
			reason: 'bad-request',
			error: { message: 'no such field', code: 'BAD', requestId: 'r1' },
		});
	});
});

describe('bodies of a 200', () => {
	it.each([
		['{"id":1}', { id: 1 }],
		['[]', []],
		['null', null],
		['0', 0],
		['false', false],
		['"text"', 'text'],
		['\uFEFF{"id":1}', { id: 1 }],
		['  {"id":1}\r\n', { id: 1 }],
	])('%j -> done', (text, data) => {
		expect(decide(answer(200, text))).toEqual({ action: 'done', reason: 'ok', data });
	});

	it.each(['', '  ', '\uFEFF'])('%j -> done, without data', (text) => {
		expect(decide(answer(200, text))).toEqual({ action: 'done', reason: 'ok', data: undefined });
	});

	it.each([
		['an HTML page', '<!DOCTYPE html><html></html>', {}],
		['an HTML page after a BOM', '\uFEFF<html></html>', {}],
		['HTML', '<html></html>', { 'content-type': 'text/html; charset=utf-8' }],
		['HTML without a type', '<!doctype html><p>', {}],
		['cut JSON', '{"id":', {}],
		['two documents', '{"id":1}{"id":2}', {}],
		['NUL bytes', '{"id":1}\u0000', {}],
		['plain text', 'OK', {}],
	])(
		'%s: a read -> retry not-json; a create -> unknown',
		(_, text, headers: Record<string, string>) => {
			expect(words(decide(answer(200, text, headers)))).toBe('retry not-json');
			expect(words(decide(answer(200, text, headers), { safe: false }))).toBe(
				'unknown unknown-outcome',
			);
		},
	);

	it('the message of a page that is no JSON names the vendor and not the page', () => {
		expect(decide(answer(200, '<html>secret</html>'))).toMatchObject({
			error: { message: 'Acme answered 200, but an HTML page came where JSON was asked for' },
		});
	});
});

describe('no whole answer', () => {
	const broken: WireFault[] = ['dns', 'refused', 'reset', 'timeout', 'proxy', 'other'];

	it.each(broken)('%s, not sent: read and create -> retry network-not-sent', (fault) => {
		expect(words(decide(failure(fault, 'no')))).toBe('retry network-not-sent');
		expect(words(decide(failure(fault, 'no'), { safe: false }))).toBe('retry network-not-sent');
	});

	it.each([
		['reset', 'network-unknown'],
		['other', 'network-unknown'],
		['proxy', 'network-unknown'],
		['timeout', 'timeout'],
		['cut-body', 'cut-body'],
	] as Array<[WireFault, string]>)(
		'%s, perhaps sent: a read -> retry %s; a create -> unknown',
		(fault, reason) => {
			expect(words(decide(failure(fault, 'unknown')))).toBe(`retry ${reason}`);
			expect(words(decide(failure(fault, 'unknown'), { safe: false }))).toBe(
				'unknown unknown-outcome',
			);
		},
	);

	it.each([
		'certificate',
		'egress-refused',
		'domain-not-allowed',
		'redirect-refused',
	] as WireFault[])('%s, not sent: read and create -> fail %s', (fault) => {
		expect(words(decide(failure(fault, 'no')))).toBe(`fail ${fault}`);
		expect(words(decide(failure(fault, 'no'), { safe: false }))).toBe(`fail ${fault}`);
	});

	it('cancelled: a read, or a create that was not sent -> fail; a create under way -> unknown', () => {
		expect(words(decide(failure('cancelled', 'unknown')))).toBe('fail cancelled');
		expect(words(decide(failure('cancelled', 'no'), { safe: false }))).toBe('fail cancelled');
		expect(words(decide(failure('cancelled', 'unknown'), { safe: false }))).toBe(
			'unknown unknown-outcome',
		);
	});

	it('an answer that is too large: a read -> fail; a create -> unknown', () => {
		expect(words(decide(failure('too-large', 'answered', 200)))).toBe('fail too-large');
		expect(words(decide(failure('too-large', 'answered', 200), { safe: false }))).toBe(
			'unknown unknown-outcome',
		);
	});

	it.each([
		[200, 'retry cut-body', 'unknown unknown-outcome'],
		[201, 'retry cut-body', 'unknown unknown-outcome'],
		[400, 'fail bad-request', 'fail bad-request'],
		[404, 'fail not-found', 'fail not-found'],
		[429, 'hold rate-limited', 'hold rate-limited'],
		[500, 'retry server-error', 'unknown unknown-outcome'],
		[503, 'retry server-error', 'unknown unknown-outcome'],
	])(
		'a cut %i: the status line counts: a read -> %s; a create -> %s',
		(status, whenSafe, whenNot) => {
			const cut = failure('cut-body', 'answered', status);
			expect(words(decide(cut))).toBe(whenSafe);
			expect(words(decide(cut, { safe: false }))).toBe(whenNot);
		},
	);

	it('a cut 401 with a token that can be renewed -> refresh', () => {
		expect(words(decide(failure('cut-body', 'answered', 401), { renewable: true }))).toBe(
			'refresh unauthorized',
		);
	});

	it('a create answered with 303 (see the created record elsewhere) -> unknown, not "surely not done"', () => {
		expect(decide(failure('redirect-refused', 'answered', 303), { safe: false }).action).toBe(
			'unknown',
		);
	});
});

describe("lines of the vendor's own", () => {
	const of = (...rules: StatusRule[]) => vendor({ rules });

	it('403 REQUEST_LIMIT_EXCEEDED -> hold; any other 403 -> forbidden', () => {
		const salesforce = of({
			status: 403,
			when: ({ code }) => code === 'REQUEST_LIMIT_EXCEEDED',
			action: 'hold',
			reason: 'rate-limited',
		});
		const text = '{"code":"REQUEST_LIMIT_EXCEEDED"}';
		expect(words(decide(answer(403, text), { of: salesforce }))).toBe('hold rate-limited');
		expect(words(decide(answer(403, '{}'), { of: salesforce }))).toBe('fail forbidden');
	});

	it('530 is a bad credential -> fail unauthorized', () => {
		const rule = of({ status: 530, action: 'fail', reason: 'unauthorized' });
		expect(words(decide(answer(530), { of: rule }))).toBe('fail unauthorized');
	});

	it('a retry line: a create is repeated only if the vendor surely did nothing', () => {
		const busy: StatusRule = { status: 409, action: 'retry', reason: 'locked' };
		expect(words(decide(answer(409), { of: of(busy) }))).toBe('retry locked');
		expect(words(decide(answer(409), { of: of(busy), safe: false }))).toBe(
			'unknown unknown-outcome',
		);
		expect(
			words(decide(answer(409), { of: of({ ...busy, notProcessed: true }), safe: false })),
		).toBe('retry locked');
	});

	it('a refresh line without a way to renew -> fail unauthorized', () => {
		const expired = of({ status: 403, action: 'refresh', reason: 'unauthorized' });
		expect(words(decide(answer(403), { of: expired, renewable: true }))).toBe(
			'refresh unauthorized',
		);
		expect(words(decide(answer(403), { of: expired }))).toBe('fail unauthorized');
	});

	it("the line's advice reaches the error, but the answer's own advice wins", () => {
		const rule: StatusRule = {
			status: 402,
			action: 'fail',
			reason: 'payment-required',
			advice: 'pay',
		};
		expect(decide(answer(402), { of: of(rule) })).toMatchObject({ error: { advice: 'pay' } });
		const told = { ...of(rule), readError: () => ({ message: '', advice: 'buy 5' }) };
		expect(decide(answer(402), { of: told })).toMatchObject({ error: { advice: 'buy 5' } });
	});

	it('the first line that fits counts', () => {
		const rules = of(
			{ status: 400, when: () => false, action: 'hold', reason: 'rate-limited' },
			{ status: 400, action: 'fail', reason: 'invalid' },
			{ status: 400, action: 'fail', reason: 'conflict' },
		);
		expect(words(decide(answer(400), { of: rules }))).toBe('fail invalid');
	});
});
