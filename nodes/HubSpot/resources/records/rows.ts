import type { IDataObject } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../../shared/node/parameters';
import type { WriteRow } from '../../batch';
import type { ObjectKind } from '../../objects';
import { emailProblem, readFields, type Properties } from '../../record';

/** The property that holds a record's ID. */
export const RECORD_ID = 'hs_object_id';

/** Another record to associate with. */
export interface Association {
	/** In paths: "companies". */
	type: string;
	id: string;
	/** Empty for the association without a label. */
	labels: Array<{ associationCategory: string; associationTypeId: number }>;
}

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

/** An item that makes a new record. */
export function readNew(kind: ObjectKind, read: ParameterReader): RecordRow | Problem {
	const type = readType(kind, read);
	if (type instanceof Problem) return type;
	const fields = readFields(read);
	if (fields instanceof Problem) return fields;
	const associations = readAssociations(read);
	if (associations instanceof Problem) return associations;
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
	const type = readType(kind, read);
	if (type instanceof Problem) return type;
	const fields = readFields(read);
	if (fields instanceof Problem) return fields;
	const associations = readAssociations(read);
	if (associations instanceof Problem) return associations;
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

/** The associations of one item; several labels of one pair of records are one association. */
function readAssociations(read: ParameterReader): Association[] | Problem {
	const found = new Map<string, Association>();
	for (const entry of read.list('associations', 'association')) {
		const association = readAssociation(entry);
		if (association instanceof Problem) return association;
		if (association === undefined) continue;
		const pair = `${association.type} ${association.id}`;
		const labels = [...(found.get(pair)?.labels ?? []), ...association.labels];
		found.set(pair, { ...association, labels });
	}
	return [...found.values()];
}

/** Undefined where the item has no other record. */
function readAssociation(entry: IDataObject): Association | undefined | Problem {
	const id = plain(entry.recordId);
	if (id === '') return undefined;
	const type = plain(entry.toObjectType);
	if (!/^\d+$/.test(id)) {
		return new Problem(
			`The Record ID of an association is "${id}", which is not an ID of HubSpot`,
			'Correct it: IDs are whole numbers.',
		);
	}
	if (!/^[\w-]+$/.test(type)) {
		return new Problem(
			'An association has no To Object Type',
			'Choose what the other record is, such as Companies.',
		);
	}
	const typeId = plain(entry.typeId);
	if (typeId === '') return { type, id, labels: [] };
	if (!/^\d+$/.test(typeId)) {
		return new Problem(
			`Association Type ID is "${typeId}", which is not a number`,
			'Use the number of a label, as "Association: Get Labels" shows it, or leave it empty.',
		);
	}
	const associationCategory = plain(entry.category) || 'HUBSPOT_DEFINED';
	return { type, id, labels: [{ associationCategory, associationTypeId: Number(typeId) }] };
}

/** The text of a field; of a resource locator what was chosen. */
function plain(value: IDataObject[string]): string {
	const inner = value && typeof value === 'object' && 'value' in value ? value.value : value;
	return typeof inner === 'string' || typeof inner === 'number' ? String(inner).trim() : '';
}

/** What an upsert or update leaves out because the record holds a value already. */
export function emptyOnly(properties: Properties, held: { [name: string]: unknown }): Properties {
	return Object.fromEntries(
		Object.entries(properties).filter(([name]) => held[name] === null || (held[name] ?? '') === ''),
	);
}
