import type { PropertyDefinition } from '../propertyDefinition';
import type { PropertyFault } from '../propertyFaults';

type Fault = Omit<PropertyFault, 'name'>;

/** One @, no spaces, a dotted domain whose last label is letters: the syntax, not the mailbox. */
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;
const DAY_MS = 86_400_000;

/** A date, or a date and a time, as ISO 8601 writes it. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

/** HubSpot's limit for the body of a note, taken here for every text (notes guide, 2026-03). */
const MAX_TEXT = 65_536;

/** Milliseconds since the epoch, written as such or as a date; NaN for anything else. */
export function moment(value: string): number {
	if (/^-?\d+$/.test(value)) return Number(value);
	const [, year, month, day] = ISO.exec(value) ?? [];
	const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	return Number(day) > daysInMonth ? Number.NaN : Date.parse(ISO.test(value) ? value : '');
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

/** What is wrong with a value; an empty one clears and is never wrong. */
export function valueFault(definition: PropertyDefinition, value: string): Fault | undefined {
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
			return value.trim() === value && Number.isFinite(Number(value))
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
			return value.length > MAX_TEXT
				? { code: 'VALUE_TOO_LONG', message: `The value is longer than ${MAX_TEXT} characters.` }
				: undefined;
	}
}
