import { createHash } from 'node:crypto';
import type { RedisLink } from './redis';
import { HOLD, SETTLE, TAKE } from './redisScripts';
import type { Place, SharedHold, SharedQuota, SharedQuotas, SharedWait, Taken } from './shared';

/**
 * A request that has left counts until it is answered, and at least for its window. Of a process that
 * was killed nobody tells the end: after this it counts no more.
 */
const LONGEST_FLIGHT_MS = 30_000;

interface Key {
	quotaKey: string;
	key: string;
	/** 0 and 0 for a hold. */
	ms: number;
	limit: number;
}

/** Counts in Redis, for all processes that use the same one. */
export class RedisQuotas implements SharedQuotas {
	constructor(
		private readonly link: Pick<RedisLink, 'run'>,
		private readonly prefix: string,
	) {}

	async take(quotas: SharedQuota[], requests: number): Promise<Taken> {
		const keys = quotas.flatMap((quota) => [
			{ quotaKey: quota.key, key: this.holdKey(quota.key), ms: 0, limit: 0 },
			...this.windowKeys(quota),
		]);
		const args = [requests, LONGEST_FLIGHT_MS, ...keys.flatMap(({ ms, limit }) => [ms, limit])];
		const answer = await this.link.run(
			TAKE,
			keys.map(({ key }) => key),
			args,
		);
		if (answer.kind === 'away') return answer;
		const numbers = numbersOf(answer.value);
		if (numbers.length !== 2 + 2 * keys.length) return { kind: 'away', reason: 'a foreign answer' };
		const [at = 0, places = 0, ...rest] = numbers;
		const place: Place = { quotas, at };
		return { kind: 'taken', places, place, waits: waitsOf(keys, rest) };
	}

	settle({ quotas, at }: Place, counted: boolean): void {
		const keys = quotas.flatMap((quota) => this.windowKeys(quota));
		if (keys.length === 0) return;
		void this.link.run(
			SETTLE,
			keys.map(({ key }) => key),
			[at, counted ? 1 : 0, LONGEST_FLIGHT_MS, ...keys.map(({ ms }) => ms)],
		);
	}

	hold(holds: SharedHold[]): void {
		void this.link.run(
			HOLD,
			holds.map(({ quotaKey }) => this.holdKey(quotaKey)),
			holds.flatMap(({ ms, exhausted }) => [Math.ceil(ms), exhausted ? 1 : 0]),
		);
	}

	private windowKeys(quota: SharedQuota): Key[] {
		return quota.windows.map(({ name, ms, limit }) => {
			// A window of another length is another window.
			const key = `${this.quotaKey(quota.key)}:${name}:${ms}`;
			return { quotaKey: quota.key, key, ms, limit };
		});
	}

	private holdKey(quotaKey: string): string {
		return `${this.quotaKey(quotaKey)}:hold`;
	}

	/**
	 * The braces keep all keys in one slot of a cluster: one script reaches those of accounts and of
	 * credentials. Whose they are nobody reads there.
	 */
	private quotaKey(quotaKey: string): string {
		const hash = createHash('sha256').update(quotaKey).digest('hex').slice(0, 32);
		return `${this.prefix}:gtm:{gtm}:${hash}`;
	}
}

function numbersOf(value: unknown): number[] {
	return Array.isArray(value) ? value.map(Number) : [];
}

/** Of each quota the longest wait; the longest of all first. */
function waitsOf(keys: Key[], told: number[]): SharedWait[] {
	const waits = new Map<string, SharedWait>();
	for (const [place, { quotaKey, ms: windowMs }] of keys.entries()) {
		const ms = told[2 * place] ?? 0;
		if (ms <= (waits.get(quotaKey)?.ms ?? 0)) continue;
		const reason = windowMs === 0 ? 'quota-hold' : 'window-full';
		waits.set(quotaKey, { quotaKey, ms, reason, exhausted: told[2 * place + 1] === 1 });
	}
	return [...waits.values()].sort((a, b) => b.ms - a.ms);
}
