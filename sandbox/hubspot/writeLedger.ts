import type { RowEffect } from '../arrivals';

export interface UnansweredRow {
	operation: 'create' | 'batch/create';
	key: string;
}

/** What writing did over a run: above all, what was done twice or done unseen. */
export class WriteLedger {
	created = 0;
	updated = 0;
	archived = 0;
	batchWrites = 0;
	/** A second living record of one person. */
	appliedTwice = 0;
	/** Rows that came again and changed nothing. */
	repeatedWithoutEffect = 0;
	/** Create rows that came again after they had been applied, whatever the answer was. */
	createsResent = 0;
	/** Create rows applied whose answer was dropped or cut. */
	readonly unanswered: UnansweredRow[] = [];
	/** Living records by person; seeded contacts are nobody's writes and not in here. */
	private readonly recordsOf = new Map<string, Set<string>>();
	private readonly createdBy = new Set<string>();

	arrivedToCreate(keys: readonly string[]): void {
		this.createsResent += keys.filter((key) => this.createdBy.has(key)).length;
	}

	wrote(effects: readonly RowEffect[], byCreate: boolean): void {
		for (const { effect, id, key } of effects) {
			if (effect === 'created') this.addRecord(id, key, byCreate);
			if (effect === 'updated') this.updated++;
			if (effect === 'unchanged') this.repeatedWithoutEffect++;
			if (effect === 'archived') this.removeRecord(id, key);
		}
	}

	private addRecord(id: string, key: string, byCreate: boolean): void {
		this.created++;
		const records = this.recordsOf.get(key) ?? new Set<string>();
		if (records.size > 0) this.appliedTwice++;
		records.add(id);
		this.recordsOf.set(key, records);
		if (byCreate) this.createdBy.add(key);
	}

	private removeRecord(id: string, key: string): void {
		this.archived++;
		this.recordsOf.get(key)?.delete(id);
		this.createdBy.delete(key);
	}
}
