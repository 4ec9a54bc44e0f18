/** The one port for time and chance, so that waits can be tested without waiting. */
export interface Clock {
	/** Wall clock, for what people and vendors read. */
	now(): number;
	/** Never jumps, for measuring and waiting. */
	monotonic(): number;
	/** Resolves after `ms`; resolves early, without an error, when the signal fires. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** 0 <= x < 1 */
	random(): number;
}

/** Node's timers hold at most 2^31-1 ms; a longer wait fires at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	random: () => Math.random(),
	sleep: async (ms, signal) =>
		await new Promise((resolve) => {
			if (signal?.aborted) return resolve();
			const timer = setTimeout(finish, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
			function finish() {
				clearTimeout(timer);
				signal?.removeEventListener('abort', finish);
				resolve();
			}
			signal?.addEventListener('abort', finish, { once: true });
		}),
};

/** Does the work after `ms`, unless the process ends before: nothing keeps it alive for this. */
export function later(ms: number, work: () => void): void {
	setTimeout(work, ms).unref();
}
