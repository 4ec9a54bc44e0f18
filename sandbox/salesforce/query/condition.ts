import type {
	Condition,
	ConditionWithValueQuery,
	LiteralType,
	WhereClause,
} from '@jetstreamapp/soql-parser-js';

import type { Org } from '../records/org';
import type { StoredRecord } from '../records/storedRecord';
import { Refused } from '../refusals';
import { valueTest } from './comparison';
import type { PathReader } from './fieldPath';
import { valueAt } from './fieldPath';
import type { Literal } from './literals';
import { comparable } from './literals';
import { malformed, notServed } from './soql';

export type RecordTest = (record: StoredRecord) => boolean;

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | RecordTest;

function literalsOf(condition: Condition): Literal[] {
	if (!('value' in condition)) throw notServed('This condition');
	const { value, literalType } = condition;
	const texts: readonly string[] = Array.isArray(value) ? value : [value];
	const types: readonly (LiteralType | undefined)[] = Array.isArray(literalType)
		? literalType
		: texts.map(() => literalType);
	return texts.map((text, place) => ({ text, type: types[place] ?? 'STRING' }));
}

function testOf(org: Org, pathOf: PathReader, condition: ConditionWithValueQuery): RecordTest {
	if ('valueQuery' in condition) throw notServed('A query inside a condition');
	if (!('field' in condition)) throw notServed('A function in a condition');
	const path = pathOf(condition.field);
	const { field } = path;
	if (!field.filterable) {
		throw new Refused('INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`);
	}
	const test = valueTest(field, condition.operator, literalsOf(condition), org.now());
	return (record) => test(comparable(field, valueAt(org, record, path)));
}

/** The parser chains conditions to the right, with the parentheses beside them. */
function tokensOf(org: Org, pathOf: PathReader, clause: WhereClause): Token[] {
	const tokens: Token[] = [];
	let rest: WhereClause | undefined = clause;
	while (rest !== undefined) {
		const { left } = rest;
		const count = (parens: number | undefined, sign: Token): Token[] =>
			Array.from({ length: parens ?? 0 }, () => sign);
		tokens.push(...count(left?.openParen, '('));
		if (left !== null && 'operator' in left) {
			tokens.push(testOf(org, pathOf, left), ...count(left.closeParen, ')'));
		}
		const next: WhereClause | undefined = 'right' in rest ? rest.right : undefined;
		if ('operator' in rest) tokens.push(rest.operator);
		rest = next;
	}
	return tokens;
}

/** Reads the tokens: NOT binds what follows it; AND and OR do not mix without parentheses. */
class ConditionReader {
	private at = 0;

	constructor(private readonly tokens: readonly Token[]) {}

	read(): RecordTest {
		const test = this.chain();
		if (this.at < this.tokens.length) throw malformed("unexpected token: ')'");
		return test;
	}

	private chain(): RecordTest {
		const tests = [this.single()];
		const operator = this.tokens[this.at];
		while (this.tokens[this.at] === 'AND' || this.tokens[this.at] === 'OR') {
			const found = this.tokens[this.at];
			if (found !== operator) throw malformed(`unexpected token: ${String(found)}`);
			this.at++;
			tests.push(this.single());
		}
		if (operator === 'OR') return (record) => tests.some((test) => test(record));
		return (record) => tests.every((test) => test(record));
	}

	private single(): RecordTest {
		const token = this.tokens[this.at++];
		if (typeof token === 'function') return token;
		if (token === 'NOT') {
			const test = this.single();
			return (record) => !test(record);
		}
		if (token !== '(') throw malformed(`unexpected token: ${String(token)}`);
		const test = this.chain();
		if (this.tokens[this.at++] === ')') return test;
		throw malformed("expecting a right parentheses, found '<EOF>'");
	}
}

/** What a WHERE clause asks of a record of one object. */
export function conditionTest(
	org: Org,
	pathOf: PathReader,
	clause: WhereClause | undefined,
): RecordTest {
	if (clause === undefined) return () => true;
	return new ConditionReader(tokensOf(org, pathOf, clause)).read();
}
