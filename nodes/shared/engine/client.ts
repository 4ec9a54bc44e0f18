import { readBody } from './body';
import { classify, classifyUnreadable, type Decision } from './classify';
import { messageOf } from './errorFacts';
import type { Entrance, GateQuota, Ticket, Wait } from './gate/gate';
import { AttemptLog, type AttemptLogParts } from './log/attemptLog';
import { NO_ANSWER, redactError, type Failure, type Outcome } from './outcome';
import { Patience } from './patience';
import { RequestRun } from './requestRun';
import { readLimits, type LimitReading } from './timing';
import { TokenRefused } from './token';
import { newSpanId, traceparent } from './trace';
import type {
	ApiRequest,
	HeaderMap,
	Redirect,
	Transport,
	VendorError,
	WireAnswer,
	WireFailure,
	WireOutcome,
	WireRequest,
} from './types';
import { UsageBook } from './usage';
import type { Quota, VendorSpec } from './vendor';
import { baseUrlOf, wireRequest } from './wire';

export type { Failure, Outcome, Success } from './outcome';

/** How patient the client is. Every value is a setting of the node. */
export interface ClientSettings {
	/** Repetitions after the first attempt, for faults of the provider. */
	retries: number;
	firstWaitMs: number;
	/** The longest pause after a fault; a Retry-After beyond it ends the request. */
	longestWaitMs: number;
	/** The longest hold for a quota. */
	longestHoldMs: number;
	/** Stop at the first over-limit answer instead of waiting. */
	stopWhenLimited: boolean;
	/** Monotonic; Infinity for none. */
	deadline: number;
	timeoutMs: number;
	/** Repetitions in one run, as a share of the sends, and the least that is always allowed. */
	retryBudget: { share: number; least: number };
	/** Whether requests carry a traceparent header. */
	trace: boolean;
}

export interface ClientParts extends AttemptLogParts {
	transport: Transport;
	gate: Entrance;
	/** What is used of accounts' limits; of this client alone where left out. */
	usage?: UsageBook;
	signal?: AbortSignal;
	/** Called when the queue begins to wait. */
	onWait?: (wait: Wait & { operation: string }) => void;
}

/** Totals of one run. */
export interface ClientTotals {
	sends: number;
	retries: number;
	rateLimited: number;
	/** Time that passed while limits held requests. */
	heldMs: number;
	logLost: number;
	/** Why the user could not be told of a hold; empty when it went well. */
	untold: string;
	/** Why limits were kept by this process alone, where others should have known of them. */
	alone?: string;
}

/** More over-limit answers to one request than this, and it is not the limit. */
const MOST_HOLDS = 20;
const LONGEST_PACE_WHEN_STOPPING_MS = 60_000;
/** What a run may still take to end what it has begun at the vendor. */
const AT_END_MS = 15_000;

/**
 * The one loop that sends, waits, repeats and logs. Nothing else in the package waits.
 * `send` never throws: whatever happens comes back as a value.
 */
export class Client {
	private heldUntil = 0;

	readonly totals: ClientTotals = {
		sends: 0,
		retries: 0,
		rateLimited: 0,
		heldMs: 0,
		logLost: 0,
		untold: '',
	};

	/** How the run waits between its requests. */
	readonly patience: Patience;
	private readonly log: AttemptLog;
	private readonly usage: UsageBook;

	constructor(
		private readonly parts: ClientParts,
		private readonly settings: ClientSettings,
	) {
		this.log = new AttemptLog(parts);
		this.usage = parts.usage ?? new UsageBook();
		this.patience = new Patience(parts, settings, this.totals);
	}

	/** A text without the connection's secrets. */
	redact(text: string): string {
		return this.parts.redact(text);
	}

