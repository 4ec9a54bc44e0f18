import type { JsonObject } from '../json';
import { isJsonObject, stringList } from '../json';
import type { Contact } from './contact';
import { valueOf } from './contact';
import type { PropertyDefinition } from './propertyDefinition';
import { validationError } from './refusals';

export type ContactTest = (contact: Contact) => boolean;

type Comparison = (value: string) => boolean;

function rank(definition: PropertyDefinition, value: string): number | string {
	if (definition.type === 'number') return Number(value);
	if (definition.type === 'date' || definition.type === 'datetime') {
		return /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
	}
	return value.toLowerCase();
}

function compare(one: number | string, other: number | string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

export function inOrder(definition: PropertyDefinition): (one: string, other: string) => number {
	return (one, other) => compare(rank(definition, one), rank(definition, other));
}

/** A token is a run of letters and digits; `*` stands for any characters. */
function tokenTest(pattern: string): Comparison {
	const parts = pattern.toLowerCase().split('*');
	const escaped = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*');
	const expression = new RegExp(`(^|[^a-z0-9])${escaped}($|[^a-z0-9])`);
	return (value) => expression.test(value.toLowerCase());
}

function required(filter: JsonObject, name: string): string {
	const value = filter[name];
	if (typeof value === 'string' && value !== '') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw validationError(`${String(filter.operator)} operator requires a ${name}`);
}

/**
 * Of texts HubSpot lowers what it holds and not what is asked: an upper-case value in IN never
 * matches. Options of an enumeration are compared as they are (search guide of 30 March 2026).
 */
function listTest(filter: JsonObject, { type }: PropertyDefinition): Comparison {
	const values = stringList(filter.values);
	if (values.length === 0)
		throw validationError(`${String(filter.operator)} operator requires values`);
	return (value) => values.includes(type === 'enumeration' ? value : value.toLowerCase());
}

function comparison(filter: JsonObject, definition: PropertyDefinition): Comparison {
	const order = inOrder(definition);
	const against = (test: (difference: number) => boolean): Comparison => {
		const wanted = required(filter, 'value');
		return (value) => test(order(value, wanted));
	};
	switch (filter.operator) {
		case 'EQ':
		case 'NEQ':
			return against((difference) => difference === 0);
		case 'LT':
			return against((difference) => difference < 0);
		case 'LTE':
			return against((difference) => difference <= 0);
		case 'GT':
			return against((difference) => difference > 0);
		case 'GTE':
			return against((difference) => difference >= 0);
		case 'BETWEEN': {
			const low = required(filter, 'value');
			const high = required(filter, 'highValue');
			return (value) => order(value, low) >= 0 && order(value, high) <= 0;
		}
		case 'IN':
		case 'NOT_IN':
			return listTest(filter, definition);
		case 'HAS_PROPERTY':
		case 'NOT_HAS_PROPERTY':
			return () => true;
		case 'CONTAINS_TOKEN':
		case 'NOT_CONTAINS_TOKEN':
			return tokenTest(required(filter, 'value'));
		default:
			throw validationError(`Invalid operator ${String(filter.operator)}`);
	}
}

const NEGATIVE = new Set(['NEQ', 'NOT_IN', 'NOT_HAS_PROPERTY', 'NOT_CONTAINS_TOKEN']);

export function searchFilter(
	filter: unknown,
	definitions: ReadonlyMap<string, PropertyDefinition>,
): ContactTest {
	if (!isJsonObject(filter)) throw validationError('A filter must be an object');
	const name = String(filter.propertyName);
	const definition = definitions.get(name);
	if (definition === undefined) {
		const message = `Property ${name} does not exist`;
		throw validationError(`There was a problem with the request. ${message}`, {
			errors: [{ message, code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: [name] } }],
		});
	}
	const holds = comparison(filter, definition);
	const negative = NEGATIVE.has(String(filter.operator));
	return (contact) => {
		const value = valueOf(contact, name);
		return value === undefined ? negative : holds(value) !== negative;
	};
}
