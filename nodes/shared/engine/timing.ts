import type { HeaderMap } from './types';
import type { PlainRateHeaders, RateHeaders } from './vendor';

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
	/** That is the window's own length: all of it is free again by then, and parts of it earlier. */
	resetIsLength?: true;
}

/** "12", " 1.5 ": a plain number of zero or more; undefined for anything else, "" included. */
function plainNumber(text: string | undefined): number | undefined {
	const trimmed = text?.trim() ?? '';
	return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** The vendor's clock, which its dates are relative to; ours when it does not tell. */
function serverNow(headers: HeaderMap, now: number): number {
	const date = Date.parse(headers.date ?? '');
	return Number.isNaN(date) ? now : date + ageMs(headers);
}

/** How long ago an answer out of a cache was made. */
function ageMs({ age }: HeaderMap): number {
	return (plainNumber(age) ?? 0) * 1_000;
}

/**
 * The wait that Retry-After asks for, in ms, at least one second; undefined when there is none or
 * it cannot be read. Takes seconds (fractions too), HTTP dates, and points in time in seconds
 * (RFC 9110 10.2.3; the last two are seen in the wild).
 */
export function retryAfterMs(headers: HeaderMap, now: number): number | undefined {
	const text = headers['retry-after'];
	if (text === undefined) return undefined;
	const numbers = text.split(',').map(plainNumber);
	if (numbers.every((number) => number !== undefined)) {
		// A header that came twice: the longer wait counts.
		return Math.max(SHORTEST_WAIT_MS, Math.ceil(waitOfNumber(Math.max(...numbers), headers, now)));
	}
	const date = dateOf(text);
	if (date === undefined) return undefined;
	return Math.max(SHORTEST_WAIT_MS, date - serverNow(headers, now));
}

/**
 * An HTTP date in any of its three forms; the oldest names no zone and means GMT. Date.parse alone
 * takes much that is no date ("-5" is a year): an HTTP date holds a clock time.
 */
function dateOf(text: string): number | undefined {
	const zoned = /(GMT|UTC|Z|[+-]\d{4})\s*$/i.test(text) ? text : `${text} GMT`;
	const date = text.includes(':') ? Date.parse(zoned) : Number.NaN;
	return Number.isNaN(date) ? undefined : date;
}

/**
 * The dialects that APIs without documented headers speak, the most exact first. For vendors that
 * `vendor.ts` files describe, their own headers are named there.
 */
export function standardRateHeaders(window: string): RateHeaders[] {
	const plain = (prefix: string): RateHeaders => ({
		window,
		limit: `${prefix}-limit`,
		remaining: `${prefix}-remaining`,
		reset: { header: `${prefix}-reset`, unit: 'auto' },
	});
	return [
		{ window, structured: 'ratelimit' },
		plain('ratelimit'),
		plain('x-ratelimit'),
		plain('x-rate-limit'),
	];
}

/**
 * What the answer's headers say is left, in the given dialects; of a window that several speak of,
 * the first. `over`: the answer says that a limit is reached, so that a reset alone means that
 * nothing is left.
 */
export function readLimits(
	headers: HeaderMap,
	dialects: RateHeaders[],
	{ now, over = false }: { now: number; over?: boolean },
): LimitReading[] {
	const readings: LimitReading[] = [];
	// An answer out of a cache tells what was left when it was made.
	if (ageMs(headers) > 0) return readings;
	for (const dialect of dialects) {
		if (readings.some(({ window }) => window === dialect.window)) continue;
		const facts = readDialect(headers, dialect, now);
		const { remaining = over && facts.resetInMs !== undefined ? 0 : undefined } = facts;
		if (remaining !== undefined) readings.push({ window: dialect.window, ...facts, remaining });
	}
	return readings;
}

type Facts = Omit<Partial<LimitReading>, 'window'>;

function readDialect(headers: HeaderMap, dialect: RateHeaders, now: number): Facts {
	if ('structured' in dialect) return readStructured(headers[dialect.structured] ?? '');
	if ('usage' in dialect) return readUsage(headers[dialect.usage] ?? '', dialect.name);
	return {
		...known('remaining', least(headers[dialect.remaining])),
		...known('limit', first(headers[dialect.limit ?? ''])),
		...resetOf(headers, dialect, now),
	};
}

function known(name: 'limit' | 'remaining' | 'resetInMs', value: number | undefined): Facts {
	return value === undefined ? {} : { [name]: value };
}

/** A header that came twice is joined by a comma: the stricter one counts. */
function least(text: string | undefined): number | undefined {
	const numbers = (text ?? '').split(',').map(plainNumber);
	return numbers.every((number) => number !== undefined) ? Math.min(...numbers) : undefined;
}

/** "100, 100;w=60": the limit at hand, and then the policies it comes from. */
function first(text: string | undefined): number | undefined {
	return plainNumber(text?.split(/[,;]/)[0]);
}

function resetOf(headers: HeaderMap, { reset, lengthMs }: PlainRateHeaders, now: number): Facts {
	const text = reset ? headers[reset.header] : undefined;
	if (reset?.unit === 'auto' && text !== undefined) {
		return known('resetInMs', waitOf(text, headers, now));
	}
	const number = plainNumber(text);
	if (reset && number !== undefined) {
		return { resetInMs: reset.unit === 's' ? number * 1_000 : number };
	}
	const length = lengthMs ? plainNumber(headers[lengthMs]) : undefined;
	return length === undefined ? {} : { resetInMs: length, resetIsLength: true };
}

/** Numbers from here on are points in time in milliseconds (2001-09-09). */
const EPOCH_MS = EPOCH_SECONDS * 1_000;

/** Seconds, or a point in time in seconds or milliseconds, told apart by their size. */
function waitOfNumber(number: number, headers: HeaderMap, now: number): number {
	if (number < EPOCH_SECONDS) return Math.max(0, number * 1_000 - ageMs(headers));
	const at = number < EPOCH_MS ? number * 1_000 : number;
	return Math.max(0, at - serverNow(headers, now));
}

/** "30", "1764000000", "1764000000000", "1m30s", or a date: how long it is until then. */
function waitOf(text: string, headers: HeaderMap, now: number): number | undefined {
	const number = plainNumber(text);
	if (number !== undefined) return waitOfNumber(number, headers, now);
	const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/.exec(text.trim());
	if (parts && text.trim() !== '') {
		const [h = 0, m = 0, s = 0, ms = 0] = parts.slice(1).map((part) => Number(part ?? 0));
		return Math.ceil(((h * 60 + m) * 60 + s) * 1_000 + ms);
	}
	const date = dateOf(text);
	return date === undefined ? undefined : Math.max(0, date - serverNow(headers, now));
}

/** Several policies may be told in one header: the one with the least left counts. */
function readStructured(text: string): Facts {
	const members = /\blimit\s*=/.test(text) ? [text.replaceAll(',', ';')] : text.split(',');
	const all = members.map((member) => {
		const value = (names: string) => {
			const found = new RegExp(`(?:^|;)\\s*(?:${names})\\s*=\\s*([^;,\\s]+)`, 'i').exec(member);
			return plainNumber(found?.[1]);
		};
		const seconds = value('t|reset');
		return {
			...known('remaining', value('r|remaining')),
			...known('limit', value('limit')),
			...known('resetInMs', seconds === undefined ? undefined : seconds * 1_000),
		};
	});
	const telling = all.filter(({ remaining }) => remaining !== undefined);
	return telling.sort(byWhatIsLeft)[0] ?? {};
}

function byWhatIsLeft(a: Facts, b: Facts): number {
	return (a.remaining ?? 0) - (b.remaining ?? 0) || (b.resetInMs ?? 0) - (a.resetInMs ?? 0);
}

function readUsage(text: string, name: string): Facts {
	const entry = text.split(/[,;]/).find((each) => each.trim().startsWith(`${name}=`));
	const [used, limit] = (entry?.split('=')[1] ?? '').split('/').map(plainNumber);
	return used === undefined || limit === undefined
		? {}
		: { remaining: Math.max(0, limit - used), limit };
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
