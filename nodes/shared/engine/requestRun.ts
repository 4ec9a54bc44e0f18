import { randomUUID } from 'node:crypto';

import type { Decision } from './classify';
import type { GateQuota } from './gate/gate';
import { NO_ANSWER, redactError, type Failure } from './outcome';
import { newTraceId } from './trace';
import type { ApiRequest, HeaderMap, Reason, VendorError, WireOutcome } from './types';
import type { Renewal } from './vendor';

const MOST_RENEWALS = 5;
const NEW_SECRET_MS = 60_000;

/** What is remembered of one request over its attempts. */
export class RequestRun {
	readonly traceId = newTraceId();
	attempt = 0;
	/** Attempts that failed by the provider's or the network's fault. */
	failures = 0;
	/** Over-limit answers. */
	holds = 0;
	/** Its place in the gate's queue, once it has had one. */
	order: number | undefined;
	/** Of the last attempt. */
	url = '';
	/** The headers that authenticated the last attempt. */
	secret: HeaderMap = {};
	/** Before the attempt at hand. */
	waitedMs = 0;
	waitReason = '';
	lastError: VendorError = NO_ANSWER;
	lastAction: Decision['action'] | undefined;
	private renewals = 0;
	/** On the monotonic clock. */
	private renewedAt = -Infinity;
	private status = 0;
	private processed: Failure['processed'] = 'no';
	private logId = 0;
	private readonly attempts: Failure['attempts'] = [];
	readonly request: ApiRequest;
	/** Whether it may be sent once more in a run of its own: a key made here ends with this one. */
	private readonly repeatable: boolean;

	constructor(
		request: ApiRequest,
		readonly quotas: GateQuota[],
		private readonly redact: (text: string) => string,
	) {
		this.request = withKey(request);
		const keyLasts =
			request.idempotencyHeader !== undefined && request.idempotencyKey !== undefined;
		this.repeatable = request.safeToRepeat || keyLasts;
	}

	note(outcome: WireOutcome, decision: Decision, logId: number): void {
		const { action, reason } = decision;
		this.status = statusOf(outcome);
		this.lastAction = action;
		// A repeatable request is repeated even when the vendor may have done it.
		const unknown =
			action === 'unknown' ||
			((action === 'retry' || action === 'fail') && decision.processed === 'unknown');
		if (unknown && !this.changesNothing) this.processed = 'unknown';
		this.logId = logId;
		this.attempts.push({ status: this.status, reason });
	}

	/**
	 * Whether another secret may help: not when a new one is refused as well. It is no longer new when
	 * the request has waited for a while.
	 */
	canRenew(now: number): boolean {
		return this.renewals < MOST_RENEWALS && now - this.renewedAt >= NEW_SECRET_MS;
	}

	noteRenewal(renewal: Renewal, now: number): void {
		this.renewals += 1;
		if (renewal === 'renewed') this.renewedAt = now;
	}

	/** What the attempts before the last one came to. */
	get earlier(): Failure['attempts'] {
		return this.attempts.slice(0, -1);
	}

	private get changesNothing(): boolean {
		const { method, readOnly = method === 'GET' || method === 'HEAD' } = this.request;
		return readOnly;
	}

	failure(
		reason: Reason,
		error: VendorError,
		wait: Pick<Failure, 'retryAt' | 'waitMs' | 'leftMs'> = {},
	): Failure {
		return {
			ok: false,
			reason,
			status: this.status,
			error: redactError(error, this.redact),
			processed: this.processed,
			repeatable: this.repeatable,
			attempts: this.attempts,
			logId: this.logId,
			...wait,
		};
	}
}

/** The request with its idempotency key, where the vendor takes one: the same for all its attempts. */
function withKey(request: ApiRequest): ApiRequest {
	const { idempotencyHeader, idempotencyKey = randomUUID(), headers } = request;
	if (idempotencyHeader === undefined) return request;
	return {
		...request,
		safeToRepeat: true,
		headers: { ...headers, [idempotencyHeader]: idempotencyKey },
	};
}

/** 0 where there was none. */
export function statusOf(outcome: WireOutcome): number {
	return outcome.status ?? 0;
}
