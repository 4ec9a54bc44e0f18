import type { IDataObject } from 'n8n-workflow';
import { asArray, asObject, without } from '../shared/engine/body';
import type { JsonValue } from '../shared/engine/types';
import { toItem } from '../shared/node/operation';
import { Problem, type ParameterReader } from '../shared/node/parameters';
import { distinct } from './apiName';
import type { ObjectDefinition } from './lookup/describe';
import { usualFields } from './objects';

/** What is asked of a record, and how it becomes an item. */
export interface View {
	fields: string[];
	toItem: (record: JsonValue) => IDataObject;
}

/** An item has ten fields at most: ID, these, and when it was made and changed. */
const MOST_USUAL = 7;
const TIMES = ['CreatedDate', 'LastModifiedDate'];

/** Fields, also of parents: "Account.Owner.Name". */
const PATH = /^[a-z]\w*(\.[a-z]\w*)*$/i;

/** Whether a view needs to know which fields the object has. */
export function needsDefinition(read: ParameterReader): boolean {
	return read.names('fieldsToReturn').length === 0;
}

/** The view that an item asks for. */
export function readView(
	read: ParameterReader,
	definition: ObjectDefinition | undefined,
): View | Problem {
	const asked = read.names('fieldsToReturn');
	const wrong = asked.find((name) => !PATH.test(name));
	if (wrong !== undefined) {
		return new Problem(
			`"${wrong}" is not the API name of a field`,
			'Correct it in Field Names or IDs to Return.',
		);
	}
	const isSimple = read.flag('simplify');
	const fields = asked.length > 0 ? asked : fieldsOf(definition, isSimple);
	return {
		fields: distinct(['Id', ...fields]),
		toItem: isSimple ? simplified : (record) => toItem(asObject(record)),
	};
}

function fieldsOf(definition: ObjectDefinition | undefined, isSimple: boolean): string[] {
	const all = definition?.fields ?? [];
	if (!isSimple) return all.map(({ name }) => name);
	const held = new Set(all.map(({ name }) => name));
	const usual = usualFields(definition?.name ?? '').filter((name) => held.has(name));
	const own = usual.length > 0 ? usual : tellingFields(all);
	return [...own.slice(0, MOST_USUAL), ...TIMES.filter((name) => held.has(name))];
}

/** Of an object that nobody knows before: its name, what it must have, and what the org has added. */
function tellingFields(all: ObjectDefinition['fields']): string[] {
	const ranks: Array<(field: ObjectDefinition['fields'][number]) => boolean> = [
		({ nameField }) => nameField,
		({ required }) => required,
		({ name, type }) => name.endsWith('__c') && type !== 'textarea',
	];
	return [...new Set(ranks.flatMap((isOf) => all.filter(isOf).map(({ name }) => name)))];
}

/** A record without what tells of the API alone; the records of a sub-query are a list. */
export function simplified(record: JsonValue): IDataObject {
	return toItem(asObject(plain(record)));
}

function plain(value: JsonValue): JsonValue {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const { records } = value;
	const rest = without(value, 'attributes', 'records');
	if (Array.isArray(records) && 'totalSize' in rest) return asArray(records).map(plain);
	const entries = Object.entries(rest).map(([name, each]) => [
		name,
		each === undefined ? null : plain(each),
	]);
	return Object.fromEntries(entries) as { [name: string]: JsonValue };
}
