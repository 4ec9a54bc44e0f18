import type { JsonObject } from '../../json';
import type { Org } from '../records/org';
import { attributesOf, shownValue } from '../records/recordView';
import type { StoredRecord } from '../records/storedRecord';
import { valueOf } from '../records/storedRecord';
import { Refused } from '../refusals';
import type { Field, FieldValue } from '../schema/field';
import type { SobjectType } from '../schema/sobjectType';
import { fieldNamed } from '../schema/sobjectType';
import { sobjectNamed } from '../schema/sobjects';

/** So many steps to a parent's parent (SOQL and SOSL reference, relationship queries). */
const MAX_STEPS = 5;

/** What every possible parent of a polymorphic reference has in common. */
const COMMON_FIELDS = ['id', 'name'];

/** A field of the record or of one of its parents. */
export interface FieldPath {
	/** References to walk, first one first. */
	steps: readonly Field[];
	field: Field;
	/** With the names as they are defined, such as Account.Name. */
	name: string;
}

function unknown(name: string, type: SobjectType): Refused {
	return new Refused(
		'INVALID_FIELD',
		`No such column '${name}' on entity '${type.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
	);
}

function noRelation(name: string, type: SobjectType): Refused {
	return new Refused(
		'INVALID_FIELD',
		`Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names. (${type.name})`,
	);
}

/** The object behind a reference; of several possible ones the first stands for all. */
function parentOf({ referenceTo }: Field): SobjectType {
	const [name = ''] = referenceTo;
	const parent = sobjectNamed(name);
	if (parent === undefined) throw new Error(`No object ${name}`);
	return parent;
}

/** Reads a path, such as `Account.Name`, of the object that a query is about. */
export type PathReader = (text: string) => FieldPath;

/** The object's own name or alias may stand before its fields. */
export function pathReader(type: SobjectType, alias: string | undefined): PathReader {
	const own = [type.name.toLowerCase(), alias?.toLowerCase()];
	return (text) => {
		const [first = '', ...rest] = text.split('.');
		const name = first.toLowerCase();
		const isOwn = rest.length > 0 && own.includes(name) && !type.byRelationship.has(name);
		return fieldPath(type, isOwn ? rest : [first, ...rest]);
	};
}

function fieldPath(type: SobjectType, parts: readonly string[]): FieldPath {
	const names = parts.slice(0, -1);
	const last = parts.at(-1) ?? '';
	const steps: Field[] = [];
	let at = type;
	for (const name of names) {
		const step = at.byRelationship.get(name.toLowerCase());
		if (step === undefined || steps.length === MAX_STEPS) throw noRelation(name, at);
		steps.push(step);
		at = parentOf(step);
	}
	const field = fieldNamed(at, last);
	const isPolymorphic = (steps.at(-1)?.referenceTo.length ?? 0) > 1;
	if (field === undefined || (isPolymorphic && !COMMON_FIELDS.includes(last.toLowerCase()))) {
		throw unknown(last, at);
	}
	const relations = steps.map(({ relationshipName }) => relationshipName);
	return { steps, field, name: [...relations, field.name].join('.') };
}

/** The record at the end of the steps; undefined where one of them leads nowhere. */
function holderOf(org: Org, record: StoredRecord, steps: readonly Field[]) {
	let at: StoredRecord | undefined = record;
	for (const step of steps) {
		const id: FieldValue = at === undefined ? null : valueOf(at, step);
		at = typeof id === 'string' ? org.find(id) : undefined;
	}
	return at;
}

/** The parent's own field of that name: parents of one reference can be of several objects. */
function ownField(holder: StoredRecord, { steps, field }: FieldPath): Field | undefined {
	return steps.length === 0 ? field : fieldNamed(holder.type, field.name);
}

export function valueAt(org: Org, record: StoredRecord, path: FieldPath): FieldValue {
	if (path.steps.length === 0) return valueOf(record, path.field);
	const holder = holderOf(org, record, path.steps);
	const field = holder === undefined ? undefined : ownField(holder, path);
	return holder === undefined || field === undefined ? null : valueOf(holder, field);
}

/** The value as it leaves Salesforce. */
export function shownAt(org: Org, record: StoredRecord, path: FieldPath): unknown {
	const holder = holderOf(org, record, path.steps);
	const field = holder === undefined ? undefined : ownField(holder, path);
	return holder === undefined || field === undefined ? null : shownValue(holder, field);
}

/** A record with what was selected of it and of its parents, in that order. */
export function selectedView(
	org: Org,
	record: StoredRecord,
	paths: readonly FieldPath[],
	base: string,
): JsonObject {
	const view: JsonObject = { attributes: attributesOf(record, base) };
	const nested = new Map<string, JsonObject | null>();
	for (const path of paths) {
		let at: JsonObject | null = view;
		for (const [place, step] of path.steps.entries()) {
			const steps = path.steps.slice(0, place + 1);
			const key = steps.map(({ relationshipName }) => relationshipName).join('.');
			if (at !== null && !nested.has(key)) {
				const holder = holderOf(org, record, steps);
				const inner = holder === undefined ? null : { attributes: attributesOf(holder, base) };
				nested.set(key, inner);
				at[step.relationshipName ?? step.name] = inner;
			}
			at = nested.get(key) ?? null;
		}
		if (at !== null) at[path.field.name] = shownAt(org, record, path);
	}
	return view;
}
