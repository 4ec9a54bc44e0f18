import { readAnswer, readBody } from './body';
import { retryAfterMs } from './timing';
import type {
	AnswerKind,
	JsonValue,
	Reason,
	VendorError,
	WireAnswer,
	WireFailure,
	WireOutcome,
} from './types';
import type { VendorSpec } from './vendor';

/** What to do with the outcome of one attempt. */
export type Decision =
	/** `problem`: what went wrong beside the data. */
	| { action: 'done'; reason: 'ok'; data: JsonValue | undefined; problem?: VendorError }
	/** `processed`: whether this attempt may have been done by the vendor. */
	| {
			action: 'retry';
			reason: Reason;
			processed: 'no' | 'unknown';
			afterMs?: number;
			error: VendorError;
	  }
	| {
			action: 'hold';
			reason: Reason;
			afterMs?: number;
			quota?: string;
			exhausted?: boolean;
			error: VendorError;
	  }
	| { action: 'refresh'; reason: Reason; error: VendorError }
	| { action: 'fail'; reason: Reason; processed?: 'unknown'; error: VendorError }
	/** Not repeated because the vendor may have done it. */
	| { action: 'unknown'; reason: Reason; error: VendorError };

/** What of a request bears on the decision. */
export interface RequestFacts {
	vendor: VendorSpec;
	/** The operation's word, not the verb's. */
	safeToRepeat: boolean;
	/** Whether a new token can be had that has not been tried yet. */
	renewable: boolean;
	/** What a good answer is; JSON unless told. */
	answerAs?: AnswerKind;
	now: number;
}

/** 4xx and 501: ours to fix, never repeated. */
const FINAL: Record<number, Reason> = {
	400: 'bad-request',
	402: 'payment-required',
	403: 'forbidden',
	404: 'not-found',
	405: 'bad-request',
	409: 'conflict',
	410: 'not-found',
	413: 'too-large',
	414: 'too-large',
	415: 'bad-request',
	422: 'invalid',
	451: 'forbidden',
	501: 'not-implemented',
};

/** Refused before anything was done, so that even a create may be sent again. */
const NOT_PROCESSED = new Set([423, 425]);
const TIMEOUT_STATUS = new Set([408, 425]);

/**
 * Decides what an outcome means. Pure: the same outcome gives the same decision.
 */
export function classify(outcome: WireOutcome, request: RequestFacts): Decision {
	const { vendor, safeToRepeat } = request;
	if (outcome.kind === 'failure') return classifyFailure(outcome, request);

	const { status } = outcome;
	const isGood = status >= 200 && status < 300;
	const body = isGood ? readAnswer(outcome, request.answerAs ?? 'json') : readBody(outcome);
	const data = body.kind === 'json' ? body.data : undefined;

	if (isGood) {
		if (body.kind !== 'not-json') {
			const inner = vendor.readFault?.(outcome, data);
			if (inner && !inner.partial) return classifyError(inner, outcome, data, request);
			return { action: 'done', reason: 'ok', data, ...(inner ? { problem: inner.error } : {}) };
		}
		const error = { message: `${vendor.name} answered ${status}, but ${body.why}` };
		return repeatIfSafe('not-json', error, safeToRepeat);
	}

	const error = vendor.readError(outcome, data);
	return classifyError({ status, error }, outcome, data, request);
}

/** By the vendor's rules, else by the status table. */
function classifyError(
	{ status, error }: { status: number; error: VendorError },
	outcome: WireAnswer,
	data: JsonValue | undefined,
	{ vendor, safeToRepeat, renewable, now }: RequestFacts,
): Decision {
	const retryAfter = retryAfterMs(outcome.headers, now);
	const afterMs = retryAfter === undefined ? {} : { afterMs: retryAfter };

	const rule = vendor.rules.find(
		(line) => line.status === status && (line.when?.(error, outcome) ?? true),
	);
	if (rule) {
		const advised = rule.advice ? { ...error, advice: error.advice ?? rule.advice } : error;
		if (rule.action === 'hold') return hold(outcome, data, vendor, advised, afterMs, rule.reason);
		if (rule.action === 'retry' && !(safeToRepeat || rule.notProcessed)) {
			return { action: 'unknown', reason: 'unknown-outcome', error: advised };
		}
		if (rule.action === 'retry') {
			const processed = rule.notProcessed ? 'no' : 'unknown';
			return { action: 'retry', reason: rule.reason, processed, error: advised, ...afterMs };
		}
		if (rule.action === 'refresh') return unauthorized(advised, renewable);
		return { action: 'fail', reason: rule.reason, error: advised };
	}

	if (status === 429 || (status === 503 && retryAfter !== undefined)) {
		return hold(outcome, data, vendor, error, afterMs, 'rate-limited');
	}
	if (status === 401) return unauthorized(error, renewable);

	const final = FINAL[status];
	if (final) return { action: 'fail', reason: final, error };
	if (status >= 500 || status === 408 || NOT_PROCESSED.has(status)) {
		const reason = reasonToRepeat(status);
		const processed = NOT_PROCESSED.has(status) ? 'no' : 'unknown';
		if (safeToRepeat || processed === 'no') {
			return { action: 'retry', reason, processed, error, ...afterMs };
		}
		return { action: 'unknown', reason: 'unknown-outcome', error };
	}
	if (status >= 300 && status < 400) return { action: 'fail', reason: 'redirect-refused', error };
	return { action: 'fail', reason: 'bad-request', error };
}

