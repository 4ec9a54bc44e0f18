import type { LimitReading } from '../timing';
import type { QuotaWindow } from '../vendor';
import { learn, raise, type Learned } from './learned';
import { cut, step, unstep, type Pace } from './pace';

/**
 * What is known of one quota. Plain data. All times are monotonic milliseconds.
 */
export interface QuotaState {
	/** Sent and not yet answered. */
	inFlight: number;
	windows: Record<string, WindowState>;
	/** Nothing is sent before this time. */
	heldUntil: number;
	/** The hold is worth no waiting: nobody knows when the quota opens. */
	exhausted: boolean;
	/** After a hold, one request alone finds out whether the limit is open again. */
	probing: boolean;
	/** When that request left; undefined when none is on its way. */
	probeSentAt?: number;
	/** Holds since the last success. */
	holdsInARow: number;
	/** Requests that came through since the last hold, and when the last of them did. */
	through: number;
	recent: number[];
	learned?: Learned;
	pace?: Pace;
	others?: Others;
}

/** What other processes leave of the quota: nothing is sent before `until`. */
export interface Others {
	until: number;
	/** The vendor has refused one of them, or they have used a window up. */
	reason: 'quota-hold' | 'window-full';
	/** Of a hold: worth no waiting. */
	exhausted: boolean;
}

const DAY_MS = 86_400_000;
/** Nobody says when a long window is full again: so often one request may find out. */
const LONGEST_UNTOLD_MS = 900_000;

/** The name of the window that refusals have taught; no vendor's window has it. */
const LEARNED = '(learned)';

interface WindowState {
	/** Answered requests, oldest first, gathered into small stretches of time. */
	used: Array<{ at: number; count: number }>;
	/** The limit as the vendor's headers tell it; it wins over the documented one. */
	limit?: number;
	reading?: Reading;
}

interface Reading {
	remaining: number;
	at: number;
	/** After this, the reading says nothing any more. */
	expires: number;
	/** No header says when the window is full again, … */
	untold: boolean;
	/** … or only within what time, since places become free one by one. */
	rolls: boolean;
	/** What is used of the limit, our own requests have used. */
	own: boolean;
}

export type Admission =
	| { go: true }
	| {
			go: false;
			/** Infinity when only an answer that is still out can open the way. */
			waitMs: number;
			/** An answer that is still out may open the way earlier: not a reason to give up. */
			answerMayOpen: boolean;
			/** Used up for long: not worth waiting for. */
			exhausted?: boolean;
			reason: 'quota-hold' | 'window-full' | 'probing';
	  };

export function newQuotaState(): QuotaState {
	return {
		inFlight: 0,
		windows: {},
		heldUntil: 0,
		exhausted: false,
		probing: false,
		holdsInARow: 0,
		through: 0,
		recent: [],
	};
}

/**
 * Whether one more request may be sent now.
 *
 * A vendor counts a request somewhere between its departure and its answer, so its place in a
 * window is free again one window length after the answer, and what is in flight counts too.
 */
export function admit(state: QuotaState, windows: QuotaWindow[], now: number): Admission {
	if (state.heldUntil > now) {
		const waitMs = state.heldUntil - now;
		const { exhausted } = state;
		return { go: false, waitMs, answerMayOpen: false, exhausted, reason: 'quota-hold' };
	}
	if (state.others && state.others.until > now) {
		const { until, ...others } = state.others;
		return { go: false, waitMs: until - now, answerMayOpen: false, ...others };
	}
	if (state.probing && state.probeSentAt !== undefined) {
		return { go: false, waitMs: Infinity, answerMayOpen: true, reason: 'probing' };
	}
	if (state.pace && state.pace.nextAt > now) {
		const waitMs = state.pace.nextAt - now;
		return { go: false, waitMs, answerMayOpen: false, reason: 'window-full' };
	}
	if (isOneByOne(state) && state.inFlight > 0) {
		return { go: false, waitMs: Infinity, answerMayOpen: true, reason: 'probing' };
	}
	const waits = withLearned(state, windows).map((window) => waitForWindow(state, window, now));
	const sure = Math.max(0, ...waits.map(({ sureMs }) => sureMs));
	const waitMs = Math.max(sure, ...waits.map(({ atMostMs }) => atMostMs));
	if (waitMs === 0) return { go: true };
	const exhausted = waits.some((wait) => wait.exhausted);
	return { go: false, waitMs, answerMayOpen: waitMs > sure, exhausted, reason: 'window-full' };
}

/** As many have left as came through last time: how many more may, each answer tells. */
function isOneByOne({ learned, through, inFlight }: QuotaState): boolean {
	return learned !== undefined && learned.ms === undefined && through + inFlight >= learned.limit;
}

