import type { JsonObject } from '../../json';
import { notFound } from '../refusals';
import type { InstantlyRecord, RecordName } from './record';
import { idOf } from './record';

/** The records of one kind, the oldest first. */
export class RecordStore {
	private readonly byId = new Map<string, InstantlyRecord>();
	/** How many there have been. */
	made = 0;

	constructor(private readonly name: RecordName) {}

	add(values: JsonObject): InstantlyRecord {
		this.made += 1;
		const now = new Date().toISOString();
		const record = { id: idOf(this.name, this.made), timestamp_created: now, ...values };
		this.byId.set(record.id, record);
		return record;
	}

	/** Throws as Instantly answers for what is not there. */
	get(id: string): InstantlyRecord {
		const record = this.byId.get(id);
		if (record === undefined) throw notFound();
		return record;
	}

	find(id: unknown): InstantlyRecord | undefined {
		return typeof id === 'string' ? this.byId.get(id) : undefined;
	}

	remove(id: string): InstantlyRecord {
		const record = this.get(id);
		this.byId.delete(id);
		return record;
	}

	all(): InstantlyRecord[] {
		return [...this.byId.values()];
	}
}
