import { parse } from 'csv-parse/sync';

/** The rows of a CSV text by the names of its first line. Throws what is wrong with the text. */
export function readCsv(text: string): Array<Record<string, string>> {
	return parse(text, { bom: true, columns: true, skip_empty_lines: true });
}
