import { Refused } from './refusals';
import { noSuchColumn } from './records/incomingRow';
import type { Field } from './schema/field';
import type { SobjectType } from './schema/sobjectType';
import { fieldNamed } from './schema/sobjectType';

function named(type: SobjectType, names: readonly string[]): readonly Field[] {
	return names.map((name) => {
		const field = fieldNamed(type, name.trim());
		if (field === undefined) throw noSuchColumn(name.trim(), type);
		return field;
	});
}

/** The fields of `?fields=`, and all there are without it; a single unknown name spoils it. */
export function fieldsInQuery(type: SobjectType, list: string | null): readonly Field[] {
	return list === null ? type.fields : named(type, list.split(','));
}

/** The fields of a list that has to be there. */
export function fieldsInList(type: SobjectType, list: readonly string[]): readonly Field[] {
	if (list.length === 0) throw new Refused('MISSING_ARGUMENT', 'The fields parameter is required');
	return named(type, list);
}
