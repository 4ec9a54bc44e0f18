import type { FieldType as Selected, Query } from '@jetstreamapp/soql-parser-js';

import { Refused } from '../refusals';
import type { SobjectType } from '../schema/sobjectType';
import type { FieldPath, PathReader } from './fieldPath';
import { malformed, notServed } from './soql';

/** FIELDS(ALL) and FIELDS(CUSTOM) take a LIMIT of at most 200 (SOQL and SOSL reference, FIELDS). */
const MAX_OF_ALL_FIELDS = 200;

function allFields(type: SobjectType, which: unknown, { limit }: Query): FieldPath[] {
	const kind = String(which).toUpperCase();
	if (kind !== 'STANDARD' && (limit ?? Infinity) > MAX_OF_ALL_FIELDS) {
		throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${MAX_OF_ALL_FIELDS}`);
	}
	const isCustom = (name: string): boolean => name.endsWith('__c');
	const wanted = type.fields.filter(
		({ name }) => kind === 'ALL' || isCustom(name) === (kind === 'CUSTOM'),
	);
	return wanted.map((field) => ({ steps: [], field, name: field.name }));
}

interface Selection {
	type: SobjectType;
	pathOf: PathReader;
	query: Query;
}

function pathsOf({ type, pathOf, query }: Selection, selected: Selected): FieldPath[] {
	switch (selected.type) {
		case 'Field':
			return [pathOf(selected.field)];
		case 'FieldRelationship':
			return [pathOf([...selected.relationships, selected.field].join('.'))];
		case 'FieldFunctionExpression':
			if (selected.functionName.toUpperCase() === 'FIELDS') {
				return allFields(type, selected.parameters[0], query);
			}
			throw notServed(`The function ${selected.functionName}`);
		case 'FieldSubquery':
			throw notServed('A query inside a query');
		case 'FieldTypeof':
			throw notServed('TYPEOF');
	}
}

/** Whether all that is asked for is the number of rows. */
export function isCount({ fields = [] }: Query): boolean {
	const [only, ...others] = fields;
	return (
		others.length === 0 &&
		only?.type === 'FieldFunctionExpression' &&
		only.functionName.toUpperCase() === 'COUNT' &&
		only.parameters.length === 0
	);
}

export function selectionOf(selection: Selection): FieldPath[] {
	const paths = (selection.query.fields ?? []).flatMap((each) => pathsOf(selection, each));
	const names = paths.map(({ name }) => name);
	const twice = names.find((name, place) => names.indexOf(name) !== place);
	if (twice === undefined) return paths;
	throw new Refused('INVALID_FIELD', `duplicate field selected: ${twice}`);
}
