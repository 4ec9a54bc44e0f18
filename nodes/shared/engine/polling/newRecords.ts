import type { JsonValue } from '../types';
import { askSince, markOf, MOST_SEEN, type PollState } from './state';
import { flooredTime, type TimeFormat } from './times';

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
