import type { AnswerKind, JsonValue, WireAnswer } from './types';

export type Body =
	| { kind: 'json'; data: JsonValue }
	| { kind: 'empty' }
	| { kind: 'not-json'; why: string };

/** Reads a good answer as what was asked for. */
export function readAnswer(answer: Pick<WireAnswer, 'text' | 'headers'>, kind: AnswerKind): Body {
	if (kind === 'bytes') return { kind: 'empty' };
	if (kind === 'text') return { kind: 'json', data: answer.text };
	const body = readBody(answer);
	const isText = kind === 'auto' && body.kind === 'not-json' && isPlainText(answer);
	return isText ? { kind: 'json', data: answer.text } : body;
}

/** What says of itself that it is no JSON, and is no page that a proxy has put in its place. */
function isPlainText({ headers }: Pick<WireAnswer, 'headers'>): boolean {
	const type = headers['content-type'] ?? '';
	return /^(text\/(?!html)|application\/([\w.+-]*\+)?xml|application\/x-ndjson)/i.test(type);
}

/** Reads a JSON answer. A byte order mark is tolerated; anything else that is not JSON is said so. */
export function readBody(answer: Pick<WireAnswer, 'text' | 'headers'>): Body {
	const text = answer.text.replace(/^\uFEFF/, '').trim();
	if (text === '') return { kind: 'empty' };
	const data = parseJson(text);
	if (data !== undefined) return { kind: 'json', data };
	const type = answer.headers['content-type'] ?? '';
	return /^text\/html/i.test(type) || /^<(!doctype|html)/i.test(text)
		? { kind: 'not-json', why: 'an HTML page came where JSON was asked for' }
		: { kind: 'not-json', why: 'the answer is not readable as JSON' };
}

/** Sixteen digits where a value begins: it may be an integer that no number holds exactly. */
const LONG_INTEGER = /(?:^|[:[,\s])-?\d{16}/;

/**
 * The value that a JSON text stands for; undefined when it is none. An integer beyond 2^53 stays the
 * text that it is: rounded, an ID would name another record.
 */
export function parseJson(text: string): JsonValue | undefined {
	try {
		const value: unknown = LONG_INTEGER.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
		return value as JsonValue;
	} catch {
		// Only the fact counts: the parser's own message would quote the body.
		return undefined;
	}
}

/** A reviver that is told the number's own text (JSON.parse source text access, ES2026). */
function exactly(_key: string, value: JsonValue, context?: { source?: string }): JsonValue {
	const { source = '' } = context ?? {};
	const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
	return isRounded && /^-?\d+$/.test(source) ? source : value;
}

/** A copy without these fields. */
export function without(
	object: { [key: string]: JsonValue | undefined },
	...names: string[]
): { [key: string]: JsonValue | undefined } {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** The JSON object at hand, or an empty one: for readers that must not fail on a missing field. */
export function asObject(value: JsonValue | undefined): { [key: string]: JsonValue | undefined } {
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

export function asArray(value: JsonValue | undefined): JsonValue[] {
	return Array.isArray(value) ? value : [];
}

/**
 * The records of a page, which stand in its answer under this name. An empty body and null are an
 * empty page; an answer without the name is no page, and throws.
 */
export function recordsOf(data: JsonValue | undefined, name: string): JsonValue[] {
	const records = asObject(data)[name];
	if (data === undefined || records === null) return [];
	if (!Array.isArray(records)) throw new Error(`there is no list of "${name}" in it`);
	return records;
}

/** The text of a string or number, else undefined. */
export function asText(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : undefined;
}
