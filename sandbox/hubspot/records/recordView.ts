import type { JsonObject } from '../../json';
import { PORTAL_ID } from '../portal';
import type { CrmRecord } from './crmRecord';
import { valueOf } from './crmRecord';
import type { ObjectStore } from './objectStore';

function view({ type }: ObjectStore, record: CrmRecord, names: readonly string[]): JsonObject {
	const properties: Record<string, string | null> = {};
	// Three of them come with every record, whatever was asked (HubSpot, search guide, 2026-03).
	for (const name of [...new Set([...names, type.created, 'hs_object_id', type.modified])].sort()) {
		properties[name] = valueOf(type, record, name) ?? null;
	}
	const { archivedAt } = record;
	return {
		id: record.id,
		properties,
		createdAt: new Date(record.createdAt).toISOString(),
		updatedAt: new Date(record.updatedAt).toISOString(),
		archived: archivedAt !== undefined,
		...(archivedAt === undefined ? {} : { archivedAt: new Date(archivedAt).toISOString() }),
		url: `https://app.hubspot.com/contacts/${PORTAL_ID}/record/${type.id}/${record.id}`,
	};
}

/** For a read. Names that do not exist are left out without a word. */
export function readView(
	store: ObjectStore,
	record: CrmRecord,
	asked: readonly string[],
): JsonObject {
	const known = asked.filter((name) => store.definitions.has(name));
	return view(store, record, asked.length === 0 ? store.type.defaults : known);
}

/** The values that properties had, the newest first (HubSpot, object APIs, 2026-03). */
export function historyView(record: CrmRecord, asked: readonly string[]): JsonObject {
	if (asked.length === 0) return {};
	const entries = asked.map((name) => [
		name,
		(record.history[name] ?? []).map(({ value, at }) => ({
			value,
			timestamp: new Date(at).toISOString(),
			sourceType: 'INTEGRATION',
		})),
	]);
	return { propertiesWithHistory: Object.fromEntries(entries) as JsonObject };
}

/** For a create: everything the record holds. */
export function createdView(store: ObjectStore, record: CrmRecord): JsonObject {
	const names = [...Object.keys(record.properties), ...Object.keys(store.type.derived)];
	return view(store, record, names);
}

/** For an update or upsert: what was written, and what identifies the record. */
export function writtenView(
	store: ObjectStore,
	record: CrmRecord,
	written: readonly string[],
): JsonObject {
	const more = store.type.name === 'contacts' ? ['email'] : [];
	return view(store, record, [...written, ...more]);
}
