import type { LimitReading } from './timing';
import type { UsageCeiling } from './vendor';

/** Older than this, a reading says nothing any more: one request may find out. */
const LONGEST_TRUE_MS = 900_000;
/** Executions that are over are forgotten, the oldest first. */
const MOST_EXECUTIONS = 1_000;

interface Known {
	used: number;
	limit: number;
	/** Monotonic. */
	at: number;
}

/** Who asks. Without an execution (a list of the editor) only the account's use counts. */
interface Asking {
	account: string;
	execution: string;
	/** Monotonic. */
	now: number;
}

/**
 * How much of accounts' limits is used, as the vendors' answers told it last, and how much of that by
 * which execution. Shared by all runs of the process: a loop runs its nodes many times.
 */
export class UsageBook {
	private readonly accounts = new Map<string, Known>();
	private readonly executions = new Map<string, number>();

	/** An answer has told it. Readings without a limit tell no share. */
	note(account: string, { limit, remaining }: LimitReading, now: number): void {
		if (limit === undefined || limit <= 0) return;
		this.accounts.set(account, { used: limit - remaining, limit, at: now });
	}

	/** A request leaves. */
	count(account: string, execution: string): void {
		if (execution === '') return;
		const key = `${execution} ${account}`;
		const sent = this.sentBy(key) + 1;
		// To the end of the order, so that what still runs is not the oldest.
		this.executions.delete(key);
		this.executions.set(key, sent);
		for (const oldest of this.executions.keys()) {
			if (this.executions.size <= MOST_EXECUTIONS) return;
			this.executions.delete(oldest);
		}
	}

	/** Why nothing more may be sent; undefined while both shares have room. */
	refusal(ceiling: UsageCeiling, { account, execution, now }: Asking): string | undefined {
		const known = this.accounts.get(account);
		if (!known) return undefined;
		const { used, limit, at } = known;
		// Where all of it may be used, the vendor itself says when it is.
		const isKnown = ceiling.ofAll < 1 && now - at < LONGEST_TRUE_MS;
		if (isKnown && used >= ceiling.ofAll * limit) {
			return `${used} of ${limit} requests are used, and ${percent(ceiling.ofAll)} may be`;
		}
		const sent = this.sentBy(`${execution} ${account}`);
		return sent >= ceiling.ofExecution * limit
			? `this execution has sent ${sent} of ${limit} requests, and ${percent(ceiling.ofExecution)} may be its own`
			: undefined;
	}

	private sentBy(key: string): number {
		return this.executions.get(key) ?? 0;
	}
}

function percent(share: number): string {
	return `${Math.round(share * 100)} %`;
}
