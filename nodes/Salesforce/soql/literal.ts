/** What a text literal escapes (SOQL guide, quoted string escape sequences, 2026-08). */
const ESCAPED: Record<string, string> = {
	'\\': '\\\\',
	"'": "\\'",
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\b': '\\b',
	'\f': '\\f',
};

/** A text as a literal: nothing in it can end it. */
export function quote(text: string): string {
	return `'${escape(text)}'`;
}

/** A text inside of a LIKE pattern, where "%" and "_" stand for themselves. */
export function escapeLike(text: string): string {
	return escape(text).replace(/[%_]/g, '\\$&');
}

function escape(text: string): string {
	return text.replace(/[\\'\n\r\t\b\f]/g, (letter) => ESCAPED[letter] ?? letter);
}
