import type { ClientSettings, ClientTotals } from './client';
import type { Clock } from './clock';
import { backoffMs } from './timing';

const LONGEST_BACKOFF_MS = 60_000;

/** What ends a pause before its time. */
export type PauseEnd = 'cancelled' | 'deadline';

/** Why nothing is repeated any more. */
export type RepeatEnd = 'retries-used-up' | 'retry-budget-used-up';

/** How a run waits: by its settings, on its clock, until it is stopped or its deadline has come. */
export class Patience {
	constructor(
		private readonly parts: { clock: Clock; signal?: AbortSignal },
		private readonly settings: ClientSettings,
		private readonly totals: ClientTotals,
	) {}

	/** Monotonic milliseconds. */
	now(): number {
		return this.parts.clock.monotonic();
	}

	/** Until the deadline, in milliseconds; Infinity where there is none. */
	leftMs(): number {
		return Math.max(0, this.settings.deadline - this.now());
	}

	/** Waits so long; tells what ended it, or would. A pause beyond the deadline does not begin. */
	async pause(ms: number): Promise<PauseEnd | undefined> {
		const { clock, signal } = this.parts;
		if (signal?.aborted) return 'cancelled';
		if (ms > this.leftMs()) return 'deadline';
		await clock.sleep(ms, signal);
		return signal?.aborted ? 'cancelled' : undefined;
	}

	/** Whether there may be one more repetition, after so many failures of one and the same thing. */
	repeatEnd(failures: number): RepeatEnd | undefined {
		const { retries, retryBudget } = this.settings;
		if (failures > retries) return 'retries-used-up';
		const budget = Math.max(retryBudget.least, retryBudget.share * this.totals.sends);
		return this.totals.retries >= budget ? 'retry-budget-used-up' : undefined;
	}

	/** The pause before a repetition, in milliseconds. `failures` is 1 after the first. */
	backoffMs(failures: number): number {
		const { firstWaitMs, longestWaitMs } = this.settings;
		return backoffMs(failures, this.parts.clock.random(), {
			firstMs: firstWaitMs,
			longestMs: Math.min(LONGEST_BACKOFF_MS, longestWaitMs),
		});
	}

	/** Waits before rows are sent again; tells why they are not. */
	async backOff(failures: number): Promise<PauseEnd | RepeatEnd | undefined> {
		const end = this.repeatEnd(failures) ?? (await this.pause(this.backoffMs(failures)));
		if (end === undefined) this.totals.retries += 1;
		return end;
	}
}
