import { asArray, asObject, asText, parseJson, recordsOf } from '../../shared/engine/body';
import type { ApiRequest, JsonValue } from '../../shared/engine/types';
import { nearestText } from '../../shared/node/nearest';
import { Problem } from '../../shared/node/parameters';
import { clayRequest } from '../vendor';
import type { Source } from './asked';

/** What a search can be narrowed by, as Clay describes it. */
export interface FilterField {
	name: string;
	type: string;
	description: string;
	allowed: string[];
}

export function filterFieldsRequest(source: Source): ApiRequest {
	return clayRequest({
		operation: `search.${source}.fields`,
		method: 'GET',
		path: '/search/filters-mode/fields',
		query: { source_type: source },
		safeToRepeat: true,
		readOnly: true,
	});
}

/** Throws where it is no list of fields. */
export function filterFieldsIn(data: JsonValue | undefined): FilterField[] {
	return recordsOf(data, 'fields').map((field) => {
		const { name, type, description, allowed_values: allowed } = asObject(field);
		return {
			name: asText(name) ?? '',
			type: asText(type) ?? '',
			description: asText(description) ?? '',
			allowed: asArray(allowed).map(String),
		};
	});
}

/** The value of a filter in the type that it takes, or what is wrong with it; as it is where nobody knows. */
export function filterValue(
	name: string,
	given: unknown,
	known: FilterField[] | undefined,
): JsonValue | Problem {
	if (!known) return String(given ?? '');
	const field = known.find((each) => each.name === name);
	if (!field) return unknown(name, known);
	const value = typed(field, given);
	return value instanceof Problem ? value : (notAllowed(field, value) ?? value);
}

function unknown(name: string, known: FilterField[]): Problem {
	const near = nearestText(
		name,
		known.map((each) => ({ name: each.name, label: each.name })),
	);
	const names = known.map((each) => each.name).sort();
	return new Problem(
		name === '' ? 'A filter has no field' : `"${name}" is no filter of this search`,
		near || `Clay knows these: ${names.join(', ')}.`,
	);
}

/** Clay publishes no list of its types: what it says decides as far as it is understood. */
function typed({ name, type }: FilterField, given: unknown): JsonValue | Problem {
	const text = typeof given === 'string' ? given.trim() : String(given ?? '');
	const isList = /array|list|\[\]/i.test(type);
	if (text === '') {
		return new Problem(`The filter ${name} is empty`, 'Fill it, or remove it.');
	}
	if (Array.isArray(given)) return given as JsonValue[];
	if (isList) {
		const list = text.startsWith('[') ? parseJson(text) : undefined;
		return Array.isArray(list)
			? list
			: text
					.split(/[\n;]/)
					.map((each) => each.trim())
					.filter(Boolean);
	}
	if (/number|integer|float/i.test(type)) {
		const number = Number(text);
		return Number.isNaN(number)
			? new Problem(`The filter ${name} is "${text}", which is no number`, 'Change it to a number.')
			: number;
	}
	if (/bool/i.test(type)) {
		return text === 'true' || text === 'false'
			? text === 'true'
			: new Problem(`The filter ${name} is "${text}"`, 'Change it to true or false.');
	}
	return text;
}

function notAllowed({ name, allowed }: FilterField, value: JsonValue): Problem | undefined {
	if (allowed.length === 0) return undefined;
	const wrong = [value].flat().find((each) => !allowed.includes(String(each)));
	if (wrong === undefined) return undefined;
	return new Problem(
		`The filter ${name} does not take "${String(wrong)}"`,
		`It takes ${allowed.slice(0, 30).join(', ')}${allowed.length > 30 ? ' …' : ''}.`,
	);
}
