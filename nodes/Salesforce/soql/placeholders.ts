import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { fieldValue } from '../fieldValue';
import { quote } from './literal';

/** Values for the names in a query, so that nothing in them can change it. */
export const valuesField: INodeProperties = {
	displayName: 'Query Values',
	name: 'queryValues',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add value',
	default: {},
	description:
		'Values for names such as :email in the query. They are escaped, unlike what an expression puts into the query itself.',
	options: [
		{
			displayName: 'Value',
			name: 'entry',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. email',
					description: 'As it stands in the query, without the colon',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 'text',
					options: [
						{
							name: 'Number, Date or Boolean',
							value: 'bare',
							description: 'Stands without quotes',
						},
						{ name: 'Text or ID', value: 'text' },
					],
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'A list of texts becomes a list in brackets, for IN',
				},
			],
		},
	],
};

/** A number, a date, a time, a date literal, true, false or null: nothing that could end a condition. */
const BARE =
	/^(-?\d+(\.\d+)?|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d))?|true|false|null|[A-Z]+(_[A-Z]+)*(:\d+)?)$/;

/** The query with the values in the places of their names. Names inside of texts stay as they are. */
export function fillPlaceholders(query: string, read: ParameterReader): string | Problem {
	const literals = new Map<string, string>();
	for (const { name, type, value } of read.list('queryValues', 'entry')) {
		const key = String(name ?? '')
			.trim()
			.replace(/^:/, '');
		if (key === '') continue;
		const literal = literalOf(key, value, type === 'bare');
		if (literal instanceof Problem) return literal;
		literals.set(key, literal);
	}
	const missing = new Set(literals.keys());
	const filled = query.replace(
		/'(?:\\.|[^'\\])*'|:([a-z]\w*)/gi,
		(whole: string, name: string | undefined) => {
			const literal = name === undefined ? undefined : literals.get(name);
			if (name !== undefined) missing.delete(name);
			return literal ?? whole;
		},
	);
	const [unused] = missing;
	return unused === undefined
		? filled
		: new Problem(
				`The query has no :${unused}`,
				'Write the name into the query, or remove the value.',
			);
}

function literalOf(name: string, given: IDataObject[string], bare: boolean): string | Problem {
	const values: unknown[] = Array.isArray(given) ? given : [given];
	const literals = values.map((each) => {
		const value = fieldValue(name, each);
		if (value instanceof Problem) return value;
		const text = String(value);
		if (!bare) return quote(text);
		return BARE.test(text)
			? text
			: new Problem(
					`The value of :${name} is "${text}", which is no number, date or boolean`,
					'Correct it, or choose the type Text or ID.',
				);
	});
	const wrong = literals.find((literal) => literal instanceof Problem);
	if (wrong) return wrong;
	return Array.isArray(given) ? `(${literals.join(', ')})` : String(literals[0]);
}
