import { asArray, asObject, asText } from '../shared/engine/body';
import { valueAt } from '../shared/engine/dataPath';
import type { JsonValue, VendorError, WireAnswer } from '../shared/engine/types';

type Fields = { [key: string]: JsonValue | undefined };

/** Where APIs put the words, the code and the place of an error; the first that is there counts. */
const MESSAGES = [
	'message',
	'detail',
	'error_description',
	'description',
	'title',
	'reason',
	'msg',
];
const CODES = ['code', 'error_code', 'errorCode', 'type', 'category', 'status'];
const REQUEST_IDS = ['requestId', 'request_id', 'traceId', 'trace_id', 'correlationId', 'instance'];
const LISTS = [
	'errors',
	'error',
	'fault',
	'details',
	'violations',
	'invalid-params',
	'messages',
	'validation',
];
const PLACES = ['field', 'param', 'parameter', 'property', 'path', 'name', 'pointer', 'source'];
const MOST_DETAILS = 5;

/**
 * Reads an error of an API of which nothing is known: `{message}`, `{error: {message, code}}`,
 * `{errors: [{detail, source: {pointer}}]}` (JSON:API), `{errors: {email: ["is taken"]}}`, problem
 * details (RFC 9457), OAuth2 errors (RFC 6749 5.2), or a plain text.
 */
export function readAnyError(answer: WireAnswer, data: JsonValue | undefined): VendorError {
	if (data === undefined) return { message: plainText(answer) };
	if (typeof data === 'string') return { message: data };
	const parts = [...partsOf(data)];
	const outer = asObject(data);
	const messages = [...new Set(parts.map(messageOf).filter(isText))];
	const code = first([outer, ...parts], CODES);
	const requestId = first([outer, ...parts], REQUEST_IDS);
	const fields = [...new Set(parts.map(placeOf).filter(isText))];
	return {
		message: messages.slice(0, MOST_DETAILS).join('; '),
		...(code === undefined ? {} : { code }),
		...(requestId === undefined ? {} : { requestId }),
		...(fields.length > 0 ? { fields } : {}),
	};
}

/** The error itself and the details inside of it, outermost first. */
function* partsOf(value: JsonValue | undefined, depth = 0): Generator<Fields> {
	if (depth > 3) return;
	if (Array.isArray(value)) {
		for (const each of value.slice(0, MOST_DETAILS)) yield* partsOf(each, depth + 1);
		return;
	}
	if (typeof value === 'string') {
		yield { message: value };
		return;
	}
	const fields = asObject(value);
	yield fields;
	for (const name of LISTS) {
		const inner = fields[name];
		if (isByField(name, inner)) yield* detailsByField(asObject(inner));
		else if (inner !== undefined && inner !== null) yield* partsOf(inner, depth + 1);
	}
}

/** `{email: ["is taken"], name: "is missing"}` */
function isByField(name: string, value: JsonValue | undefined): boolean {
	const entries = Object.entries(asObject(value));
	return (
		/^(errors|messages)$/.test(name) &&
		entries.length > 0 &&
		entries.every(([key, each]) => !MESSAGES.includes(key) && (isText(each) || Array.isArray(each)))
	);
}

function* detailsByField(details: Fields): Generator<Fields> {
	for (const [field, why] of Object.entries(details)) {
		const words = asArray(why).map(asText).filter(isText);
		const message = Array.isArray(why) ? words.join(', ') : (asText(why) ?? '');
		if (message !== '') yield { message: `${field}: ${message}`, field };
	}
}

function messageOf(fields: Fields): string | undefined {
	for (const name of MESSAGES) if (isText(fields[name])) return asText(fields[name]);
	return undefined;
}

function placeOf(fields: Fields): string | undefined {
	for (const name of PLACES) {
		const value = name === 'source' ? valueAt(fields, 'source.pointer') : fields[name];
		if (isText(value)) return asText(value);
	}
	return undefined;
}

function first(parts: Fields[], names: string[]): string | undefined {
	for (const name of names) {
		const found = parts.map((part) => asText(part[name])).find(isText);
		if (found !== undefined) return found;
	}
	return undefined;
}

function isText(value: JsonValue | undefined): value is string {
	return typeof value === 'string' && value.trim() !== '';
}

/** The text of an answer that is no JSON; nothing of an HTML page. */
function plainText({ text, headers }: WireAnswer): string {
	const isPage = /html/i.test(headers['content-type'] ?? '') || /^\s*</.test(text);
	return isPage ? '' : text.trim();
}
