import type { JsonObject } from '../../json';
import type { Account } from '../account';
import { fullyQualifiedName, OBJECT_TYPES, typeNamedLoosely } from '../types/objectTypes';
import type { End } from './associationStore';

function nameOf(typeId: string): string {
	const type = OBJECT_TYPES.find(({ id }) => id === typeId);
	if (type === undefined) return typeId;
	return type.id.startsWith('2-') ? fullyQualifiedName(type) : type.name;
}

/**
 * `associations: {companies: {results: [{id, type}]}}` of a read record, one entry for each type of
 * association. What is not associated, or no object at all, is left out.
 */
export function readAssociations(
	account: Account,
	from: End,
	wanted: readonly string[],
): { associations?: JsonObject } {
	const types = wanted.flatMap((name) => typeNamedLoosely(name) ?? []);
	const entries = types.flatMap((type) => {
		const results = account.associations
			.of(from, type.id)
			.flatMap(({ id, types: linked }) => linked.map(({ name }) => ({ id, type: name })));
		return results.length === 0 ? [] : [[nameOf(type.id), { results }]];
	});
	return entries.length === 0 ? {} : { associations: Object.fromEntries(entries) };
}
