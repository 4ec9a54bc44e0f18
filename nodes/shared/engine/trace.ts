import { randomBytes } from 'node:crypto';

/** W3C trace context (w3.org/TR/trace-context): one trace per request, one span per attempt. */
export function newTraceId(): string {
	return randomBytes(16).toString('hex');
}

export function newSpanId(): string {
	return randomBytes(8).toString('hex');
}

export function traceparent(traceId: string, spanId: string): string {
	return `00-${traceId}-${spanId}-01`;
}
