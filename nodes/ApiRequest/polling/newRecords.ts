import { createHash } from 'node:crypto';
import type { JsonValue } from '../../shared/engine/types';

/** What a poll remembers for the next one. Plain data: n8n stores it with the workflow. */
export interface PollState {
	/** The latest change that was seen, ms since 1970. */
	since?: number;
	/** Records that were given, by a hash of their key (and change), with the time they are kept by. */
	seen: Record<string, number>;
	/** Where the API itself goes on. */
	cursor?: string | number;
}

export interface Tracking {
	keyOf: (row: JsonValue) => string | undefined;
	/** When the record changed, ms since 1970; left out where only its key counts. */
	timeOf?: (row: JsonValue) => number | undefined;
	/** How late a record may appear in the list. */
	lookBackMs: number;
}

/** A clock of the vendor may be ahead of ours by this much. */
const CLOCK_SKEW_MS = 3_600_000;
const MOST_SEEN = 50_000;

/** The time to ask for changes from; undefined for all. */
export function askSince({ since }: PollState, lookBackMs: number): number | undefined {
	return since === undefined ? undefined : since - lookBackMs;
}

/** Whether a kept time cannot be right: nothing would ever be newer. */
export function isInFuture({ since }: PollState, now: number): boolean {
	return since !== undefined && since > now + CLOCK_SKEW_MS;
}

/**
 * The rows that no earlier poll has given, and what to remember. `complete`: the list was read to its
 * end; if not, the time stands still, so that the next poll reads the rest.
 */
export function pickNew(
	rows: JsonValue[],
	state: PollState,
	{ keyOf, timeOf, lookBackMs }: Tracking,
	{ now, complete }: { now: number; complete: boolean },
): { fresh: JsonValue[]; state: PollState } {
	const seen = { ...state.seen };
	const fresh: JsonValue[] = [];
	let latest = state.since;
	for (const row of rows) {
		const time = timeOf?.(row);
		const mark = markOf(keyOf(row), row, time);
		if (seen[mark] === undefined) fresh.push(row);
		seen[mark] = time ?? now;
		// A date far ahead would hide all that comes before it.
		if (time !== undefined && time <= now + CLOCK_SKEW_MS) latest = Math.max(latest ?? 0, time);
	}
	const since = complete ? latest : state.since;
	const kept = timeOf ? (since ?? -Infinity) - lookBackMs : -Infinity;
	return {
		fresh,
		state: {
			...state,
			...(since === undefined ? {} : { since }),
			seen: newest(seen, kept),
		},
	};
}

/** A record without a key is told by all that it holds. */
function markOf(key: string | undefined, row: JsonValue, time: number | undefined): string {
	const text = `${key ?? JSON.stringify(row)} ${time ?? ''}`;
	return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function newest(seen: Record<string, number>, least: number): Record<string, number> {
	const entries = Object.entries(seen).filter(([, time]) => time >= least);
	if (entries.length <= MOST_SEEN) return Object.fromEntries(entries);
	return Object.fromEntries(entries.sort(([, a], [, b]) => b - a).slice(0, MOST_SEEN));
}

/** The state as it was stored; an empty one where there is none that can be read. */
export function readState(stored: unknown): PollState | undefined {
	if (typeof stored !== 'object' || stored === null || !('seen' in stored)) return undefined;
	const { seen } = stored;
	if (typeof seen !== 'object' || seen === null) return undefined;
	const since = 'since' in stored ? stored.since : undefined;
	const cursor = 'cursor' in stored ? stored.cursor : undefined;
	return {
		seen: Object.fromEntries(
			Object.entries(seen).filter(
				(entry): entry is [string, number] => typeof entry[1] === 'number',
			),
		),
		...(typeof since === 'number' ? { since } : {}),
		...(typeof cursor === 'string' || typeof cursor === 'number' ? { cursor } : {}),
	};
}

/** A point in time as APIs write it: a number of seconds or milliseconds, or a text. */
export function timeIn(value: JsonValue | undefined): number | undefined {
	if (typeof value === 'number') return value < 100_000_000_000 ? value * 1_000 : value;
	if (typeof value !== 'string' || value === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return timeIn(Number(value));
	// A time without a zone is UTC with most APIs.
	const zoned = /(z|[+-]\d{2}:?\d{2})$/i.test(value) || !value.includes(':') ? value : `${value}Z`;
	const time = Date.parse(zoned.replace(' ', 'T'));
	return Number.isNaN(time) ? undefined : time;
}

export type TimeFormat = 'iso' | 'seconds' | 'milliseconds';

export function writeTime(time: number, format: TimeFormat): string | number {
	if (format === 'iso') return new Date(time).toISOString();
	return format === 'seconds' ? Math.floor(time / 1_000) : Math.floor(time);
}