/** The windows that count, with the one that refusals have taught. */
function withLearned({ learned }: QuotaState, windows: QuotaWindow[]): QuotaWindow[] {
	if (learned?.ms === undefined) return windows;
	return [...windows, { name: LEARNED, ms: learned.ms, limit: learned.limit }];
}

/** How long a window surely stays full, and how long it may. */
interface WindowWait {
	sureMs: number;
	atMostMs: number;
	exhausted?: boolean;
}

function waitForWindow(state: QuotaState, window: QuotaWindow, now: number): WindowWait {
	const known = state.windows[window.name];
	const limit = limitOf(state, window);
	const since = now - window.ms;
	let sureMs = 0;
	let atMostMs = 0;
	if (limit !== undefined && usedOf(known, since) + state.inFlight >= limit) {
		const oldest = known?.used.find(({ at }) => at > since);
		// At least a millisecond: a rounding error must not read as "go".
		if (oldest) sureMs = Math.max(1, oldest.at + window.ms - now);
		else atMostMs = Infinity;
	}
	const reading = known?.reading;
	// What headers may tell of it, the first answer tells: until then one request is enough.
	if (!known && limit === undefined && state.inFlight > 0) return { sureMs, atMostMs: Infinity };
	if (!reading) return { sureMs, atMostMs };
	if (reading.expires > now) {
		if (reading.remaining <= 0 && reading.untold && window.refusalTells) {
			return { sureMs, atMostMs: state.inFlight > 0 ? Infinity : atMostMs };
		}
		if (reading.remaining <= 0) {
			const exhausted = reading.untold && window.ms >= DAY_MS;
			// Where it is ours, we know when each place is free again: not all of them a window from now.
			if (reading.rolls && reading.own && !exhausted) return { sureMs, atMostMs };
			sureMs = Math.max(sureMs, reading.expires - now);
			if (exhausted) return { sureMs, atMostMs, exhausted };
		} else if (reading.remaining <= state.inFlight) {
			// What is in flight may be counted already: the next answer tells.
			atMostMs = Math.max(atMostMs, reading.expires - now);
		}
	} else if (limit === undefined && state.inFlight > 0) {
		// A window known only from headers opens with one request, whose answer tells the rest.
		atMostMs = Infinity;
	}
	return { sureMs, atMostMs };
}

/** The limit that counts: what headers tell wins over the documentation. Undefined: nobody has told. */
export function limitOf(state: QuotaState, { name, limit }: QuotaWindow): number | undefined {
	return state.windows[name]?.limit ?? limit;
}

/** Requests that were answered after this time. */
function usedOf(window: WindowState | undefined, since: number): number {
	return window?.used.reduce((sum, { at, count }) => (at > since ? sum + count : sum), 0) ?? 0;
}

/** A request leaves. */
export function depart(state: QuotaState, now: number): void {
	state.inFlight += 1;
	if (state.probing) state.probeSentAt = now;
	if (state.pace) step(state.pace, now);
}

/** A request that left goes back into the queue unsent, as if it had not left. */
export function takeBack(state: QuotaState, sentAt: number): void {
	state.inFlight = Math.max(0, state.inFlight - 1);
	if (sentAt === state.probeSentAt) delete state.probeSentAt;
	if (state.pace) unstep(state.pace);
}

/** What others have used up teaches nothing: no answer of ours was refused. */
export function heedOthers(state: QuotaState, windows: QuotaWindow[], others: Others): void {
	state.others = others;
	// With no window that would keep the rest back, one finds out whether their hold is over.
	const isOpen = windows.every((window) => limitOf(state, window) === undefined);
	if (others.reason === 'quota-hold' && isOpen) state.probing = true;
}

/** A request is back, or is known never to have left (`counted` false). */
export function arrive(
	state: QuotaState,
	windows: QuotaWindow[],
	{ now, sentAt, counted, readings }: Arrival,
): void {
	state.inFlight = Math.max(0, state.inFlight - 1);
	if (sentAt === state.probeSentAt) delete state.probeSentAt;
	for (const window of withLearned(state, windows)) {
		const known = (state.windows[window.name] ??= { used: [] });
		if (counted) count(known, window, now);
		const reading = readings.find((each) => each.window === window.name);
		if (reading) take(known, window, reading, now, sentAt);
		// An answer without headers was counted all the same.
		else if (counted && known.reading) known.reading.remaining -= 1;
		const limit = limitOf(state, window);
		if (known.reading && limit !== undefined) {
			// The vendor looked into its window after the request had left.
			const used = usedOf(known, sentAt - window.ms);
			known.reading.own ||= used >= limit - known.reading.remaining;
		}
	}
}

