import type { RowEffect } from './arrivals';

export interface UnansweredRow {
	/** The vendor's operation, such as batch/create. */
	operation: string;
	key: string;
}

/** What writing did to the records of one type. */
export interface WriteCounts {
	created: number;
	updated: number;
	archived: number;
	merged: number;
	/** A second living record of one person, or of one request to create where there is no person. */
	appliedTwice: number;
}

function noCounts(): WriteCounts {
	return { created: 0, updated: 0, archived: 0, merged: 0, appliedTwice: 0 };
}

/** What writing did over a run: above all, what was done twice or done unseen. */
export class WriteLedger<Name extends string> {
	batchWrites = 0;
	/** Rows that came again and changed nothing. */
	repeatedWithoutEffect = 0;
	/** Create rows that came again after they had been applied, whatever the answer was. */
	createsResent = 0;
	/** Create rows applied whose answer was dropped or cut. */
	readonly unanswered: UnansweredRow[] = [];
	private readonly counts = new Map<Name, WriteCounts>();
	/** Living records by key; seeded records are nobody's writes and not in here. */
	private readonly recordsOf = new Map<string, Set<string>>();
	private readonly keysOf = new Map<string, string>();
	private readonly createdBy = new Set<string>();

	/** Of one type, or of all of them together. */
	countsOf(name?: Name): WriteCounts {
		if (name !== undefined) return { ...(this.counts.get(name) ?? noCounts()) };
		const sum = noCounts();
		for (const counts of this.counts.values()) {
			sum.created += counts.created;
			sum.updated += counts.updated;
			sum.archived += counts.archived;
			sum.merged += counts.merged;
			sum.appliedTwice += counts.appliedTwice;
		}
		return sum;
	}

	arrivedToCreate(keys: readonly string[]): void {
		this.createsResent += keys.filter((key) => this.createdBy.has(key)).length;
	}

	wrote(name: Name, effects: readonly RowEffect[], byCreate: boolean): void {
		const counts = this.counts.get(name) ?? noCounts();
		this.counts.set(name, counts);
		for (const { effect, id, key } of effects) {
			if (effect === 'created') this.addRecord(counts, id, key, byCreate);
			if (effect === 'updated') counts.updated++;
			if (effect === 'merged') counts.merged++;
			if (effect === 'unchanged') this.repeatedWithoutEffect++;
			if (effect === 'archived') this.removeRecord(counts, id);
		}
	}

	private addRecord(counts: WriteCounts, id: string, key: string, byCreate: boolean): void {
		counts.created++;
		const records = this.recordsOf.get(key) ?? new Set<string>();
		if (records.size > 0) counts.appliedTwice++;
		records.add(id);
		this.recordsOf.set(key, records);
		this.keysOf.set(id, key);
		if (byCreate) this.createdBy.add(key);
	}

	private removeRecord(counts: WriteCounts, id: string): void {
		counts.archived++;
		const key = this.keysOf.get(id);
		if (key === undefined) return;
		this.recordsOf.get(key)?.delete(id);
		this.createdBy.delete(key);
	}
}
