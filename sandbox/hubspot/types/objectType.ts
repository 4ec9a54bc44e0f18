import type { PropertyDefinition } from '../propertyDefinition';
import type { CrmRecord } from '../records/crmRecord';

export type ObjectName =
	| 'contacts'
	| 'companies'
	| 'deals'
	| 'tickets'
	| 'leads'
	| 'notes'
	| 'tasks'
	| 'calls'
	| 'meetings'
	| 'emails'
	| 'cars';

/** One kind of record: what it is called, what it holds and what a create must say. */
export interface ObjectType {
	/** Such as '0-1'; custom objects are '2-' and a number (HubSpot, object type ids, 2026-03). */
	readonly id: string;
	/** As paths and `associations` name it. */
	readonly name: ObjectName;
	readonly singular: string;
	readonly properties: readonly PropertyDefinition[];
	/** Shown when no properties are asked for, besides those in `alwaysShown`. */
	readonly defaults: readonly string[];
	readonly created: 'createdate' | 'hs_createdate';
	readonly modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
	/** A create is refused without them (HubSpot, using object APIs, 2026-03). */
	readonly required: readonly string[];
	/** A create needs at least one of these, if there are any. */
	readonly oneOf: readonly string[];
	/** A create needs an associated contact. */
	readonly needsContact: boolean;
	/** What `query` looks in (HubSpot, CRM search guide, 2026-03). */
	readonly searched: readonly string[];
	readonly mergeable: boolean;
	/** Any one of each list is enough. */
	readonly scopes: Record<'read' | 'write' | 'schema', readonly string[]>;
	readonly pipeline?: { property: string; stage: string };
	/** Values a new record gets where the caller says nothing. */
	readonly initial: Readonly<Record<string, string>>;
	/** Values HubSpot works out by itself. */
	readonly derived: Readonly<Record<string, (record: CrmRecord) => string | undefined>>;
	/** Values of a seeded record; the same for the same index. */
	seeded(index: number): Record<string, string>;
}

type Told = Pick<ObjectType, 'id' | 'name' | 'singular' | 'properties' | 'scopes' | 'seeded'> &
	Partial<ObjectType>;

/** Everything not told is as it is for most types. */
export function objectType(told: Told): ObjectType {
	return {
		defaults: [],
		created: 'hs_createdate',
		modified: 'hs_lastmodifieddate',
		required: [],
		oneOf: [],
		needsContact: false,
		searched: [],
		mergeable: false,
		initial: {},
		derived: {},
		...told,
	};
}

export function objectScopes(name: string): ObjectType['scopes'] {
	const read = `crm.objects.${name}.read`;
	return {
		read: [read],
		write: [`crm.objects.${name}.write`],
		schema: [`crm.schemas.${name}.read`, read],
	};
}

/** CONTACT, COMPANY …: how messages name a type. */
export function constantOf(type: ObjectType): string {
	return type.singular.toUpperCase();
}
