import type { JsonValue } from '../shared/engine/types';

/** API names without those that differ from an earlier one in case alone: Salesforce refuses them. */
export function distinct(names: string[]): string[] {
	const byName = new Map<string, string>();
	for (const name of names) {
		const key = name.toLowerCase();
		if (!byName.has(key)) byName.set(key, name);
	}
	return [...byName.values()];
}

/** The value of a field. Records have names in Salesforce's own case, whatever was asked for. */
export function valueOf(
	record: { [field: string]: JsonValue | undefined },
	name: string,
): JsonValue | undefined {
	if (name in record) return record[name];
	const wanted = name.toLowerCase();
	return Object.entries(record).find(([field]) => field.toLowerCase() === wanted)?.[1];
}
