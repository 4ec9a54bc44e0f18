import { unescapedText } from './unescape';

/** One way in which a secret may stand in a text. */
export interface Encoded {
	text: string;
	/** Characters around it that hold a part of the secret too: 0 or 1. */
	before: number;
	after: number;
}

/** Shorter ones are ordinary words too often. */
export const SHORTEST_SECRET = 8;
/** Escapes within escapes: a JSON text in a JSON text, percent-encoded once more. */
export const DEEPEST_VIEW = 3;
/** A line of a key file that is a secret by itself, however the lines were joined. */
const SHORTEST_LINE = 16;
/** What is left of a secret and looks like a word, as of "Password#1". */
const SHORTEST_WORD = 12;
const NOT_ASCII = /[\u0080-\uffff]/g;

/** Every way in which a secret may stand in a text. At least 8 characters each. */
export function encodingsOf(secret: string): Encoded[] {
	const lines = secret.includes('\n')
		? secret
				.split(/\r?\n/)
				.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'))
		: [];
	return [secret, ...lines].flatMap((text) => {
		const escaped = unique(escapedForms(text));
		const read = misread(text).filter((form) => form !== text);
		const written = unique([
			...escaped,
			...read.flatMap(escapedForms),
			...[text, ...read].flatMap(htmlEscaped),
		]);
		const found = unique([...written, ...written.flatMap(inAddress)]);
		// Most secrets look the same in all of these.
		const plain = unique([
			...found,
			...found.flatMap(readBack),
			...hexForms(text),
			...everyUnit(text),
		]);
		// What is packed in base64 is mostly JSON or a query.
		const packed = [...escaped, ...base64Of(text)].flatMap((form) => base64Forms(utf8(form)));
		const latin1 = isLatin1(text) ? base64Forms(Buffer.from(text, 'latin1')) : [];
		return [...plain.map((form) => ({ text: form, before: 0, after: 0 })), ...packed, ...latin1];
	});
}

function unique(texts: string[]): string[] {
	return [...new Set(texts)];
}

/**
 * What reading back makes of a text that itself looks escaped: taking the escapes off what stands
 * around it takes these off too.
 */
function readBack(text: string): string[] {
	const forms: string[] = [];
	let form = unescapedText(text);
	for (let depth = 0; form !== undefined && depth < DEEPEST_VIEW; depth += 1) {
		forms.push(form);
		form = unescapedText(form);
	}
	return forms.filter(isLongEnough);
}

export function isLongEnough(secret: string): boolean {
	return secret.length >= SHORTEST_SECRET;
}

/** As JSON, addresses and forms write it. */
function escapedForms(secret: string): string[] {
	const json = jsonEscaped(secret);
	const ascii = json.replace(NOT_ASCII, unicodeEscape);
	const percent = [
		encodeURIComponent(safelyPaired(secret)),
		encodeURI(safelyPaired(secret)),
		strictPercent(secret),
		new URLSearchParams({ '': secret }).toString().slice(1),
	];
	return [
		secret,
		...percent,
		...percent.map(lowerEscapes),
		...[json, ascii, jsonEscaped(json)].flatMap((text) => [text, text.replaceAll('/', '\\/')]),
	];
}

/** In both of its alphabets, without the padding. */
function base64Of(secret: string): string[] {
	const plain = utf8(secret).toString('base64').replace(/=+$/, '');
	return unique([plain, utf8(secret).toString('base64url')]);
}

function hexForms(secret: string): string[] {
	const hex = utf8(secret).toString('hex');
	return [hex, hex.toUpperCase()];
}

function everyUnit(secret: string): string[] {
	const escaped = secret.replace(/[^]/g, unicodeEscape);
	return [escaped, escaped.replace(/[0-9a-f]{4}/g, (digits) => digits.toUpperCase())];
}

/** UTF-8 that was read as one character for each byte: by the server, in a header, and by both. */
function misread(secret: string): string[] {
	const once = utf8(secret).toString('latin1');
	return [once, utf8(once).toString('latin1')];
}

/**
 * What reading an address makes of a text that stands in it as it is: "\\" becomes "/", a host lower
 * case, and what stands behind a "#" is gone.
 */
function inAddress(text: string): string[] {
	const [left = ''] = text.split('#');
	const parts = [`/${left}`, `?${left}`].map((part) => URL.parse(`http://x${part}`));
	const forms = parts.map((url) => (url ? (url.pathname + url.search).replace(/^\/\??/, '') : ''));
	const host = /^[\w.-]+$/.test(text) ? [text.toLowerCase()] : [];
	return [left, ...forms, ...host].filter(
		(form) => form.length >= (/^\p{L}*$/u.test(form) ? SHORTEST_WORD : SHORTEST_SECRET),
	);
}

/**
 * The characters that a secret alone decides, at each of the three places where it may begin in a
 * longer text ("user:" before it, for one). The character at the border is shared with what stands
 * beside it, and is taken out with it.
 */
function base64Forms(bytes: Buffer): Encoded[] {
	return [0, 1, 2].flatMap((offset) => {
		const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
		const first = Math.ceil((offset * 8) / 6);
		const last = Math.floor((whole.length * 8) / 6);
		const text = whole.toString('base64').slice(first, last);
		const before = offset === 0 ? 0 : 1;
		const after = whole.length % 3 === 0 ? 0 : 1;
		const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_');
		return [...new Set([text, urlSafe])].map((form) => ({ text: form, before, after }));
	});
}

function jsonEscaped(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}

/** RFC 3986: everything but the unreserved characters. */
function strictPercent(text: string): string {
	return encodeURIComponent(safelyPaired(text)).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function lowerEscapes(text: string): string {
	return text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

/** Half of a surrogate pair makes the encoders throw. */
function safelyPaired(text: string): string {
	return Buffer.from(text, 'utf8').toString('utf8');
}

function htmlEscaped(text: string): string[] {
	const basic = text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
	return ['&#39;', '&#x27;', '&apos;'].map((quote) => basic.replaceAll("'", quote));
}

function unicodeEscape(unit: string): string {
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function utf8(text: string): Buffer {
	return Buffer.from(text, 'utf8');
}

/** Holds letters that have one byte in Latin-1 and two in UTF-8, and none that have no byte there. */
function isLatin1(text: string): boolean {
	return /[\u0080-\u00ff]/.test(text) && !/[\u0100-\uffff]/.test(text);
}
