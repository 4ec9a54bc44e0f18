export type PropertyType =
	| 'string'
	| 'number'
	| 'bool'
	| 'date'
	| 'datetime'
	| 'enumeration'
	| 'phone_number';

export interface PropertyOption {
	label: string;
	value: string;
	displayOrder: number;
	hidden: boolean;
}

/** A property as `GET /crm/v3/properties/{objectType}` shows it. */
export interface PropertyDefinition {
	name: string;
	label: string;
	description: string;
	type: PropertyType;
	fieldType: string;
	groupName: string;
	options: PropertyOption[];
	displayOrder: number;
	calculated: boolean;
	externalOptions: boolean;
	hasUniqueValue: boolean;
	hidden: boolean;
	hubspotDefined: boolean;
	formField: boolean;
	/** 'OWNER' where the values are ids of owners. */
	referencedObjectType?: string;
	modificationMetadata: {
		archivable: boolean;
		readOnlyDefinition: boolean;
		readOnlyOptions: boolean;
		readOnlyValue: boolean;
	};
}

interface PropertyTraits {
	fieldType?: string;
	groupName?: string;
	/** value: label */
	options?: Record<string, string>;
	readOnly?: boolean;
	calculated?: boolean;
	hidden?: boolean;
	unique?: boolean;
	custom?: boolean;
	externalOptions?: boolean;
	referencedObjectType?: string;
}

const USUAL_FIELD: Record<PropertyType, string> = {
	string: 'text',
	number: 'number',
	bool: 'booleancheckbox',
	date: 'date',
	datetime: 'date',
	enumeration: 'select',
	phone_number: 'phonenumber',
};

export function property(
	name: string,
	label: string,
	type: PropertyType = 'string',
	traits: PropertyTraits = {},
): PropertyDefinition {
	const { custom = false, readOnly = false, calculated = false, hidden = false } = traits;
	const options = Object.entries(traits.options ?? {}).map(([value, text], displayOrder) => ({
		label: text,
		value,
		displayOrder,
		hidden: false,
	}));
	return {
		name,
		label,
		description: '',
		type,
		fieldType: traits.fieldType ?? USUAL_FIELD[type],
		groupName: traits.groupName ?? 'contactinformation',
		options,
		displayOrder: -1,
		calculated,
		externalOptions: traits.externalOptions ?? false,
		hasUniqueValue: traits.unique ?? false,
		hidden,
		hubspotDefined: !custom,
		formField: !readOnly && !calculated,
		...(traits.referencedObjectType === undefined
			? {}
			: { referencedObjectType: traits.referencedObjectType }),
		modificationMetadata: {
			archivable: custom,
			readOnlyDefinition: !custom,
			readOnlyOptions: !custom,
			readOnlyValue: readOnly || calculated,
		},
	};
}

/** Read-only and worked out by HubSpot. */
export const COMPUTED = { readOnly: true, calculated: true };

export type PropertyMaker = typeof property;

/** Makes properties of one group. */
export function inGroup(groupName: string): PropertyMaker {
	return (name, label, type, traits) => property(name, label, type, { groupName, ...traits });
}

/** The properties every record has, under the names its type gives them. */
export function recordProperties(
	make: PropertyMaker,
	{ created, modified }: { created: string; modified: string },
): PropertyDefinition[] {
	return [
		make('hubspot_owner_id', 'Owner', 'enumeration', {
			externalOptions: true,
			referencedObjectType: 'OWNER',
		}),
		make(created, 'Create Date', 'datetime', { readOnly: true }),
		make(modified, 'Last Modified Date', 'datetime', { readOnly: true }),
		make('hs_object_id', 'Record ID', 'number', { readOnly: true, unique: true }),
		make('hs_created_by_user_id', 'Created by user ID', 'number', { readOnly: true, hidden: true }),
		make('hs_object_source', 'Record source detail', 'string', { readOnly: true, hidden: true }),
	];
}

/** On types whose records can be merged. */
export function mergedIds(make: PropertyMaker): PropertyDefinition {
	return make('hs_merged_object_ids', 'Merged record IDs', 'enumeration', {
		fieldType: 'checkbox',
		readOnly: true,
		calculated: true,
	});
}
