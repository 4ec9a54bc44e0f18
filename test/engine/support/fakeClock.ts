import type { Clock } from '../../../nodes/shared/engine/clock';

interface Timer {
	at: number;
	order: number;
	wake: () => void;
}

/** A generator of chance that gives the same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Enough turns of the microtask queue for a chain of awaits to come to rest. */
const TURNS = 30;

export async function settle(): Promise<void> {
	for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
}

/**
 * Time that passes only when a test says so (`advance`, `run`), or, once `autoAdvance` was called,
 * whenever nothing but sleepers is left: work that takes real time is announced by `busy`.
 */
export class FakeClock implements Clock {
	/** What was slept, in the order in which it began. */
	readonly sleeps: number[] = [];
	chance: () => number;

	private time = 0;
	private order = 0;
	private timers: Timer[] = [];
	private auto = false;
	private working = 0;

	constructor({
		wall = Date.parse('2026-11-23T09:00:00Z'),
		chance = () => 0,
	}: { wall?: number; chance?: () => number } = {}) {
		this.wall = wall;
		this.chance = chance;
	}

	/** The wall clock at monotonic 0; may be changed to let the system clock jump. */
	wall: number;

	now = () => this.wall + this.time;
	monotonic = () => this.time;
	random = () => this.chance();

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		this.sleeps.push(ms);
		await new Promise<void>((resolve) => {
			const timer: Timer = {
				at: this.time + Math.max(0, ms),
				order: (this.order += 1),
				wake: () => {
					this.timers = this.timers.filter((each) => each !== timer);
					signal?.removeEventListener('abort', timer.wake);
					resolve();
				},
			};
			this.timers.push(timer);
			signal?.addEventListener('abort', timer.wake, { once: true });
			this.look();
		});
	}

	/** How many sleep. */
	get sleeping(): number {
		return this.timers.length;
	}

	/** Lets `ms` pass, waking each sleeper at its time. */
	async advance(ms: number): Promise<void> {
		const end = this.time + ms;
		await settle();
		for (let next = this.next(); next && next.at <= end; next = this.next()) {
			this.wakeAt(next);
			await settle();
		}
		this.time = end;
	}

	/** Lets time pass until nobody sleeps any more, at most `longestMs`. */
	async run(longestMs = Infinity): Promise<void> {
		const end = this.time + longestMs;
		await settle();
		for (let next = this.next(); next && next.at <= end; next = this.next()) {
			this.wakeAt(next);
			await settle();
		}
	}

	/** From now on time jumps to the next sleeper whenever nothing else is under way. */
	autoAdvance(): void {
		this.auto = true;
		this.look();
	}

	/** Real work keeps time from jumping until it is over. */
	async busy<Value>(work: Promise<Value>): Promise<Value> {
		this.working += 1;
		try {
			return await work;
		} finally {
			this.working -= 1;
			this.look();
		}
	}

	/** The opposite inside of `busy`: a server that only waits does not keep time from jumping. */
	async idle<Value>(wait: Promise<Value>): Promise<Value> {
		this.working -= 1;
		this.look();
		try {
			return await wait;
		} finally {
			this.working += 1;
		}
	}

	private look(): void {
		if (!this.auto) return;
		setImmediate(() => {
			const next = this.next();
			if (!next || this.working > 0) return;
			this.wakeAt(next);
			this.look();
		});
	}

	private next(): Timer | undefined {
		let first: Timer | undefined;
		for (const timer of this.timers) {
			if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) {
				first = timer;
			}
		}
		return first;
	}

	private wakeAt(timer: Timer): void {
		this.time = Math.max(this.time, timer.at);
		timer.wake();
	}
}
