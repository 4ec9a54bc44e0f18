import { asObject } from '../shared/engine/body';
import { toItem } from '../shared/node/operation';
import type { ParameterReader } from '../shared/node/parameters';
import { exactly, type View } from '../shared/node/view';

/** Something of the account that is no record: its fields are HubSpot's own, and known. */
export type Entry = ReturnType<typeof asObject>;

/** Makes a simplified item of an entry: ten fields at most. */
export type Simplify = (entry: Entry) => Entry;

/** How entries become items, as Simplify and Fields to Return of an input item ask for it. */
export function readEntryView(read: ParameterReader, simplify: Simplify): View {
	const names = read.names('fieldsToReturn');
	const isSimple = read.flag('simplify');
	return (row) => {
		const entry = asObject(row);
		const shown = isSimple ? simplify(entry) : entry;
		return names.length === 0 ? toItem(shown) : exactly(names)({ ...entry, ...shown });
	};
}

/** Keeps these fields as they are. */
export function only(...names: string[]): Simplify {
	return (entry) => Object.fromEntries(names.map((name) => [name, entry[name]]));
}
