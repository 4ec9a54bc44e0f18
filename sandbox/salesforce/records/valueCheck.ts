import { fullId } from '../recordId';
import { Refused } from '../refusals';
import type { Field, FieldValue } from '../schema/field';
import { sobjectOfId } from '../schema/sobjects';

const EMAIL = /^[^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;.]+$/;

/** Enough of a value that was refused for its length. */
const SHOWN_CHARACTERS = 255;

function refused(code: string, message: string, field: Field): Refused {
	return new Refused(code, message, { fields: [field.name] });
}

function checkedId(field: Field, text: string): string {
	const id = fullId(text);
	const type = id === undefined ? undefined : sobjectOfId(id);
	if (id !== undefined && type !== undefined && field.referenceTo.includes(type.name)) return id;
	throw refused('MALFORMED_ID', `${field.label}: id value of incorrect type: ${text}`, field);
}

function checkedNumber(field: Field, number: number): number {
	const digits = field.precision - field.scale;
	if (Math.abs(number) >= 10 ** digits) {
		const text = `value outside of valid range on numeric field: ${number}`;
		throw refused('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: ${text}`, field);
	}
	return Math.round(number * 10 ** field.scale) / 10 ** field.scale;
}

function checkedText(field: Field, text: string): string {
	if (text.length > field.length && field.length > 0) {
		const shown = text.slice(0, SHOWN_CHARACTERS);
		const what = `data value too large: ${shown} (max length=${field.length})`;
		throw refused('STRING_TOO_LONG', `${field.label}: ${what}`, field);
	}
	if (field.type === 'email' && !EMAIL.test(text)) {
		const what = `${field.label}: invalid email address: ${text}`;
		throw refused('INVALID_EMAIL_ADDRESS', what, field);
	}
	if (field.restrictedPicklist && !field.picklistValues.includes(text)) {
		throw refused(
			'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
			`${field.label}: bad value for restricted picklist field: ${text}`,
			field,
		);
	}
	return text;
}

/** A value as it will be stored, or the reason why it cannot be. */
export function checkedValue(field: Field, value: FieldValue): FieldValue {
	if (value === null) return null;
	if (field.type === 'reference') return checkedId(field, String(value));
	if (typeof value === 'number') return checkedNumber(field, value);
	return typeof value === 'string' ? checkedText(field, value) : value;
}
