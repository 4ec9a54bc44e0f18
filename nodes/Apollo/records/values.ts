import type { IDataObject } from 'n8n-workflow';
import type { JsonValue } from '../../shared/engine/types';
import { isoTimeOf } from '../../shared/node/isoTime';
import { nearestText } from '../../shared/node/nearest';
import { Problem, type ParameterReader } from '../../shared/node/parameters';
import { isEmail, isId, plainDomain } from '../identity';
import type { RecordKind, Use } from './kinds';

/** What an item sets, by Apollo's names of the fields. */
export type Values = { [field: string]: JsonValue };

/** Where values of custom fields go, by the IDs of the fields (typed custom fields, 2026-08). */
export const CUSTOM = 'typed_custom_fields';

/** The values in the field mapper: none that Apollo would ignore. */
export function readValues(
	read: ParameterReader,
	kind: RecordKind,
	uses: readonly Use[],
): Values | Problem {
	const isAutomatic = read.collection('fields').mappingMode === 'autoMapInputData';
	const clear = read.text('emptyValues') === 'clear';
	const known = kind.fields.filter((field) => field.uses.some((use) => uses.includes(use)));
	const values: Values = {};
	const custom: Values = {};
	for (const [whole, given] of Object.entries(read.mapper('fields').values)) {
		const name = withoutKind(whole);
		const isCustom = isId(name);
		if (!isCustom && !known.some((field) => field.name === name)) {
			// Of an item that is mapped as it is, some fields are meant for others.
			if (isAutomatic) continue;
			return unknown(name, kind, known);
		}
		const value = valueOf(name, given);
		if (value instanceof Problem) return value;
		if (value !== '' || clear) (isCustom ? custom : values)[name] = value;
	}
	return Object.keys(custom).length > 0 ? { ...values, [CUSTOM]: custom } : values;
}

/** Apollo's list of fields has "account.694095a8…", and their values go by what stands behind it. */
export function withoutKind(id: string): string {
	return id.replace(/^(account|contact|opportunity)\./, '');
}

function unknown(name: string, { fields, many }: RecordKind, known: RecordKind['fields']): Problem {
	const elsewhere = fields.find((field) => field.name === name);
	if (elsewhere) {
		return new Problem(
			`Apollo does not take ${name} (${elsewhere.label}) in this request, and would ignore it`,
			'Remove it from Fields, or set it with "Update" afterwards.',
		);
	}
	const names = known.map((field) => field.name).sort();
	return new Problem(
		`"${name}" is no field that Apollo lets be set of ${many}, and it would ignore it`,
		nearestText(name, known) || `It takes ${names.join(', ')}, and the IDs of custom fields.`,
	);
}

function valueOf(name: string, given: IDataObject[string]): JsonValue | Problem {
	if (given === undefined || given === null) return '';
	const value = plainValue(given);
	if (value === undefined) {
		return new Problem(
			`The value of ${name} is an object`,
			'Choose one of its fields in the expression.',
		);
	}
	return CHECKS[name]?.(value) ?? value;
}

/** A text, a number, a list of them; a time in ISO form. Undefined for what is none of these. */
function plainValue(given: unknown): JsonValue | undefined {
	if (typeof given === 'string') return given.trim();
	if (typeof given === 'number' || typeof given === 'boolean') return given;
	if (Array.isArray(given)) {
		const parts = given.map(plainValue);
		return parts.every((part) => part !== undefined) ? parts : undefined;
	}
	return typeof given === 'object' && given !== null ? isoTimeOf(given) : undefined;
}

/** What Apollo would leave blank, or keep in a form that nothing finds again. */
const CHECKS: Record<string, (value: JsonValue) => JsonValue | Problem> = {
	email: (value) =>
		value === '' || isEmail(String(value))
			? value
			: new Problem(
					`The email is "${String(value)}", which is not an email address`,
					'Correct the email of this item.',
				),
	domain: (value) => plainDomain(String(value)),
	// With a comma or a currency sign the amount is left blank (create deal, 2026-08).
	amount: (value) =>
		value === '' || /^-?\d+(\.\d+)?$/.test(String(value))
			? String(value)
			: new Problem(
					`The amount is "${String(value)}", of which Apollo would keep nothing`,
					'Send a plain number, without separators of thousands and without a currency.',
				),
	closed_date: (value) => {
		const day = String(value).slice(0, 10);
		return value === '' || /^\d{4}-\d\d-\d\d$/.test(day)
			? day
			: new Problem(
					`The close date is "${String(value)}", which is not a day`,
					'Send it as 2026-01-31.',
				);
	},
};
