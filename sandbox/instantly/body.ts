import type { VendorRequest } from '../http/exchange';
import type { JsonObject } from '../json';
import { isJsonObject } from '../json';
import { badRequest } from './refusals';

/** The body, an object; refused as Instantly's validation refuses it. */
export function bodyOf({ body }: Pick<VendorRequest, 'body'>): JsonObject {
	const parsed = bodyIfAny({ body });
	if (parsed === undefined) throw badRequest('body must be object');
	return parsed;
}

/** The same without a complaint; undefined for what is no object. */
export function bodyIfAny({ body }: Pick<VendorRequest, 'body'>): JsonObject | undefined {
	try {
		const parsed: unknown = JSON.parse(body);
		return isJsonObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

type Type = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';

function typeOf(value: unknown): Type | undefined {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	const type = typeof value;
	return type === 'bigint' || type === 'symbol' || type === 'function' || type === 'undefined'
		? undefined
		: type;
}

/** Refuses a field that is there with another type. `path` is where it stands: "body/leads/3". */
export function checkTypes(
	values: JsonObject,
	types: Readonly<Record<string, readonly Type[]>>,
	path = 'body',
): void {
	for (const [name, allowed] of Object.entries(types)) {
		const value = values[name];
		const type = typeOf(value);
		if (value === undefined || (type !== undefined && allowed.includes(type))) continue;
		throw badRequest(`${path}/${name} must be ${allowed.join(',')}`);
	}
}

/** A text that has to be there. */
export function requiredText(body: JsonObject, name: string): string {
	const value = body[name];
	if (value === undefined) throw badRequest(`body must have required property '${name}'`);
	if (typeof value !== 'string') throw badRequest(`body/${name} must be string`);
	return value;
}

/** A list of texts that has to be there, and may not be longer. */
export function requiredTexts(body: JsonObject, name: string, most: number): string[] {
	const value = body[name];
	if (value === undefined) throw badRequest(`body must have required property '${name}'`);
	if (!Array.isArray(value)) throw badRequest(`body/${name} must be array`);
	if (value.length === 0) throw badRequest(`body/${name} must NOT have fewer than 1 items`);
	if (value.length > most) throw badRequest(`body/${name} must NOT have more than ${most} items`);
	return value.map((each, place) => {
		if (typeof each !== 'string') throw badRequest(`body/${name}/${place} must be string`);
		return each;
	});
}

/** One of the values a field may have; undefined where it is absent. */
export function oneOf<T extends string | number | null>(
	body: JsonObject,
	name: string,
	allowed: readonly T[],
): T | undefined {
	const value = body[name];
	if (value === undefined) return undefined;
	const found = allowed.find((each) => each === value);
	if (found !== undefined) return found;
	throw badRequest(`body/${name} must be equal to one of the allowed values`);
}

/** An email as Instantly counts it as one. */
export function isEmail(text: string): boolean {
	return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text);
}
