import type { JsonObject } from '../../json';
import type { Field, FieldValue } from '../schema/field';
import type { StoredRecord } from './storedRecord';
import { valueOf } from './storedRecord';

function addressOf(record: StoredRecord, { name }: Field): JsonObject | null {
	const parts = record.type.fields.filter(({ compoundFieldName }) => compoundFieldName === name);
	const prefix = name.replace(/Address$/, '');
	const entries = parts.map((part) => {
		const own = part.name.slice(prefix.length);
		return [own.charAt(0).toLowerCase() + own.slice(1), valueOf(record, part)] as const;
	});
	return entries.every(([, value]) => value === null) ? null : Object.fromEntries(entries);
}

/** Date-times leave Salesforce with `+0000` and not with `Z`. */
function shown(field: Field, value: FieldValue): FieldValue {
	return field.type === 'datetime' && typeof value === 'string'
		? value.replace('Z', '+0000')
		: value;
}

export function shownValue(record: StoredRecord, field: Field): unknown {
	if (field.type === 'address') return addressOf(record, field);
	return shown(field, valueOf(record, field));
}

export function attributesOf({ type, id }: StoredRecord, base: string): JsonObject {
	return { type: type.name, url: `${base}/sobjects/${type.name}/${id}` };
}

/** A record with the fields named, under their own names and in that order. */
export function recordView(
	record: StoredRecord,
	fields: readonly Field[],
	base: string,
): JsonObject {
	const view: JsonObject = { attributes: attributesOf(record, base) };
	for (const field of fields) view[field.name] = shownValue(record, field);
	return view;
}
