import { seededRandom, seedFrom } from '../../seededRandom';

/**
 * Hits a share of what comes by: of 0.04 exactly one in every 25, its place chosen by the seed, so
 * that a run of known length meets a known number.
 */
export class Spread {
	private seen = 0;
	private readonly size: number;

	constructor(
		private readonly share: number,
		private readonly seed: number,
	) {
		this.size = share > 0 ? Math.max(1, Math.round(1 / share)) : 0;
	}

	hitsNext(): boolean {
		if (this.share <= 0) return false;
		const block = Math.floor(this.seen / this.size);
		const place = this.seen % this.size;
		this.seen++;
		return seededRandom(seedFrom(this.seed, block)).between(0, this.size - 1) === place;
	}
}
