import { isJsonObject } from '../../json';
import { invalid } from '../refusals';
import { listIn, textIn, withOnly } from '../requestBody';
import type { TableRow } from './tableRows';

type Test = (row: TableRow) => boolean;

const MAX_PARTS = 10;

const WITHOUT_VALUE = new Set(['is_empty', 'is_not_empty']);

const OPERATORS: Record<string, (cell: unknown, value: unknown) => boolean> = {
	'=': (cell, value) => cell === value,
	'!=': (cell, value) => cell !== value,
	'>': (cell, value) => Number(cell) > Number(value),
	'>=': (cell, value) => Number(cell) >= Number(value),
	'<': (cell, value) => Number(cell) < Number(value),
	'<=': (cell, value) => Number(cell) <= Number(value),
	contains: (cell, value) => String(cell).includes(String(value)),
	not_contains: (cell, value) => !String(cell).includes(String(value)),
	starts_with: (cell, value) => String(cell).startsWith(String(value)),
	ends_with: (cell, value) => String(cell).endsWith(String(value)),
	in: (cell, value) => Array.isArray(value) && value.includes(cell),
	not_in: (cell, value) => Array.isArray(value) && !value.includes(cell),
	is_empty: (cell) => cell === undefined,
	is_not_empty: (cell) => cell !== undefined,
};

/** A filter of a query, as a test of rows. `idOf` knows the fields by what the query calls them. */
export function filterOf(value: unknown, idOf: (field: string) => string): Test {
	if (!isJsonObject(value)) throw invalid('query.filter must be an object');
	for (const word of ['and', 'or'] as const) {
		if (!(word in value)) continue;
		const { [word]: list } = withOnly(value, [word], 'query.filter');
		const parts = listIn(list, `query.filter.${word}`, 1, MAX_PARTS);
		const tests = parts.map((part) => filterOf(part, idOf));
		return (row) =>
			word === 'and' ? tests.every((test) => test(row)) : tests.some((test) => test(row));
	}
	if ('not' in value) {
		const test = filterOf(withOnly(value, ['not'], 'query.filter').not, idOf);
		return (row) => !test(row);
	}
	return predicateOf(value, idOf);
}

function predicateOf(value: unknown, idOf: (field: string) => string): Test {
	const { field, op, ...rest } = withOnly(value, ['field', 'op', 'value', 'path'], 'query.filter');
	const id = idOf(textIn(field, 'query.filter.field'));
	const name = textIn(op, 'query.filter.op');
	const operator = OPERATORS[name];
	if (operator === undefined) throw invalid(`query.filter.op "${name}"`);
	const hasValue = rest.value !== undefined && rest.value !== null;
	if (hasValue === WITHOUT_VALUE.has(name)) throw invalid('query.filter.value');
	return (row) => operator(row[id]?.value, rest.value);
}
