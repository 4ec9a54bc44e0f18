import type { StoredRecord } from '../records/storedRecord';
import { valueOf } from '../records/storedRecord';
import { Refused } from '../refusals';
import type { FieldType } from '../schema/field';

export type SearchGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';

/** Shorter terms are refused (SOSL reference, FIND). */
const MIN_CHARACTERS = 2;

const TEXTS: readonly FieldType[] = ['string', 'textarea', 'email', 'phone', 'url', 'picklist'];

const TYPES: Record<Exclude<SearchGroup, 'NAME'>, readonly FieldType[]> = {
	ALL: TEXTS,
	EMAIL: ['email'],
	PHONE: ['phone'],
};

export function malformedSearch(message: string): Refused {
	return new Refused('MALFORMED_SEARCH', message);
}

export function groupNamed(name: string): SearchGroup {
	const group = (['ALL', 'NAME', 'EMAIL', 'PHONE'] as const).find(
		(known) => known === name.toUpperCase(),
	);
	if (group === undefined) throw malformedSearch(`unexpected token: ${name}`);
	return group;
}

/** A word matches whole; `*` and `?` stand for letters in it, unless escaped. */
function wordPattern(word: string): string {
	return word.replace(/\\(.)|[*?]|[^\p{L}\p{N}\s]/gsu, (part, escaped: string | undefined) => {
		if (escaped === undefined && part === '*') return '[\\p{L}\\p{N}]*';
		if (escaped === undefined && part === '?') return '[\\p{L}\\p{N}]';
		const sign = escaped ?? part;
		return /[\p{L}\p{N}\s]/u.test(sign) ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
	});
}

/** Whether a text holds every word of the search, in whatever order; quotes hold words together. */
export function textTest(search: string): (text: string) => boolean {
	const words = [...search.matchAll(/"([^"]+)"|(\S+)/g)].map(
		([, phrase, word]) => phrase ?? word ?? '',
	);
	const longest = Math.max(0, ...words.map((word) => word.replace(/[*?\\]/g, '').length));
	if (longest < MIN_CHARACTERS) {
		throw malformedSearch(`search term must be longer than one character: ${search}`);
	}
	const expressions = words.map(
		(word) => new RegExp(`(?<![\\p{L}\\p{N}])${wordPattern(word)}(?![\\p{L}\\p{N}])`, 'iu'),
	);
	return (text) => expressions.every((expression) => expression.test(text));
}

/** What a search in a group of fields looks at. */
export function searchedText(record: StoredRecord, group: SearchGroup): string {
	const fields = record.type.fields.filter(({ type, nameField }) =>
		group === 'NAME' ? nameField : TYPES[group].includes(type),
	);
	return fields
		.map((field) => valueOf(record, field))
		.filter((value) => typeof value === 'string')
		.join('\n');
}