export interface Arrival {
	now: number;
	sentAt: number;
	/** False when the vendor surely never saw the request. */
	counted: boolean;
	readings: LimitReading[];
}

/**
 * Stretches of a hundredth of the window keep a daily quota's memory small; the last moment counts. They
 * are kept for another window: answers that come then may speak of them.
 */
function count(known: WindowState, window: QuotaWindow, now: number): void {
	while (known.used[0] && known.used[0].at <= now - 2 * window.ms) known.used.shift();
	const last = known.used.at(-1);
	const stretchMs = window.ms / 100;
	if (last && known.used.length > 1 && now - (known.used.at(-2)?.at ?? 0) < stretchMs) {
		last.at = now;
		last.count += 1;
	} else {
		known.used.push({ at: now, count: 1 });
	}
}

/**
 * Takes over what the headers say. The lowest number among overlapping answers counts all of them;
 * an answer to a request that left after the last reading is newer and replaces it.
 */
function take(
	known: WindowState,
	window: QuotaWindow,
	reading: LimitReading,
	now: number,
	sentAt: number,
): void {
	if (reading.limit !== undefined && reading.limit > 0) known.limit = reading.limit;
	const untold = reading.resetInMs === undefined;
	const rolls = untold || reading.resetIsLength === true;
	const expires = now + (reading.resetInMs ?? Math.min(window.ms, LONGEST_UNTOLD_MS));
	const last = known.reading;
	if (last && last.expires > now && sentAt < last.at) {
		if (reading.remaining > last.remaining) return;
		if (reading.remaining < last.remaining) last.own = false;
		last.remaining = reading.remaining;
		if (!untold) Object.assign(last, { expires, untold, rolls });
	} else {
		known.reading = { remaining: reading.remaining, at: now, expires, untold, rolls, own: false };
	}
}

/** Whether a request left before the hold: nothing leaves while it lasts. The same event. */
export function isStraggler(state: QuotaState, sentAt: number): boolean {
	return sentAt < state.heldUntil;
}

/** What an over-limit answer teaches of a limit, where no header tells what is left of it. */
export type Lesson =
	/** It named a time. `ms` and `most`: the documented window, where there is one. */
	| { kind: 'window'; ms?: number; most: number }
	/** It named none. */
	| { kind: 'pace' };

export interface Hold {
	until: number;
	now: number;
	sentAt: number;
	exhausted?: boolean;
	lesson?: Lesson;
}

/** Holds everything until `until`; of two holds the later end stands. */
export function holdUntil(
	state: QuotaState,
	{ until, now, sentAt, exhausted, lesson }: Hold,
): void {
	if (!isStraggler(state, sentAt)) {
		if (lesson) takeLesson(state, lesson, until, now);
		state.holdsInARow += 1;
		state.through = 0;
	}
	if (until >= state.heldUntil) state.exhausted = exhausted === true;
	state.heldUntil = Math.max(state.heldUntil, until);
	state.probing = true;
}

function takeLesson(state: QuotaState, lesson: Lesson, until: number, now: number): void {
	const { through } = state;
	if (lesson.kind === 'pace') {
		state.pace = cut(state.pace, recentRate(state, now), now);
		return;
	}
	const { ms, most } = lesson;
	// Nothing of ours came through: others have used it up, and that says nothing of the limit.
	if (through === 0 && !state.learned && most !== Infinity) return;
	const window = ms === undefined ? {} : { ms };
	state.learned = learn(state.learned, { through, resetAt: until, most, ...window });
}

const RECENT = 20;
const RECENT_MS = 10_000;

/** Requests a second that came through lately; one where none did. */
export function recentRate({ recent }: QuotaState, now: number): number {
	const [first] = recent.filter((at) => now - at <= RECENT_MS);
	const count = recent.filter((at) => now - at <= RECENT_MS).length;
	return first === undefined ? 1 : (count * 1_000) / Math.max(50, now - first);
}

/** A request has come through. One that left after the hold shows that the way is open. */
export function succeed(state: QuotaState, sentAt: number, now: number): void {
	state.recent.push(now);
	if (state.recent.length > RECENT) state.recent.shift();
	if (sentAt < state.heldUntil) {
		// It left before the hold and came through: the refusal was not yet its turn.
		const { learned } = state;
		if (learned && learned.limit + 1 < learned.most) learned.limit += 1;
		return;
	}
	state.through += 1;
	if (state.pace) state.pace.through += 1;
	if (state.learned) {
		const raised = raise(state.learned);
		if (raised) state.learned = raised;
		else delete state.learned;
	}
	const { others } = state;
	// What left before a hold of others says nothing of what comes after it.
	if (others?.reason !== 'quota-hold' || sentAt >= others.until) state.probing = false;
	state.exhausted = false;
	state.holdsInARow = 0;
}
