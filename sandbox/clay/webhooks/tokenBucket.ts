/** Fills by so many a second, and holds no more than a burst. */
export class TokenBucket {
	private tokens: number;
	private at = 0;

	constructor(
		private readonly perSecond: number,
		private readonly burst: number,
	) {
		this.tokens = burst;
	}

	take(now: number): boolean {
		const gained = ((now - this.at) / 1000) * this.perSecond;
		this.tokens = Math.min(this.burst, this.tokens + gained);
		this.at = now;
		if (this.tokens < 1) return false;
		this.tokens -= 1;
		return true;
	}
}
