import type { LiteralType } from '@jetstreamapp/soql-parser-js';

import { fullId } from '../recordId';
import { momentOf } from '../records/fieldValue';
import { Refused } from '../refusals';
import type { Field, FieldType, FieldValue } from '../schema/field';
import { dateLiteral } from './dateLiterals';
import { malformed } from './soql';

export interface Literal {
	text: string;
	type: LiteralType;
}

/** A value, or what lies from it to before another. */
export interface Wanted {
	from: FieldValue;
	until?: FieldValue;
}

const NUMBERS: readonly FieldType[] = ['int', 'double', 'currency', 'percent'];
const IDS: readonly FieldType[] = ['id', 'reference'];

/** Types whose literals stand without quotes. */
const BARE: readonly FieldType[] = [...NUMBERS, 'boolean', 'date', 'datetime'];

const DATE_LITERALS: readonly LiteralType[] = ['DATE_LITERAL', 'DATE_N_LITERAL'];

/** Neither an id nor anything that is written without quotes. */
export function isText({ type }: Field): boolean {
	return !BARE.includes(type) && !IDS.includes(type);
}

function mistyped({ name, type }: Field): Refused {
	const isBare = BARE.includes(type);
	const kind = type === 'datetime' ? 'dateTime' : isBare ? type : 'string';
	const quotes = isBare ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
	return new Refused(
		'INVALID_FIELD',
		`value of filter criterion for field '${name}' must be of type ${kind} and ${quotes}`,
	);
}

const ESCAPES: Readonly<Record<string, string>> = {
	n: '\n',
	N: '\n',
	r: '\r',
	R: '\r',
	t: '\t',
	T: '\t',
	b: '\b',
	B: '\b',
	f: '\f',
	F: '\f',
	'"': '"',
	"'": "'",
	'\\': '\\',
};

/** The text between the quotes; `\_` and `\%` are for LIKE alone. */
export function unquoted(literal: string, inLike = false): string {
	return literal.slice(1, -1).replace(/\\(.?)/gs, (whole, letter: string) => {
		if (inLike && (letter === '_' || letter === '%')) return whole;
		const escaped = ESCAPES[letter];
		if (escaped === undefined) throw malformed(`Illegal string literal: invalid escape ${whole}`);
		return escaped;
	});
}

/** Text compares without case, but where its field minds it. */
export function comparable(field: Field, value: FieldValue): FieldValue {
	return typeof value === 'string' && isText(field) && !field.caseSensitive
		? value.toLowerCase()
		: value;
}

function wantedMoment(field: Field, { text, type }: Literal, now: number): Wanted {
	const isDay = field.type === 'date';
	if (DATE_LITERALS.includes(type)) {
		const { from, until } = dateLiteral(text, now);
		const shown = (at: number): string => new Date(at).toISOString().slice(0, isDay ? 10 : 24);
		return { from: shown(from), until: shown(until) };
	}
	if (type !== (isDay ? 'DATE' : 'DATETIME')) throw mistyped(field);
	const value = isDay ? text : momentOf(text);
	if (value === undefined) throw malformed(`unexpected token: ${text}`);
	return { from: value };
}

function wantedId(text: string): Wanted {
	const value = unquoted(text);
	const id = fullId(value);
	if (id !== undefined) return { from: id };
	throw new Refused('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value}`);
}

/** What a literal stands for, as values of the field are compared. */
export function wantedValue(field: Field, literal: Literal, now: number): Wanted {
	const { text, type } = literal;
	if (type === 'NULL') return { from: null };
	if (field.type === 'date' || field.type === 'datetime') return wantedMoment(field, literal, now);
	if (field.type === 'boolean') {
		if (type !== 'BOOLEAN') throw mistyped(field);
		return { from: text.toUpperCase() === 'TRUE' };
	}
	if (NUMBERS.includes(field.type)) {
		if (type !== 'INTEGER' && type !== 'DECIMAL') throw mistyped(field);
		return { from: Number(text) };
	}
	if (type !== 'STRING') throw mistyped(field);
	if (IDS.includes(field.type)) return wantedId(text);
	const value = unquoted(text);
	return { from: value === '' ? null : comparable(field, value) };
}