	/** Sends a request until it is answered, refused, or our patience ends. */
	async send(request: ApiRequest): Promise<Outcome> {
		const { gate, signal } = this.parts;
		const run = new RequestRun(request, this.gateQuotas(request), this.parts.redact);
		const unknown = this.unknownQuota(request);
		if (unknown !== undefined) {
			// Sent without it, the request would not be paced.
			return run.failure('bad-input', { message: `There is no quota "${unknown}"` });
		}

		for (;;) {
			const unfit = this.pastCeiling(run) ?? (await this.authenticate(run));
			if (unfit) return unfit;
			const entry = await gate.enter(run.quotas, {
				deadline: this.settings.deadline,
				...this.holds(),
				...(run.order === undefined ? {} : { order: run.order }),
				...(signal ? { signal } : {}),
				onWait: (wait) => this.announce(run, wait),
			});
			if (entry.kind === 'cancelled') return run.failure('cancelled', NO_ANSWER);
			if (entry.kind === 'refused') {
				const answered = this.settings.stopWhenLimited && run.lastAction === 'hold';
				const reason = answered ? 'rate-limited' : entry.reason;
				const wait = entry.waitMs === undefined ? {} : this.soonest(entry.waitMs);
				return run.failure(reason, run.lastError, wait);
			}
			if (entry.waitedMs > 0 && entry.reason !== '') {
				this.countHold(entry.waitedMs);
				run.waitedMs += entry.waitedMs;
				run.waitReason = entry.reason === 'window-full' ? 'window-full' : 'quota-hold';
			}

			if (entry.alone !== undefined) this.totals.alone = entry.alone;
			run.order = entry.ticket.order;
			await this.renewedMeanwhile(run);
			const { outcome, decision, logId } = await this.attempt(run, entry.ticket);
			run.note(outcome, decision, logId);
			switch (decision.action) {
				case 'done':
					return {
						ok: true,
						url: run.url,
						status: outcome.kind === 'answer' ? outcome.status : 0,
						headers: outcome.kind === 'answer' ? outcome.headers : {},
						data: decision.data,
						...(outcome.kind === 'answer' && outcome.body ? { body: outcome.body } : {}),
						...(decision.problem
							? { problem: redactError(decision.problem, this.parts.redact) }
							: {}),
						...(run.earlier.length > 0 ? { earlier: run.earlier } : {}),
						logId,
					};
				case 'hold': {
					run.lastError = decision.error;
					this.totals.rateLimited += 1;
					run.holds += 1;
					if (run.holds > MOST_HOLDS) return run.failure('held-too-often', decision.error);
					continue;
				}
				case 'refresh': {
					const problem = await this.renew(run);
					if (problem) {
						const { reason = decision.reason, error = decision.error } = problem;
						return run.failure(reason, error);
					}
					continue;
				}
				case 'retry': {
					run.lastError = decision.error;
					const end = await this.pauseBeforeRetry(run, decision);
					if (end) return end;
					continue;
				}
				default:
					return run.failure(decision.reason, decision.error);
			}
		}
	}

	/**
	 * Sends what ends something at the vendor, such as a job: although the run was stopped, or its
	 * deadline is over, and within fifteen seconds.
	 */
	async sendAtEnd(request: ApiRequest): Promise<Outcome> {
		const deadline = this.parts.clock.monotonic() + AT_END_MS;
		// One that nobody aborts any more.
		const { signal } = new AbortController();
		const parts = { ...this.parts, signal, usage: this.usage };
		const last = new Client(parts, { ...this.settings, deadline });
		const outcome = await last.send({ ...request, begun: true });
		this.totals.sends += last.totals.sends;
		this.totals.retries += last.totals.retries;
		this.totals.logLost += last.totals.logLost;
		if (last.totals.alone !== undefined) this.totals.alone = last.totals.alone;
		return outcome;
	}

	/** The account's calls that are used, or those of this execution, may be as many as they may. */
	private pastCeiling(run: RequestRun): Failure | undefined {
		const { connection, clock, run: here } = this.parts;
		if (!connection.ceiling || run.request.begun) return undefined;
		const message = this.usage.refusal(connection.ceiling, {
			account: this.accountKey(),
			execution: here.execution,
			now: clock.monotonic(),
		});
		return message === undefined ? undefined : run.failure('quota-ceiling', { message });
	}

	private accountKey(): string {
		const { vendor, quotaKeys } = this.parts.connection;
		return `${vendor.name}/${quotaKeys.account}`;
	}

	/**
	 * Stop is about answers over the limit. The pace that keeps documented windows goes on, as long
	 * as a pause is no longer than a minute.
	 */
	private holds() {
		const { longestHoldMs, stopWhenLimited } = this.settings;
		return stopWhenLimited
			? { longestHoldMs: 0, longestPaceMs: Math.min(longestHoldMs, LONGEST_PACE_WHEN_STOPPING_MS) }
			: { longestHoldMs };
	}

