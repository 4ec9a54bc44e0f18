import { tooManyRequests } from './refusals';
import type { ClayApiSettings } from './settings';

/** The workspace's window, which opens with its first request. */
export class RateWindow {
	private openedAt = -Infinity;
	private used = 0;

	constructor(private readonly settings: ClayApiSettings) {}

	/** The headers of an answer; throws when the window is full. */
	take(now: number): Record<string, string> {
		const { requests, windowMs } = this.settings;
		if (requests === Infinity) return {};
		if (now >= this.openedAt + windowMs) {
			this.openedAt = now;
			this.used = 0;
		}
		if (this.used >= requests) {
			const seconds = Math.max(1, Math.ceil((this.openedAt + windowMs - now) / 1000));
			throw tooManyRequests(seconds, this.headers(now));
		}
		this.used++;
		return this.headers(now);
	}

	private headers(now: number): Record<string, string> {
		const { requests, windowMs, rateHeaders } = this.settings;
		if (!rateHeaders) return {};
		const left = Math.ceil((this.openedAt + windowMs - now) / 1000);
		return {
			'x-ratelimit-limit': String(requests),
			'x-ratelimit-remaining': String(requests - this.used),
			'x-ratelimit-reset': String(left),
		};
	}
}
