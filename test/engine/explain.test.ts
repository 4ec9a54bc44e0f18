import { explain } from '../../nodes/shared/engine/explain';
import type { Failure } from '../../nodes/shared/engine/client';
import type { Reason } from '../../nodes/shared/engine/types';

/** Every reason; a new one that is missing here does not compile. */
const REASONS = Object.keys({
	ok: 1,
	'server-error': 1,
	'timeout-status': 1,
	locked: 1,
	'not-json': 1,
	'network-not-sent': 1,
	'network-unknown': 1,
	'cut-body': 1,
	timeout: 1,
	'rate-limited': 1,
	'quota-hold': 1,
	'quota-exhausted': 1,
	'held-too-often': 1,
	'bad-request': 1,
	unauthorized: 1,
	'payment-required': 1,
	forbidden: 1,
	'missing-scope': 1,
	'not-found': 1,
	conflict: 1,
	'too-large': 1,
	invalid: 1,
	'redirect-refused': 1,
	'not-implemented': 1,
	certificate: 1,
	'egress-refused': 1,
	'domain-not-allowed': 1,
	'foreign-origin': 1,
	'no-cursor': 1,
	'no-page': 1,
	incomplete: 1,
	'retries-used-up': 1,
	'retry-budget-used-up': 1,
	deadline: 1,
	cancelled: 1,
	'row-rejected': 1,
	'row-unprocessed': 1,
	'row-unanswered': 1,
	'unknown-outcome': 1,
	'not-sent': 1,
	'bad-input': 1,
	'credit-ceiling': 1,
	'quota-ceiling': 1,
} satisfies Record<Reason, 1>) as Reason[];

function failure(reason: Reason, rest: Partial<Failure> = {}): Failure {
	return {
		ok: false,
		reason,
		status: 0,
		error: { message: '' },
		processed: 'no',
		attempts: [],
		logId: 0,
		...rest,
	};
}

describe.each(REASONS)('%s', (reason) => {
	it('says what happened and how to go on', () => {
		const { message, description } = explain(failure(reason), 'Acme');
		expect(message.length).toBeGreaterThan(10);
		expect(description).toMatch(/\.$/);
		expect(message + description).not.toMatch(/undefined|NaN|null|\[object| {2}/);
	});

	it("carries the vendor's words, its request id, the log row and the time", () => {
		const { message, description } = explain(
			failure(reason, {
				error: { message: 'not today', requestId: 'req-7', code: 'X' },
				retryAt: Date.parse('2026-11-24T00:00:00Z'),
				logId: 12,
			}),
			'Acme',
		);
		expect(message).toContain('not today');
		expect(description).toContain('req-7');
		expect(description).toContain('12');
		expect(description).toContain('2026-11-24T00:00:00.000Z');
	});

	it("the vendor's advice wins", () => {
		const advised = failure(reason, { error: { message: '', advice: 'Do this.' } });
		expect(explain(advised, 'Acme').description).toBe('Do this.');
	});
});

it('a missing scope is named', () => {
	const named = failure('missing-scope', { error: { message: '', scopes: ['a.read', 'a.write'] } });
	expect(explain(named, 'Acme').description).toContain('a.read or a.write');
});

it.each([undefined, []])('a missing scope that is not named (%j) leaves no gap', (scopes) => {
	const error = { message: '', ...(scopes ? { scopes } : {}) };
	expect(explain(failure('missing-scope', { error }), 'Acme').description).toContain(
		'Add the missing scope to',
	);
});

it.each([
	'bad-input',
	'server-error',
	'not-json',
	'network-not-sent',
	'network-unknown',
	'cut-body',
	'timeout',
] as Reason[])('%s is not called a refusal of the vendor', (reason) => {
	expect(explain(failure(reason), 'Acme').message).not.toBe('Acme refused the request');
});

it.each([
	'cancelled',
	'not-implemented',
	'server-error',
	'network-not-sent',
	'timeout',
] as Reason[])('%s: the way on is not "change the values"', (reason) => {
	expect(explain(failure(reason), 'Acme').description).not.toContain('Change the values');
});

it('a wait that has no end gives no date, and no exception', () => {
	const endless = failure('held-too-often', { retryAt: Infinity });
	expect(() => explain(endless, 'Acme')).not.toThrow();
});

it('500 six times is not "could not be reached": the vendor answered', () => {
	const answered = failure('retries-used-up', {
		status: 500,
		attempts: Array.from({ length: 6 }, () => ({ status: 500, reason: 'server-error' as const })),
	});
	expect(explain(answered, 'Acme').message).not.toContain('could not be reached');
	expect(explain(answered, 'Acme').message).toContain('6');
});
