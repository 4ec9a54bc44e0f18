import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { fieldValue, fitTime, isTime } from '../fieldValue';
import { DEPENDS } from '../lookup/depends';
import { holdsNumbers, type FieldDefinition } from '../lookup/describe';
import { fullId } from '../recordId';
import { escapeLike, quote } from './literal';

/** A condition as the user has entered it. */
export interface Condition {
	field: string;
	operator: string;
	value: IDataObject[string];
}

interface Operator {
	name: string;
	value: string;
	/** How the values of a condition are compared with the field. */
	write: (field: string, values: string[]) => string;
	takes: 'one' | 'several' | 'none' | 'pattern';
}

const compare = (name: string, value: string, sign: string): Operator => ({
	name,
	value,
	takes: 'one',
	write: (field, [literal = '']) => `${field} ${sign} ${literal}`,
});
const among = (name: string, value: string, sign: string): Operator => ({
	name,
	value,
	takes: 'several',
	write: (field, literals) => `${field} ${sign} (${literals.join(', ')})`,
});
const like = (name: string, value: string, pattern: (text: string) => string): Operator => ({
	name,
	value,
	takes: 'pattern',
	write: (field, [text = '']) => `${field} LIKE '${pattern(escapeLike(text))}'`,
});

/** SOQL guide, comparison operators, 2026-08. */
const OPERATORS: Operator[] = [
	like('Contains', 'contains', (text) => `%${text}%`),
	like('Ends With', 'endsWith', (text) => `%${text}`),
	compare('Equals', 'eq', '='),
	among('Excludes All Of', 'excludes', 'EXCLUDES'),
	compare('Greater Than', 'gt', '>'),
	compare('Greater Than or Equal', 'gte', '>='),
	among('Includes One Of', 'includes', 'INCLUDES'),
	{ name: 'Is Empty', value: 'empty', takes: 'none', write: (field) => `${field} = null` },
	{ name: 'Is Not Empty', value: 'notEmpty', takes: 'none', write: (field) => `${field} != null` },
	among('Is None Of', 'notIn', 'NOT IN'),
	among('Is One Of', 'in', 'IN'),
	compare('Less Than', 'lt', '<'),
	compare('Less Than or Equal', 'lte', '<='),
	compare('Not Equal', 'ne', '!='),
	like('Starts With', 'startsWith', (text) => `${text}%`),
];

export const conditionsField: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add condition',
	default: {},
	description: 'Only records that match are returned. Values are escaped.',
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				{
					displayName: 'Field Name or ID',
					name: 'field',
					type: 'options',
					typeOptions: { loadOptionsMethod: 'getFilterFields', loadOptionsDependsOn: DEPENDS },
					default: '',
					description:
						'What is compared; by an expression also a field of a parent, such as Account.Industry. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				},
				{
					displayName: 'Operator',
					name: 'operator',
					type: 'options',
					default: 'eq',
					options: OPERATORS.map(({ name, value }) => ({ name, value })),
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description:
						'What to compare with: for dates also TODAY or LAST_N_DAYS:7, and several values with commas between them, or a list, for "Is One Of" and its like',
					displayOptions: { hide: { operator: ['empty', 'notEmpty'] } },
				},
			],
		},
	],
};

export const matchField: INodeProperties = {
	displayName: 'Must Match',
	name: 'match',
	type: 'options',
	default: 'AND',
	options: [
		{ name: 'All Conditions', value: 'AND' },
		{ name: 'Any Condition', value: 'OR' },
	],
};

/** The conditions of an item; those without a field are left out. */
export function readConditions(read: ParameterReader): Condition[] {
	return read
		.list('conditions', 'condition')
		.map(({ field, operator, value }) => ({
			field: String(field ?? '').trim(),
			operator: String(operator ?? 'eq'),
			value,
		}))
		.filter(({ field }) => field !== '');
}

/** A condition in SOQL. `field`: what the org says of the field. */
export function clauseOf(condition: Condition, field: FieldDefinition): string | Problem {
	const operator = OPERATORS.find(({ value }) => value === condition.operator);
	if (!operator) {
		return new Problem(
			`The operator "${condition.operator}" does not exist`,
			'Choose one from the list of operators.',
		);
	}
	const { takes, write } = operator;
	if (takes === 'none') return write(condition.field, []);
	const texts = textsOf(condition, takes === 'several');
	if (texts instanceof Problem) return texts;
	if (texts.length === 0) {
		return new Problem(
			`The condition on ${condition.field} has no value`,
			'Enter a value, or choose "Is Empty" or "Is Not Empty".',
		);
	}
	if (takes !== 'several' && texts.length > 1) {
		return new Problem(
			`The condition on ${condition.field} has ${texts.length} values, but compares with one`,
			'Enter one value, or choose "Is One Of".',
		);
	}
	if (takes === 'pattern') return write(condition.field, texts);
	const literals = texts.map((text) => literalOf(text, condition.field, field));
	const wrong = literals.find((literal) => literal instanceof Problem);
	return wrong ?? write(condition.field, literals.map(String));
}

function textsOf({ field, value }: Condition, several: boolean): string[] | Problem {
	const given: unknown[] =
		several && typeof value === 'string'
			? value.split(',').map((each) => each.trim())
			: Array.isArray(value)
				? value
				: [value];
	const texts = given.map((each) => fieldValue(field, each));
	const wrong = texts.find((each) => each instanceof Problem);
	return wrong ?? texts.map(String).filter((text) => text !== '');
}

/** TODAY, LAST_WEEK, LAST_N_DAYS:7 (SOQL guide, date formats and literals, 2026-08). */
const RELATIVE = /^[A-Z]+(_[A-Z]+)*(:\d+)?$/;

/** A value as a literal of the field's type: texts in quotes, numbers, dates and true bare. */
function literalOf(text: string, name: string, field: FieldDefinition): string | Problem {
	const { type } = field;
	const wrong = (what: string, how: string) =>
		new Problem(`The condition on ${name} has the value "${text}", which is not ${what}`, how);
	if (holdsNumbers(field)) {
		const number = Number(text);
		const isNumber = text.trim() !== '' && Number.isFinite(number);
		return isNumber ? String(number) : wrong('a number', 'Enter a number.');
	}
	if (type === 'boolean') {
		return /^(true|false)$/i.test(text)
			? text.toLowerCase()
			: wrong('true or false', 'Enter true or false.');
	}
	if (type === 'date' || type === 'datetime')
		return timeLiteral(text, type) ?? wrong('a date', DATES);
	if (type === 'id' || type === 'reference') {
		const id = fullId(text);
		return id === undefined
			? wrong('an ID', 'Enter an ID of 15 or 18 letters and digits.')
			: quote(id);
	}
	return quote(text);
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const DATES = 'Enter one such as 2026-01-31, 2026-01-31T09:30:00Z, TODAY or LAST_N_DAYS:7.';

function timeLiteral(text: string, type: 'date' | 'datetime'): string | undefined {
	if (RELATIVE.test(text)) return text;
	const day = DAY.test(text);
	const time = fitTime(day && type === 'datetime' ? `${text}T00:00:00Z` : text, type);
	// What comes behind a date would stand in the query as it is: dates are read loosely.
	const isWhole = type === 'date' ? DAY.test(time) : isTime(time);
	return isWhole && !Number.isNaN(Date.parse(time)) ? time : undefined;
}
