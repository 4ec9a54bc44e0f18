/** A small repeatable source of numbers: the same seed gives the same run on every machine. */
export interface SeededRandom {
	/** A number in [0, 1). */
	next(): number;
	/** A whole number in [low, high]. */
	between(low: number, high: number): number;
}

/** The mulberry32 generator: 32 bits of state are plenty for choosing places in a test run. */
export function seededRandom(seed: number): SeededRandom {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	return { next, between: (low, high) => low + Math.floor(next() * (high - low + 1)) };
}

/** One seed out of several parts, so that independent choices do not move in step. */
export function seedFrom(...parts: Array<number | string>): number {
	let hash = 2166136261;
	for (const character of parts.join('|')) {
		hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
	}
	return hash >>> 0;
}

export function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
	const result = [...items];
	for (let last = result.length - 1; last > 0; last--) {
		const other = random.between(0, last);
		const [moved] = result.splice(other, 1);
		if (moved !== undefined) result.push(moved);
	}
	return result;
}
