import type { Journal } from '../../journal';
import { idOf } from '../recordId';
import type { FieldValues } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { LookupIndex } from './lookupIndex';
import type { StoredRecord } from './storedRecord';

/** The records of one object, deleted ones included. */
export class RecordStore {
	readonly index: LookupIndex;
	private readonly records = new Map<string, StoredRecord>();
	private living = 0;
	private made = 0;

	constructor(
		readonly type: SobjectType,
		private readonly journal: Journal,
		private readonly now: () => number,
	) {
		this.index = new LookupIndex(type);
	}

	create(values: FieldValues, by: string, key = ''): StoredRecord {
		this.made++;
		const now = this.now();
		const numbered = this.type.byName.get('name')?.autoNumber === true;
		const record: StoredRecord = {
			id: idOf(this.type.prefix, this.made),
			type: this.type,
			values: numbered
				? { ...values, Name: `${this.type.label}-${String(this.made).padStart(5, '0')}` }
				: values,
			createdAt: now,
			modifiedAt: now,
			ownedBy: by,
			deleted: false,
			key,
		};
		this.records.set(record.id, record);
		this.index.add(record);
		this.living++;
		this.journal.record(() => {
			this.index.remove(record);
			this.records.delete(record.id);
			this.living--;
		});
		return record;
	}

	/** False when every value was there already; the date of the change moves all the same. */
	update(record: StoredRecord, values: FieldValues): boolean {
		const { values: before, modifiedAt } = record;
		const changed = Object.entries(values).some(
			([name, value]) => (before[name] ?? null) !== value,
		);
		const write = (to: FieldValues, at: number): void => {
			this.index.remove(record);
			record.values = to;
			record.modifiedAt = at;
			this.index.add(record);
		};
		write({ ...before, ...values }, this.now());
		this.journal.record(() => write(before, modifiedAt));
		return changed;
	}

	/** Into the recycle bin: only queryAll sees it from now on. */
	delete(record: StoredRecord): void {
		const { modifiedAt } = record;
		this.index.remove(record);
		record.deleted = true;
		record.modifiedAt = this.now();
		this.living--;
		this.journal.record(() => {
			record.deleted = false;
			record.modifiedAt = modifiedAt;
			this.index.add(record);
			this.living++;
		});
	}

	/** For good: not even queryAll sees it any more. */
	erase(record: StoredRecord): void {
		this.delete(record);
		this.records.delete(record.id);
		this.journal.record(() => this.records.set(record.id, record));
	}

	/** Living or deleted. */
	get(id: string): StoredRecord | undefined {
		return this.records.get(id);
	}

	get count(): number {
		return this.living;
	}

	/** In order of creation. */
	all(): StoredRecord[] {
		return [...this.records.values()];
	}

	alive(): StoredRecord[] {
		return this.all().filter(({ deleted }) => !deleted);
	}
}