	/** When another try makes sense, and what stood against waiting for it. */
	private soonest(waitMs: number): Pick<Failure, 'retryAt' | 'waitMs' | 'leftMs'> {
		const { clock } = this.parts;
		const leftMs = Math.max(0, this.settings.deadline - clock.monotonic());
		return {
			retryAt: clock.now() + waitMs,
			waitMs,
			...(leftMs === Infinity ? {} : { leftMs }),
		};
	}

	/** Gets a new secret. Undefined when it is in place; else what kept it from being so. */
	private async renew(
		run: RequestRun,
	): Promise<{ reason?: 'cancelled' | 'deadline'; error?: VendorError } | undefined> {
		const { connection, clock } = this.parts;
		const renewal = connection.authentication.refresh?.(run.secret) ?? Promise.resolve('none');
		try {
			const renewed = await this.inTime(renewal);
			if (renewed === 'cancelled' || renewed === 'deadline') return { reason: renewed };
			run.noteRenewal(renewed, clock.monotonic());
			return renewed === 'none' ? {} : undefined;
		} catch (error) {
			return { error: { message: messageOf(error) } };
		}
	}

	/** Gets the secret for the next attempt, before it takes a place in the queue. */
	private async authenticate(run: RequestRun): Promise<Failure | undefined> {
		try {
			const secret = await this.inTime(this.parts.connection.authentication.headers());
			if (secret === 'cancelled' || secret === 'deadline')
				return run.failure(secret, run.lastError);
			run.secret = secret;
			return undefined;
		} catch (error) {
			const reason = error instanceof TokenRefused ? 'unauthorized' : 'bad-input';
			return run.failure(reason, { message: messageOf(error) });
		}
	}

	/** While it stood in the queue, another request may have got a new secret. */
	private async renewedMeanwhile(run: RequestRun): Promise<void> {
		try {
			run.secret = await this.parts.connection.authentication.headers();
		} catch {
			// The one that it came with was good when it entered: the answer tells.
			return;
		}
	}

	/** What others do for us may take for ever: the execution's end and the deadline count there too. */
	private async inTime<Value>(work: Promise<Value>): Promise<Value | 'cancelled' | 'deadline'> {
		const { clock, signal } = this.parts;
		if (signal?.aborted) return 'cancelled';
		const done = new AbortController();
		const ends: Array<Promise<Value | 'cancelled' | 'deadline'>> = [work];
		if (signal) {
			ends.push(
				new Promise((resolve) => {
					signal.addEventListener('abort', () => resolve('cancelled'), {
						once: true,
						signal: done.signal,
					});
				}),
			);
		}
		const left = this.settings.deadline - clock.monotonic();
		if (left !== Infinity) {
			ends.push(clock.sleep(Math.max(0, left), done.signal).then(() => 'deadline'));
		}
		try {
			return await Promise.race(ends);
		} finally {
			done.abort();
		}
	}

	/** Holds of requests that wait side by side are one hold: the time that passed counts. */
	private countHold(waitedMs: number): void {
		const now = this.parts.clock.monotonic();
		const from = Math.max(now - waitedMs, this.heldUntil);
		this.totals.heldMs += Math.max(0, Math.round(now - from));
		this.heldUntil = now;
	}

	/** Waits before the next attempt, or tells why there is none. */
	private async pauseBeforeRetry(
		run: RequestRun,
		decision: Extract<Decision, { action: 'retry' }>,
	): Promise<Failure | undefined> {
		const { clock, signal } = this.parts;
		const { longestWaitMs, deadline } = this.settings;
		run.failures += 1;
		const end = this.patience.repeatEnd(run.failures);
		if (end) return run.failure(end, decision.error);
		const waitMs = Math.max(this.patience.backoffMs(run.failures), decision.afterMs ?? 0);
		if ((decision.afterMs ?? 0) > longestWaitMs) {
			return run.failure('quota-exhausted', decision.error, this.soonest(waitMs));
		}
		if (clock.monotonic() + waitMs > deadline) {
			return run.failure('deadline', decision.error, this.soonest(waitMs));
		}
		this.totals.retries += 1;
		await clock.sleep(waitMs, signal);
		if (signal?.aborted) return run.failure('cancelled', decision.error);
		run.waitedMs = waitMs;
		run.waitReason = decision.reason;
		return undefined;
	}

