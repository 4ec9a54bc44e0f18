/** A text, and for each of its characters the range of the original that it stands for. */
export interface TextView {
	text: string;
	from: ArrayLike<number>;
	to: ArrayLike<number>;
}

/** The text as it is. */
export function plainView(text: string): TextView {
	const borders = new Uint32Array(text.length + 1);
	for (let at = 0; at <= text.length; at += 1) borders[at] = at;
	return { text, from: borders, to: borders.subarray(1) };
}

const ESCAPE =
	/(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[\\"'/bfnrt]|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});/gi;

const NAMED: Record<string, string> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&apos;': "'",
	'\\b': '\b',
	'\\f': '\f',
	'\\n': '\n',
	'\\r': '\r',
	'\\t': '\t',
};

/**
 * The view with one layer of percent, backslash and HTML escapes taken off; undefined when there
 * is none. Encoders differ in what they escape (PHP writes "\/", some write "%2E"): reading back
 * finds them all.
 */
export function unescapedView(view: TextView): TextView | undefined {
	if (!/[%\\&]/.test(view.text)) return undefined;
	let text = '';
	let changed = false;
	const from: number[] = [];
	const to: number[] = [];
	let read = 0;
	for (const { 0: escape, index } of view.text.matchAll(ESCAPE)) {
		copyUntil(index);
		const plain = unescaped(escape);
		const end = index + escape.length;
		for (let unit = 0; unit < plain.length; unit += 1) {
			from.push(view.from[index] ?? 0);
			to.push(view.to[end - 1] ?? 0);
		}
		text += plain;
		read = end;
		changed = true;
	}
	if (!changed) return undefined;
	copyUntil(view.text.length);
	return { text, from, to };

	function copyUntil(end: number): void {
		text += view.text.slice(read, end);
		for (; read < end; read += 1) {
			from.push(view.from[read] ?? 0);
			to.push(view.to[read] ?? 0);
		}
	}
}

/** The same of a text whose places do not matter. */
export function unescapedText(text: string): string | undefined {
	if (!/[%\\&]/.test(text)) return undefined;
	const plain = text.replace(ESCAPE, unescaped);
	return plain === text ? undefined : plain;
}

function unescaped(escape: string): string {
	const named = NAMED[escape.toLowerCase()];
	if (named !== undefined) return named;
	if (escape.startsWith('%')) return percentDecoded(escape);
	if (/^\\[ux]/i.test(escape)) return String.fromCharCode(parseInt(escape.slice(2), 16));
	if (escape.startsWith('\\')) return escape.slice(1);
	const hex = /^&#x/i.test(escape);
	const point = parseInt(escape.slice(hex ? 3 : 2), hex ? 16 : 10);
	return point <= 0x10ffff ? String.fromCodePoint(point) : escape;
}

function percentDecoded(escape: string): string {
	try {
		return decodeURIComponent(escape);
	} catch {
		// Bytes that are no UTF-8.
		return Buffer.from(escape.replaceAll('%', ''), 'hex').toString('latin1');
	}
}
