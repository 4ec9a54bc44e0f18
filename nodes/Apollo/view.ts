import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObject } from '../shared/engine/body';
import { valueAt } from '../shared/engine/dataPath';
import type { JsonValue } from '../shared/engine/types';
import { toItem } from '../shared/node/operation';
import type { ParameterReader } from '../shared/node/parameters';
import { chosenView, simplifyField, type View } from '../shared/node/view';

/** What of a record an item shows. */
export const viewFields: INodeProperties[] = [
	simplifyField,
	{
		displayName: 'Fields to Return',
		name: 'fieldsToReturn',
		type: 'string',
		default: '',
		placeholder: 'e.g. email, organization.name',
		description:
			'Exactly these are returned, with a comma between two of them; a dot leads into a nested field. Leave empty for the usual ones.',
		displayOptions: { show: { simplify: [true] } },
	},
];

/** The view that an item asks for. `usual`: the fields of a simplified record. */
export function readView(read: ParameterReader, usual: readonly string[]): View {
	return chosenView(read, simple(usual), (paths) => (record) => pick(record, paths, null));
}

/** The fields of a simplified record that it has. */
export function simple(usual: readonly string[]): View {
	return (record) => pick(record, usual, undefined);
}

/** These fields, nested as they stand in the record. `missing`: what stands for one that it lacks. */
function pick(record: JsonValue, paths: readonly string[], missing: null | undefined): IDataObject {
	const picked: Fields = {};
	for (const path of paths) {
		const held = valueAt(record, path);
		const value = held === undefined ? missing : held;
		if (value !== undefined) put(picked, path.split('.'), value);
	}
	return toItem(picked);
}

type Fields = { [name: string]: JsonValue | undefined };

function put(fields: Fields, [name = '', ...rest]: string[], value: JsonValue): void {
	if (rest.length === 0) {
		fields[name] = value;
		return;
	}
	const holder = { ...asObject(fields[name]) };
	put(holder, rest, value);
	fields[name] = holder;
}
