import { asText } from '../shared/engine/body';
import { valueAt } from '../shared/engine/dataPath';
import type { JsonValue } from '../shared/engine/types';
import type { InnerFault } from '../shared/engine/vendor';

/** How an answer 2xx says that it is an error. */
export interface FaultRule {
	/** Where to look: "ok", "error.code". */
	path: string;
	/** What stands there in an error. */
	is: 'there' | 'equal' | 'different';
	/** For 'equal' and 'different'. */
	value: string;
	/** Where the words are; the value itself where left out. */
	messageAt: string;
	/** The status that says the same. */
	status: number;
}

/** The fault that an answer tells by this rule; undefined when it tells none. */
export function innerFault(
	{ path, is, value, messageAt, status }: FaultRule,
	data: JsonValue | undefined,
): InnerFault | undefined {
	const found = valueAt(data, path);
	const isEqual = textOf(found) === value;
	const isFault = is === 'there' ? isSaid(found) : is === 'equal' ? isEqual : !isEqual;
	if (!isFault) return undefined;
	const words = messageAt === '' ? found : (valueAt(data, messageAt) ?? found);
	return { status, error: { message: textOf(words) || `${path} says that it failed` } };
}

/** Whether a field says something: missing, null, false and "" say nothing. */
export function isSaid(value: JsonValue | undefined): boolean {
	return value !== undefined && value !== null && value !== false && value !== '';
}

function textOf(value: JsonValue | undefined): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'boolean') return String(value);
	return asText(value) ?? JSON.stringify(value);
}
