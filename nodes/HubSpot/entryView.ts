import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObject } from '../shared/engine/body';
import type { JsonValue } from '../shared/engine/types';
import { toItem } from '../shared/node/operation';
import type { ParameterReader } from '../shared/node/parameters';

/** Something of the account that is no record: its fields are HubSpot's own, and known. */
export type Entry = ReturnType<typeof asObject>;

/** Makes a simplified item of an entry: ten fields at most. */
export type Simplify = (entry: Entry) => Entry;

/** Which fields an item shall hold, of those that there are: labels by names. */
export function fieldsToReturn(labels: Record<string, string>): INodeProperties {
	return {
		displayName: 'Fields to Return',
		name: 'fieldsToReturn',
		type: 'multiOptions',
		default: [],
		description: 'Exactly these are returned. Leave empty for the usual ones.',
		options: Object.entries(labels)
			.map(([value, name]) => ({ name, value }))
			.sort((a, b) => a.name.localeCompare(b.name)),
	};
}

/** How entries become items, as Simplify and Fields to Return of an input item ask for it. */
export function readEntryView(
	read: ParameterReader,
	simplify: Simplify,
): (row: JsonValue) => IDataObject {
	const names = read.names('fieldsToReturn');
	const isSimple = read.flag('simplify');
	return (row) => {
		const entry = asObject(row);
		const shown = isSimple ? simplify(entry) : entry;
		if (names.length === 0) return toItem(shown);
		const all = { ...entry, ...shown };
		return toItem(Object.fromEntries(names.map((name) => [name, all[name] ?? null])));
	};
}

/** Keeps these fields as they are. */
export function only(...names: string[]): Simplify {
	return (entry) => Object.fromEntries(names.map((name) => [name, entry[name]]));
}
