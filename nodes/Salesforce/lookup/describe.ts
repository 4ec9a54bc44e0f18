import { asArray, asObject, asText } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { CALLS } from '../vendor';

/** A field as an object's description tells it (REST guide, describe, 2026-08). */
export interface FieldDefinition {
	name: string;
	label: string;
	/** "string", "double", "boolean", "date", "datetime", "picklist", "reference", "address", … */
	type: string;
	length: number;
	createable: boolean;
	updateable: boolean;
	filterable: boolean;
	sortable: boolean;
	/** Whether a new record has to bring it. */
	required: boolean;
	externalId: boolean;
	/** Whether an upsert can find records by it. */
	idLookup: boolean;
	unique: boolean;
	calculated: boolean;
	nameField: boolean;
	/** Values of a picklist that are in use. */
	options: Array<{ label: string; value: string }>;
	/** The objects that it can refer to. */
	referenceTo: string[];
	/** By which the record that it refers to is named: "Account". */
	relationshipName: string;
}

/** An object of the org. */
export interface ObjectDefinition {
	name: string;
	label: string;
	fields: FieldDefinition[];
}

/** Describes one object: all its fields that the user may see. */
export function describeRequest({ data }: Facts, type: string): ApiRequest {
	return {
		operation: 'object.describe',
		method: 'GET',
		path: `${data}/sobjects/${encodeURIComponent(type)}/describe`,
		safeToRepeat: true,
		readOnly: true,
		quotas: CALLS,
	};
}

export function readDescribe(data: JsonValue | undefined): ObjectDefinition {
	const { name, label, fields } = asObject(data);
	return {
		name: asText(name) ?? '',
		label: asText(label) ?? '',
		fields: asArray(fields).map(fieldOf),
	};
}

function fieldOf(entry: JsonValue): FieldDefinition {
	const field = asObject(entry);
	const text = (value: JsonValue | undefined) => asText(value) ?? '';
	const { nillable, createable, defaultedOnCreate, picklistValues, referenceTo } = field;
	return {
		name: text(field.name),
		label: text(field.label) || text(field.name),
		type: text(field.type),
		length: Number(field.length ?? 0),
		createable: createable === true,
		updateable: field.updateable === true,
		filterable: field.filterable !== false,
		sortable: field.sortable !== false,
		required: nillable === false && createable === true && defaultedOnCreate !== true,
		externalId: field.externalId === true,
		idLookup: field.idLookup === true,
		unique: field.unique === true,
		calculated: field.calculated === true,
		nameField: field.nameField === true,
		options: asArray(picklistValues)
			.map(asObject)
			.filter(({ active }) => active !== false)
			.map(({ label, value }) => ({ label: text(label) || text(value), value: text(value) })),
		referenceTo: asArray(referenceTo).map(text),
		relationshipName: text(field.relationshipName),
	};
}

/** Whether records can be found by its values. */
export function isKey({ externalId, idLookup, name }: FieldDefinition): boolean {
	return (externalId || idLookup) && name !== 'Id';
}

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);

/** Whether its values are numbers: in a query they stand without quotes. */
export function holdsNumbers({ type }: Pick<FieldDefinition, 'type'>): boolean {
	return NUMBERS.has(type);
}

/** The field with this API name; Salesforce does not look at case. */
export function fieldNamed(
	{ fields }: Pick<ObjectDefinition, 'fields'>,
	name: string,
): FieldDefinition | undefined {
	const wanted = name.toLowerCase();
	return fields.find((field) => field.name.toLowerCase() === wanted);
}
