import type { Field, FieldValue } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import type { StoredRecord } from './storedRecord';

function keyOf({ caseSensitive }: Field, value: FieldValue | undefined): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	return caseSensitive ? String(value) : String(value).toLowerCase();
}

/** The living records of one object by the fields that can name one. */
export class LookupIndex {
	private readonly holders: ReadonlyMap<string, Map<string, Set<StoredRecord>>>;
	private readonly fields: readonly Field[];
	private readonly wholeKeys = new Set<string>();

	constructor(private readonly type: SobjectType) {
		this.fields = type.fields.filter(
			({ name, unique, idLookup }) => name !== 'Id' && (unique || idLookup),
		);
		this.holders = new Map(this.fields.map(({ name }) => [name, new Map()]));
	}

	find(field: Field, value: FieldValue): StoredRecord[] {
		const key = keyOf(field, value);
		return key === undefined ? [] : [...(this.holders.get(field.name)?.get(key) ?? [])];
	}

	add(record: StoredRecord): void {
		for (const { held, key } of this.places(record)) {
			const records = held.get(key) ?? new Set();
			records.add(record);
			held.set(key, records);
		}
		const whole = this.type.wholeKey?.(record.values);
		if (whole !== undefined) this.wholeKeys.add(whole);
	}

	remove(record: StoredRecord): void {
		for (const { held, key } of this.places(record)) held.get(key)?.delete(record);
		const whole = this.type.wholeKey?.(record.values);
		if (whole !== undefined) this.wholeKeys.delete(whole);
	}

	/** Whether a living record has the same key of several fields. */
	holdsKeyOf(values: StoredRecord['values']): boolean {
		const whole = this.type.wholeKey?.(values);
		return whole !== undefined && this.wholeKeys.has(whole);
	}

	/** The field and the record that hold a unique value already. */
	taken(
		values: StoredRecord['values'],
		but?: StoredRecord,
	): { field: Field; by: StoredRecord } | undefined {
		for (const field of this.fields) {
			if (!field.unique) continue;
			const by = this.find(field, values[field.name] ?? null).find((each) => each !== but);
			if (by !== undefined) return { field, by };
		}
		return undefined;
	}

	private places(
		record: StoredRecord,
	): Array<{ held: Map<string, Set<StoredRecord>>; key: string }> {
		return this.fields.flatMap((field) => {
			const held = this.holders.get(field.name);
			const key = keyOf(field, record.values[field.name]);
			return held === undefined || key === undefined ? [] : [{ held, key }];
		});
	}
}
