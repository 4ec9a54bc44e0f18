import type { RowResult } from './batch';

/**
 * Rows of one record go out one after the other, the last one wins. A row that failed before a newer
 * one was written must not be sent again later: it would bring the old values back. Failures of rows
 * that have a newer one are therefore held until that is settled.
 */
export class SameKey<Row> {
	private readonly left = new Map<string, number>();
	private readonly held = new Map<string, Array<{ row: Row; result: RowResult }>>();

	constructor(
		rows: Row[],
		private readonly keyOf: (row: Row) => string | undefined,
		private readonly settleNow: (row: Row, result: RowResult) => void,
	) {
		for (const row of rows) {
			const key = keyOf(row);
			if (key !== undefined) this.left.set(key, (this.left.get(key) ?? 0) + 1);
		}
	}

	/** Called once for each row, in the order in which rows of one key were sent. */
	settle(row: Row, result: RowResult): void {
		const key = this.keyOf(row);
		if (key === undefined) return this.settleNow(row, result);
		const left = (this.left.get(key) ?? 1) - 1;
		this.left.set(key, left);
		if (result.ok) this.release(key, true);
		if (!result.ok && left > 0) {
			this.held.set(key, [...(this.held.get(key) ?? []), { row, result }]);
			return;
		}
		if (left === 0) this.release(key, false);
		this.settleNow(row, result);
	}

	private release(key: string, superseded: boolean): void {
		const held = this.held.get(key) ?? [];
		this.held.delete(key);
		for (const { row, result } of held) {
			const failure = !result.ok && superseded ? { ...result.failure, superseded } : undefined;
			this.settleNow(row, failure ? { ok: false, failure } : result);
		}
	}
}
