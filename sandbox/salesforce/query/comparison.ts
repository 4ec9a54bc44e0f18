import type { Operator } from '@jetstreamapp/soql-parser-js';

import { Refused } from '../refusals';
import type { Field, FieldValue } from '../schema/field';
import type { Literal, Wanted } from './literals';
import { isText, unquoted, wantedValue } from './literals';
import { malformed, notServed } from './soql';

type ValueTest = (value: FieldValue) => boolean;

/** Negative, zero or positive; values of one field are of one type. */
export function compared(one: FieldValue, other: FieldValue): number {
	if (one === other) return 0;
	return (one ?? '') < (other ?? '') ? -1 : 1;
}

function likeTest(literal: Literal): ValueTest {
	const pattern = unquoted(literal.text, true).replace(
		/\\([%_])|%|_|[^\w\s]/gs,
		(part, escaped: string | undefined) => {
			if (escaped !== undefined) return escaped;
			return part === '%' ? '.*' : part === '_' ? '.' : `\\${part}`;
		},
	);
	const expression = new RegExp(`^${pattern}$`, 'is');
	return (value) => typeof value === 'string' && expression.test(value);
}

function equals({ from, until }: Wanted): ValueTest {
	if (until === undefined) return (value) => value === from;
	return (value) => value !== null && compared(value, from) >= 0 && compared(value, until) < 0;
}

function ordered(operator: Operator, { from, until }: Wanted): ValueTest | undefined {
	const end = until ?? from;
	const withEnd = until === undefined;
	const tests: Partial<Record<Operator, ValueTest>> = {
		'<': (value) => compared(value, from) < 0,
		'<=': (value) => (withEnd ? compared(value, end) <= 0 : compared(value, end) < 0),
		'>': (value) => (withEnd ? compared(value, end) > 0 : compared(value, end) >= 0),
		'>=': (value) => compared(value, from) >= 0,
	};
	const test = tests[operator];
	return test === undefined ? undefined : (value) => value !== null && test(value);
}

function anyOf(wanted: readonly Wanted[]): ValueTest {
	const values = new Set(wanted.filter(({ until }) => until === undefined).map(({ from }) => from));
	const spans = wanted.filter(({ until }) => until !== undefined).map(equals);
	return (value) => values.has(value) || spans.some((test) => test(value));
}

/** Whether a value that went through `comparable` is one that a condition asks for. */
export function valueTest(
	field: Field,
	operator: Operator,
	literals: readonly Literal[],
	now: number,
): ValueTest {
	const [first] = literals;
	if (first === undefined) throw malformed(`${operator} needs a value`);
	if (operator === 'LIKE') {
		if (first.type !== 'STRING' || !isText(field)) {
			throw new Refused('INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${field.name}`);
		}
		return likeTest(first);
	}
	const wanted = literals.map((each) => wantedValue(field, each, now));
	if (operator === 'IN') return anyOf(wanted);
	if (operator === 'NOT IN') {
		const test = anyOf(wanted);
		return (value) => !test(value);
	}
	const [only = { from: null }] = wanted;
	if (operator === '=') return equals(only);
	if (operator === '!=') {
		const test = equals(only);
		return (value) => !test(value);
	}
	const test = ordered(operator, only);
	if (test === undefined) throw notServed(operator);
	return test;
}
