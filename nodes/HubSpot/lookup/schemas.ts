import { asArray, asObject, asText } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import type { Facts } from '../../shared/node/operation';
import { CRUD_QUOTAS } from '../vendor';

/** A custom object of the account (schemas API, 2026-08). */
export interface Schema {
	typeId: string;
	/** What else it goes by: "cars", "p123_cars". */
	names: string[];
	label: string;
	/** What HubSpot itself shows of a record, and wants of a new one. */
	simple: string[];
	primary: string;
}

/** All custom objects of the account; this list has no pages. */
export function schemasRequest({ schemas }: Facts): ApiRequest {
	return {
		operation: 'schema.getAll',
		method: 'GET',
		path: String(schemas),
		safeToRepeat: true,
		readOnly: true,
		quotas: CRUD_QUOTAS,
	};
}

/** The custom objects in an answer. */
export function readSchemas(data: JsonValue | undefined): Schema[] {
	return asArray(asObject(data).results).map((entry) => {
		const schema = asObject(entry);
		const texts = (value: JsonValue | undefined) => asArray(value).map(asText).filter(isText);
		const names = [schema.name, schema.fullyQualifiedName].map(asText).filter(isText);
		const primary = asText(schema.primaryDisplayProperty) ?? '';
		return {
			typeId: asText(schema.objectTypeId) ?? '',
			names,
			label: asText(asObject(schema.labels).plural) ?? names[0] ?? '',
			primary,
			simple: [
				...new Set([
					primary,
					...texts(schema.secondaryDisplayProperties),
					...texts(schema.requiredProperties),
				]),
			].filter(Boolean),
		};
	});
}

/** The schema that this name or ID means. */
export function schemaOf(schemas: Schema[], type: string): Schema | undefined {
	const wanted = type.toLowerCase();
	return schemas.find(
		({ typeId, names }) => typeId === wanted || names.some((name) => name.toLowerCase() === wanted),
	);
}

function isText(value: string | undefined): value is string {
	return value !== undefined && value !== '';
}
