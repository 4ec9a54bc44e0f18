/** One way in which a secret may stand in a text. */
export interface Encoded {
	text: string;
	/** Characters around it that hold a part of the secret too: 0 or 1. */
	before: number;
	after: number;
}

/** A line of a key file that is a secret by itself, however the lines were joined. */
const SHORTEST_LINE = 16;

/** Every way in which a secret may stand in a text. At least 8 characters each. */
export function encodingsOf(secret: string): Encoded[] {
	const lines = secret.includes('\n')
		? secret
				.split(/\r?\n/)
				.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'))
		: [];
	return [secret, ...lines].flatMap((text) => [
		...[...new Set(escapedForms(text))].map((form) => ({ text: form, before: 0, after: 0 })),
		...base64Forms(text),
	]);
}

function escapedForms(secret: string): string[] {
	const hex = Buffer.from(secret, 'utf8').toString('hex');
	const json = jsonEscaped(secret);
	const percent = [
		encodeURIComponent(safelyPaired(secret)),
		encodeURI(safelyPaired(secret)),
		strictPercent(secret),
		new URLSearchParams({ '': secret }).toString().slice(1),
	];
	return [
		secret,
		hex,
		hex.toUpperCase(),
		...percent,
		...percent.map(lowerEscapes),
		json,
		jsonEscaped(json),
		json.replaceAll('/', '\\/'),
		...htmlEscaped(secret),
		unicodeEscaped(secret),
		unicodeEscaped(secret).replace(/[0-9a-f]{4}/g, (digits) => digits.toUpperCase()),
	];
}

/**
 * The characters that a secret alone decides, at each of the three places where it may begin in a
 * longer text ("user:" before it, for one). The character at the border is shared with what stands
 * beside it, and is taken out with it.
 */
function base64Forms(secret: string): Encoded[] {
	const bytes = Buffer.from(secret, 'utf8');
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

function unicodeEscaped(text: string): string {
	return Array.from({ length: text.length }, (_, at) => {
		return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
	}).join('');
}
