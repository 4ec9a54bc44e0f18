import { kindNamed } from '../objects';
import { schemaOf, type Schema } from './schemas';

/** The ID of an object type; undefined for a name that only the account's schemas know. */
export function knownTypeId(type: string): string | undefined {
	return kindNamed(type)?.typeId ?? (/^\d+-\d+$/.test(type) ? type : undefined);
}

/** The same, with the custom objects of the account. */
export function typeIdIn(schemas: Schema[], type: string): string | undefined {
	return knownTypeId(type) ?? schemaOf(schemas, type)?.typeId;
}
