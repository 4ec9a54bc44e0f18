import type { HeaderMap } from './types';
import type { RateHeaders } from './vendor';

/** A wait of 0, or one that is already over, must not become a hot loop. */
const SHORTEST_WAIT_MS = 1_000;
/** Numbers from here on are points in time (2001-09-09 in seconds), not durations. */
const EPOCH_SECONDS = 1_000_000_000;

/** What an answer says of a window. */
export interface LimitReading {
	window: string;
	limit?: number;
	remaining: number;
	/** Until the window is full again. Undefined when the vendor does not say. */
	resetInMs?: number;
}

/** "12", " 1.5 ": a plain number of zero or more; undefined for anything else, "" included. */
function plainNumber(text: string | undefined): number | undefined {
	const trimmed = text?.trim() ?? '';
	return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** The vendor's clock, which its dates are relative to; ours when it does not tell. */
function serverNow(headers: HeaderMap, now: number): number {
	const date = Date.parse(headers.date ?? '');
	return Number.isNaN(date) ? now : date;
}

/**
 * The wait that Retry-After asks for, in ms, at least one second; undefined when there is none or
 * it cannot be read. Takes seconds (fractions too), HTTP dates, and points in time in seconds
 * (RFC 9110 10.2.3; the last two are seen in the wild).
 */
export function retryAfterMs(headers: HeaderMap, now: number): number | undefined {
	const text = headers['retry-after'];
	if (text === undefined) return undefined;
	const number = plainNumber(text);
	if (number !== undefined) {
		const ms = number >= EPOCH_SECONDS ? number * 1000 - serverNow(headers, now) : number * 1000;
		return Math.max(SHORTEST_WAIT_MS, Math.ceil(ms));
	}
	// Date.parse takes much that is no date ("-5" is a year): an HTTP date holds a clock time. Its
	// oldest form names no zone and means GMT.
	const zoned = /(GMT|UTC|Z|[+-]\d{4})\s*$/i.test(text) ? text : `${text} GMT`;
	const date = text.includes(':') ? Date.parse(zoned) : Number.NaN;
	if (Number.isNaN(date)) return undefined;
	return Math.max(SHORTEST_WAIT_MS, date - serverNow(headers, now));
}

/** What the answer's headers say is left, in the vendor's own header names. */
export function readLimits(headers: HeaderMap, dialects: RateHeaders[]): LimitReading[] {
	const readings: LimitReading[] = [];
	// An answer out of a cache tells what was left when it was made.
	if ((plainNumber(headers.age) ?? 0) > 0) return readings;
	for (const dialect of dialects) {
		const remaining = plainNumber(headers[dialect.remaining]);
		if (remaining === undefined) continue;
		const limit = dialect.limit ? plainNumber(headers[dialect.limit]) : undefined;
		const resetInMs = resetOf(headers, dialect);
		readings.push({
			window: dialect.window,
			remaining,
			...(limit === undefined ? {} : { limit }),
			...(resetInMs === undefined ? {} : { resetInMs }),
		});
	}
	return readings;
}

function resetOf(headers: HeaderMap, dialect: RateHeaders): number | undefined {
	if (dialect.reset) {
		const reset = plainNumber(headers[dialect.reset.header]);
		if (reset !== undefined) return dialect.reset.unit === 's' ? reset * 1000 : reset;
	}
	return dialect.lengthMs ? plainNumber(headers[dialect.lengthMs]) : undefined;
}

/**
 * The wait before a repetition: first, twice that, four times that, up to `longest`; and up to a
 * fifth more by chance, so that many clients do not come back at the same moment.
 * `failures` is 1 after the first failed attempt.
 */
export function backoffMs(
	failures: number,
	random: number,
	{ firstMs = 1_000, longestMs = 60_000 }: { firstMs?: number; longestMs?: number } = {},
): number {
	const plain = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
	return Math.round(plain * (1 + 0.2 * random));
}
