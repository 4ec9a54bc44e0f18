import type { JsonValue } from '../types';
import { fieldsOf, isObject, nameOf, type Field } from './fields';

/** Lists that stand beside the records and are none; also what is inside of objects so named. */
const NEVER =
	/^(errors?|warnings?|warningmessages|included|includes|embeds|links?|breadcrumbs|facets?|aggregations|aggs|suggestions?|relatedobjects|scopes|extensions)$/;
const SELDOM =
	/^(filters?|sorts?|orders?by|fields|columns|schema|headers|expands?|modelids|params|tags|query|request|meta|metadata)$/;
const USUAL =
	/^(data|items?|results?|records?|rows|entries|values?|list|collection|objects|elements|nodes|docs|documents|hits|content|members|resources)$/;

/** The records of a page. */
export interface Rows {
	path: string;
	list: JsonValue[];
	/** Another list that may be meant as well. */
	rival?: string;
	/** The answer is a list of unlike things, of which one is the list of records. */
	mixed?: boolean;
}

/** Where the records are: "" when the answer is itself the list, undefined where there is none. */
export function findRows(data: JsonValue | undefined): string | undefined {
	return rowsIn(data, fieldsOf(data))?.path;
}

/** The records, where `words` (of the address, say) settle which of two like lists is meant. */
export function rowsIn(
	data: JsonValue | undefined,
	fields: Field[],
	words: string[] = [],
): Rows | undefined {
	if (Array.isArray(data)) return rowsOfList(data);
	const lists = fields.flatMap((field) =>
		Array.isArray(field.value) && ![field.name, ...field.around].some((name) => NEVER.test(name))
			? [{ field, list: field.value, rank: rankOf(field, field.value, words) }]
			: [],
	);
	// Sorting is stable: of equals, the one that stands first.
	const [best, second] = lists.sort((a, b) => b.rank - a.rank);
	if (!best) return noRows(fields);
	const isRival =
		second?.rank === best.rank && best.list.some(isObject) && second.list.some(isObject);
	return {
		path: best.field.path,
		list: best.list,
		...(isRival ? { rival: second.field.path } : {}),
	};
}

/** Some APIs give null in the place of an empty list; beside errors it is no list. */
function noRows(fields: Field[]): Rows | undefined {
	const isFaulty = fields.some(({ name, value }) => /^errors?$/.test(name) && value);
	const empty = fields.find(({ name, value }) => value === null && USUAL.test(name));
	return empty && !isFaulty ? { path: empty.path, list: [] } : undefined;
}

/** Some answers are [how many there are, [the records]]. */
function rowsOfList(data: JsonValue[]): Rows {
	const lists = data.flatMap((each, at) => (Array.isArray(each) ? [{ each, at }] : []));
	const [only, other] = lists;
	const isMixed = data.some(isObject) && only !== undefined;
	if (!isMixed) return { path: '', list: data };
	return other
		? { path: '', list: data, mixed: true }
		: { path: String(only.at), list: only.each, mixed: true };
}

/** Lists of objects before lists of values, usual names before others, shallow before deep. */
function rankOf({ key, name, around }: Field, list: JsonValue[], words: string[]): number {
	const kind = list.some(isObject) ? 200 : list.length === 0 ? 100 : 0;
	const named = USUAL.test(name) ? 30 : SELDOM.test(name) ? -150 : 0;
	// Of a GraphQL connection the nodes, which are the records, before the edges around them.
	const isNode = name === 'nodes' ? 5 : 0;
	const isAsked = words.includes(nameOf(key)) ? 20 : 0;
	return kind + named + isNode + isAsked - 10 * around.length;
}