	/** One send: logged before it leaves and before its answer is used. */
	private async attempt(
		run: RequestRun,
		ticket: Ticket,
	): Promise<{ outcome: WireOutcome; decision: Decision; logId: number }> {
		const { clock, connection, gate, redact, signal, transport } = this.parts;
		const spanId = newSpanId();
		run.attempt += 1;
		const wire = wireRequest(run.request, connection, {
			secret: run.secret,
			trace: this.traceHeader(run, spanId),
			timeoutMs: this.timeoutMs(),
		});
		if ('reason' in wire) {
			gate.leave(ticket, { counted: false, readings: [], open: false });
			const failed = { kind: 'failure', fault: 'other', sent: 'no', durationMs: 0 } as const;
			const error = { message: redact(wire.message) };
			return {
				outcome: { ...failed, ...error },
				decision: { action: 'fail', reason: wire.reason, error },
				logId: 0,
			};
		}
		run.url = wire.url;
		let row = this.beginSend(run, spanId, wire.url, wire);
		let ledMs = 0;
		const onRedirect = ({ url, ...redirect }: Redirect): HeaderMap => {
			ledMs += redirect.durationMs;
			this.log.redirected(row, redirect);
			const next = newSpanId();
			row = this.beginSend(run, next, url, wire);
			return this.traceHeader(run, next);
		};
		const outcome = await transport.send({ ...wire, onRedirect }, signal).catch(brokenSend);
		const logId = row;
		const decision = this.classify(run, outcome);
		const readings =
			outcome.kind === 'answer'
				? [
						...readLimits(outcome.headers, connection.vendor.rateHeaders, {
							now: clock.now(),
							over: decision.action === 'hold',
						}),
						...readUsage(outcome, decision, connection.vendor),
					]
				: [];
		const hold =
			decision.action === 'hold' ? this.holdOf(run.request, decision, readings) : undefined;
		gate.leave(ticket, {
			counted: outcome.kind === 'answer' || outcome.sent !== 'no',
			readings: endingWith(hold, readings),
			// A provider in trouble says nothing of its limit.
			open: outcome.kind === 'answer' && outcome.status < 500 && decision.action !== 'hold',
			...(hold ? { hold } : {}),
		});
		this.noteUsage(readings);
		this.log.end(logId, outcome, decision, { readings, durationMs: outcome.durationMs - ledMs });
		this.totals.logLost = this.log.lost;
		run.waitedMs = 0;
		run.waitReason = '';
		return { outcome, decision, logId };
	}

	private noteUsage(readings: LimitReading[]): void {
		const { connection, clock } = this.parts;
		const reading = readings.find(({ window }) => window === connection.ceiling?.window);
		if (reading) this.usage.note(this.accountKey(), reading, clock.monotonic());
	}

	private beginSend(run: RequestRun, spanId: string, url: string, wire: WireRequest): number {
		this.totals.sends += 1;
		const { connection, run: here } = this.parts;
		if (connection.ceiling) this.usage.count(this.accountKey(), here.execution);
		return this.log.begin(run, spanId, url, wire);
	}

	private traceHeader({ traceId }: RequestRun, spanId: string): HeaderMap {
		return this.settings.trace ? { traceparent: traceparent(traceId, spanId) } : {};
	}

	private holdOf(
		request: ApiRequest,
		decision: Extract<Decision, { action: 'hold' }>,
		readings: LimitReading[],
	) {
		const empty = readings.filter(({ remaining }) => remaining === 0);
		const fromHeaders = Math.max(0, ...empty.map(({ resetInMs }) => resetInMs ?? 0));
		const ms = decision.afterMs ?? (fromHeaders > 0 ? fromHeaders : undefined);
		const quota = this.parts.connection.quotas.find(({ id }) => id === decision.quota);
		return {
			...(ms === undefined ? {} : { ms }),
			...(quota ? { quotaKey: this.quotaKey(quota, request) } : {}),
			...(decision.exhausted ? { exhausted: true } : {}),
		};
	}

