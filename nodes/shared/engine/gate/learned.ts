/**
 * A limit that neither the documentation nor a header tells, as over-limit answers teach it: so
 * many requests came through before one was refused, and so long from one reset to the next. Plain
 * data and pure functions; times are monotonic milliseconds.
 */
export interface Learned {
	/** Requests that came through between two resets. */
	limit: number;
	/** From one reset to the next; unknown until there were two. */
	ms?: number;
	/** When the last hold ends. */
	resetAt: number;
	/** The documented limit, which is never passed. */
	most: number;
	/** Requests that came through since the limit was last changed. */
	clean: number;
}

/** A limit is tried a tenth higher, at least one, after so many full windows without a refusal. */
const WINDOWS_BEFORE_RAISE = 5;

/** What a refusal teaches, after `through` requests had come through since the last one. */
export function learn(
	before: Learned | undefined,
	{ through, resetAt, ms, most }: { through: number; resetAt: number; ms?: number; most: number },
): Learned {
	// Refused although the limit was kept: it is lower by at least one.
	const tooMany = before?.ms === undefined ? most : before.limit;
	const limit = Math.max(1, Math.min(through, tooMany === Infinity ? through : tooMany - 1));
	const between = before ? resetAt - before.resetAt : undefined;
	// Resets may be several windows apart: the shortest distance is the window.
	const known = [ms ?? between, before?.ms].filter((each) => each !== undefined && each > 0);
	return {
		limit: before && through === 0 ? before.limit : limit,
		resetAt,
		most,
		clean: 0,
		...(known.length > 0 ? { ms: Math.min(...known.map(Number)) } : {}),
	};
}

/** A request came through. Undefined when there is nothing left to keep. */
export function raise(learned: Learned): Learned | undefined {
	const clean = learned.clean + 1;
	if (clean < learned.limit * WINDOWS_BEFORE_RAISE) return { ...learned, clean };
	// No second refusal has confirmed it: there may be no such limit.
	if (learned.ms === undefined) return undefined;
	const limit = learned.limit + Math.max(1, Math.floor(learned.limit / 10));
	return limit >= learned.most ? undefined : { ...learned, limit, clean: 0 };
}
