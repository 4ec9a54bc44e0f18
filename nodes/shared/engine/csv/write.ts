import { type Options, stringify } from 'csv-stringify/sync';

/** One line of a CSV text, with its line feed. Cells are quoted where they have to be. */
export function csvLine(cells: string[]): string {
	return stringify([cells], { record_delimiter: '\n', quoted_match: /^\s|\s$|\r/ });
}

/** A number stays a number, also a negative one; a text may hold anything, and stays a text. */
export type SheetCell = string | number;

/**
 * The first line of a CSV file (RFC 4180) that people open in a spreadsheet. Without the byte order mark
 * Excel reads the file in the old code page of the system, and "é" becomes "Ã©".
 */
export function sheetHead(columns: string[]): string {
	return stringify([columns], { ...SHEET, bom: true });
}

/** Further lines of it. A text that would be a formula gets an apostrophe before it. */
export function sheetLines(rows: SheetCell[][]): string {
	return stringify(rows, SHEET);
}

/**
 * What `escape_formulas` (csv-stringify 6.9) leaves out; it sees the first character alone. A sign hides
 * behind blanks, control characters and quotes, which spreadsheets may drop, or stands where another cell
 * or row begins: Excel splits at semicolons in countries with a decimal comma and then minds no quote
 * inside a cell, LibreOffice may do so as well (OWASP/www-community issue 443). ASVS 5.0, 1.2.10 and
 * OWASP's page on CSV injection add a null and a line feed at the start (all read 2026-11). It looks back
 * from a sign, not on from a blank: of many blanks each would be a start of all that follow.
 */
const HIDDEN_SIGN =
	/[=+\-@\uFF1D\uFF0B\uFF0D\uFF20](?<=(?:^[\s\p{C}"]+|[;\t\r\n][\s\p{C}"]*).)|^[\0\n]/gu;

const SHEET: Options = {
	record_delimiter: '\r\n',
	// Off by itself where the line ends are given: a lone CR or LF in a cell would begin a row.
	quote_record_delimiter: true,
	// What other countries' spreadsheets separate by.
	quoted_match: /[;\t]/,
	escape_formulas: true,
	cast: { string: (text) => text.replace(HIDDEN_SIGN, "'$&") },
};
