import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { WriteRow } from '../../batch';
import type { ObjectKind } from '../../objects';
import { emailProblem, readFields, type Fields, type Properties } from '../../record';
import { readAssociations, type Association } from './readAssociations';

/** The property that holds a record's ID. */
export const RECORD_ID = 'hs_object_id';

/** One item of a write. */
export interface RecordRow extends WriteRow {
	how: 'create' | 'update' | 'upsert';
	/** In paths: "contacts", "2-1001". */
	type: string;
	associations: Association[];
	/** Whether properties that hold a value in HubSpot are left alone. */
	onlyFill: boolean;
}

/** A row whose record is found by a property. */
export type KeyedRow = RecordRow & Required<Pick<RecordRow, 'key'>>;

/** The type of the records, as paths name it. */
export function readType({ path }: ObjectKind, read: ParameterReader): string | Problem {
	if (path !== '') return path;
	const type = read.locator('objectType');
	if (/^[\w-]+$/.test(type)) return type;
	return new Problem(
		type === '' ? 'Object Type is empty' : `Object Type is "${type}", which is not the name of one`,
		'Choose a custom object from the list, or enter its name or an ID such as 2-1001.',
	);
}

/** IDs are 64-bit numbers: one refused for its length would take its whole batch with it. */
const LONGEST_ID = 19;

/** The ID in a record locator. */
export function readRecordId(read: ParameterReader, name: string, label: string): string | Problem {
	const id = read.locator(name);
	const isNumber = /^\d+$/.test(id);
	if (isNumber && id.length <= LONGEST_ID) return id;
	if (isNumber) {
		return new Problem(
			`${label} is "${id}", which is too long for an ID of HubSpot`,
			`Correct ${label}: as the last part of a record's address shows it.`,
		);
	}
	return new Problem(
		id === '' ? `The item has no ${label}` : `${label} is "${id}", which is not an ID of HubSpot`,
		`Fill ${label}: IDs are whole numbers, as the last part of a record's address shows it.`,
	);
}

/** What the item of every write holds. */
interface Given extends Pick<RecordRow, 'type' | 'associations'> {
	fields: Fields;
}

function readGiven(kind: ObjectKind, read: ParameterReader): Given | Problem {
	const type = readType(kind, read);
	if (type instanceof Problem) return type;
	const fields = readFields(read);
	if (fields instanceof Problem) return fields;
	const associations = readAssociations(read);
	return associations instanceof Problem ? associations : { type, fields, associations };
}

/** An item that makes a new record. */
export function readNew(kind: ObjectKind, read: ParameterReader): RecordRow | Problem {
	const given = readGiven(kind, read);
	if (given instanceof Problem) return given;
	const { type, associations, fields } = given;
	const { properties } = fields;
	if (Object.keys(properties).length === 0) return nothingSet(kind);
	const row = { how: 'create' as const, type, properties, associations, onlyFill: false };
	const value = kind.unique && properties[kind.unique];
	if (!kind.unique || !value) return row;
	const key = { property: kind.unique, value };
	return valueProblem(kind, key) ?? { ...row, key };
}

/** An item whose record is found by the property to match on. */
export function readMatched(
	kind: ObjectKind,
	read: ParameterReader,
	how: 'update' | 'upsert',
	fallback: string | undefined,
): KeyedRow | Problem {
	const row = readGiven(kind, read);
	if (row instanceof Problem) return row;
	const { type, associations, fields } = row;
	const property = fields.matching ?? fallback;
	if (property === undefined) {
		return new Problem(
			'Fields has no property to match on',
			'Choose a property with unique values in Property to Match On.',
		);
	}
	const { [property]: given = '', ...others } = fields.properties;
	const key = { property, value: given.trim() };
	const wrong = valueProblem(kind, key);
	if (wrong) return wrong;
	const properties = how === 'update' ? others : { ...others, [property]: key.value };
	if (Object.keys(properties).length === 0) return nothingSet(kind);
	return { how, type, key, properties, associations, onlyFill: read.flag('onlyFillEmpty') };
}

function valueProblem({ value: kind }: ObjectKind, key: KeyedRow['key']): Problem | undefined {
	const { property, value } = key;
	if (value === '') {
		return new Problem(
			property === RECORD_ID ? 'The item has no Record ID' : `The item has no ${property}`,
			`Fill ${property === RECORD_ID ? 'Record ID' : property} in Fields: check that this item has a value for it.`,
		);
	}
	if (property === RECORD_ID && !/^\d+$/.test(value)) {
		return new Problem(
			`Record ID is "${value}", which is not an ID of HubSpot`,
			'Correct it: IDs are whole numbers.',
		);
	}
	return kind === 'contact' && property === 'email' ? emailProblem(value) : undefined;
}

function nothingSet({ simple: [example = ''] }: ObjectKind): Problem {
	const such = example === '' ? '' : `, such as ${example}`;
	return new Problem('The item sets no property', `Fill at least one property in Fields${such}.`);
}

/** What an upsert or update leaves out because the record holds a value already. */
export function emptyOnly(properties: Properties, held: { [name: string]: unknown }): Properties {
	return Object.fromEntries(
		Object.entries(properties).filter(([name]) => held[name] === null || (held[name] ?? '') === ''),
	);
}
