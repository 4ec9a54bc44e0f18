import type { Cursor } from '../pages/style';
import type { JsonValue } from '../types';
import { askSince, markOf, MOST_SEEN, type Pause, type PollState } from './state';

/** How the records of a list are told apart that comes in the order of a time, the earliest first. */
export interface Order {
	/** The same for the same version of a record, and different for all others. */
	keyOf: (row: JsonValue) => string | undefined;
	/** The time that the list is sorted by, ms since 1970. */
	timeOf: (row: JsonValue) => number | undefined;
	/** How late a record may appear in the list. */
	lookBackMs: number;
	/** Whether records tell of what happened before their own time, such as former values. */
	tellsPast: boolean;
}

/** Something that happened to a record. */
export interface Happening {
	/** Tells it from others; left out where the version of the record itself is what happened. */
	key?: string;
	/** ms since 1970. */
	time: number;
}

/**
 * Reads a list in the order of times over several polls, each record and each happening once. A
 * reading that is broken off goes on where it stood. Once it has come to its end, the next one begins
 * a look-back before it, for what appeared late: before the time when this one began, since what
 * changes while it is under way may appear behind the place where it stands.
 */
export class InOrder {
	/** The time to read from; undefined for all. */
	readonly floor: number | undefined;
	private readonly began: number;
	private readonly seen: Record<string, number>;
	private since: number | undefined;

	/** `now`: ms since 1970. */
	constructor(
		private readonly state: PollState,
		private readonly order: Order,
		private readonly now: number,
	) {
		const { at, since, seen } = state;
		this.floor = at ? at.floor : askSince(state, order.lookBackMs);
		this.began = at?.began ?? now;
		this.seen = { ...seen };
		this.since = since;
	}

	/** Which records of a page no reading has met. */
	unread(rows: JsonValue[]): JsonValue[] {
		const marks = new Set<string>();
		return rows.filter((row) => {
			const mark = this.markOf(row);
			const isNew = this.seen[mark] === undefined && !marks.has(mark);
			marks.add(mark);
			return isNew;
		});
	}

	/** Notes a record as read, and gives those of its happenings that are new, in their order. */
	take<Each extends Happening>(row: JsonValue, happenings: Each[]): Each[] {
		const time = this.order.timeOf(row) ?? this.now;
		this.seen[this.markOf(row)] = time;
		// A time ahead of our clock would hide what changes until then.
		const read = time > this.now ? -Infinity : Math.min(time, this.began);
		if (read > (this.since ?? -Infinity)) this.since = read;
		return happenings.filter(({ key, time: happened }) => {
			if (happened < (this.floor ?? -Infinity)) return false;
			if (key === undefined) return true;
			const mark = markOf(key, null, happened);
			if (this.seen[mark] !== undefined) return false;
			this.seen[mark] = happened;
			return true;
		});
	}

	/** What to remember. `goesOn`: where the pages go on that were not read; undefined at their end. */
	end(goesOn: Cursor | undefined): PollState {
		const { since, floor, seen, state, order } = this;
		const next: PollState = {
			seen,
			...(since === undefined ? {} : { since }),
			...(state.from === undefined ? {} : { from: state.from }),
			...(goesOn === undefined ? {} : { at: this.pause(goesOn) }),
		};
		// A record that changes while a reading is paused tells of its past once more.
		const needed = next.at && order.tellsPast ? floor : askSince(next, order.lookBackMs);
		return withoutOld(next, needed ?? -Infinity);
	}

	private pause(cursor: Cursor): Pause {
		const { began, floor, since = -Infinity } = this;
		const isLate = since > began - this.order.lookBackMs;
		return { cursor, ...(isLate ? { began } : {}), ...(floor === undefined ? {} : { floor }) };
	}

	private markOf(row: JsonValue): string {
		return markOf(this.order.keyOf(row), row);
	}
}

/** Forgets what is not needed, and the oldest of what is more than can be kept. */
function withoutOld(state: PollState, needed: number): PollState {
	const kept = Object.entries(state.seen)
		.filter(([, time]) => time >= needed)
		.sort(([, a], [, b]) => b - a);
	const [, lastOut] = kept[MOST_SEEN] ?? [];
	return {
		...state,
		seen: Object.fromEntries(kept.slice(0, MOST_SEEN)),
		// What is not remembered must not be read again.
		...(lastOut === undefined ? {} : { from: Math.max(lastOut + 1, state.from ?? -Infinity) }),
	};
}
