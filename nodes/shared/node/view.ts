import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObject } from '../engine/body';
import type { JsonValue } from '../engine/types';
import { toItem } from './operation';
import type { ParameterReader } from './parameters';

/** Turns a record into an item. */
export type View = (record: JsonValue) => IDataObject;

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Which fields an item shall hold, of those that there are: labels by the API's names. */
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

/** Simplify, and which fields a simplified item shall hold: `chosenView` reads both. */
export function chosenFields(labels: Record<string, string>): INodeProperties[] {
	const shown = { displayOptions: { show: { simplify: [true] } } };
	return [simplifyField, { ...fieldsToReturn(labels), ...shown }];
}

/** Exactly these fields of a record; null for those that it lacks. */
export function exactly(names: readonly string[]): View {
	return (record) => {
		const held = asObject(record);
		return toItem(Object.fromEntries(names.map((name) => [name, held[name] ?? null])));
	};
}

/**
 * The view that an item asks for: without Simplify the record as it is, else its Fields to Return, and
 * `simplified` where none are chosen. `pick` takes chosen fields out of a record.
 */
export function chosenView(
	read: ParameterReader,
	simplified: View,
	pick: (names: string[]) => View = exactly,
): View {
	if (!read.flag('simplify')) return (record) => toItem(asObject(record));
	const asked = [...new Set(read.names('fieldsToReturn'))];
	return asked.length > 0 ? pick(asked) : simplified;
}
