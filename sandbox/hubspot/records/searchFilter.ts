import type { JsonObject } from '../../json';
import { isJsonObject, stringList } from '../../json';
import type { Account } from '../account';
import type { PropertyDefinition } from '../propertyDefinition';
import { validationError } from '../refusals';
import { typeNamedLoosely } from '../types/objectTypes';
import type { CrmRecord } from './crmRecord';
import { valueOf } from './crmRecord';
import type { ObjectStore } from './objectStore';
import { moment } from './valueFault';

export type RecordTest = (record: CrmRecord) => boolean;

type Comparison = (value: string) => boolean;

/** What a value is compared by. */
export function rank(definition: PropertyDefinition, value: string): number | string {
	if (definition.type === 'number') return Number(value);
	if (definition.type === 'date' || definition.type === 'datetime') return moment(value);
	return definition.type === 'enumeration' ? value : value.toLowerCase();
}

export function compare(one: number | string, other: number | string): number {
	return one < other ? -1 : one > other ? 1 : 0;
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
	const wantedIn = (name: string): number | string => {
		const wanted = rank(definition, required(filter, name));
		if (!Number.isNaN(wanted)) return wanted;
		throw validationError(`${String(filter[name])} is no ${definition.type}`);
	};
	const against = (test: (difference: number) => boolean): Comparison => {
		const wanted = wantedIn('value');
		return (value) => test(compare(rank(definition, value), wanted));
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
			const low = wantedIn('value');
			const high = wantedIn('highValue');
			return (value) => {
				const ranked = rank(definition, value);
				return compare(ranked, low) >= 0 && compare(ranked, high) <= 0;
			};
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

/** `associations.contact` EQ or IN ids: the records associated with those (search guide, 2026-03). */
function associationTest(filter: JsonObject, store: ObjectStore, account: Account): RecordTest {
	const name = String(filter.propertyName).replace('associations.', '');
	const other = typeNamedLoosely(name);
	if (other === undefined) throw validationError(`Unable to infer object type from: ${name}`);
	if (filter.operator !== 'EQ' && filter.operator !== 'IN') {
		throw validationError(`Invalid operator ${String(filter.operator)} for associations`);
	}
	const ids = filter.operator === 'IN' ? stringList(filter.values) : [required(filter, 'value')];
	return ({ id }) =>
		ids.some((each) => {
			const to = { typeId: other.id, id: each };
			return account.associations.typesOf({ typeId: store.type.id, id }, to).length > 0;
		});
}

export function searchFilter(filter: unknown, store: ObjectStore, account: Account): RecordTest {
	if (!isJsonObject(filter)) throw validationError('A filter must be an object');
	const name = String(filter.propertyName);
	if (name.startsWith('associations.')) return associationTest(filter, store, account);
	const definition = store.definitions.get(name);
	if (definition === undefined) {
		const message = `Property ${name} does not exist`;
		throw validationError(`There was a problem with the request. ${message}`, {
			errors: [{ message, code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: [name] } }],
		});
	}
	const holds = comparison(filter, definition);
	const negative = NEGATIVE.has(String(filter.operator));
	return (record) => {
		const value = valueOf(store.type, record, name);
		return value === undefined ? negative : holds(value) !== negative;
	};
}
