/**
 * The pace of requests where a limit is known only by refusals that name no time: cut down by a
 * refusal, back to the old pace within eighty requests, and then slowly beyond it, to find out
 * whether there is more (the shape of CUBIC, RFC 9438, counted in requests and not in seconds).
 * Plain data and pure functions; times are monotonic milliseconds.
 */
export interface Pace {
	/** Requests a second, just after the last cut and just before it. */
	low: number;
	peak: number;
	/** Requests that came through since the last cut. */
	through: number;
	cutAt: number;
	/** The next request may leave. */
	nextAt: number;
}

/** Refusals are kept under one in twenty by asking for more only after eighty requests. */
const TO_RECOVER = 80;
const CUT = 0.85;
/** A second refusal so soon means that the pace is far too high. */
const SOON = 10;
const HARD_CUT = 0.5;
const SLOWEST = 0.05;

/** Requests a second at this point of the recovery. */
export function rateOf({ low, peak, through }: Pace): number {
	const done = through / TO_RECOVER;
	if (done < 1) return low + (peak - low) * (1 - (1 - done) ** 3);
	return peak * (1 + (done - 1) ** 2 / 2);
}

/** The pace after a refusal. Before the first one requests came through at `recent` a second. */
export function cut(before: Pace | undefined, recent: number, now: number): Pace {
	const peak = before ? peakOf(before, now) : recent;
	const low = Math.max(SLOWEST, peak * (before && before.through >= SOON ? CUT : HARD_CUT));
	return { low, peak: Math.max(low, peak), through: 0, cutAt: now, nextAt: now + 1_000 / low };
}

/** The limit is about what came through since the last refusal, where that was so soon ago. */
function peakOf(before: Pace, now: number): number {
	const { through, cutAt } = before;
	const rate = rateOf(before);
	if (through >= SOON) return rate;
	return Math.min(rate, ((through + 1) * 1_000) / Math.max(1, now - cutAt));
}

/** A request leaves. */
export function step(pace: Pace, now: number): void {
	pace.nextAt = Math.max(now, pace.nextAt) + 1_000 / rateOf(pace);
}

/** The request that left last has not left. */
export function unstep(pace: Pace): void {
	pace.nextAt -= 1_000 / rateOf(pace);
}
