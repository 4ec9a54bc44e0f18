import type { IDataObject } from 'n8n-workflow';
import type { JsonValue } from '../../shared/engine/types';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { fieldValue, type FieldValue } from '../fieldValue';
import { fullId } from '../recordId';
import { readChoices, type Choices } from './choices';

/** Values by API names; a parent that is named by its external ID stands under "Account.Ext__c". */
export type FieldValues = Record<string, FieldValue>;

/** One item of a write. */
export interface WriteRow {
	how: 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';
	/** API name of the object. */
	type: string;
	values: FieldValues;
	/** By which the record is found: `Id`, or an external ID. */
	key?: { field: string; value: string };
	choices: Choices;
	/** Whether fields that hold a value in Salesforce are left alone. */
	onlyFill: boolean;
}

/** API names; with a relationship, and where that leads to several objects, the one that is meant. */
const FIELD = /^(?:(?:\w+:)?\w+\.)?[a-z]\w*$/i;

/** The API name in the node's Object. */
export function readObjectType(read: ParameterReader): string | Problem {
	const type = read.locator('objectType');
	if (/^[a-z]\w*$/i.test(type)) return type;
	return new Problem(
		type === '' ? 'Object is empty' : `Object is "${type}", which is not the API name of one`,
		'Choose an object from the list, or enter its API name, such as Contact or Invoice__c.',
	);
}

/** The ID in a record locator, in its 18 characters. */
export function readRecordId(read: ParameterReader): string | Problem {
	return recordIdOf(read.locator('recordId'));
}

function recordIdOf(text: string): string | Problem {
	return (
		fullId(text) ??
		new Problem(
			text === '' ? 'The item has no Record ID' : `Record ID is "${text}", which is no ID`,
			'Fill Record ID: an ID has 15 or 18 letters and digits, in the case in which Salesforce gives it.',
		)
	);
}

/** An item that makes a new record. */
export function readInsert(read: ParameterReader): WriteRow | Problem {
	const type = readObjectType(read);
	if (type instanceof Problem) return type;
	const values = readValues(read, read.mapper('fields').values);
	if (values instanceof Problem) return values;
	const choices = readChoices(read);
	if (choices instanceof Problem) return choices;
	if (Object.keys(values).length === 0) return NOTHING_SET;
	return { how: 'insert', type, values, choices, onlyFill: false };
}

/** An item whose record is found by its ID (update), or by an external ID (upsert). */
export function readKeyed(read: ParameterReader, how: 'update' | 'upsert'): WriteRow | Problem {
	const type = readObjectType(read);
	if (type instanceof Problem) return type;
	const { values: given, matching } = read.mapper('fields');
	const field = matching[0] ?? (how === 'update' ? 'Id' : '');
	const misfit = misfitOf(how, field);
	if (misfit) return misfit;
	const { [field]: keyGiven, ...others } = given;
	const keyText = fieldValue(field, keyGiven);
	if (keyText instanceof Problem) return keyText;
	const value = keyOf(field, String(keyText).trim());
	if (value instanceof Problem) return value;
	const values = readValues(read, others);
	if (values instanceof Problem) return values;
	const choices = readChoices(read);
	if (choices instanceof Problem) return choices;
	if (how === 'update' && Object.keys(values).length === 0) return NOTHING_SET;
	const onlyFill = read.flag('onlyFillEmpty');
	return { how, type, key: { field, value }, values, choices, onlyFill };
}

/** An item that names the record to delete. */
export function readDelete(
	read: ParameterReader,
	how: 'delete' | 'hardDelete' = 'delete',
): WriteRow | Problem {
	const type = readObjectType(read);
	if (type instanceof Problem) return type;
	const value = readRecordId(read);
	if (value instanceof Problem) return value;
	const choices = readChoices(read);
	if (choices instanceof Problem) return choices;
	return { how, type, key: { field: 'Id', value }, values: {}, choices, onlyFill: false };
}

const NOTHING_SET = new Problem('The item sets no field', 'Fill at least one field in Fields.');

function misfitOf(how: 'update' | 'upsert', field: string): Problem | undefined {
	if (field === '') {
		return new Problem(
			'Fields has no external ID to match on',
			'Choose an external ID field in Field to Match On.',
		);
	}
	if (!/^[a-z]\w*$/i.test(field)) return noName(field);
	if (how === 'update' && field !== 'Id') {
		return new Problem(
			`Update finds records by Record ID, not by ${field}`,
			'Choose Record ID in Field to Match On, or use "Create or Update".',
		);
	}
	return how === 'upsert' && field === 'Id'
		? new Problem(
				'A new record has no Record ID yet',
				'Choose an external ID field, or use "Update".',
			)
		: undefined;
}

function keyOf(field: string, value: string): string | Problem {
	if (field === 'Id') return recordIdOf(value);
	return value === ''
		? new Problem(
				`The item has no ${field}`,
				`Fill ${field} in Fields: check that this item has a value for it.`,
			)
		: value;
}

/** What the item sets: its mapped fields, and its parents by their external IDs. */
function readValues(read: ParameterReader, given: IDataObject): FieldValues | Problem {
	const clear = read.text('emptyValues') === 'clear';
	const values: FieldValues = {};
	for (const [name, each] of Object.entries(given)) {
		const value = fieldValue(name, each);
		if (value instanceof Problem) return value;
		if (!FIELD.test(name)) return noName(name);
		if (value !== '') values[name] = value;
		else if (clear && !name.includes('.')) values[name] = null;
	}
	for (const { relationship, parentField, parentType, value: each } of read.list(
		'parents',
		'parent',
	)) {
		const prefix = text(parentType) === '' ? '' : `${text(parentType)}:`;
		const name = `${prefix}${text(relationship)}.${text(parentField)}`;
		const value = fieldValue(name, each);
		if (value instanceof Problem) return value;
		if (value === '') continue;
		if (!FIELD.test(name) || !name.includes('.')) return noName(name);
		values[name] = value;
	}
	return values;
}

function text(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

function noName(name: string): Problem {
	return new Problem(
		`"${name}" is not the API name of a field`,
		'Use the API name, such as LastName or Score__c; for a parent its relationship and external ID field, such as Account.Ext__c.',
	);
}

/** All that is sent of a row: its key and its values. */
export function recordOf({ key, values }: WriteRow): FieldValues {
	return key ? { [key.field]: key.value, ...values } : values;
}

/** The row as a record of the collections API: parents are objects of their own. */
export function bodyOf(row: WriteRow): JsonValue {
	const body: { [name: string]: JsonValue } = { attributes: { type: row.type } };
	for (const [name, value] of Object.entries(recordOf(row))) {
		const { relationship, type, field } = parentOf(name);
		if (relationship === undefined) body[name] = value;
		else body[relationship] = { ...(type ? { attributes: { type } } : {}), [field]: value };
	}
	return body;
}

/** "Contact:Who.Ext__c": the object where it has to be told, the relationship, and the parent's field. */
export function parentOf(name: string): { type?: string; relationship?: string; field: string } {
	const [, type, relationship, field = name] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? [];
	return { field, ...(type ? { type } : {}), ...(relationship ? { relationship } : {}) };
}
