import type { JsonObject } from '../../json';
import { isJsonObject } from '../../json';
import { Refused } from '../refusals';
import type { Field, FieldValue } from '../schema/field';
import { fieldNamed, type SobjectType } from '../schema/sobjectType';
import { sobjectNamed } from '../schema/sobjects';
import { jsonValue } from './fieldValue';

/** A parent named by an external id of its own instead of by its id. */
export interface ParentLink {
	field: Field;
	parent: SobjectType;
	by: Field;
	value: FieldValue;
}

/** A row that has been read, and not yet checked against the org. */
export interface IncomingRow {
	type: SobjectType;
	values: Array<{ field: Field; value: FieldValue }>;
	links: ParentLink[];
	key: string;
}

/** Two rows of one key are the same request to create, made twice. */
export function rowKey(
	type: SobjectType,
	given: ReadonlyArray<readonly [string, unknown]>,
): string {
	const said = given.flatMap(([name, value]): Array<[string, string]> => {
		if (name === 'attributes' || value === null || value === undefined || value === '') return [];
		if (isJsonObject(value)) {
			return Object.entries(value)
				.filter(([inner]) => inner !== 'attributes')
				.map(([inner, own]) => [`${name}.${inner}`.toLowerCase(), String(own)]);
		}
		return [[name.toLowerCase(), String(value)]];
	});
	const sorted = said.sort(([one], [other]) => (one < other ? -1 : 1));
	return `${type.name} ${JSON.stringify(sorted)}`;
}

export function noSuchColumn(name: string, type: SobjectType): Refused {
	return new Refused('INVALID_FIELD', `No such column '${name}' on sobject of type ${type.name}`);
}

/** The parent's field behind `Account` and `Ext__c`; undefined where there is no such path. */
export function linkField(
	type: SobjectType,
	relationship: string,
	name: string,
	parentName?: string,
): Omit<ParentLink, 'value'> | undefined {
	const field = type.byRelationship.get(relationship.toLowerCase());
	const parents = field?.referenceTo ?? [];
	const wanted = parentName ?? (parents.length === 1 ? parents[0] : undefined);
	const parent = wanted === undefined ? undefined : sobjectNamed(wanted);
	if (field === undefined || parent === undefined || !parents.includes(parent.name)) {
		return undefined;
	}
	const by = fieldNamed(parent, name);
	return by?.idLookup === true ? { field, parent, by } : undefined;
}

function linkIn(type: SobjectType, relationship: string, given: JsonObject): ParentLink {
	const { attributes, ...keys } = given;
	const [[name, value] = ['', null], ...others] = Object.entries(keys);
	const parentName = isJsonObject(attributes) ? attributes.type : undefined;
	const link = linkField(
		type,
		relationship,
		name,
		typeof parentName === 'string' ? parentName : undefined,
	);
	if (link === undefined || others.length > 0) {
		throw new Refused(
			'INVALID_FIELD',
			`The relationship ${relationship} of ${type.name} takes one external ID field of its parent`,
		);
	}
	return { ...link, value: jsonValue(link.by, value) };
}

/** Reads one record out of a body. What it throws spoils the whole request. */
export function jsonRow(type: SobjectType, body: JsonObject, skipped: string[] = []): IncomingRow {
	const row: IncomingRow = {
		type,
		values: [],
		links: [],
		key: rowKey(type, Object.entries(body)),
	};
	const left = new Set(['attributes', ...skipped.map((name) => name.toLowerCase())]);
	for (const [name, given] of Object.entries(body)) {
		if (left.has(name.toLowerCase())) continue;
		const field = fieldNamed(type, name);
		if (field !== undefined) row.values.push({ field, value: jsonValue(field, given) });
		else if (isJsonObject(given) && type.byRelationship.has(name.toLowerCase())) {
			row.links.push(linkIn(type, name, given));
		} else throw noSuchColumn(name, type);
	}
	return row;
}