/** The decision on an answer that the vendor's own readers fail to read. */
export function classifyUnreadable(
	outcome: WireOutcome,
	request: RequestFacts,
	why: string,
): Decision {
	const error: VendorError = { message: `unreadable answer (${why})` };
	if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) {
		return repeatIfSafe('not-json', error, request.safeToRepeat);
	}
	const { name, rateHeaders } = request.vendor;
	const vendor = { name, rateHeaders, rules: [], readError: () => error };
	return classify(outcome, { ...request, vendor });
}

function reasonToRepeat(status: number): Reason {
	if (status === 423) return 'locked';
	return TIMEOUT_STATUS.has(status) ? 'timeout-status' : 'server-error';
}

function hold(
	answer: WireAnswer,
	data: JsonValue | undefined,
	vendor: VendorSpec,
	error: VendorError,
	header: { afterMs?: number },
	reason: Reason,
): Decision {
	const notice = vendor.readLimit?.(answer, data) ?? {};
	const afterMs = header.afterMs ?? notice.ms;
	return {
		action: 'hold',
		reason,
		error,
		...(afterMs === undefined ? {} : { afterMs }),
		...(notice.quota === undefined ? {} : { quota: notice.quota }),
		...(notice.exhausted ? { exhausted: true } : {}),
	};
}

function repeatIfSafe(reason: Reason, error: VendorError, safeToRepeat: boolean): Decision {
	return safeToRepeat
		? { action: 'retry', reason, processed: 'unknown', error }
		: { action: 'unknown', reason: 'unknown-outcome', error };
}

function unauthorized(error: VendorError, renewable: boolean): Decision {
	return { action: renewable ? 'refresh' : 'fail', reason: 'unauthorized', error };
}

function classifyFailure(failure: WireFailure, request: RequestFacts): Decision {
	const { safeToRepeat } = request;
	const error: VendorError = { message: failure.message };
	const processed = failure.sent === 'no' ? {} : ({ processed: 'unknown' } as const);
	switch (failure.fault) {
		case 'cancelled':
			// A create that was under way when the execution was stopped may have been done.
			return failure.sent === 'no' || safeToRepeat
				? { action: 'fail', reason: 'cancelled', ...processed, error }
				: { action: 'unknown', reason: 'unknown-outcome', error };
		case 'certificate':
		case 'egress-refused':
		case 'domain-not-allowed':
			return { action: 'fail', reason: failure.fault, error };
		case 'redirect-refused':
		case 'too-large':
			// A create may be done and then answered by a redirect, or by more than we read.
			return safeToRepeat || failure.sent === 'no'
				? { action: 'fail', reason: failure.fault, ...processed, error }
				: { action: 'unknown', reason: 'unknown-outcome', error };
		default:
	}
	if (failure.sent === 'no') {
		return { action: 'retry', reason: 'network-not-sent', processed: 'no', error };
	}
	if (failure.sent === 'answered' && failure.status !== undefined && failure.status >= 400) {
		// The status line says what happened; only the explanation was cut.
		const answer: WireAnswer = {
			kind: 'answer',
			status: failure.status,
			headers: {},
			text: '',
			bytes: 0,
			durationMs: failure.durationMs,
		};
		return classify(answer, request);
	}
	return repeatIfSafe(faultReason(failure), error, safeToRepeat);
}

function faultReason(failure: WireFailure): Reason {
	if (failure.fault === 'cut-body' || failure.fault === 'timeout') return failure.fault;
	return 'network-unknown';
}
