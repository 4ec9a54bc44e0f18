import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObject } from '../shared/engine/body';
import type { JsonValue } from '../shared/engine/types';
import { Problem, type ParameterReader } from '../shared/node/parameters';

/** Properties of a record, as HubSpot takes them: all values are strings. */
export type Properties = Record<string, string>;

export const propertiesField: INodeProperties = {
	displayName: 'Properties',
	name: 'properties',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add property',
	default: {},
	description: 'Values to set, by the internal names of the properties in HubSpot',
	options: [
		{
			displayName: 'Property',
			name: 'property',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. firstname',
					description: 'Internal name of the property',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'Value to set. A list is joined with semicolons, for multiple checkboxes.',
				},
			],
		},
	],
};

export const emptyValuesField: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	default: 'skip',
	description: 'What to do with a property whose value is empty for an item',
	options: [
		{
			name: 'Leave the Property as It Is',
			value: 'skip',
			description: 'The property is not sent',
		},
		{
			name: 'Clear the Property',
			value: 'clear',
			description: 'What the property holds in HubSpot is removed',
		},
	],
};

/** Reads the "Properties" list of one item. */
export function readProperties(read: ParameterReader): Properties | Problem {
	const clear = read.text('emptyValues') === 'clear';
	const properties: Properties = {};
	for (const entry of read.list('properties', 'property')) {
		const name = String(entry.name ?? '').trim();
		if (name === '') {
			return new Problem('A property has no name', 'Enter its internal name, or remove the line.');
		}
		const value = propertyText(name, entry.value);
		if (value instanceof Problem) return value;
		if (value !== '' || clear) properties[name] = name === 'email' ? value.trim() : value;
	}
	return properties;
}

/** HubSpot takes texts: lists joined by ";", times in ISO form (properties guide, 2026-08). */
function propertyText(name: string, value: IDataObject[string]): string | Problem {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) {
		const parts = value.map((each) => (isScalar(each) ? String(each) : undefined));
		if (parts.every((part) => part !== undefined)) return parts.join(';');
	}
	if (isScalar(value)) return String(value);
	const time = value instanceof Date ? value.toISOString() : isoOf(value);
	return (
		time ??
		new Problem(
			`The value of the property ${name} is an object`,
			'Choose one of its fields in the expression, or a list of texts.',
		)
	);
}

function isScalar(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** n8n's expressions give Luxon times. */
function isoOf(value: object): string | undefined {
	if (!('toISO' in value) || typeof value.toISO !== 'function') return undefined;
	const iso: unknown = value.toISO();
	return typeof iso === 'string' ? iso : undefined;
}

/** Enough to catch a slip before anything is sent; HubSpot itself decides what it takes. */
export function emailProblem(email: string): Problem | undefined {
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
		? undefined
		: new Problem(
				`The property email is "${email}", which is not an email address`,
				'Correct the email of this item.',
			);
}

/** A record as an item: id, properties, and when it was made and changed. */
export function recordData(record: JsonValue): { [key: string]: JsonValue | undefined } {
	const { id, properties, createdAt, updatedAt, archived } = asObject(record);
	return { id, properties, createdAt, updatedAt, archived };
}
