import type { JsonValue } from '../../shared/engine/types';
import { contentHash } from '../../shared/store/contentHash';
import { flooredTime, type TimeFormat } from './times';

export { timeIn, writeTime } from './times';

/** What a poll remembers for the next one. Plain data: n8n stores it with the workflow. */
export interface PollState {
	/** The latest change that was seen, ms since 1970; never ahead of our clock. */
	since?: number;
	/** Nothing before this time is asked for any more, ms since 1970: too much changed there. */
	from?: number;
	/**
	 * Records that were given, by a hash of 16 signs. With it stands the time they are kept by, in ms
	 * since 1970; behind a cursor, how often they were given.
	 */
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
	/** How the time is sent, which may be in whole seconds; milliseconds unless told. */
	format?: TimeFormat;
}

export interface Picked {
	/** What no earlier poll has given. */
	fresh: JsonValue[];
	state: PollState;
	/** How many rows are older than the time that was asked for; they are left out. */
	older: number;
	/** More than can be remembered: nothing of this may be given. */
	tooMany: boolean;
}

/** The most records that are remembered: some 1.6 MB, which n8n writes at each poll. */
export const MOST_SEEN = 50_000;
/** A clock that was ahead by less than this is no sign of a broken state. */
const CLOCK_SKEW_MS = 3_600_000;

/** The time to ask for changes from, as it is sent (ms since 1970); undefined for all. */
export function askSince(
	{ since, from = -Infinity }: PollState,
	lookBackMs: number,
	format: TimeFormat = 'milliseconds',
): number | undefined {
	return since === undefined ? undefined : flooredTime(Math.max(since - lookBackMs, from), format);
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
	tracking: Tracking,
	{ now, complete }: { now: number; complete: boolean },
): Picked {
	const { keyOf, timeOf, lookBackMs, format } = tracking;
	const asked = timeOf ? askSince(state, lookBackMs, format) : undefined;
	const seen = { ...state.seen };
	const here = new Set<string>();
	const fresh: JsonValue[] = [];
	let latest = state.since;
	let older = 0;
	for (const row of rows) {
		const time = timeOf?.(row);
		// An API that does not know the parameter gives the whole list: its old rows are forgotten.
		if (asked !== undefined && time !== undefined && time < asked) {
			older += 1;
			continue;
		}
		const mark = markOf(keyOf(row), row, time);
		if (seen[mark] === undefined) fresh.push(row);
		seen[mark] = time ?? now;
		here.add(mark);
		// A date ahead of our clock would hide what changes until then.
		if (time !== undefined && time <= now) latest = Math.max(latest ?? -Infinity, time);
	}
	const since = complete ? latest : state.since;
	const next = { ...state, ...(since === undefined ? {} : { since }) };
	const kept = timeOf
		? withinLookBack({ ...next, seen }, tracking, complete)
		: newest({ ...next, seen }, complete ? here.size : Infinity);
	return {
		fresh,
		older,
		state: kept,
		tooMany: Object.keys(kept.seen).length > MOST_SEEN,
	};
}

/** Forgets what will not be asked for again; `from` moves up where that is still too much. */
function withinLookBack(
	state: PollState,
	{ lookBackMs, format = 'milliseconds' }: Tracking,
	mayShorten: boolean,
): PollState {
	const asked = askSince(state, lookBackMs, format) ?? -Infinity;
	const seen = Object.entries(state.seen).filter(([, time]) => time >= asked);
	if (seen.length <= MOST_SEEN || !mayShorten || state.since === undefined) {
		return { ...state, seen: Object.fromEntries(seen) };
	}
	const times = seen.map(([, time]) => time).sort((a, b) => b - a);
	const lastOut = times[MOST_SEEN] ?? 0;
	const step = format === 'seconds' ? 1_000 : 1;
	const from = flooredTime(lastOut, format) + step;
	// So many of one moment: there is no time that would tell them apart.
	if (from > state.since) return { ...state, seen: Object.fromEntries(seen) };
	return { ...state, from, seen: Object.fromEntries(seen.filter(([, time]) => time >= from)) };
}

/** Forgets what has left the list, the oldest first, and never what is in it. */
function newest(state: PollState, inList: number): PollState {
	const seen = Object.entries(state.seen);
	if (seen.length <= MOST_SEEN || inList > MOST_SEEN) return state;
	const kept = seen.sort(([, a], [, b]) => b - a).slice(0, MOST_SEEN);
	return { ...state, seen: Object.fromEntries(kept) };
}

/** A record without a key is told by all that it holds, in whatever order. */
export function markOf(key: string | undefined, row: JsonValue, time?: number): string {
	const told = key === undefined ? { row } : { key };
	return contentHash({ ...told, time: time ?? null }).slice(0, 16);
}

/** The state as it was stored; undefined where there is none that can be read. */
export function readState(stored: unknown): PollState | undefined {
	if (typeof stored !== 'object' || stored === null || !('seen' in stored)) return undefined;
	const { seen } = stored;
	if (typeof seen !== 'object' || seen === null) return undefined;
	const since = 'since' in stored ? stored.since : undefined;
	const from = 'from' in stored ? stored.from : undefined;
	const cursor = 'cursor' in stored ? stored.cursor : undefined;
	return {
		seen: Object.fromEntries(
			Object.entries(seen).filter(
				(entry): entry is [string, number] => typeof entry[1] === 'number',
			),
		),
		...(typeof since === 'number' ? { since } : {}),
		...(typeof from === 'number' ? { from } : {}),
		...(typeof cursor === 'string' || typeof cursor === 'number' ? { cursor } : {}),
	};
}
