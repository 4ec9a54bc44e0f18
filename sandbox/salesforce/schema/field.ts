import type { SalesforceObjectName } from './sobjectNames';

export type FieldType =
	| 'id'
	| 'string'
	| 'textarea'
	| 'boolean'
	| 'int'
	| 'double'
	| 'currency'
	| 'percent'
	| 'date'
	| 'datetime'
	| 'email'
	| 'phone'
	| 'url'
	| 'picklist'
	| 'reference'
	| 'address';

/** Dates and ids are texts; a date-time is held as `2026-08-01T12:00:00.000Z`. */
export type FieldValue = string | number | boolean | null;

export type FieldValues = Readonly<Record<string, FieldValue>>;

export interface Field {
	name: string;
	label: string;
	type: FieldType;
	/** Characters; 0 where it means nothing. */
	length: number;
	/** Digits in all and behind the point. */
	precision: number;
	scale: number;
	nillable: boolean;
	createable: boolean;
	updateable: boolean;
	defaultedOnCreate: boolean;
	externalId: boolean;
	/** Can name a record in an upsert. */
	idLookup: boolean;
	unique: boolean;
	caseSensitive: boolean;
	calculated: boolean;
	autoNumber: boolean;
	nameField: boolean;
	filterable: boolean;
	sortable: boolean;
	picklistValues: readonly string[];
	restrictedPicklist: boolean;
	referenceTo: readonly SalesforceObjectName[];
	relationshipName: string | null;
	/** The field that shows this one together with others, such as MailingAddress. */
	compoundFieldName: string | null;
	/** What a new record has that says nothing else. */
	initial: FieldValue;
	/** A value that is worked out and never written. */
	derive?: (values: FieldValues) => FieldValue;
}

/** Salesforce's own lengths (object reference, Summer '26). */
const LENGTHS: Partial<Record<FieldType, number>> = {
	id: 18,
	reference: 18,
	string: 255,
	textarea: 32_000,
	email: 80,
	phone: 40,
	url: 255,
	picklist: 255,
};

function labelOf(name: string): string {
	return name
		.replace(/__c$/, '')
		.replace(/_/g, ' ')
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.replace(/ Id$/, ' ID');
}

function numbers(type: FieldType): Pick<Field, 'precision' | 'scale'> {
	if (type === 'int') return { precision: 8, scale: 0 };
	if (type === 'percent') return { precision: 3, scale: 0 };
	const isDecimal = type === 'double' || type === 'currency';
	return isDecimal ? { precision: 18, scale: 2 } : { precision: 0, scale: 0 };
}

/** A field that anybody can write and leave empty, apart from what `more` says. */
export function field(name: string, type: FieldType, more: Partial<Field> = {}): Field {
	const isLong = type === 'textarea' && (more.length ?? LENGTHS.textarea ?? 0) > 255;
	const isAddress = type === 'address';
	return {
		name,
		label: labelOf(name),
		type,
		length: LENGTHS[type] ?? 0,
		...numbers(type),
		nillable: type !== 'boolean',
		createable: true,
		updateable: true,
		defaultedOnCreate: type === 'boolean',
		externalId: false,
		idLookup: false,
		unique: false,
		caseSensitive: false,
		calculated: false,
		autoNumber: false,
		nameField: false,
		filterable: !isLong && !isAddress,
		sortable: !isLong && !isAddress,
		picklistValues: [],
		restrictedPicklist: false,
		referenceTo: [],
		relationshipName: null,
		compoundFieldName: null,
		initial: type === 'boolean' ? false : null,
		...more,
	};
}

const NEVER_WRITTEN = { createable: false, updateable: false } as const;

export function required(name: string, type: FieldType, more: Partial<Field> = {}): Field {
	return field(name, type, { nillable: false, ...more });
}

export function readOnly(name: string, type: FieldType, more: Partial<Field> = {}): Field {
	return field(name, type, { ...NEVER_WRITTEN, ...more });
}

export function formula(name: string, type: FieldType, derive: Field['derive']): Field {
	return readOnly(name, type, { calculated: true, derive });
}

/** A text by which another system knows the record; unique unless said otherwise. */
export function externalId(name: string, more: Partial<Field> = {}): Field {
	const usual = { length: 80, externalId: true, idLookup: true, unique: true };
	return field(name, 'string', { ...usual, ...more });
}

export function picklist(
	name: string,
	values: readonly string[],
	more: Partial<Field> = {},
): Field {
	return field(name, 'picklist', { picklistValues: values, ...more });
}

/** Only the values named are taken. */
export function restricted(name: string, values: readonly string[], more = {}): Field {
	return picklist(name, values, { restrictedPicklist: true, ...more });
}

/** `AccountId` belongs to `Account`, `Account__c` to `Account__r`. */
export function reference(
	name: string,
	referenceTo: readonly SalesforceObjectName[],
	more: Partial<Field> = {},
): Field {
	const relationshipName = name.replace(/Id$/, '').replace(/__c$/, '__r');
	return field(name, 'reference', { referenceTo, relationshipName, ...more });
}

/** The parts of an address, which are written, and the whole, which is only read. */
export function address(prefix: string): Field[] {
	const compoundFieldName = `${prefix}Address`;
	const part = (name: string, length: number): Field =>
		field(`${prefix}${name}`, name === 'Street' ? 'textarea' : 'string', {
			length,
			compoundFieldName,
		});
	return [
		part('Street', 255),
		part('City', 40),
		part('State', 80),
		part('PostalCode', 20),
		part('Country', 80),
		readOnly(compoundFieldName, 'address'),
	];
}
