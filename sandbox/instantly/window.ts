/** At most so many in any stretch of time. */
export class RollingWindow {
	private times: number[] = [];

	constructor(
		private readonly limit: number,
		private readonly lengthMs: number,
	) {}

	/** False leaves it as it is. */
	hasRoom(now: number): boolean {
		this.times = this.times.filter((time) => time > now - this.lengthMs);
		return this.times.length < this.limit;
	}

	take(now: number): void {
		this.times.push(now);
	}
}
