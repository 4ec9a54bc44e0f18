import type { RowResult } from './batch';
import type { Failure } from './outcome';
import type { Patience } from './patience';

interface Options {
	patience: Pick<Patience, 'backOff'>;
	/** The most rows that one request has held. */
	size: number;
	/** Asked before rows are sent again: true sends nothing more. */
	stopped: () => boolean;
}

type Refused = Extract<RowResult, { ok: false }>;

/**
 * Rows that the vendor refuses by themselves and only for a while (`locked`): somebody else's work
 * holds their records. Kept back, and given out again after a pause, half as many in a request each
 * time, so that one lock keeps fewer others.
 */
export class LockedRows<Row> {
	private held = new Map<Row, Refused>();
	private readonly attempts = new Map<Row, Failure['attempts']>();
	private failures = 0;
	private size: number;

	constructor(private readonly options: Options) {
		this.size = options.size;
	}

	/** Keeps a locked row back; gives the result of any other, with the attempts before it. */
	take(row: Row, result: RowResult): RowResult | undefined {
		if (result.ok) return result;
		const { failure } = result;
		const attempts = [...(this.attempts.get(row) ?? []), ...attemptsOf(failure)];
		const told: Refused = { ok: false, failure: { ...failure, attempts } };
		if (failure.reason !== 'locked') return told;
		this.attempts.set(row, attempts);
		this.held.set(row, told);
		return undefined;
	}

	/** Waits, and gives the rows to send again; undefined when there are none, or no more patience. */
	async next(): Promise<{ rows: Row[]; size: number } | undefined> {
		const { patience, stopped } = this.options;
		if (this.held.size === 0 || stopped()) return undefined;
		this.failures += 1;
		if (await patience.backOff(this.failures)) return undefined;
		const rows = [...this.held.keys()];
		this.held = new Map();
		this.size = Math.max(1, Math.ceil(this.size / 2));
		return { rows, size: this.size };
	}

	/** Those that are still locked, with what they were told. Those that come later begin anew. */
	givenUp(): Array<{ row: Row; result: RowResult }> {
		const left = [...this.held].map(([row, result]) => ({ row, result }));
		this.held = new Map();
		this.failures = 0;
		this.size = this.options.size;
		return left;
	}
}

/** A row of an answered request has no attempts of its own yet. */
function attemptsOf({ attempts, status, reason }: Failure): Failure['attempts'] {
	return attempts.length > 0 || reason !== 'locked' ? attempts : [{ status, reason }];
}
