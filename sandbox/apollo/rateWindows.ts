import type { WindowLimits } from './plans';

type WindowName = keyof WindowLimits;

export type WindowLengths = Record<WindowName, number>;

export const WINDOW_LENGTHS: WindowLengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const NAMES: readonly WindowName[] = ['minute', 'hour', 'day'];

/** Header names from docs.apollo.io/reference/rate-limits, as read on 13 August 2026. */
const HEADER_PART: Record<WindowName, { limit: string; usage: string }> = {
	minute: { limit: 'minute', usage: 'minute' },
	hour: { limit: 'hourly', usage: 'hourly' },
	day: { limit: '24-hour', usage: '24-hour' },
};

interface OpenWindow {
	openedAt: number;
	used: number;
}

export interface RateVerdict {
	headers: Record<string, string>;
	exhausted?: { name: WindowName; limit: number; retryAfter: number };
}

/** Three fixed windows at once for one endpoint; each opens with its first request. */
export class RateWindows {
	private readonly open: Partial<Record<WindowName, OpenWindow>> = {};

	constructor(
		private readonly limits: WindowLimits,
		private readonly lengths: WindowLengths,
	) {}

	take(now: number): RateVerdict {
		const exhausted = this.exhausted(now);
		if (exhausted === undefined) {
			for (const name of NAMES) this.current(name, now).used++;
			return { headers: this.headers(now) };
		}
		const headers = { ...this.headers(now), 'retry-after': String(exhausted.retryAfter) };
		return { headers, exhausted };
	}

	/** What is used of each window; null where there is no limit. */
	usage(
		now: number,
	): Record<string, { limit: number | null; consumed: number; left_over: number | null }> {
		const told = NAMES.map((name) => {
			const limit = this.limits[name];
			const { used } = this.current(name, now);
			const left = limit === null ? null : Math.max(0, limit - used);
			return [name, { limit, consumed: used, left_over: left }] as const;
		});
		return Object.fromEntries(told);
	}

	headers(now: number): Record<string, string> {
		const headers: Record<string, string> = {};
		for (const name of NAMES) {
			const limit = this.limits[name];
			const part = HEADER_PART[name];
			// An unlimited window sends an empty limit and no usage at all.
			headers[`x-rate-limit-${part.limit}`] = limit === null ? '' : String(limit);
			if (limit === null) continue;
			const { used } = this.current(name, now);
			headers[`x-${part.usage}-usage`] = String(used);
			headers[`x-${part.usage}-requests-left`] = String(Math.max(0, limit - used));
		}
		return headers;
	}

	/** The full window that stays closed longest. */
	private exhausted(now: number): RateVerdict['exhausted'] {
		let found: RateVerdict['exhausted'];
		for (const name of NAMES) {
			const limit = this.limits[name];
			const window = this.current(name, now);
			if (limit === null || window.used < limit) continue;
			const left = window.openedAt + this.lengths[name] - now;
			const retryAfter = Math.max(1, Math.ceil(left / 1000));
			if (found === undefined || retryAfter > found.retryAfter) found = { name, limit, retryAfter };
		}
		return found;
	}

	private current(name: WindowName, now: number): OpenWindow {
		const window = this.open[name];
		if (window !== undefined && now < window.openedAt + this.lengths[name]) return window;
		const fresh = { openedAt: now, used: 0 };
		this.open[name] = fresh;
		return fresh;
	}
}
