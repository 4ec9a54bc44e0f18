import { asArray, asObject, asText } from '../../../shared/engine/body';
import type { JsonValue } from '../../../shared/engine/types';

type Fields = { [name: string]: JsonValue | undefined };

/**
 * A person with the numbers that came later (docs.apollo.io, poll webhook result, 2026-11): all of them as
 * Apollo gives them, in a short form, and the best one by itself. `answer` is null where there are none.
 */
export function withPhones(person: Fields, answer: JsonValue): Fields {
	const { status, phone_numbers: numbers } = asObject(answer);
	const sorted = asArray(numbers).toSorted((a, b) => rank(a) - rank(b));
	const phones = sorted.map(shortForm);
	return {
		...person,
		phone: phones.find(({ number }) => number !== null)?.number ?? null,
		...(status === undefined ? {} : { phone_status: status }),
		phones,
		phone_numbers: asArray(numbers),
	};
}

/** Mobile phones first, in the order in which Apollo lists them. */
function rank(number: JsonValue): number {
	const { type_cd: type, position } = asObject(number);
	return (type === 'mobile' ? 0 : 1_000) + (typeof position === 'number' ? position : 999);
}

function shortForm(number: JsonValue): { [name: string]: JsonValue } {
	const { sanitized_number, raw_number, type_cd, status_cd, confidence_cd, dnc_status_cd } =
		asObject(number);
	return {
		number: asText(sanitized_number) ?? asText(raw_number) ?? null,
		type: type_cd ?? null,
		status: status_cd ?? null,
		confidence: confidence_cd ?? null,
		do_not_call: dnc_status_cd ?? null,
	};
}
