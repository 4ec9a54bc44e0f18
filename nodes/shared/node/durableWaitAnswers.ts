import { asText } from '../engine/body';
import { valueAt } from '../engine/dataPath';
import type { JsonValue } from '../engine/types';
import type { Answer } from '../store/callbacks';

/** Where the answers stand in the body of a callback, as paths. Without any the whole body is one answer. */
export interface AnswerPlaces {
	/** The list of answers. */
	list?: string;
	/** In an answer: which of those that were asked for it is about. */
	id?: string;
	/** How many were asked for, and how many of them the list leaves out. */
	total?: string;
	missing?: string;
}

/**
 * The answers in a body, by their IDs, with one for the rest (ID "") where the body says that it is about
 * all `asked` of its request. Undefined where the list is not in it.
 */
export function splitAnswers(
	body: JsonValue,
	{ list, id = '', total, missing }: AnswerPlaces,
	asked: number,
): Answer[] | undefined {
	if (list === undefined) return [{ id: '', value: body }];
	const entries = valueAt(body, list);
	if (!Array.isArray(entries)) return undefined;
	const answers = entries.flatMap((value) => {
		const about = asText(valueAt(value, id));
		return about ? [{ id: about, value }] : [];
	});
	const told = total === undefined ? NaN : Number(valueAt(body, total));
	const left = missing === undefined ? 0 : Number(valueAt(body, missing) ?? 0);
	const isWhole = told >= asked && entries.length + left >= told;
	return isWhole ? [...answers, { id: '', value: null }] : answers;
}

/** The same of a body that is known to hold all that will ever come. */
export function lastAnswers(body: JsonValue, places: AnswerPlaces): Answer[] | undefined {
	const answers = splitAnswers(body, places, Infinity);
	return (
		answers && [...answers.filter(({ id }) => id !== ''), { id: '', value: restOf(body, places) }]
	);
}

function restOf(body: JsonValue, { list }: AnswerPlaces): JsonValue {
	return list === undefined ? body : null;
}
