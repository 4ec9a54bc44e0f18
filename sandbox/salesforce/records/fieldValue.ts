import { Refused } from '../refusals';
import type { Field, FieldValue } from '../schema/field';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)(?:Z|([+-]\d{2}):?(\d{2}))$/;

/** A value as its field holds it; undefined for what the field's type cannot take. */
type Read = (given: string | number | boolean) => FieldValue | undefined;

/** The text of a moment in UTC; a zone has to be named. */
export function momentOf(text: string): string | undefined {
	if (DATE.test(text)) return `${text}T00:00:00.000Z`;
	const [, local, hours, minutes] = DATE_TIME.exec(text) ?? [];
	if (local === undefined) return undefined;
	const at = Date.parse(hours === undefined ? `${local}Z` : `${local}${hours}:${minutes}`);
	return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

export function dateOf(text: string): string | undefined {
	const isDay = DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
	return isDay ? text : undefined;
}

function numberOf(given: string | number | boolean): number | undefined {
	if (typeof given === 'number') return given;
	if (typeof given === 'boolean' || given.trim() === '') return undefined;
	const number = Number(given);
	return Number.isFinite(number) ? number : undefined;
}

const readNumber: Read = numberOf;

function readText(given: string | number | boolean): FieldValue | undefined {
	return typeof given === 'string' ? given : undefined;
}

const READ: Partial<Record<Field['type'], Read>> = {
	boolean: (given) => {
		if (typeof given === 'boolean') return given;
		const text = String(given).toLowerCase();
		return text === 'true' ? true : text === 'false' ? false : undefined;
	},
	int: (given) => {
		const number = numberOf(given);
		return Number.isInteger(number) ? number : undefined;
	},
	double: readNumber,
	currency: readNumber,
	percent: readNumber,
	date: (given) => (typeof given === 'string' ? dateOf(given) : undefined),
	datetime: (given) => (typeof given === 'string' ? momentOf(given) : undefined),
};

/** Empty text is no text; a number or date does not take it. */
function emptied(value: FieldValue | undefined): FieldValue | undefined {
	return value === '' ? null : value;
}

/** Reads a value out of JSON; one of the wrong type spoils the whole request. */
export function jsonValue(field: Field, given: unknown): FieldValue {
	if (given === null) return null;
	const read = READ[field.type] ?? readText;
	const isScalar =
		typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean';
	const value = isScalar ? emptied(read(given)) : undefined;
	if (value !== undefined) return value;
	throw new Refused(
		'JSON_PARSER_ERROR',
		`Cannot deserialize instance of ${field.type} from ${tokenOf(given)} or request may be missing a required field at [line:1, column:1]`,
	);
}

/** As the parser of the server calls them. */
function tokenOf(given: unknown): string {
	if (typeof given === 'string') return `VALUE_STRING value ${given}`;
	if (typeof given === 'number') {
		return `VALUE_NUMBER_${Number.isInteger(given) ? 'INT' : 'FLOAT'} value ${given}`;
	}
	if (typeof given === 'boolean') return `VALUE_${String(given).toUpperCase()}`;
	return Array.isArray(given) ? 'START_ARRAY' : 'START_OBJECT';
}

/** Reads a cell of a CSV file; one of the wrong type spoils its row. */
export function cellValue(field: Field, cell: string): FieldValue {
	const given = field.type === 'boolean' && /^[01]$/.test(cell) ? cell === '1' : cell;
	const value = (READ[field.type] ?? readText)(given);
	if (value !== undefined) return value;
	throw new Refused(
		'INVALID_TYPE_ON_FIELD_IN_RECORD',
		`${field.label}: value not of required type: ${cell}`,
		{ fields: [field.name] },
	);
}
