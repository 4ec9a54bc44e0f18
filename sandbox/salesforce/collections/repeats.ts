import { fullId } from '../recordId';
import type { IncomingRow } from '../records/incomingRow';
import { Refused } from '../refusals';
import type { Field } from '../schema/field';

/** So often one call may change a record (API guide, DUPLICATE_VALUE on update). */
const MAX_UPDATES_OF_ONE = 12;

/** Refuses the second row with a key; used for the rows of one call or of one part of a job. */
export class KeyRepeats {
	private readonly seen = new Set<string>();

	constructor(private readonly by: Field) {}

	refuse(row: IncomingRow): void {
		const { name, caseSensitive } = this.by;
		const value = row.values.find(({ field }) => field === this.by)?.value ?? null;
		if (value === null) return;
		const text = String(value);
		const key = name === 'Id' ? (fullId(text) ?? text) : caseSensitive ? text : text.toLowerCase();
		if (this.seen.has(key)) {
			const what = name === 'Id' ? 'id' : 'external id';
			throw new Refused('DUPLICATE_VALUE', `Duplicate ${what} specified: ${text}`, {
				fields: [name],
			});
		}
		this.seen.add(key);
	}
}

/** Refuses an update of what the same call has changed too often already. */
export class UpdateRepeats {
	private readonly times = new Map<string, number>();

	refuse(id: string): void {
		const times = (this.times.get(id) ?? 0) + 1;
		this.times.set(id, times);
		if (times <= MAX_UPDATES_OF_ONE) return;
		throw new Refused(
			'DUPLICATE_VALUE',
			`Maximum number of duplicate updates in one batch (${MAX_UPDATES_OF_ONE} allowed). Attempt to update Id more than once in this Api call: ${id}`,
			{ fields: [] },
		);
	}
}
