import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asObject } from '../shared/engine/body';
import type { JsonValue } from '../shared/engine/types';
import { isoTimeOf } from '../shared/node/isoTime';
import { Problem, type ParameterReader } from '../shared/node/parameters';

/** Properties of a record, as HubSpot takes them: all values are strings. */
export type Properties = Record<string, string>;

/** Whether fields are for new records, for either, or for records that exist. */
export type MapperMode = 'add' | 'upsert' | 'update';

/** Values by the internal names of properties; their list comes from the account. */
export function mapperField(mode: MapperMode, one: string): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description: `Properties of the ${one} to set. Fields beyond those shown are added below them. A time without a zone is taken as UTC.`,
		typeOptions: {
			loadOptionsDependsOn: ['authentication', 'resource', 'operation', 'objectType.value'],
			resourceMapper: {
				resourceMapperMethod: 'getFields',
				mode,
				fieldWords: { singular: 'property', plural: 'properties' },
				addAllFields: true,
				multiKeyMatch: false,
				allowEmptyValues: true,
				...(mode === 'add'
					? {}
					: {
							matchingFieldsLabels: {
								title: 'Property to Match On',
								description: `The property by which the ${one} is found in HubSpot`,
								hint: `The ${one} with the same value is the one that is changed`,
							},
						}),
			},
		},
	};
}

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

/** What one item sets, and the property by which its record is found. */
export interface Fields {
	properties: Properties;
	/** Undefined where none is chosen. */
	matching: string | undefined;
}

/** Reads the field mapper of one item. */
export function readFields(read: ParameterReader, name = 'fields'): Fields | Problem {
	const clear = read.text('emptyValues') === 'clear';
	const { values, matching } = read.mapper(name);
	const properties: Properties = {};
	for (const [property, given] of Object.entries(values)) {
		const value = propertyText(property, given);
		if (value instanceof Problem) return value;
		if (value !== '' || clear) properties[property] = property === 'email' ? value.trim() : value;
	}
	return { properties, matching: matching[0] };
}

/** The properties of one item, where nothing is matched. */
export function readProperties(read: ParameterReader): Properties | Problem {
	const fields = readFields(read);
	return fields instanceof Problem ? fields : fields.properties;
}

/** HubSpot takes texts: lists joined by ";", times in ISO form (properties guide, 2026-08). */
export function propertyText(name: string, value: IDataObject[string]): string | Problem {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) {
		const parts = value.map((each) => (isScalar(each) ? String(each) : undefined));
		if (parts.every((part) => part !== undefined)) return parts.join(';');
	}
	if (isScalar(value)) return String(value);
	return (
		isoTimeOf(value) ??
		new Problem(
			`The value of the property ${name} is an object`,
			'Choose one of its fields in the expression, or a list of texts.',
		)
	);
}

function isScalar(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
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
