import { asArray, asObject, asText } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { CRUD_QUOTAS } from '../vendor';

/** A property as the account defines it (properties API, 2026-08). */
export interface PropertyDefinition {
	name: string;
	label: string;
	/** "string", "number", "bool", "date", "datetime", "enumeration", "phone_number". */
	type: string;
	/** "checkbox" for several options at once. */
	fieldType: string;
	options: Array<{ label: string; value: string }>;
	isUnique: boolean;
	/** What HubSpot sets by itself, or shows nowhere. */
	isWritable: boolean;
	isHidden: boolean;
	/** "OWNER" where the values are IDs of owners. */
	references: string;
}

/** All properties of a type; this list has no pages. */
export function definitionsRequest({ properties }: Facts, type: string): ApiRequest {
	return {
		operation: 'property.getAll',
		method: 'GET',
		path: `${properties}/${encodeURIComponent(type)}`,
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
	};
}

/** The properties in an answer; entries without a name are left out. */
export function readDefinitions(data: JsonValue | undefined): PropertyDefinition[] {
	return asArray(asObject(data).results)
		.map(definitionOf)
		.filter(({ name }) => name !== '');
}

function definitionOf(entry: JsonValue): PropertyDefinition {
	const property = asObject(entry);
	const { hidden, hasUniqueValue, options } = property;
	const text = (value: JsonValue | undefined) => asText(value) ?? '';
	const name = text(property.name);
	return {
		name,
		label: text(property.label) || name,
		type: text(property.type),
		fieldType: text(property.fieldType),
		options: asArray(options)
			.map(asObject)
			.filter((option) => option.hidden !== true)
			.map(({ label, value }) => ({ label: text(label) || text(value), value: text(value) })),
		isUnique: hasUniqueValue === true,
		isWritable: isWritable(property),
		isHidden: hidden === true,
		references: text(property.referencedObjectType),
	};
}

/** Whether a value can be written, and is not worked out or set by HubSpot itself. */
export function isWritable({
	calculated,
	modificationMetadata,
}: ReturnType<typeof asObject>): boolean {
	return calculated !== true && asObject(modificationMetadata).readOnlyValue !== true;
}
