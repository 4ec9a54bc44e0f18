import { asObject } from '../body';
import type { JsonValue } from '../types';

/** A value beside the records, and where it stands. */
export interface Field {
	path: string;
	key: string;
	/** The key in small letters without signs: "@odata.nextLink" is "odatanextlink". */
	name: string;
	/** The names of the objects around it, the nearest last. */
	around: string[];
	/** The path of the object around it. */
	parent: string;
	value: JsonValue | undefined;
}

/** No answer hides its page info deeper, or behind more fields. */
const DEEPEST = 8;
const MOST_FIELDS = 5_000;

/** What spellings of one name have in common: "next_page", "nextPage" and "page[next]". */
export function nameOf(key: string): string {
	return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Everything in the answer that is not inside of a list, the shallow first, lists included. */
export function fieldsOf(data: JsonValue | undefined): Field[] {
	const found: Field[] = [];
	let level: Array<{ keys: string[]; value: JsonValue | undefined }> = [{ keys: [], value: data }];
	for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
		const deeper: typeof level = [];
		for (const { keys, value: object } of level) {
			const own = asObject(object);
			for (const key of Object.keys(own)) {
				if (found.length >= MOST_FIELDS) return found;
				if (!isFindable(key, own)) continue;
				const inside = [...keys, key];
				found.push(fieldAt(inside, own[key]));
				if (isObject(own[key])) deeper.push({ keys: inside, value: own[key] });
			}
		}
		level = deeper;
	}
	return found;
}

/** A list is no object. */
export function isObject(value: JsonValue | undefined): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number that counts something: also as text, as some APIs send it. */
export function countOf(value: JsonValue | undefined): number | undefined {
	const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
		? number
		: undefined;
}

/** Of "a" and "a.b" in one object, no path leads to the second. */
function isFindable(key: string, own: { [key: string]: JsonValue | undefined }): boolean {
	const parts = key.split('.');
	return (
		key !== '' && !parts.some((_, at) => at > 0 && Object.hasOwn(own, parts.slice(0, at).join('.')))
	);
}

function fieldAt(keys: string[], value: JsonValue | undefined): Field {
	const key = keys.at(-1) ?? '';
	const outer = keys.slice(0, -1);
	return {
		path: keys.join('.'),
		key,
		name: nameOf(key),
		around: outer.map(nameOf),
		parent: outer.join('.'),
		value,
	};
}
