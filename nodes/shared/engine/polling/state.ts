import type { Cursor } from '../pages/style';
import type { JsonValue } from '../types';
import { contentHash } from '../../store/contentHash';
import { flooredTime, type TimeFormat } from './times';

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
	cursor?: Cursor;
	/** Where a reading in the order of times goes on that was broken off. */
	at?: Pause;
}

/** A reading that was broken off, and goes on with the next poll. All times in ms since 1970. */
export interface Pause {
	/** Where the pages of the list go on. */
	cursor: Cursor;
	/** When the reading began; left out where all that it has read is older than a look-back. */
	began?: number;
	/** What happened before this was given by an earlier reading; undefined where there was none. */
	floor?: number;
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

/** A record without a key is told by all that it holds, in whatever order. */
export function markOf(key: string | undefined, row: JsonValue, time?: number): string {
	const told = key === undefined ? { row } : { key };
	return contentHash({ ...told, time: time ?? null }).slice(0, 16);
}

/** The state as it was stored; undefined where there is none that can be read. */
export function readState(stored: unknown): PollState | undefined {
	const { seen, since, from, cursor, at } = fieldsOf(stored);
	if (typeof seen !== 'object' || seen === null) return undefined;
	const pause = readPause(at);
	return {
		seen: Object.fromEntries(
			Object.entries(seen).filter(
				(entry): entry is [string, number] => typeof entry[1] === 'number',
			),
		),
		...(typeof since === 'number' ? { since } : {}),
		...(typeof from === 'number' ? { from } : {}),
		...(isCursor(cursor) ? { cursor } : {}),
		...(pause ? { at: pause } : {}),
	};
}

function readPause(stored: unknown): Pause | undefined {
	const { cursor, began, floor } = fieldsOf(stored);
	if (!isCursor(cursor)) return undefined;
	return {
		cursor,
		...(typeof began === 'number' ? { began } : {}),
		...(typeof floor === 'number' ? { floor } : {}),
	};
}

function isCursor(value: unknown): value is Cursor {
	return typeof value === 'string' || typeof value === 'number';
}

function fieldsOf(stored: unknown): Partial<Record<string, unknown>> {
	return typeof stored === 'object' && stored !== null ? { ...stored } : {};
}
