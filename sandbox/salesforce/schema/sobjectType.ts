import type { Field, FieldValues } from './field';
import { readOnly, reference, required } from './field';
import type { SalesforceObjectName } from './sobjectNames';

export interface SobjectType {
	name: SalesforceObjectName;
	label: string;
	labelPlural: string;
	/** The first three characters of the ids. */
	prefix: string;
	fields: readonly Field[];
	/** By name in lower case: Salesforce does not look at case. */
	byName: ReadonlyMap<string, Field>;
	/** By relationship name in lower case. */
	byRelationship: ReadonlyMap<string, Field>;
	/** Whether callers can create, change and delete records. */
	writable: boolean;
	/** Whether the Bulk API takes it. */
	bulk: boolean;
	/** How many records every org has of itself. */
	fixedRecords: number;
	/** What no two living records share, where it is no single field. */
	wholeKey?(values: FieldValues): string;
	/** The nth record of a grown org, from 1. */
	seeded(place: number): FieldValues;
}

const SYSTEM_FIELDS: readonly Field[] = [
	readOnly('Id', 'id', { nillable: false, idLookup: true, defaultedOnCreate: true }),
	readOnly('IsDeleted', 'boolean'),
	readOnly('CreatedDate', 'datetime', { nillable: false, defaultedOnCreate: true }),
	reference('CreatedById', ['User'], {
		nillable: false,
		createable: false,
		updateable: false,
		defaultedOnCreate: true,
	}),
	readOnly('LastModifiedDate', 'datetime', { nillable: false, defaultedOnCreate: true }),
	reference('LastModifiedById', ['User'], {
		nillable: false,
		createable: false,
		updateable: false,
		defaultedOnCreate: true,
	}),
	readOnly('SystemModstamp', 'datetime', { nillable: false, defaultedOnCreate: true }),
];

export const OWNER: Field = reference('OwnerId', ['User'], {
	nillable: false,
	defaultedOnCreate: true,
});

/** First and last name in one, which is read and never written. */
export const PERSON_NAME: readonly Field[] = [
	required('LastName', 'string', { length: 80 }),
	readOnly('Name', 'string', {
		length: 121,
		nillable: false,
		nameField: true,
		derive: ({ FirstName, LastName }) =>
			[FirstName, LastName].filter((part) => part !== null && part !== undefined).join(' '),
	}),
];

/** What need not be said of an object. */
type Usual = 'labelPlural' | 'writable' | 'bulk' | 'fixedRecords';

export function sobjectType(
	parts: Omit<SobjectType, 'byName' | 'byRelationship' | Usual> & Partial<Pick<SobjectType, Usual>>,
): SobjectType {
	const fields = [...SYSTEM_FIELDS, ...parts.fields];
	const related = fields.flatMap((each) =>
		each.relationshipName === null ? [] : [[each.relationshipName.toLowerCase(), each] as const],
	);
	return {
		labelPlural: `${parts.label}s`,
		writable: true,
		bulk: true,
		fixedRecords: 0,
		...parts,
		fields,
		byName: new Map(fields.map((each) => [each.name.toLowerCase(), each])),
		byRelationship: new Map(related),
	};
}

export function fieldNamed(type: SobjectType, name: string): Field | undefined {
	return type.byName.get(name.toLowerCase());
}
