import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import type { PropertyDefinition } from './propertyDefinition';
import { validationError } from './refusals';

export const PORTAL_ID = 4_010_011;

interface Fault {
	code: string;
	message: string;
}

/** One @, no spaces, a dotted domain whose last label is letters: the syntax, not the mailbox. */
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;
const DAY_MS = 86_400_000;

function moment(value: string): number {
	return /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
}

function optionFault(definition: PropertyDefinition, value: string): Fault | undefined {
	if (definition.externalOptions) {
		return /^\d+$/.test(value)
			? undefined
			: { code: 'INVALID_OPTION', message: `${value} was not one of the allowed options` };
	}
	const allowed = definition.options.map((option) => option.value);
	// Several values are joined with ';', and a leading ';' appends to what is there.
	const values = definition.fieldType === 'checkbox' ? value.split(';').filter(Boolean) : [value];
	const wrong = values.find((each) => !allowed.includes(each));
	return wrong === undefined
		? undefined
		: {
				code: 'INVALID_OPTION',
				message: `${wrong} was not one of the allowed options: [${allowed.join(', ')}]`,
			};
}

function valueFault(definition: PropertyDefinition, value: string): Fault | undefined {
	if (value === '') return undefined;
	if (definition.name === 'email' && !EMAIL.test(value)) {
		return { code: 'INVALID_EMAIL', message: `Email address ${value} is invalid` };
	}
	switch (definition.type) {
		case 'enumeration':
			return optionFault(definition, value);
		case 'bool':
			return value === 'true' || value === 'false'
				? undefined
				: {
						code: 'INVALID_OPTION',
						message: `${value} was not one of the allowed options: [true, false]`,
					};
		case 'number':
			return Number.isFinite(Number(value))
				? undefined
				: { code: 'INVALID_INTEGER', message: `${value} was not a valid number.` };
		case 'date':
			return moment(value) % DAY_MS === 0
				? undefined
				: { code: 'INVALID_DATE', message: `${value} is not midnight UTC.` };
		case 'datetime':
			return Number.isNaN(moment(value))
				? { code: 'INVALID_DATE', message: `${value} was not a valid date.` }
				: undefined;
		default:
			return undefined;
	}
}

function faultOf(
	definition: PropertyDefinition | undefined,
	name: string,
	value: string,
): Fault | undefined {
	if (definition === undefined) {
		return { code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
	}
	if (definition.modificationMetadata.readOnlyValue) {
		return {
			code: 'READ_ONLY_VALUE',
			message: `"${name}" is a read only property; its value cannot be set.`,
		};
	}
	return valueFault(definition, value);
}

/** HubSpot puts the findings into the message, as JSON inside text, and again into `errors[]`. */
export function propertiesRefused(faults: Array<Fault & { name: string }>): Error {
	const listed = faults.map(({ code, message, name }) => ({
		isValid: false,
		message,
		error: code,
		name,
		localizedErrorMessage: message,
		portalId: PORTAL_ID,
	}));
	return validationError(`Property values were not valid: ${JSON.stringify(listed)}`, {
		errors: faults.map(({ code, message, name }) => ({
			message,
			code,
			context: { propertyName: [name] },
		})),
	});
}

function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The values to write, all of them strings; throws the refusal when one is not acceptable. */
export function checkedProperties(
	given: unknown,
	definitions: ReadonlyMap<string, PropertyDefinition>,
): Record<string, string> {
	if (!isJsonObject(given)) throw validationError('Invalid input JSON: properties must be a map');
	const faults: Array<Fault & { name: string }> = [];
	const accepted: Record<string, string> = {};
	for (const [name, raw] of Object.entries(given satisfies JsonObject)) {
		if (raw === null) continue;
		const value = textOf(raw);
		if (value === undefined) {
			throw validationError(
				'Invalid input JSON: Cannot deserialize value of type `java.lang.String` from Object value (token `JsonToken.START_OBJECT`)',
			);
		}
		const trimmed = name === 'email' ? value.trim() : value;
		const fault = faultOf(definitions.get(name), name, trimmed);
		if (fault === undefined) accepted[name] = trimmed;
		else faults.push({ ...fault, name });
	}
	if (faults.length > 0) throw propertiesRefused(faults);
	return accepted;
}
