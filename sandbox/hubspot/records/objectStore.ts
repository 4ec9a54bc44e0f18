import type { PropertyDefinition } from '../propertyDefinition';
import type { ObjectType } from '../types/objectType';
import type { CrmRecord, RecordState } from './crmRecord';
import { rowKey, withValues } from './crmRecord';
import type { Journal } from '../../journal';
import { mergedProperties } from './mergedProperties';
import { UniqueValues } from './uniqueValues';

/** The records of one type and the unique values they hold. */
export class ObjectStore {
	readonly definitions: ReadonlyMap<string, PropertyDefinition>;
	private readonly records = new Map<string, CrmRecord>();
	private readonly unique: UniqueValues;
	private livingRecords: CrmRecord[] | undefined = [];

	constructor(
		readonly type: ObjectType,
		private readonly journal: Journal,
		private nextId: number,
		/** How long search goes on seeing what was there before a write. */
		private readonly indexLagMs: number,
	) {
		this.definitions = new Map(type.properties.map((each) => [each.name, each]));
		this.unique = new UniqueValues(type);
	}

	create(properties: Record<string, string>, key = rowKey(this.type, properties)): CrmRecord {
		this.unique.refuseTaken(properties, undefined);
		const now = Date.now();
		const id = String(this.nextId++);
		const history = withValues({}, properties, now);
		const record: CrmRecord = { id, properties, createdAt: now, updatedAt: now, key, history };
		this.add(record);
		this.journal.record(() => this.remove(record));
		return record;
	}

	/** False when every value was already there: such a write leaves no trace. */
	update(record: CrmRecord, properties: Record<string, string>): boolean {
		this.unique.refuseTaken(properties, record.id);
		const before = { properties: record.properties, updatedAt: record.updatedAt };
		const after = { ...before.properties };
		for (const [name, value] of Object.entries(properties)) {
			// A leading ';' appends to a multiple selection.
			after[name] = value.startsWith(';')
				? `${after[name] ?? ''}${value}`.replace(/^;/, '')
				: value;
		}
		const changed = Object.entries(after).filter(
			([name, value]) => (before.properties[name] ?? '') !== value,
		);
		if (changed.length === 0) return false;
		const { stale, history } = record;
		const now = Date.now();
		if (now - before.updatedAt >= this.indexLagMs) record.stale = before;
		this.rewrite(record, { properties: after, updatedAt: now });
		record.history = withValues(history, Object.fromEntries(changed), now);
		this.journal.record(() => {
			this.rewrite(record, before);
			record.stale = stale;
			record.history = history;
		});
		return true;
	}

	archive(record: CrmRecord): void {
		this.unique.release(record);
		record.archivedAt = Date.now();
		this.livingRecords = undefined;
	}

	/**
	 * Both records go into a new one with an id of its own; the primary's values win (HubSpot
	 * changelog, updated merge functionality for contacts and companies).
	 */
	merge(primary: CrmRecord, other: CrmRecord): CrmRecord {
		const properties = mergedProperties(this.type, primary, other);
		this.archive(primary);
		this.archive(other);
		const merged = this.create(properties, primary.key);
		merged.mergedIds = [primary, other].flatMap((each) => [each.id, ...(each.mergedIds ?? [])]);
		for (const each of [primary, other]) each.mergedInto = merged.id;
		return merged;
	}

	/** Living or archived; not one that was merged away. */
	get(id: string): CrmRecord | undefined {
		const record = this.records.get(id);
		return record?.mergedInto === undefined ? record : undefined;
	}

	/** A merged-away id leads to the record it went into. */
	followed(id: string): CrmRecord | undefined {
		const record = this.records.get(id);
		return record?.mergedInto === undefined ? record : this.followed(record.mergedInto);
	}

	/** A living record by a unique property; emails compare without case. */
	find(idProperty: string, value: string): CrmRecord | undefined {
		const id = idProperty === 'hs_object_id' ? value : this.unique.holder(idProperty, value);
		const record = id === undefined ? undefined : this.get(id);
		return record?.archivedAt === undefined ? record : undefined;
	}

	isUnique(name: string): boolean {
		return name === 'hs_object_id' || this.unique.names.includes(name);
	}

	/** In order of id, which is the order of creation. Not to be changed by the caller. */
	living(): readonly CrmRecord[] {
		this.livingRecords ??= [...this.records.values()].filter(
			(each) => each.archivedAt === undefined,
		);
		return this.livingRecords;
	}

	archived(): CrmRecord[] {
		return [...this.records.values()].filter(
			({ archivedAt, mergedInto }) => archivedAt !== undefined && mergedInto === undefined,
		);
	}

	/** The record as search knows it, or nothing while it is too new for search. */
	indexed(record: CrmRecord, now: number): CrmRecord | undefined {
		if (now - record.updatedAt >= this.indexLagMs) return record;
		if (now - record.createdAt < this.indexLagMs) return undefined;
		return record.stale === undefined ? record : { ...record, ...record.stale };
	}

	private add(record: CrmRecord): void {
		this.records.set(record.id, record);
		this.livingRecords?.push(record);
		this.unique.hold(record);
	}

	private remove(record: CrmRecord): void {
		this.unique.release(record);
		this.records.delete(record.id);
		this.livingRecords = undefined;
	}

	private rewrite(record: CrmRecord, to: RecordState): void {
		this.unique.release(record);
		record.properties = to.properties;
		record.updatedAt = to.updatedAt;
		this.unique.hold(record);
	}
}
