import type { Decision } from '../classify';
import type { Clock } from '../clock';
import type { Wait } from '../gate/gate';
import { statusOf, type RequestRun } from '../requestRun';
import type { LimitReading } from '../timing';
import type { Redirect, WireOutcome, WireRequest } from '../types';
import type { Connection } from '../vendor';
import { excerpt, LONGEST_BYTES } from './excerpt';
import { hashEmails } from './hashEmails';
import { keyFieldsOf } from './keyFields';
import type { LogEnd, LogSink, LogStart } from './row';

export interface AttemptLogParts {
	/** Left out when the log is switched off. */
	log?: LogSink;
	clock: Clock;
	connection: Connection;
	/** Removes every secret from a text. */
	redact: (text: string) => string;
	/** Names the run in the log. */
	run: { execution: string; workflow: string; node: string };
	/** Paths of the request whose values are key fields too. */
	logFields?: readonly string[];
	/** Whether emails stand in the log as hashes. */
	hashEmails?: boolean;
}

const NOTHING_TOLD = {
	status: 0,
	durationMs: 0,
	responseBytes: 0,
	requestId: '',
	quotaLeft: '',
	errorBody: '',
};

/** Turns what the client does into rows, without secrets. Rows are named by numbers; 0 is no row. */
export class AttemptLog {
	private readonly lostBefore: number;
	private broken = 0;
	/** The last one to see a text before it is written. */
	private readonly clean: (text: string) => string;

	constructor(private readonly parts: AttemptLogParts) {
		this.clean = (text) => (parts.hashEmails ? hashEmails(parts.redact(text)) : parts.redact(text));
		this.lostBefore = parts.log?.lost ?? 0;
	}

	/** Rows that could not be written since this run began. */
	get lost(): number {
		return (this.parts.log?.lost ?? 0) - this.lostBefore + this.broken;
	}

	/** A request is about to leave for this address. */
	begin(run: RequestRun, spanId: string, url: string, wire: WireRequest): number {
		const { request, waitReason } = run;
		return this.begun({
			...this.startOf(run),
			method: wire.method,
			host: this.clean(new URL(url).host),
			// Empty where the request carries none: nothing at the other end would match it.
			spanId: wire.headers.traceparent === undefined ? '' : spanId,
			attempt: run.attempt,
			waitedMs: run.waitedMs,
			waitReason,
			records: request.records ?? 0,
			requestBytes: Buffer.byteLength(wire.body ?? ''),
			keyFields: this.clean(JSON.stringify(keyFieldsOf(request, this.parts.logFields, this.clean))),
		});
	}

	/** The row's number. A sink does not throw; if one does, the row is lost and the run goes on. */
	private begun(start: LogStart): number {
		try {
			return this.parts.log?.begin(start) ?? 0;
		} catch {
			this.broken += 1;
			return 0;
		}
	}

	private ended(row: number, end: LogEnd): void {
		try {
			this.parts.log?.end(row, end);
		} catch {
			this.broken += 1;
		}
	}

	/** It was led elsewhere. */
	redirected(row: number, { status, bytes, durationMs }: Omit<Redirect, 'url'>): void {
		const end = { ...NOTHING_TOLD, status, durationMs: Math.round(durationMs) };
		this.ended(row, { ...end, responseBytes: bytes, outcome: 'redirect', reason: 'ok' });
	}

	/** It is back, after so long. */
	end(
		row: number,
		outcome: WireOutcome,
		decision: Decision,
		{ readings, durationMs }: { readings: LimitReading[]; durationMs: number },
	): void {
		const { clean } = this;
		const { connection } = this.parts;
		this.ended(row, {
			status: statusOf(outcome),
			outcome: decision.reason === 'cancelled' ? 'cancelled' : decision.action,
			reason: decision.reason,
			durationMs: Math.round(durationMs),
			responseBytes: outcome.kind === 'answer' ? outcome.bytes : 0,
			requestId: clean(requestIdOf(outcome, decision, connection.vendor.requestIdHeader)),
			quotaLeft: readings.map(({ window, remaining }) => `${window}=${remaining}`).join(' '),
			errorBody: errorBody(outcome, decision, clean),
		});
	}

	/** A hold is visible while it lasts: a row of its own, without a send. */
	hold(run: RequestRun, { ms, reason }: Wait): void {
		const row = this.begun({
			...this.startOf(run),
			method: '',
			host: '',
			spanId: '',
			attempt: 0,
			waitedMs: Math.round(ms),
			waitReason: reason,
			records: 0,
			requestBytes: 0,
			keyFields: '{}',
		});
		if (row > 0) this.ended(row, { ...NOTHING_TOLD, outcome: 'hold', reason: 'quota-hold' });
	}

	private startOf({ request, traceId }: RequestRun) {
		const { clock, connection, run } = this.parts;
		return {
			startedAt: clock.now(),
			...run,
			vendor: connection.vendor.name,
			account: connection.account,
			operation: request.operation,
			path: this.clean(request.pathTemplate ?? request.path),
			traceId,
		} satisfies Partial<LogStart>;
	}
}

function requestIdOf(outcome: WireOutcome, decision: Decision, header = 'x-request-id'): string {
	if ('error' in decision && decision.error.requestId) return decision.error.requestId;
	return outcome.kind === 'answer' ? (outcome.headers[header] ?? '') : '';
}

/** The beginning of an error answer, with its full length where it was longer. */
function errorBody(
	outcome: WireOutcome,
	decision: Decision,
	redact: (text: string) => string,
): string {
	if (decision.action === 'done') return '';
	if (outcome.kind === 'failure') return excerpt(outcome.message, redact);
	const text = excerpt(outcome.text, redact);
	return outcome.bytes <= LONGEST_BYTES ? text : `${text} [${outcome.bytes} bytes in all]`;
}