	/** The decision; a reader of the vendor that cannot read the answer leaves it unexplained. */
	private classify(run: RequestRun, outcome: WireOutcome): Decision {
		const { clock, connection } = this.parts;
		const facts = {
			safeToRepeat: run.request.safeToRepeat,
			answerAs: run.request.answerAs ?? 'json',
			renewable: connection.authentication.refresh !== undefined && run.canRenew(clock.monotonic()),
			now: clock.now(),
		};
		try {
			return classify(outcome, { ...facts, vendor: connection.vendor });
		} catch (error) {
			return classifyUnreadable(outcome, { ...facts, vendor: connection.vendor }, messageOf(error));
		}
	}

	private timeoutMs(): number {
		const { timeoutMs, deadline } = this.settings;
		return Math.min(timeoutMs, Math.max(1, deadline - this.parts.clock.monotonic()));
	}

	private announce(run: RequestRun, wait: Wait): void {
		this.log.hold(run, wait);
		this.tell({ ...wait, operation: run.request.operation });
	}

	/** Telling the editor is a courtesy: that it is gone changes nothing for the run. */
	private tell(wait: Wait & { operation: string }): void {
		try {
			this.parts.onWait?.(wait);
		} catch (error) {
			this.totals.untold = messageOf(error);
		}
	}

	private gateQuotas(request: ApiRequest): GateQuota[] {
		const { quotas } = request;
		const { quotas: known } = this.parts.connection;
		// Pacing is off: a 429 must still hold the queue, so there is a quota without windows.
		if (known.length === 0 || quotas.length === 0) {
			const scope = request.baseUrl === undefined ? 'credential' : 'host';
			return [{ key: this.quotaKey({ id: 'unpaced', scope }, request), windows: [] }];
		}
		return known
			.filter(({ id }) => quotas.includes(id))
			.map((quota) => ({ key: this.quotaKey(quota, request), windows: quota.windows }));
	}

	private unknownQuota({ quotas }: ApiRequest): string | undefined {
		const known = this.parts.connection.quotas.map(({ id }) => id);
		return known.length === 0 ? undefined : quotas.find((id) => !known.includes(id));
	}

	private quotaKey({ id, scope }: Pick<Quota, 'id' | 'scope'>, request: ApiRequest): string {
		const { vendor, quotaKeys } = this.parts.connection;
		if (scope !== 'host') return `${vendor.name}/${quotaKeys[scope]}/${id}`;
		const host = URL.parse(request.baseUrl ?? baseUrlOf(this.parts.connection))?.host ?? '';
		return `${vendor.name}/${quotaKeys.credential}/${host}/${id}`;
	}
}

/** What the body tells of limits; nothing where the vendor's reader cannot read it. */
function readUsage(
	outcome: WireAnswer,
	decision: Decision,
	{ readUsage: read }: VendorSpec,
): LimitReading[] {
	if (!read) return [];
	try {
		if (decision.action === 'done') return read(decision.data);
		const body = readBody(outcome);
		return body.kind === 'json' ? read(body.data) : [];
	} catch {
		return [];
	}
}

/** A transport does not throw; if one does, nobody knows how far the request came. */
function brokenSend(error: unknown): WireFailure {
	const message = messageOf(error);
	return { kind: 'failure', fault: 'other', sent: 'unknown', message, durationMs: 0 };
}

/**
 * Of the windows that are empty the shortest is full again when the hold ends: Retry-After wins over
 * what other headers say of it (IETF httpapi RateLimit draft, 2025-09).
 */
function endingWith(hold: { ms?: number } | undefined, readings: LimitReading[]): LimitReading[] {
	const ms = hold?.ms;
	if (ms === undefined) return readings;
	const empty = readings.filter(({ remaining }) => remaining === 0);
	const soonest = Math.min(...empty.map(({ resetInMs = ms }) => resetInMs));
	return readings.map(({ resetIsLength, ...reading }) =>
		reading.remaining === 0 && (reading.resetInMs ?? ms) <= soonest
			? { ...reading, resetInMs: ms }
			: { ...reading, ...(resetIsLength ? { resetIsLength } : {}) },
	);
}
