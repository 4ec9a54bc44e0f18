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

/** A property as `GET /crm/v3/properties/contacts` shows it. */
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
		modificationMetadata: {
			archivable: custom,
			readOnlyDefinition: !custom,
			readOnlyOptions: !custom,
			readOnlyValue: readOnly || calculated,
		},
	};
}
