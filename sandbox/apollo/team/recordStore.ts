import type { JsonObject } from '../../json';

export interface TeamRecord extends JsonObject {
	id: string;
	created_at: string;
	updated_at: string;
}

/** 24 hexadecimal digits, as Apollo's ids are: what it is, and which one. */
export function apolloId(kind: number, number: number): string {
	return `${kind.toString(16).padStart(8, '6')}${number.toString(16).padStart(16, '0')}`;
}

/** The records of one kind, in the order in which they were made. */
export class RecordStore {
	private readonly records = new Map<string, TeamRecord>();
	private made = 0;
	private lastTime = 0;

	constructor(private readonly kind: number) {}

	create(values: JsonObject): TeamRecord {
		this.made += 1;
		const time = this.now();
		const record: TeamRecord = {
			...values,
			id: apolloId(this.kind, this.made),
			created_at: time,
			updated_at: time,
		};
		this.records.set(record.id, record);
		return record;
	}

	update(record: TeamRecord, values: JsonObject): TeamRecord {
		Object.assign(record, values, { updated_at: this.now() });
		return record;
	}

	get(id: string): TeamRecord | undefined {
		return this.records.get(id);
	}

	all(): TeamRecord[] {
		return [...this.records.values()];
	}

	/** No two records are written in one millisecond, so that orders by time are sure. */
	private now(): string {
		this.lastTime = Math.max(Date.now(), this.lastTime + 1);
		return new Date(this.lastTime).toISOString();
	}
}
